/**
 * The requests of a change as patterns: those of the statement that changed, less what is excepted and
 * what other statements keep, where that says it exactly; else patterns that cover it.
 *
 * INVARIANT: `exact` only after every question that it rests on was answered.
 */
import type { Box } from "../analysis/boxes.ts";
import { type Diagram, NEVER } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { defined } from "../base/invariant.ts";
import { sortedUnique } from "../base/order.ts";
import { printGlob } from "../ir/print-ir.ts";
import type { ChangeRegion } from "./change.ts";
import { whenText } from "./condition-words.ts";
import type { Holding } from "./holdings.ts";
import type { JointSpace } from "./joint-space.ts";
import type { Part } from "./parts.ts";
import type { RegionSearch } from "./search-part.ts";

// Longer lists of exceptions are no description.
const mostExceptions = 8;

/** A description that may be exact: a box and how it reads. */
interface Candidate {
  readonly box: Box;
  readonly when: string | null;
  /** What of the part's `none` the description leaves out by its own words. */
  readonly settled: ReadonlySet<Holding>;
}

/** Describes parts that one statement's change has in several classes of agents; at least one part. */
export function describeParts(parts: readonly Part[], space: JointSpace, search: RegionSearch): ChangeRegion {
  const first = defined(parts[0], "a part to describe");
  if (first.effect === "shapes") return coverOf(first);
  const narrowed = withExceptions(first, space, search);
  if (narrowed !== null) {
    const isExact = parts.every((part) => isExactFor(part, first, narrowed, search));
    if (isExact) return regionText(narrowed.box, narrowed.when, true);
  }
  const inner = innerCandidate(parts, search);
  if (inner !== null) {
    const isExact = parts.every((part) => isExactFor(part, part, inner, search));
    return regionText(inner.box, inner.when, isExact);
  }
  return { ...coverOf(first), when: whenText(first.changed, first.effect === "grants", [], space) };
}

/** The changed statement's patterns, whatever their condition. */
export function coverOf({ changed }: Part): ChangeRegion {
  return regionText(changed.box, null, false);
}

/** The changed statement's patterns without what others of the part keep; `null` when that reads badly. */
function withExceptions(part: Part, space: JointSpace, search: RegionSearch): Candidate | null {
  const { changed, grants, others } = part;
  const { diagrams } = space.context;
  const { box } = changed;
  const settled = new Set<Holding>();
  const actions: GlobEntry[] = [];
  const resources: GlobEntry[] = [];
  const lessen: { readonly holding: Holding; readonly isGrant: boolean }[] = [];
  const own = box.condition();
  let contexts: Diagram = own;
  for (const [list, isGrant] of [
    [grants, true],
    [others, false],
  ] as const) {
    for (const holding of list) {
      const { region, condition } = holding.box;
      if (!search.mayOverlap(box, holding.box)) continue;
      if (region.exceptActions.length > 0 || region.exceptResources.length > 0) continue;
      const coversActions = search.areWithin(box.region.actions, region.actions);
      const coversResources = search.areWithin(box.region.resources, region.resources);
      if (coversActions && coversResources) {
        contexts = diagrams.minus(contexts, condition());
        lessen.push({ holding, isGrant });
        settled.add(holding);
        continue;
      }
      if (diagrams.minus(own, condition()) !== NEVER) continue;
      if (coversActions) resources.push(...region.resources);
      else if (coversResources) actions.push(...region.actions);
      else continue;
      settled.add(holding);
    }
  }
  const kept = {
    exceptActions: outermost(actions, box.region.actions, box.region.exceptActions, search),
    exceptResources: outermost(resources, box.region.resources, box.region.exceptResources, search),
  };
  if (contexts === NEVER || kept.exceptActions.length + kept.exceptResources.length > mostExceptions)
    return null;
  return {
    box: { statement: null, region: { ...box.region, ...kept }, condition: () => contexts },
    when: whenText(changed, part.effect === "grants", lessen, space),
    settled,
  };
}

/** Those globs that meet the names at all and that no other of them contains, with the ones there already. */
function outermost(
  entries: readonly GlobEntry[],
  names: readonly GlobEntry[],
  already: readonly GlobEntry[],
  search: RegionSearch,
): readonly GlobEntry[] {
  const everything = [...new Set([...already, ...entries])];
  const meeting = everything.filter(
    (e) => already.includes(e) || names.some((n) => search.globsMayOverlap(n, e)),
  );
  return meeting.filter(
    (entry, i) =>
      already.includes(entry) ||
      !meeting.some(
        (other, j) =>
          other !== entry &&
          search.areWithin([entry], [other]) &&
          (j < i || !search.areWithin([other], [entry])),
      ),
  );
}

/** What the one grant within the changed statement allows, where it is the only one that it meets. */
function innerCandidate(parts: readonly Part[], search: RegionSearch): Candidate | null {
  const met = new Set<Box>();
  for (const { changed, some } of parts) {
    if (some.length !== 1) return null;
    for (const choice of some[0] ?? []) {
      const [box] = choice;
      if (box === undefined || !choice.every((b) => search.mayOverlap(changed.box, b))) continue;
      if (choice.length > 1) return null;
      met.add(box);
      if (met.size > 1) return null;
    }
  }
  const [only] = met;
  const [first] = parts;
  if (only === undefined || first === undefined) return null;
  if (!parts.every(({ changed }) => search.isWithin(only, changed.box))) return null;
  const plain = first.changed.condition === null && first.changed.expires === null;
  return plain && only.statement !== null && only.statement.condition === null
    ? { box: only, when: null, settled: new Set<Holding>() }
    : null;
}

/** Whether the candidate is all of the part and nothing else. */
function isExactFor(part: Part, model: Part, { box, settled }: Candidate, search: RegionSearch): boolean {
  const isModel = part === model;
  // What the candidate leaves out must be out for this part as well.
  if (!isModel && [...settled].some((h) => !part.none.includes(h.box))) return false;
  const outside = [...part.grants, ...part.others].filter((h) => !settled.has(h));
  return (
    part.all.every((b) => b === part.changed.box || search.isCovered(box, [b])) &&
    part.some.every((choices) =>
      search.isCovered(
        box,
        choices.flatMap((choice) => (choice.length === 1 ? choice : [])),
      ),
    ) &&
    outside.every((h) => search.areApart(box, h.box))
  );
}

function regionText({ region }: Box, when: string | null, exact: boolean): ChangeRegion {
  const list = (entries: readonly GlobEntry[]): string => sortedUnique(entries.map(globWords)).join(", ");
  const exceptActions = region.exceptActions.length === 0 ? "" : ` except ${list(region.exceptActions)}`;
  return {
    actions: list(region.actions) + exceptActions,
    resources: list(region.resources),
    except: region.exceptResources.length === 0 ? null : list(region.exceptResources),
    when,
    exact,
  };
}

/** The glob as people write it: `branches/f*`, whose last star means the same as two. */
function globWords({ glob, isEverything }: GlobEntry): string {
  if (isEverything) return "**";
  return printGlob(glob).replace(/([^*\\])\*\*("?)$/, "$1*$2");
}
