/** Commits of a clone and of its server, in memory. */
import type { CommitStore } from "../../src/action/commits.ts";

export interface CommitWorld {
  /** Commit → its parents, of what the clone holds. */
  readonly here?: { readonly [commit: string]: readonly string[] };
  /** Commit → its parents, of what the server gives out besides. */
  readonly there?: { readonly [commit: string]: readonly string[] };
  /** Ref → commit, on the server. */
  readonly refs?: { readonly [ref: string]: string };
  /** Name → commit, in the clone. */
  readonly names?: { readonly [name: string]: string };
}

export interface FakeStore extends CommitStore {
  readonly world: CommitWorld;
  /** What was fetched, with its depth. */
  readonly fetches: readonly string[];
  /** Changes what the server has from now on. */
  readonly serve: (more: Pick<CommitWorld, "there" | "refs">) => void;
}

export function fakeStore(world: CommitWorld): FakeStore {
  const here = new Map(Object.entries(world.here ?? {}));
  const there = new Map(Object.entries({ ...world.here, ...world.there }));
  const refs = new Map(Object.entries(world.refs ?? {}));
  const fetches: string[] = [];
  return {
    world,
    fetches,
    serve: (more) => {
      for (const [commit, parents] of Object.entries(more.there ?? {})) there.set(commit, parents);
      for (const [ref, commit] of Object.entries(more.refs ?? {})) refs.set(ref, commit);
    },
    parentsOf: (commit) => here.get(commit) ?? null,
    resolve: (name) => world.names?.[name] ?? null,
    fetch: (what, depth) => {
      fetches.push(`${what} ${String(depth)}`);
      const commit = refs.get(what) ?? (there.has(what) ? what : undefined);
      if (commit === undefined) return { kind: "failed", reason: `no \`${what}\` there` };
      let edge = [commit];
      for (let i = 0; i < depth; i++) {
        for (const name of edge) here.set(name, there.get(name) ?? []);
        edge = edge.flatMap((name) => there.get(name) ?? []).filter((name) => there.has(name));
      }
      return { kind: "fetched", commit };
    },
  };
}
