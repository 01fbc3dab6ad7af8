/**
 * A difference between two sets of decisions, taken apart into regions that one changed statement each is
 * answerable for.
 *
 * Let G, D, T be the grants, denies and gates of the sides X (from) and Y (to).
 * - newly allowed: s ∩ ¬D_Y ∩ ¬G_X for each new grant s; and d ∩ G_X ∩ G_Y ∩ ¬D_Y for each deny d gone
 * - newly gated: t ∩ G_X ∩ G_Y ∩ ¬D_X ∩ ¬D_Y ∩ ¬T_X for each new gate t
 * - asked for otherwise: t ∩ T_X ∩ G_X ∩ G_Y ∩ ¬D_X ∩ ¬D_Y ∩ ¬(T_X with t's options) for each new gate t
 * - told otherwise: likewise with notifications, where both sides gate or neither does
 * Narrowed and ungated are the same with the sides swapped. What is allowed on both sides is granted by a
 * grant that both have, or by one that only X and one that only Y has.
 *
 * INVARIANT: a request is decided otherwise exactly when it is in one of the regions; a region leaves out
 * what an earlier one of its list has.
 */
import { type Box, leastBytes } from "../analysis/boxes.ts";
import { compareCodePoints } from "../base/order.ts";
import type { ChangeKind } from "./change.ts";
import type { Holding, Holdings, Statements } from "./holdings.ts";
import { otherSide, type SideName } from "./side.ts";

export type DecisionKind = Extract<
  ChangeKind,
  "widened" | "narrowed" | "gated" | "ungated" | "approval" | "obligation"
>;

/** Boxes that must all match. */
export type Choice = readonly Box[];

/** A region: in every box of `all`, in a choice of each list of `some`, in no box of `none`. */
export interface Region {
  readonly all: readonly Box[];
  readonly some: readonly (readonly Choice[])[];
  readonly none: readonly Box[];
}

export interface Part extends Region {
  readonly kind: DecisionKind;
  readonly effect: keyof Holdings | "shapes";
  /** The effect that changed; its box is the first of `all`. */
  readonly changed: Holding;
  /** The side that has it. */
  readonly side: SideName;
  /** What of `none` is in truth conditions (grants); the rest holds unless false. */
  readonly grants: readonly Holding[];
  /** The rest of `none`. */
  readonly others: readonly Holding[];
  /** The grants of both sides; the boxes of those that both have are choices by themselves. */
  readonly granted: readonly Holding[];
}

type Draft = Omit<Part, "granted">;

type Effects = ReadonlyMap<Holding, Statements>;

interface Sides {
  readonly base: Holdings;
  readonly head: Holdings;
}

function boxesOf(effects: Iterable<Holding>): Box[] {
  return [...effects].map(({ box }) => box);
}

/** What `of` holds and `not` does not, broad ones first: they are told once, and narrower ones add to them. */
function onlyOf(of: Effects, not: Effects): Holding[] {
  return [...of.keys()]
    .filter((holding) => !not.has(holding))
    .map((holding) => ({ holding, bytes: leastBytes(holding.box.region) }))
    .sort(
      (a, b) =>
        a.bytes - b.bytes ||
        compareCodePoints(a.holding.key, b.holding.key) ||
        compareCodePoints(a.holding.side ?? "", b.holding.side ?? ""),
    )
    .map(({ holding }) => holding);
}

/** What both sides do: by what both have, else by one of each. */
export function inBoth(base: Effects, head: Effects): Choice[] {
  const common = [...base.keys()].filter((holding) => head.has(holding));
  const pairs = onlyOf(base, head).flatMap((a) => onlyOf(head, base).map((b): Choice => [a.box, b.box]));
  return [...common.map(({ box }): Choice => [box]), ...pairs];
}

/** The parts of the difference between two holdings, in the order in which they are told. */
export function partsOf(sides: Sides, kinds: ReadonlySet<DecisionKind>): Part[] {
  const granted = inBoth(sides.base.grants, sides.head.grants);
  const parts: Draft[] = [];
  if (kinds.has("widened")) parts.push(...allowedParts("widened", sides, "head", granted));
  if (kinds.has("narrowed")) parts.push(...allowedParts("narrowed", sides, "base", granted));
  if (kinds.has("gated")) parts.push(...gatedParts("gated", sides, "head", granted));
  if (kinds.has("ungated")) parts.push(...gatedParts("ungated", sides, "base", granted));
  for (const side of ["head", "base"] as const) {
    if (kinds.has("approval")) parts.push(...approvalParts(sides, side, granted));
    if (kinds.has("obligation")) parts.push(...noticeParts(sides, side, granted));
  }
  const grants = [...new Set([...sides.base.grants.keys(), ...sides.head.grants.keys()])];
  return parts.map((part) => ({ ...part, granted: grants }));
}

/** Allowed on side `to` alone. */
function allowedParts(kind: DecisionKind, sides: Sides, to: SideName, granted: readonly Choice[]): Draft[] {
  const from = otherSide(to);
  const denies = [...sides[to].denies.keys()];
  const newGrants = onlyOf(sides[to].grants, sides[from].grants);
  const lostDenies = onlyOf(sides[from].denies, sides[to].denies);
  const oldGrants = [...sides[from].grants.keys()];
  return [
    ...newGrants.map((changed, i): Draft => {
      const grants = [...oldGrants, ...newGrants.slice(0, i)];
      const none = boxesOf([...denies, ...grants]);
      return {
        kind,
        effect: "grants",
        changed,
        side: to,
        all: [changed.box],
        some: [],
        none,
        grants,
        others: denies,
      };
    }),
    ...lostDenies.map((changed, i): Draft => {
      const others = [...denies, ...lostDenies.slice(0, i)];
      const none = boxesOf(others);
      return {
        kind,
        effect: "denies",
        changed,
        side: from,
        all: [changed.box],
        some: [granted],
        none,
        grants: [],
        others,
      };
    }),
  ];
}

/** Allowed on both sides, needing approval on side `to` alone. */
function gatedParts(kind: DecisionKind, sides: Sides, to: SideName, granted: readonly Choice[]): Draft[] {
  const from = otherSide(to);
  const denies = deniesOfBoth(sides);
  const oldGates = [...sides[from].gates.keys()];
  const oldRegions = new Set(oldGates.map(({ regionKey }) => regionKey));
  const newGates = onlyOf(sides[to].gates, sides[from].gates).filter((t) => !oldRegions.has(t.regionKey));
  return newGates.map((changed, i): Draft => {
    const others = [...denies, ...oldGates, ...newGates.slice(0, i)];
    const none = boxesOf(others);
    return {
      kind,
      effect: "gates",
      changed,
      side: to,
      all: [changed.box],
      some: [granted],
      none,
      grants: [],
      others,
    };
  });
}

/** Needing approval on both sides, with an entry on side `to` alone. */
function approvalParts(sides: Sides, to: SideName, granted: readonly Choice[]): Draft[] {
  const from = otherSide(to);
  const denies = deniesOfBoth(sides);
  const oldGates = [...sides[from].gates.keys()];
  const newGates = onlyOf(sides[to].gates, sides[from].gates);
  return newGates.map((changed, i): Draft => {
    const alike = [...oldGates, ...newGates.slice(0, i)].filter((t) => t.option === changed.option);
    const others = [...denies, ...alike];
    const gated = oldGates.filter((t) => t.option !== changed.option).map((t): Choice => [t.box]);
    return {
      kind: "approval",
      effect: "gates",
      changed,
      side: to,
      all: [changed.box],
      some: [gated, granted],
      none: boxesOf(others),
      grants: [],
      others,
    };
  });
}

/** Allowed alike on both sides, and told to a channel on side `to` alone. */
function noticeParts(sides: Sides, to: SideName, granted: readonly Choice[]): Draft[] {
  const from = otherSide(to);
  const denies = deniesOfBoth(sides);
  const oldNotices = [...sides[from].notices.keys()];
  const newNotices = onlyOf(sides[to].notices, sides[from].notices);
  const gates = [...new Set([...sides.base.gates.keys(), ...sides.head.gates.keys()])];
  const gated = inBoth(sides.base.gates, sides.head.gates);
  return newNotices.flatMap((changed, i): Draft[] => {
    const alike = [...oldNotices, ...newNotices.slice(0, i)].filter((n) => n.option === changed.option);
    const plain = [...denies, ...alike, ...gates];
    const asked = [...denies, ...alike];
    const common = { kind: "obligation", effect: "notices", changed, side: to, all: [changed.box] } as const;
    return [
      { ...common, some: [granted], none: boxesOf(plain), grants: [], others: plain },
      { ...common, some: [gated, granted], none: boxesOf(asked), grants: [], others: asked },
    ];
  });
}

/** The denies of either side. */
export function deniesOfBoth({ base, head }: Sides): Holding[] {
  return [...new Set([...base.denies.keys(), ...head.denies.keys()])];
}
