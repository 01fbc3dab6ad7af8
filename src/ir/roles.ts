/**
 * Which roles an agent takes (LANGUAGE.md §1), in time linear in roles and edges.
 *
 * INVARIANT: each role counts once, however often it is reached; no cycle is ever followed twice.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { Located } from "../syntax/ast.ts";
import { irMessages } from "./messages.ts";
import type { References } from "./names.ts";
import type { RoleDeclaration } from "./registry.ts";

/** What an `extends` list reaches. */
export interface Closure {
  /** Sorted. */
  readonly roles: readonly string[];
  /** Every role comes before the roles that it extends. */
  readonly extendingFirst: readonly RoleDeclaration[];
}

export class RoleGraph {
  readonly #roles: ReadonlyMap<string, RoleDeclaration>;
  /** The roles that a role extends: declared ones, each once, sorted, edges of cycles left out. */
  readonly #edges: Map<string, readonly string[]> = new Map<string, readonly string[]>();
  readonly #closures: Map<string, Closure> = new Map<string, Closure>();
  readonly #references: References;

  /** Checks every `extends` of every role: names, then cycles, reported on the edge that closes one. */
  constructor(roles: ReadonlyMap<string, RoleDeclaration>, references: References, report: Report) {
    this.#roles = roles;
    this.#references = references;
    for (const { name, document } of roles.values()) this.#edges.set(name, this.resolve(document.extends));
    this.#breakCycles(report);
  }

  /** The declared roles of an `extends` list, sorted; others are reported. */
  resolve(entries: readonly Located<string>[]): readonly string[] {
    for (const entry of entries) {
      if (!this.#roles.has(entry.value)) this.#references.undefined("role", entry, this.#roles);
    }
    return sortedUnique(entries.map(({ value }) => value).filter((name) => this.#roles.has(name)));
  }

  /** Everything that these roles reach, themselves included. */
  closure(roots: readonly string[]): Closure {
    const key = roots.join("\n");
    const known = this.#closures.get(key);
    if (known !== undefined) return known;
    const finished: string[] = [];
    const seen = new Set<string>();
    walk(roots, this.#edges, {
      enter: (name) => !seen.has(name) && seen.add(name).size > 0,
      leave: (name) => finished.push(name),
    });
    const extendingFirst = finished.reverse().flatMap((name) => this.#roles.get(name) ?? []);
    const closure = { roles: finished.sort(compareCodePoints), extendingFirst };
    this.#closures.set(key, closure);
    return closure;
  }

  #breakCycles(report: Report): void {
    const state = new Map<string, "open" | "done">();
    const path: string[] = [];
    walk([...this.#roles.keys()], this.#edges, {
      enter: (name, from) => {
        if (state.get(name) === "open" && from !== null) this.#reportCycle(from, name, path, report);
        if (state.has(name)) return false;
        state.set(name, "open");
        path.push(name);
        return true;
      },
      leave: (name) => {
        state.set(name, "done");
        path.pop();
      },
    });
  }

  #reportCycle(from: string, to: string, path: readonly string[], report: Report): void {
    const edge = this.#roles.get(from)?.document.extends.find(({ value }) => value === to);
    const cycle = [...path.slice(path.indexOf(to)), to];
    const shown = cycle.length <= 8 ? cycle : [...cycle.slice(0, 6), "…", to];
    report(irMessages.build["role-cycle"](edge?.span ?? null, { path: shown }));
    this.#edges.set(
      from,
      (this.#edges.get(from) ?? []).filter((name) => name !== to),
    );
  }
}

interface Visitor {
  /** Called for each edge, and for each root with `null`; true: go on into the role. */
  readonly enter: (name: string, from: string | null) => boolean;
  readonly leave: (name: string) => void;
}

/** Depth first, without recursion: a chain of roles can be as long as the file. */
function walk(
  roots: readonly string[],
  edges: ReadonlyMap<string, readonly string[]>,
  visitor: Visitor,
): void {
  const stack: { readonly name: string; readonly next: readonly string[]; at: number }[] = [];
  const open = (name: string, from: string | null): void => {
    if (visitor.enter(name, from)) stack.push({ name, next: edges.get(name) ?? [], at: 0 });
  };
  for (const root of roots) {
    open(root, null);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const to = top.next[top.at++];
      if (to !== undefined) open(to, top.name);
      else {
        stack.pop();
        visitor.leave(top.name);
      }
    }
  }
}
