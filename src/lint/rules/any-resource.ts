/**
 * A mutating action on every resource that it can apply to.
 *
 * Exact for the catalogue's templates: do the grant's resource patterns, what they except aside,
 * contain every name of every template of the action, and is for each template a name that no pattern
 * of the set mentions left after excepts, denies and gates? Access points of S3 are left aside: their
 * objects have names of their own. Of an action whose resources are not known, only patterns that
 * contain every name at all count. Silent for actions without a resource or with one an account. One finding a statement, by its first such action; the questions are asked only where a
 * pattern begins like the template.
 */
import type { Witness } from "../../base/diagnostic.ts";
import { sortedUnique } from "../../base/order.ts";
import { globText } from "../../ir/glob.ts";
import type { Scope } from "../../ir/ir.ts";
import { boxFilter } from "../box-filter.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { grantsOfFullAccess } from "../full-access.ts";
import {
  amongHolders,
  askLeft,
  forAgents,
  type HeldGrant,
  leftWitness,
  plainGrants,
} from "../left-ungated.ts";
import type { LintContext } from "../lint-context.ts";
import { actionName, type MutatingActions, mutatingActions } from "../mutating-actions.ts";
import { boxOf, nameGlobs } from "../name-globs.ts";
import { wholeResources, type WholeResources } from "../whole-resources.ts";
import { globAsWritten, statementSpan } from "../statement-places.ts";

const id = "any-resource";

export const anyResource: Rule = defineRule({
  id,
  category: "breadth",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "A mutating action on every resource that it can apply to.",
  check: (context, report) => {
    const worse = grantsOfFullAccess(context);
    for (const { source, holders } of plainGrants(context)) {
      if (worse.has(source)) continue;
      const found = amongHolders(holders, (held) => {
        for (const actions of mutatingActions(context, held.grant.scope)) {
          const broad = onAll(context, held, actions);
          if (broad !== null) return broad;
        }
        return null;
      });
      if (found === null) continue;
      const { action, witness } = found.first;
      report({
        span: statementSpan(context, source),
        message: `\`${action}\` is allowed without approval on every resource that it can apply to${forAgents(found)}`,
        help: "name the resources that are meant, by a prefix at least",
        witness,
      });
    }
  },
});

interface Broad {
  readonly action: string;
  readonly witness: Witness | null;
}

function onAll(context: LintContext, held: HeldGrant, actions: MutatingActions): Broad | null {
  for (const partition of partitionsOf(context, held.grant.scope)) {
    const whole = wholeResources(context, actions, partition);
    const broad = whole === null ? null : broadOn(context, held, actions, whole);
    if (broad !== null) return broad;
  }
  return null;
}

/** An action that the catalogue does not know in its author's letters. */
function asWritten(context: LintContext, { actions }: Scope, name: string): string {
  for (const pattern of actions) {
    const glob = pattern.globs.find((g) => globText(g) === name);
    if (glob !== undefined) return globAsWritten(context, pattern, glob);
  }
  return name;
}

/** The partitions that ARN patterns name, `aws` if they name none. */
function partitionsOf({ analysis }: LintContext, scope: Scope): readonly string[] {
  const named = analysis
    .region(scope)
    .resources.flatMap(({ prefix }) => /^arn:([^:*]+):/.exec(prefix)?.[1] ?? []);
  return named.length === 0 ? ["aws"] : sortedUnique(named);
}

/** Whether the grant has all of the resources for an action, and what nobody mentions of them is left. */
function broadOn(
  context: LintContext,
  held: HeldGrant,
  { globs }: MutatingActions,
  { all, unmentioned }: WholeResources,
): Broad | null {
  const { library, everything } = context.analysis;
  const [first] = globs;
  if (first === undefined) return null;
  const text = (): string => `does \`${held.grant.id}\` allow an action on every resource`;
  const { resources } = context.analysis.region(held.grant.scope);
  const filter = context.share(boxFilter);
  if (!unmentioned.every((name) => filter.mayOverlap(resources, [name]))) return null;
  const contained = all.every((template) => {
    if (resources.some((r) => library.contains(r, template, context.analysis.budget))) return true;
    const question = {
      positives: [boxOf([first], [template])],
      negatives: [boxOf(everything.actions, resources)],
    };
    return context.ask(question, [id], text).kind === "empty";
  });
  if (!contained) return null;
  let actions = globs;
  let broad: Broad | null = null;
  for (const resource of unmentioned) {
    const answer = askLeft(context, held, [boxOf(actions, [resource])], [id], text);
    if (answer.kind !== "witness") return null;
    const { text: action } = answer.names.action;
    actions = [nameGlobs(context).literal("action", action)];
    broad ??= {
      action: asWritten(context, held.grant.scope, actionName(context, action)),
      witness: leftWitness(context, held, answer, [id], text),
    };
  }
  return broad;
}
