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
import { literalBeginnings } from "./literal-beginnings.ts";
import { auditRegions } from "./sensitive/audit-regions.ts";
import { defaultRegions } from "./sensitive/default-regions.ts";
import type { SensitiveRegion } from "./sensitive/region.ts";
import { RegionReader } from "./sensitive/region-scope.ts";

/** A region of one rule. */
export interface RegionBox {
  /** What is done there, as it reads after "can". */
  readonly does: string;
  /** What each of its actions begins with, one of these, in lower case. */
  readonly beginnings: readonly string[];
  /** Of a default compiled when it is first asked for: most sets speak of few of them. */
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

/** A region of the defaults. */
class DefaultRegion implements RegionBox {
  readonly does: string;
  readonly beginnings: readonly string[];
  readonly isSpelt: boolean;
  readonly openStars: number;
  readonly added: null = null;
  readonly #make: () => Box;
  #box: Box | null = null;

  constructor(region: SensitiveRegion, make: () => Box) {
    this.does = region.does;
    this.beginnings = literalBeginnings(region.actions);
    this.isSpelt = region.isSpelt ?? false;
    this.openStars = region.openStars ?? 1;
    this.#make = make;
  }

  get box(): Box {
    return (this.#box ??= this.#make());
  }
}

/** The area of each rule. */
export function sensitiveRegions(context: LintContext): ReadonlyMap<SensitiveRuleId, SensitiveArea> {
  return new Map(sensitiveRuleIds.map((rule) => [rule, sensitiveArea(context, rule)]));
}

/** The area of one rule; one object a run. */
export function sensitiveArea(context: LintContext, rule: SensitiveRuleId): SensitiveArea {
  return context.share({ name: `sensitive regions of ${rule}`, make: () => areaOf(context, rule) });
}

function areaOf(context: LintContext, rule: SensitiveRuleId): SensitiveArea {
  const reader = context.share({ name: "region reader", make: () => new RegionReader() });
  const defaults: readonly SensitiveRegion[] =
    rule === "self-modification"
      ? [...defaultRegions[rule], ...auditRegions(context.set.limits)]
      : defaultRegions[rule];
  const regions = defaults.map(
    (region) => new DefaultRegion(region, () => context.analysis.questionBox(reader.scope(region), null)),
  );
  const everything = reader.scope({ actions: ["**"] });
  const own = (): Scope => {
    const scopes = defaults.map((region) => reader.scope(region));
    if (scopes.length === 0) return everything;
    return {
      ...everything,
      actions: scopes.flatMap(({ actions }) => actions),
      resources: scopes.flatMap(({ resources }) => resources),
    };
  };
  const changes = context.sensitive.filter((change) => change.rule === rule);
  const added = changes
    .filter(({ kind }) => kind === "add")
    .map((change): RegionBox => {
      const isWhole = change.actions !== null && change.resources !== null;
      const scope = scopeOf(change, isWhole ? everything : own());
      return {
        does: `do what \`sentrely.yaml\` adds to \`${rule}\``,
        beginnings: [""],
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
