/**
 * The regions of sensitive operations of a set: the defaults, what `sentrely.yaml` adds to them, and what
 * it takes out again.
 *
 * INVARIANT: a request is in an added region unless its condition is false, and out of the regions only
 * where a narrowing's condition is true: doubt keeps it in.
 */
import type { Box } from "../analysis/boxes.ts";
import type { RelatedPlace } from "../base/diagnostic.ts";
import type { Condition, Pattern, Scope } from "../ir/ir.ts";
import type { SensitiveChange } from "../ir/lower-sensitive.ts";
import { sensitiveRuleIds, type SensitiveRuleId } from "../syntax/sensitive-rule-ids.ts";
import type { LintContext } from "./lint-context.ts";
import { auditRegions } from "./sensitive/audit-regions.ts";
import { defaultRegions } from "./sensitive/default-regions.ts";
import type { SensitiveRegion } from "./sensitive/region.ts";
import { RegionReader } from "./sensitive/region-scope.ts";

/** A region of one rule. */
export interface RegionBox {
  /** What is done there, as it reads after "can". */
  readonly does: string;
  readonly box: Box;
  /** Whether it counts only for patterns of actions that lie within it. */
  readonly isSpelt: boolean;
  /** How many of the last stars of a resource pattern are open in all that it reaches. */
  readonly openStars: number;
  /** The entry of `sentrely.yaml` that adds it; `null`: a default. */
  readonly added: SensitiveChange | null;
}

/** What one rule guards: a request is sensitive when it is in a region and in no narrowing. */
export interface SensitiveArea {
  readonly regions: readonly RegionBox[];
  readonly narrowings: readonly Box[];
}

/** The area of each rule. */
export function sensitiveRegions(context: LintContext): ReadonlyMap<SensitiveRuleId, SensitiveArea> {
  return new Map(sensitiveRuleIds.map((rule) => [rule, sensitiveArea(context, rule)]));
}

/** The area of one rule. Built once a run: some milliseconds for the patterns of its defaults. */
export function sensitiveArea(context: LintContext, rule: SensitiveRuleId): SensitiveArea {
  return context.share({ name: `sensitive regions of ${rule}`, make: () => areaOf(context, rule) });
}

function areaOf(context: LintContext, rule: SensitiveRuleId): SensitiveArea {
  const reader = context.share({ name: "region reader", make: () => new RegionReader() });
  const defaults: readonly SensitiveRegion[] =
    rule === "self-modification"
      ? [...defaultRegions[rule], ...auditRegions(context.set.limits)]
      : defaultRegions[rule];
  const scopes = defaults.map((region) => ({ region, scope: reader.scope(region) }));
  const everything = reader.scope({ actions: ["**"] });
  const own: Scope = {
    ...everything,
    actions: scopes.flatMap(({ scope }) => scope.actions),
    resources: scopes.flatMap(({ scope }) => scope.resources),
  };
  const regions = scopes.map(({ region, scope }): RegionBox => ({
    does: region.does,
    box: context.analysis.questionBox(scope, null),
    isSpelt: region.isSpelt ?? false,
    openStars: region.openStars ?? 1,
    added: null,
  }));
  const changes = context.sensitive.filter((change) => change.rule === rule);
  const added = changes
    .filter(({ kind }) => kind === "add")
    .map((change): RegionBox => {
      const scope = scopeOf(change, own.actions.length === 0 ? everything : own);
      return {
        does: `do what \`sentrely.yaml\` adds to \`${rule}\``,
        box: regionBox(context, scope, change.condition, "notFalse"),
        isSpelt: false,
        openStars: 1,
        added: change,
      };
    });
  const narrowings = changes
    .filter(({ kind }) => kind === "narrow")
    .map((change) => regionBox(context, scopeOf(change, everything), change.condition, "isTrue"));
  return { regions: [...regions, ...added], narrowings };
}

/** Where the config adds a region, and why; nothing for a default. */
export function addedHere({ added }: RegionBox): readonly RelatedPlace[] {
  if (added === null) return [];
  const why = added.reason === null ? "" : `: ${added.reason}`;
  return [{ message: `the region is added here${why}`, span: added.place }];
}

/** The scope of an entry; what it does not say is all of `whole`. */
function scopeOf({ actions, resources }: SensitiveChange, whole: Scope): Scope {
  const or = (patterns: readonly Pattern[] | null, all: readonly Pattern[]): readonly Pattern[] =>
    patterns ?? all;
  return {
    actions: or(actions, whole.actions),
    exceptActions: [],
    resources: or(resources, whole.resources),
    exceptResources: [],
  };
}

function regionBox(
  { analysis }: LintContext,
  scope: Scope,
  condition: Condition | null,
  region: "isTrue" | "notFalse",
): Box {
  return {
    statement: null,
    region: analysis.region(scope),
    condition: () => analysis.conditions.compile(condition)[region],
  };
}
