/** Where each bound statement stands among the statements of the text. */
import type { Statement } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";

/** The index of a statement in `context.statements`. */
export function placesOf(context: LintContext): ReadonlyMap<Statement, number> {
  return context.share({
    name: "places of statements",
    make: ({ statements }) =>
      new Map(
        statements.flatMap(({ instances }, place) =>
          instances.map(({ statement }): [Statement, number] => [statement, place]),
        ),
      ),
  });
}
