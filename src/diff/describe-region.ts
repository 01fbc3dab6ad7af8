/**
 * The requests of a change as patterns: those of the statement that changed, less what is excepted and
 * what other statements keep, where that says it exactly; else patterns that cover it.
 *
 * INVARIANT: `exact` only after every question that it rests on was answered.
 */
import { type Box, leastBytes, type Region } from "../analysis/boxes.ts";
import { ALWAYS, type Diagram, NEVER } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { defined } from "../base/invariant.ts";
import { sortedUnique } from "../base/order.ts";
import type { ChangeRegion } from "./change.ts";
import { type Acting, whenText } from "./condition-words.ts";
import type { Holding } from "./holdings.ts";
import type { JointSpace } from "./joint-space.ts";
import type { Part } from "./parts.ts";
import { globWords } from "./pattern-words.ts";
import type { RegionSearch } from "./search-part.ts";

// Longer lists of exceptions are no description.
const mostExceptions = 8;

/** Where some statements act together: what a description starts from. */
interface Ground {
  readonly region: Region;
  readonly acting: readonly Acting[];
}

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
  if (first.effect === "shapes") return regionText(first.changed.box.region, null, false);
  const own: Ground = {
    region: first.changed.box.region,
    acting: [{ holding: first.changed, isGrant: first.effect === "grants" }],
  };
  const shared = sharedGround(parts, own, search);
  for (const ground of shared === null ? [own] : [own, shared]) {
    const candidate = withExceptions(first, ground, space, search);
    if (candidate !== null && parts.every((part) => isExactFor(part, candidate, search)))
      return regionText(candidate.box.region, candidate.when, true);
  }
  const tight = tightGround(parts, own, search);
  if (tight !== null && parts.every((part) => isExactFor(part, candidateOf(tight, space), search)))
    return regionText(tight.region, whenText(tight.acting, [], space), true);
  const { region, acting } = tight ?? shared ?? own;
  return regionText(region, whenText(acting, [], space), false);
}

/** A ground as a description that leaves nothing out. */
function candidateOf({ region, acting }: Ground, space: JointSpace): Candidate {
  const { diagrams } = space.context;
  const condition = (): Diagram => diagrams.all(acting.map(({ holding }) => holding.box.condition()));
  const box: Box = { statement: null, region, condition };
  return { box, when: whenText(acting, [], space), settled: new Set<Holding>() };
}

// Each candidate costs a question, each grant a look at its globs; a guardrail meets every agent's.
const mostTight = 16;
const mostTried = 500;

/**
 * The narrowest of the grants within the changed statement that has all of the change; `null` when no
 * single one has.
 */
function tightGround(parts: readonly Part[], own: Ground, search: RegionSearch): Ground | null {
  const candidates = new Set<Holding>();
  if (parts.reduce((sum, { granted }) => sum + granted.length, 0) > mostTried) return null;
  for (const { granted, changed } of parts) {
    for (const holding of granted) {
      const { region } = holding.box;
      const isInside =
        search.areWithin(region.actions, own.region.actions) &&
        search.areWithin(region.resources, own.region.resources);
      if (holding !== changed && isInside) candidates.add(holding);
    }
  }
  if (candidates.size > mostTight) return null;
  const narrowFirst = [...candidates].sort((a, b) => leastBytes(b.box.region) - leastBytes(a.box.region));
  const has = (box: Box): boolean =>
    parts.every((part) => search.find({ ...part, none: [...part.none, box] }, false).kind === "none");
  for (const holding of narrowFirst) {
    const { region } = holding.box;
    if (has(holding.box)) return { region, acting: [...own.acting, { holding, isGrant: true }] };
    if (has({ statement: null, region, condition: () => ALWAYS })) return { region, acting: own.acting };
  }
  return null;
}

/** Describes parts of several statements under one condition, which `reread` reads as the other side does. */
export function describeReread(
  parts: readonly Part[],
  reread: Holding | null,
  space: JointSpace,
): ChangeRegion {
  const first = defined(parts[0], "a part to describe");
  const list = (dimension: "actions" | "resources"): string => {
    const entries = new Set(parts.flatMap(({ changed }) => changed.box.region[dimension]));
    return entries.size > mostExceptions ? "**" : listWords([...entries]);
  };
  const isGrant = first.effect === "grants";
  const acting = [{ holding: { ...first.changed, expires: null }, isGrant }];
  const idle = reread === null ? [] : [{ holding: { ...reread, expires: null }, isGrant }];
  return {
    actions: list("actions"),
    resources: list("resources"),
    except: null,
    when: whenText(acting, idle, space),
    exact: false,
  };
}

/** The changed statements' patterns, whatever their condition. */
export function coverOf(parts: readonly Part[]): ChangeRegion {
  const list = (dimension: "actions" | "resources"): readonly GlobEntry[] => [
    ...new Set(parts.flatMap(({ changed }) => changed.box.region[dimension])),
  ];
  return regionText(
    { actions: list("actions"), resources: list("resources"), exceptActions: [], exceptResources: [] },
    null,
    false,
  );
}

/**
 * What the changed statement has in common with the one grant that it meets, where patterns say that;
 * `null` when it meets several.
 */
function sharedGround(parts: readonly Part[], own: Ground, search: RegionSearch): Ground | null {
  let met: Holding | null = null;
  for (const { changed, some, granted } of parts) {
    if (some.length !== 1) return null;
    for (const choice of some[0] ?? []) {
      if (!choice.every((box) => search.mayOverlap(changed.box, box))) continue;
      const holding = granted.find(({ box }) => box === choice[0]);
      if (choice.length > 1 || holding === undefined || (met !== null && met !== holding)) return null;
      met = holding;
    }
  }
  if (met === null) return null;
  const [one, other] = [own.region, met.box.region];
  const actions = inner(one.actions, other.actions, search);
  const resources = inner(one.resources, other.resources, search);
  if (actions === null || resources === null) return null;
  return {
    region: {
      actions,
      resources,
      exceptActions: outermost([...one.exceptActions, ...other.exceptActions], actions, search),
      exceptResources: outermost([...one.exceptResources, ...other.exceptResources], resources, search),
    },
    acting: [...own.acting, { holding: met, isGrant: true }],
  };
}

/** The list of globs that lies within the other one. */
function inner(
  a: readonly GlobEntry[],
  b: readonly GlobEntry[],
  search: RegionSearch,
): readonly GlobEntry[] | null {
  if (search.areWithin(a, b)) return a;
  return search.areWithin(b, a) ? b : null;
}

/** The ground without what others of the part keep; `null` when that reads badly. */
function withExceptions(
  { grants, others }: Part,
  { region, acting }: Ground,
  space: JointSpace,
  search: RegionSearch,
): Candidate | null {
  const { diagrams } = space.context;
  const box: Box = {
    statement: null,
    region,
    condition: () => diagrams.all(acting.map(({ holding }) => holding.box.condition())),
  };
  const settled = new Set<Holding>();
  const actions: GlobEntry[] = [];
  const resources: GlobEntry[] = [];
  const lessen: Acting[] = [];
  const own = box.condition();
  let contexts: Diagram = own;
  const kept = [
    ...grants.map((holding) => ({ holding, isGrant: true })),
    ...others.map((holding) => ({ holding, isGrant: false })),
  ];
  for (const { holding, isGrant } of kept) {
    const { region: out, condition } = holding.box;
    if (!search.mayOverlap(box, holding.box) || !isWhole(out, region, search)) continue;
    const coversActions = search.areWithin(region.actions, out.actions);
    const coversResources = search.areWithin(region.resources, out.resources);
    if (coversActions && coversResources) {
      contexts = diagrams.minus(contexts, condition());
      lessen.push({ holding, isGrant });
    } else if (diagrams.minus(own, condition()) !== NEVER) continue;
    else if (coversActions) resources.push(...out.resources);
    else if (coversResources) actions.push(...out.actions);
    else continue;
    settled.add(holding);
  }
  const excepts = {
    exceptActions: outermost([...region.exceptActions, ...actions], region.actions, search),
    exceptResources: outermost([...region.exceptResources, ...resources], region.resources, search),
  };
  const isLong = excepts.exceptActions.length + excepts.exceptResources.length > mostExceptions;
  if (contexts === NEVER || isLong) return null;
  return {
    box: { ...box, region: { ...region, ...excepts }, condition: () => contexts },
    when: whenText(acting, lessen, space),
    settled,
  };
}

/** Whether nothing that a region carves out of itself is of another one. */
function isWhole(region: Region, within: Region, search: RegionSearch): boolean {
  const isOut = (entry: GlobEntry, names: readonly GlobEntry[], already: readonly GlobEntry[]): boolean =>
    search.areWithin([entry], already) || !names.some((n) => search.globsMayOverlap(n, entry));
  return (
    region.exceptActions.every((e) => isOut(e, within.actions, within.exceptActions)) &&
    region.exceptResources.every((e) => isOut(e, within.resources, within.exceptResources))
  );
}

/** Those globs, each once, that meet the names at all and that no other of them contains. */
function outermost(
  entries: readonly GlobEntry[],
  names: readonly GlobEntry[],
  search: RegionSearch,
): readonly GlobEntry[] {
  const meeting = [...new Set(entries)].filter((e) => names.some((n) => search.globsMayOverlap(n, e)));
  const isWithin = (a: GlobEntry, b: GlobEntry): boolean => search.areWithin([a], [b]);
  return meeting.filter(
    (entry, i) =>
      !meeting.some(
        (other, j) => other !== entry && isWithin(entry, other) && (j < i || !isWithin(other, entry)),
      ),
  );
}

/** Whether the candidate, which is within the changed statement, is all of the part and nothing else. */
function isExactFor(part: Part, { box, settled }: Candidate, search: RegionSearch): boolean {
  // What the candidate leaves out must be out for this part as well.
  const none = new Set(part.none);
  if ([...settled].some((holding) => !none.has(holding.box))) return false;
  const outside = [...part.grants, ...part.others].filter((holding) => !settled.has(holding));
  return (
    part.some.every(
      (choices) =>
        search.isCovered(
          box,
          choices.flatMap((choice) => (choice.length === 1 ? choice : [])),
        ) ||
        choices.some((choice) => choice.length > 1 && choice.every((one) => search.isCovered(box, [one]))),
    ) && outside.every((holding) => search.areApart(box, holding.box))
  );
}

function regionText(region: Region, when: string | null, exact: boolean): ChangeRegion {
  const exceptActions = region.exceptActions.length === 0 ? "" : ` except ${listWords(region.exceptActions)}`;
  return {
    actions: listWords(region.actions) + exceptActions,
    resources: listWords(region.resources),
    except: region.exceptResources.length === 0 ? null : listWords(region.exceptResources),
    when,
    exact,
  };
}

function listWords(entries: readonly GlobEntry[]): string {
  return sortedUnique(entries.map((e) => (e.isEverything ? "**" : globWords(e.glob)))).join(", ");
}
