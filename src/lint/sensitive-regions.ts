/**
 * The regions of sensitive operations of a set: the defaults, what `sentrely.yaml` adds to them, and what
 * it takes out again.
 *
 * INVARIANT: a request is in an added region unless its condition is false, and out of the regions only
 * where a narrowing's condition is true: doubt keeps it in.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Span } from "../base/source.ts";
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
  /** Where `sentrely.yaml` adds it; `null`: a default. */
  readonly place: Span | null;
}

/** What one rule guards: a request is sensitive when it is in a region and in no narrowing. */
export interface SensitiveArea {
  readonly regions: readonly RegionBox[];
  readonly narrowings: readonly Box[];
}

/** The area of each rule. Built once a run: some milliseconds for the patterns of all defaults. */
export function sensitiveRegions(context: LintContext): ReadonlyMap<SensitiveRuleId, SensitiveArea> {
  return context.share({ name: "sensitive regions", make: build });
}

function build(context: LintContext): ReadonlyMap<SensitiveRuleId, SensitiveArea> {
  const reader = context.share({ name: "region reader", make: () => new RegionReader() });
  return new Map(
    sensitiveRuleIds.map((rule) => {
      const defaults: readonly SensitiveRegion[] =
        rule === "self-modification"
          ? [...defaultRegions[rule], ...auditRegions(context.set.limits)]
          : defaultRegions[rule];
      const scopes = defaults.map((region) => ({
        does: region.does,
        isSpelt: region.isSpelt ?? false,
        scope: reader.scope(region),
      }));
      const changes = context.sensitive.filter((change) => change.rule === rule);
      const everything = reader.scope({ actions: ["**"] });
      const own: Scope = {
        ...everything,
        actions: scopes.flatMap(({ scope }) => scope.actions),
        resources: scopes.flatMap(({ scope }) => scope.resources),
      };
      const regions = scopes.map(({ does, isSpelt, scope }): RegionBox => ({
        does,
        isSpelt,
        box: context.analysis.questionBox(scope, null),
        place: null,
      }));
      const added = changes
        .filter(({ kind }) => kind === "add")
        .map((change): RegionBox => {
          const scope = scopeOf(change, own.actions.length === 0 ? everything : own);
          return {
            does: change.reason ?? "do what `sentrely.yaml` adds to this rule",
            box: regionBox(context, scope, change.condition, "notFalse"),
            isSpelt: false,
            place: change.place,
          };
        });
      const narrowings = changes
        .filter(({ kind }) => kind === "narrow")
        .map((change) => regionBox(context, scopeOf(change, everything), change.condition, "isTrue"));
      return [rule, { regions: [...regions, ...added], narrowings }];
    }),
  );
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
