/**
 * `sensitive:` of `sentrely.yaml` with all names resolved.
 *
 * INVARIANT: it informs lints alone: neither decisions nor the revision depend on it, so it is no part of the set.
 */
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { ConfigNode, PatternNode, SensitiveEntryNode } from "../syntax/ast.ts";
import { sensitiveRuleIds, type SensitiveRuleId } from "../syntax/sensitive-rule-ids.ts";
import type { Condition, Dimension, Pattern } from "./ir.ts";
import { sortPatterns } from "./lower-scope.ts";
import type { Lowering } from "./lower-statement.ts";
import { irMessages } from "./messages.ts";

/** A region that the config adds to a rule's, or takes out of them. */
export interface SensitiveChange {
  readonly rule: SensitiveRuleId;
  readonly kind: "add" | "narrow";
  /** `null`: all of the rule's. */
  readonly actions: readonly Pattern[] | null;
  readonly resources: readonly Pattern[] | null;
  /** `null`: always. */
  readonly condition: Condition | null;
  /** Never `null` where it narrows. */
  readonly reason: string | null;
  readonly place: Span;
}

/** All entries in which no error was found, by rule, kind and place. */
export function lowerSensitive(config: ConfigNode | null, lowering: Lowering): readonly SensitiveChange[] {
  const changes = (config?.sensitive ?? []).flatMap((entry) => lowerSensitiveEntry(entry, lowering) ?? []);
  return changes.sort(compareSensitive);
}

/** By rule, kind and place. */
export function compareSensitive(a: SensitiveChange, b: SensitiveChange): number {
  const rank = ({ rule }: SensitiveChange): number => sensitiveRuleIds.indexOf(rule);
  return rank(a) - rank(b) || compareCodePoints(a.kind, b.kind) || a.place.start - b.place.start;
}

/** The entry with its names resolved; `null` when an error in it was reported. */
export function lowerSensitiveEntry(entry: SensitiveEntryNode, lowering: Lowering): SensitiveChange | null {
  const { rule, kind, when, reason, span } = entry;
  const actions = lowerList(entry.actions, "action", lowering);
  const resources = lowerList(entry.resources, "resource", lowering);
  const condition =
    when === null
      ? null
      : lowering.conditions.lower(when, (name, place) => lowering.vocabulary.condition(name, place));
  if (actions === undefined || resources === undefined || (when !== null && condition === null)) return null;
  return { rule, kind, actions, resources, condition, reason, place: span };
}

/** `undefined` when an error was reported. */
function lowerList(
  nodes: readonly PatternNode[] | null,
  dimension: Dimension,
  { vocabulary, report }: Lowering,
): readonly Pattern[] | null | undefined {
  if (nodes === null) return null;
  const templates = vocabulary.lowerList(nodes, dimension);
  if (templates === null) return undefined;
  let isOpen = false;
  const patterns = templates.flatMap((template) => {
    if (template.kind === "fixed") return [template.pattern];
    isOpen = true;
    for (const { name, span } of template.uses) {
      report(irMessages.build["variable-scope"](span, { name, where: "a region of sensitive operations" }));
    }
    return [];
  });
  return isOpen ? undefined : sortPatterns(patterns);
}
