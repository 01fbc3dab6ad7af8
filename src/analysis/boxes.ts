/**
 * Boxes: sets of requests as action language × resource language × region of contexts and times.
 *
 * INVARIANT: building a box costs nothing but looking up its globs; automata and diagrams are built
 * when a question first needs them.
 */
import type { Diagram } from "../automata/decision-diagram.ts";
import { ALWAYS } from "../automata/decision-diagram.ts";
import type { GlobEntry, GlobLibrary } from "../automata/glob-library.ts";
import type { Pattern, Scope, Statement } from "../ir/ir.ts";

/** A scope with its globs looked up, each once. */
export interface Region {
  readonly actions: readonly GlobEntry[];
  readonly resources: readonly GlobEntry[];
  readonly exceptActions: readonly GlobEntry[];
  readonly exceptResources: readonly GlobEntry[];
}

export interface Box {
  /** The statement it was built from; `null` for a box of a question's own. */
  readonly statement: Statement | null;
  readonly region: Region;
  /** Where in contexts and times; built on the first call. */
  readonly condition: () => Diagram;
}

/** Looks the globs of a scope up. */
export function regionOf(scope: Scope, library: GlobLibrary): Region {
  const entries = (patterns: readonly Pattern[]): GlobEntry[] => [
    ...new Set(patterns.flatMap((p) => p.globs.map((g) => library.entry(g)))),
  ];
  return {
    actions: entries(scope.actions),
    resources: entries(scope.resources),
    exceptActions: entries(scope.exceptActions),
    exceptResources: entries(scope.exceptResources),
  };
}

/** Whether anything is carved out. */
export function hasExcepts(region: Region): boolean {
  return region.exceptActions.length > 0 || region.exceptResources.length > 0;
}

/** UTF-8 bytes that the names of every request of the region have at least. */
export function leastBytes({ actions, resources }: Pick<Region, "actions" | "resources">): number {
  const least = (entries: readonly GlobEntry[]): number =>
    entries.reduce((bytes, e) => Math.min(bytes, e.leastBytes), Infinity);
  return least(actions) + least(resources);
}

/** What is carved out, one box an alternative, whatever the condition. */
export function exceptBoxes(region: Region, everything: Pick<Region, "actions" | "resources">): Box[] {
  const carved = (actions: readonly GlobEntry[], resources: readonly GlobEntry[]): Box => ({
    statement: null,
    region: { actions, resources, exceptActions: [], exceptResources: [] },
    condition: () => ALWAYS,
  });
  return [
    ...region.exceptActions.map((a) => carved([a], everything.resources)),
    ...region.exceptResources.map((r) => carved(everything.actions, [r])),
  ];
}
