/**
 * A statement without `on`: it speaks of every resource, and nobody sees that it was meant.
 *
 * Read off the text. Silent when the catalogue says of every action of the statement that it has no
 * resource. Linear in statements.
 */
import { actionAtoms } from "../action-atoms.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import type { SourceStatement } from "../source-statements.ts";

export const missingResource: Rule = defineRule({
  id: "missing-resource",
  category: "structure",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "A statement has no `on`, and so speaks of every resource.",
  check: (context, report) => {
    const held = new Map(
      context.statements.map((source): [string, SourceStatement] => [keyOf(source.place.span), source]),
    );
    // What nobody holds is not in the set, and is told all the same.
    for (const { expression, span } of context.trees.flatMap(({ documents }) =>
      documents.flatMap(({ statements }) => statements),
    )) {
      if (expression.resources !== null) continue;
      const source = held.get(keyOf(span));
      if (source !== undefined && hasNoResource(context, source)) continue;
      report({
        span: expression.span,
        message: "the statement has no `on` and so speaks of every resource",
        help: "name the resources after `on`, or write `on **` if all are meant",
      });
    }
  },
});

function keyOf({ file, start }: { readonly file: string; readonly start: number }): string {
  return `${file}\u0000${String(start)}`;
}

/** Whether all actions are calls without a resource. */
function hasNoResource(context: LintContext, { instances }: SourceStatement): boolean {
  const atoms = actionAtoms(context);
  return instances.every(({ statement: { scope } }) => {
    const actions = atoms.ofScope(scope);
    const isKnown = actions.length > 0 && atoms.unknownIn(scope.actions).length === 0;
    return isKnown && actions.every(({ resources }) => resources?.length === 0);
  });
}
