/** What test sentences and questions have in common: a scope without variables, and a condition. */
import type { ConditionNode } from "../syntax/ast.ts";
import type { Condition, Scope } from "./ir.ts";
import { bindScope, lowerScope, scopeVariables, type ScopeNode } from "./lower-scope.ts";
import type { Lowering } from "./lower-statement.ts";
import { irMessages } from "./messages.ts";

export interface SpokenNode extends ScopeNode {
  readonly given: ConditionNode | null;
}

/** The scope and the condition of `given`; `null` when an error was reported. `where` names the text. */
export function lowerSpoken(
  node: SpokenNode,
  where: string,
  { vocabulary, conditions, globs, report }: Lowering,
): { readonly scope: Scope; readonly given: Condition | null } | null {
  const template = lowerScope(node, vocabulary, globs);
  const given =
    node.given === null
      ? null
      : conditions.lower(node.given, (name, span) => vocabulary.condition(name, span));
  const uses = template === null ? [] : scopeVariables(template);
  for (const { name, span } of uses) report(irMessages.build["variable-scope"](span, { name, where }));
  if (template === null || uses.length > 0 || (node.given !== null && given === null)) return null;
  return { scope: bindScope(template, new Map<string, string>(), globs), given };
}
