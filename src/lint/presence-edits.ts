/**
 * Edits that make a restriction ask whether its attributes are there.
 *
 * INVARIANT: where the condition is true it stays so; where an attribute is absent it is false.
 */
import type { Edit } from "../base/diagnostic.ts";
import type { Statement } from "../ir/ir.ts";
import { holdsWord, needsOf } from "./condition-needs.ts";
import { guardCondition } from "./edits.ts";
import type { LintContext } from "./lint-context.ts";
import { statementNode } from "./written-statements.ts";

/** `has(…)` before the whole condition, or before those terms of an `||` that need it; `null`: neither will do. */
export function presenceEdits(
  context: LintContext,
  statement: Statement,
  attributes: readonly string[],
): readonly Edit[] | null {
  if (statement.condition === null) return null;
  const { ifTrue } = needsOf(statement.condition);
  if (attributes.every((name) => ifTrue.has(name))) {
    return guardCondition(context, statement, guardOf(attributes));
  }
  const node = statementNode(context, statement.place);
  const both = [node?.expression.when ?? null, node?.when ?? null].flatMap((when) => when ?? []);
  const [condition] = both;
  if (both.length !== 1 || condition?.kind !== "or") return null;
  const edits: Edit[] = [];
  for (const term of condition.terms) {
    if (holdsWord(term)) return null;
    const needs = needsOf(term);
    const missing = attributes.filter((name) => needs.compared.has(name));
    if (missing.length === 0) continue;
    if (term.kind === "or" || !missing.every((name) => needs.ifTrue.has(name))) return null;
    const { file, start } = term.span;
    edits.push({ span: { file, start, end: start }, text: `${guardOf(missing)} && ` });
  }
  return edits;
}

function guardOf(attributes: readonly string[]): string {
  return attributes.map((name) => `has(context.${name})`).join(" && ");
}
