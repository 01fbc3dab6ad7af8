/** Which sensitive regions a grant may reach, by its patterns alone. */
import type { Box } from "../analysis/boxes.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { SensitiveRuleId } from "../syntax/sensitive-rule-ids.ts";
import { boxFilter } from "./box-filter.ts";
import type { LintContext } from "./lint-context.ts";
import { mayBeginAlike } from "./literal-beginnings.ts";
import { type RegionBox, sensitiveArea } from "./sensitive-regions.ts";

/** A region that a grant may reach, and the part of the grant that counts there. */
export interface Meeting {
  readonly region: RegionBox;
  /** The grant's actions that count; `null`: all of them. */
  readonly actions: readonly GlobEntry[] | null;
}

/** The regions of a rule whose names a grant may reach, in their order; tried once for each glob of actions. */
export function regionsMeeting(
  context: LintContext,
  rule: SensitiveRuleId,
): (region: Box["region"]) => readonly Meeting[] {
  const filter = context.share(boxFilter);
  const regions = sensitiveArea(context, rule).regions;
  const byAction = new Map<GlobEntry, ReadonlySet<RegionBox>>();
  const ofAction = (entry: GlobEntry): ReadonlySet<RegionBox> => {
    let found = byAction.get(entry);
    if (found === undefined) {
      found = new Set(
        regions
          .filter(({ beginnings }) => mayBeginAlike(beginnings, entry.prefix))
          .filter(({ box, isSpelt }) =>
            isSpelt
              ? filter.isWithin(entry, box.region.actions)
              : filter.mayOverlap([entry], box.region.actions),
          ),
      );
      byAction.set(entry, found);
    }
    return found;
  };
  return ({ actions, resources }) => {
    const candidates = new Set(actions.flatMap((entry) => [...ofAction(entry)]));
    if (candidates.size === 0) return [];
    return regions.flatMap((region) => {
      if (!candidates.has(region) || !filter.mayOverlap(resources, region.box.region.resources)) return [];
      const counting = region.isSpelt ? actions.filter((entry) => ofAction(entry).has(region)) : actions;
      return [{ region, actions: counting.length === actions.length ? null : counting }];
    });
  };
}
