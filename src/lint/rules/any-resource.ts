/**
 * A mutating action on every resource that it can apply to.
 *
 * Exact for the catalogue's templates: do the grant's resource patterns, what they except aside,
 * contain every name of every template of the action, and is for each template a name that no pattern
 * of the set mentions left after excepts, denies and gates? Access points of S3 are left aside: their
 * objects have names of their own. Of an action whose resources are not known,
 * only patterns that contain every name at all count. Silent for actions without a resource or with one
 * an account. One finding a statement, by its first such action; the questions are asked only where a
 * pattern begins like the template.
 */
import type { Witness } from "../../base/diagnostic.ts";
import type { GlobEntry } from "../../automata/glob-library.ts";
import { sortedUnique } from "../../base/order.ts";
import type { ResourceTemplate } from "../../catalogue/catalogue.ts";
import type { Scope } from "../../ir/ir.ts";
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
import { statementSpan } from "../statement-places.ts";

const id = "any-resource";

/** Variables of an ARN that do not tell one resource of an account from another. */
const placing: ReadonlySet<string> = new Set(["partition", "region", "account"]);

/** Whether a template is another way to resources that have names of their own. */
function isDetour({ text }: ResourceTemplate): boolean {
  return text.includes(":accesspoint/");
}

/** Whether a template has more than one name in an account. */
function hasMany({ parts }: ResourceTemplate): boolean {
  return parts.some((part) => part.kind !== "text" && !placing.has(part.name.toLowerCase()));
}

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
  const templates = actions.templates?.filter((template) => !isDetour(template)) ?? null;
  if (templates !== null && !templates.some(hasMany)) return null;
  const names = nameGlobs(context);
  const { unnamed } = names;
  const { everything } = context.analysis;
  if (templates === null) {
    const unmentioned = [unnamed, `${unnamed}/${unnamed}`].map((name) => names.literal("resource", name));
    return broadOn(context, held, actions, everything.resources, unmentioned);
  }
  for (const partition of partitionsOf(context, held.grant.scope)) {
    const inPartition = new Map([["partition", partition]]);
    const whole = templates.map((t) => names.template(t, inPartition));
    const unmentioned = templates.map((t) =>
      names.template(t, new Map([...allVariables(t, unnamed), ...inPartition])),
    );
    const broad = broadOn(context, held, actions, whole, unmentioned);
    if (broad !== null) return broad;
  }
  return null;
}

/** The partitions that ARN patterns name, `aws` if they name none. */
function partitionsOf({ analysis }: LintContext, scope: Scope): readonly string[] {
  const named = analysis
    .region(scope)
    .resources.flatMap(({ prefix }) => /^arn:([^:*]+):/.exec(prefix)?.[1] ?? []);
  return named.length === 0 ? ["aws"] : sortedUnique(named);
}

/** Whether the grant has all of `whole` for an action, and what nobody mentions of it is left. */
function broadOn(
  context: LintContext,
  held: HeldGrant,
  { globs }: MutatingActions,
  whole: readonly GlobEntry[],
  unmentioned: readonly GlobEntry[],
): Broad | null {
  const { library, everything } = context.analysis;
  const [first] = globs;
  if (first === undefined) return null;
  const text = (): string => `does \`${held.grant.id}\` allow an action on every resource`;
  const { resources } = context.analysis.region(held.grant.scope);
  // Finitely many beginnings hold no language that goes on after a shorter one.
  if (!whole.every((t) => resources.some((r) => t.prefix.startsWith(r.prefix)))) return null;
  const contained = whole.every((template) => {
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
      action: actionName(context, action),
      witness: leftWitness(context, held, answer, [id], text),
    };
  }
  return broad;
}

function allVariables({ parts }: ResourceTemplate, value: string): ReadonlyMap<string, string> {
  return new Map(
    parts.flatMap((part): [string, string][] =>
      part.kind === "text" ? [] : [[part.name.toLowerCase(), value]],
    ),
  );
}
