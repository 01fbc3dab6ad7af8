/**
 * Grants whose ARN patterns leave a field open, so that a mutating action is allowed in every account
 * or region.
 *
 * A field is open when an ARN is left, after excepts, denies and gates, whose field no pattern of the
 * set mentions. Only patterns that begin with `arn:` are looked at: broader ones are `any-resource`'s.
 */
import type { Witness } from "../base/diagnostic.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { GlobToken, Pattern } from "../ir/ir.ts";
import type { Finding, Rule } from "./define-rule.ts";
import {
  amongHolders,
  askLeft,
  forAgents,
  type HeldGrant,
  leftWitness,
  plainGrants,
} from "./left-ungated.ts";
import type { LintContext } from "./lint-context.ts";
import { actionName, type MutatingActions, mutatingActions } from "./mutating-actions.ts";
import { boxOf, nameGlobs } from "./name-globs.ts";

export interface ArnField {
  /** The variable of templates, in lower case. */
  readonly variable: "region" | "account";
  /** Its place among the fields of an ARN, counted from 0. */
  readonly index: 3 | 4;
}

/** Reports each statement with an open field once, at the first such pattern. */
export function reportOpenFields(
  context: LintContext,
  report: (finding: Finding) => void,
  rule: Pick<Rule, "id">,
  field: ArnField,
  help: string,
): void {
  for (const { holders } of plainGrants(context)) {
    const found = amongHolders(holders, (held) => openField(context, held, rule.id, field));
    if (found === null) continue;
    const { pattern, action, witness } = found.first;
    report({
      span: pattern.place,
      message: `\`${action}\` is allowed without approval in any ${field.variable}${forAgents(found)}`,
      help,
      witness,
    });
  }
}

interface OpenField {
  readonly pattern: Pattern;
  readonly action: string;
  readonly witness: Witness | null;
}

function openField(context: LintContext, held: HeldGrant, id: string, field: ArnField): OpenField | null {
  const { library, everything } = context.analysis;
  const patterns = [...held.grant.scope.resources].sort((a, b) => a.place.start - b.place.start);
  for (const pattern of patterns) {
    const open = pattern.globs.map((g) => library.entry(g)).filter((entry) => mayBeOpen(entry, field));
    if (open.length === 0) continue;
    const text = (): string => `does \`${held.grant.id}\` allow an action in every ${field.variable}`;
    const anything = askLeft(context, held, [boxOf(everything.actions, open)], [id], text);
    if (anything.kind !== "witness") continue;
    for (const actions of mutatingActions(context, held.grant.scope)) {
      const arns = unmentioned(context, actions, field);
      if (arns.length === 0) continue;
      const within = [boxOf(actions.globs, arns), boxOf(everything.actions, open)];
      const answer = askLeft(context, held, within, [id], text);
      if (answer.kind !== "witness") continue;
      const witness = leftWitness(context, held, answer, [id], text);
      return { pattern, action: actionName(context, answer.names.action.text), witness };
    }
  }
  return null;
}

/** Whether the literal beginning of an ARN pattern ends before the field does. */
function mayBeOpen({ prefix }: GlobEntry, { index }: ArnField): boolean {
  return prefix.startsWith("arn:") && prefix.split(":").length - 1 <= index;
}

/** ARNs of the actions' templates whose field no pattern mentions; of unknown templates, any such ARN. */
function unmentioned(
  context: LintContext,
  { templates }: MutatingActions,
  { variable, index }: ArnField,
): readonly GlobEntry[] {
  const globs = nameGlobs(context);
  const { unnamed } = globs;
  if (templates === null) {
    const before = Array.from({ length: index - 1 }, (): GlobToken[] => [
      { kind: "star" },
      { kind: "text", text: ":" },
    ]).flat();
    const tokens: GlobToken[] = [
      { kind: "text", text: "arn:" },
      ...before,
      { kind: "text", text: `${unnamed}:` },
      { kind: "deep" },
    ];
    return [globs.glob("resource", tokens)];
  }
  return templates
    .filter(({ parts }) => parts.some((part) => part.kind !== "text" && part.name.toLowerCase() === variable))
    .map((template) => globs.template(template, new Map([[variable, unnamed]])));
}
