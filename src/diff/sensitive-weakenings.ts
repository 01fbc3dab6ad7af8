/**
 * Whether the regions of sensitive operations cover less than before: what the base adds and the head does
 * not, or what the head takes out and the base did not.
 *
 * INVARIANT: regions are compared, not entries: a split entry or another word for it is no loss. What is not
 * decided counts as lost.
 */
import type { Box } from "../analysis/boxes.ts";
import { sortedUnique } from "../base/order.ts";
import type { PolicySet } from "../ir/ir.ts";
import type { SensitiveChange } from "../ir/lower-sensitive.ts";
import { everyName } from "./guardrail-probe.ts";
import { JointSpace } from "./joint-space.ts";
import { RegionSearch } from "./search-part.ts";
import type { SideName } from "./side.ts";

interface Sensitive {
  readonly set: PolicySet;
  readonly sensitive: readonly SensitiveChange[];
}

/** The rules whose regions cover less, sorted. */
export function narrowedRules(base: Sensitive, head: Sensitive, maxStates: number): readonly string[] {
  const added = base.sensitive.filter(({ kind }) => kind === "add");
  const taken = head.sensitive.filter(({ kind }) => kind === "narrow");
  if (added.length + taken.length === 0) return [];
  const space = new JointSpace(base.set, head.set, "head");
  const search = new RegionSearch(space, maxStates);
  const boxOf = ({ actions, resources, condition, place }: SensitiveChange, side: SideName): Box => ({
    statement: null,
    region: space.context.region({
      actions: actions ?? everyName("action", place),
      exceptActions: [],
      resources: resources ?? everyName("resource", place),
      exceptResources: [],
    }),
    condition: () => space.conditions[side].compile(condition).notFalse,
  });
  /** Whether others of its rule and kind, on the other side, cover all of an entry. */
  const isKept = (entry: SensitiveChange, side: SideName, others: readonly SensitiveChange[]): boolean => {
    const candidates = others.filter(
      (other) =>
        other.rule === entry.rule &&
        other.kind === entry.kind &&
        // All of the rule's own is not all that there is.
        (other.actions !== null || entry.actions === null) &&
        (other.resources !== null || entry.resources === null),
    );
    const theirs = side === "base" ? "head" : "base";
    return search.isCovered(
      boxOf(entry, side),
      candidates.map((other) => boxOf(other, theirs)),
    );
  };
  const lost = [
    ...added.filter((entry) => !isKept(entry, "base", head.sensitive)),
    ...taken.filter((entry) => !isKept(entry, "head", base.sensitive)),
  ];
  return sortedUnique(lost.map(({ rule }) => rule));
}
