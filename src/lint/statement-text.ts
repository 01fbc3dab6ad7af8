/** Statements as messages name them: by their own words, in one line. */
import type { Statement } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";
import { statementNode } from "./written-statements.ts";

const shown = 100;

/** What the statement says, its options aside: `git:push on repos/*`; a border's id. Cut when it is long. */
export function statementText(context: LintContext, statement: Pick<Statement, "place" | "id">): string {
  const node = statementNode(context, statement.place);
  if (node === null) return statement.id;
  const { file, start, end } = node.expression.span;
  const text = (context.sources.get(file)?.text.slice(start, end) ?? statement.id).replace(/\s+/g, " ");
  const characters = Array.from(text);
  return characters.length <= shown ? text : `${characters.slice(0, shown - 1).join("")}…`;
}
