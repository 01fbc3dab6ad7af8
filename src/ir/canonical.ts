/**
 * The canonical form of a policy set and its hash, the revision.
 *
 * INVARIANT: equal for sets that mean the same whatever their files, documents and keys are called
 * and however they are ordered; no place enters it. Lists of patterns enter as sets of globs.
 */
import { createHash } from "node:crypto";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import { conditionText } from "./condition-text.ts";
import type { Limit, Owner, Pattern, PolicySet, Scope, Statement } from "./ir.ts";

/** The globs of a list of patterns as one set: sorted keys. */
export function globKeys(patterns: readonly Pattern[]): readonly string[] {
  const [only] = patterns;
  if (only !== undefined && patterns.length === 1) return only.globs.map(({ key }) => key);
  return sortedUnique(patterns.flatMap(({ globs }) => globs.map(({ key }) => key)));
}

function scopeParts({ actions, exceptActions, resources, exceptResources }: Scope): readonly unknown[] {
  return [globKeys(actions), globKeys(exceptActions), globKeys(resources), globKeys(exceptResources)];
}

/** Who declared a statement, as in default ids. */
export function ownerText(owner: Owner): string {
  switch (owner.kind) {
    case "agent":
      return `agent:${owner.name}`;
    case "role":
      return `role:${owner.name}`;
    case "guardrail":
      return "guardrail";
    case "border":
      return `border:${owner.project}`;
  }
}

/** The canonical text of a bound statement: equal exactly when all but its place is. */
export function statementText(statement: Statement): string {
  const { kind, id, owner, scope, condition, exact } = statement;
  const options =
    kind === "deny"
      ? []
      : kind === "grant"
        ? [statement.notify, statement.expires]
        : [
            statement.notify,
            statement.expires,
            statement.grants,
            statement.approval.channels,
            statement.approval.timeoutSeconds,
            statement.approval.approvers,
            statement.approval.needed,
          ];
  return JSON.stringify([
    id,
    kind,
    ownerText(owner),
    ...scopeParts(scope),
    condition === null ? null : conditionText(condition),
    exact,
    ...options,
  ]);
}

/** The canonical text of a limit: equal exactly when all but its place is. */
export function limitText({ kind, ...limit }: Limit): string {
  const values = Object.entries(limit)
    .filter(([key]) => key !== "place")
    .sort(([a], [b]) => compareCodePoints(a, b));
  return JSON.stringify([kind, values]);
}

/** Canonical order: id, then canonical text. */
export function sortStatements(statements: Iterable<Statement>): Statement[] {
  const texts = new Map<Statement, string>();
  const textOf = (statement: Statement): string => {
    const known = texts.get(statement);
    if (known !== undefined) return known;
    const text = statementText(statement);
    texts.set(statement, text);
    return text;
  };
  return [...statements].sort(
    (a, b) => compareCodePoints(a.id, b.id) || compareCodePoints(textOf(a), textOf(b)),
  );
}

/** The revision of a set whose lists are in canonical order already. */
export function revisionOf(set: Omit<PolicySet, "revision">): string {
  const hash = createHash("sha256");
  const add = (part: unknown): void => {
    hash.update(`${JSON.stringify(part)}\n`);
  };
  const numbers = new Map(set.statements.map((statement, i) => [statement, i]));
  const indexes = (statements: readonly Statement[]): readonly (number | undefined)[] =>
    statements.map((statement) => numbers.get(statement));
  // Version of this form: a change of it changes every revision.
  add("sentrely-policy canonical form 1");
  for (const statement of set.statements) hash.update(`${statementText(statement)}\n`);
  for (const { name, project, labels, roles, expires, statements, guardrails } of set.agents) {
    add([name, project, labels, roles, expires, indexes(statements), indexes(guardrails)]);
  }
  add(set.roles.map(({ name, takenBy }) => [name, takenBy]));
  add(set.labels.map(({ name, agents }) => [name, agents]));
  add(set.projects.map(({ name, agents }) => [name, agents]));
  for (const limit of set.limits) hash.update(`${limitText(limit)}\n`);
  add(set.context.map(({ name, type, default: value }) => [name, type, value]));
  // The version of the tz database is left out: its offsets are what means something.
  add([set.timezone.name, set.timezone.offsets.map((o) => [o.from, o.minutes])]);
  add(
    set.services.map(({ name, shapes, actions }) => [
      name,
      texts(shapes),
      actions.map((a) => [a.action, texts(a.shapes)]),
    ]),
  );
  return `sha256:${hash.digest("hex")}`;
}

function texts(shapes: readonly { readonly text: string }[]): readonly string[] {
  return shapes.map(({ text }) => text);
}
