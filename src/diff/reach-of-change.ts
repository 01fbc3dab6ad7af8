/** Reach before and after a change, as its numbers are told. */
import type { Region } from "../analysis/boxes.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Reach } from "./change.ts";
import type { Holdings } from "./holdings.ts";
import type { Granted, ReachCounter } from "./reach.ts";

/** Reach of what both sides hold, among the requests of some regions (`null`: all). */
export function reachOf(
  base: Holdings,
  head: Holdings,
  within: readonly Region[] | null,
  meets: (region: Region) => boolean,
  counter: ReachCounter,
): Reach | null {
  const [old, now] = [grantedBy(base, within, meets), grantedBy(head, within, meets)];
  // Where conditions and expiries alone differ there is one number.
  const isSame = sameRegions(old.grants, now.grants) && sameRegions(old.removed, now.removed);
  const [before, after = before] = counter.countAlike(isSame ? [old] : [old, now]);
  if (before === undefined || after === undefined) return null;
  return {
    base: rounded(before.log2),
    head: rounded(after.log2),
    length: counter.length,
    ...(before.isExact ? {} : { isBound: true }),
  };
}

/**
 * Whether reach grows by more than a factor. What was reached by nothing before is measured against all
 * that its agent reached: a first grant is no growth of another.
 */
export function growsBy(
  factor: number,
  reach: Reach,
  base: Holdings,
  head: Holdings,
  counter: ReachCounter,
): boolean {
  if (reach.base > 0) return reach.head - reach.base > Math.log2(factor);
  const [before, after] = [base, head].map(
    (holdings) => counter.bound(grantedBy(holdings, null, () => true)).log2,
  );
  return (after ?? 0) - (before ?? 0) > Math.log2(factor);
}

function sameRegions(a: readonly Region[], b: readonly Region[]): boolean {
  const keys = (regions: readonly Region[]): string =>
    regions
      .map((region) =>
        [region.actions, region.resources, region.exceptActions, region.exceptResources]
          .map((entries) => entries.map(({ id }) => id).join(" "))
          .join("|"),
      )
      .sort(compareCodePoints)
      .join(";");
  return a.length === b.length && keys(a) === keys(b);
}

/** Grants whatever their condition, and the denies and gates without one. */
function grantedBy(
  { grants, denies, gates }: Holdings,
  within: readonly Region[] | null,
  meets: (region: Region) => boolean,
): Granted {
  const removed = [...denies.keys(), ...gates.keys()].filter(({ condition }) => condition === null);
  return {
    grants: [...grants.keys()].map(({ box }) => box.region).filter(meets),
    removed: removed.map(({ box }) => box.region).filter(meets),
    within,
  };
}

function rounded(log2: number): number {
  return Math.round(log2 * 10) / 10;
}
