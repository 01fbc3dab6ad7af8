/** How findings point at statements and patterns, and name them. */
import type { RelatedPlace } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { globText } from "../ir/glob.ts";
import type { Glob, Pattern, Statement } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";
import { statementNode } from "./written-statements.ts";

/** The statement itself, its options aside. */
export function statementSpan(context: LintContext, statement: Pick<Statement, "place">): Span {
  return statementNode(context, statement.place)?.expression.span ?? statement.place.span;
}

/** More related places than this are only counted. */
const mostRelated = 10;

/** The statements as related places, each place once; beyond ten the last one says how many more. */
export function relatedStatements(
  context: LintContext,
  statements: readonly Pick<Statement, "place">[],
  message: string,
): readonly RelatedPlace[] {
  const spans = new Map<string, Span>();
  for (const statement of statements) {
    const span = statementSpan(context, statement);
    spans.set(`${span.file}\u0000${String(span.start)}`, span);
  }
  return [...spans.values()].slice(0, mostRelated).map((span, i) => {
    const more = i === mostRelated - 1 ? spans.size - mostRelated : 0;
    return { span, message: more > 0 ? `${message}, and ${String(more)} more` : message };
  });
}

/** The glob as its author wrote it where the pattern is it alone, else as it is compared. */
export function globAsWritten({ sources }: LintContext, { place, globs }: Pattern, glob: Glob): string {
  const written = sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
  const isShown = globs.length === 1 && /[:/*]/.test(written) && !/[$\r\n`]/.test(written);
  return isShown ? written.replace(/^"(.*)"$/, "$1") : globText(glob);
}

/** A list in words: `a`, `b` and 3 more. */
export function listInWords(names: readonly string[], most = 3): string {
  const quoted = names.map((name) => `\`${name}\``);
  if (quoted.length > most)
    return `${quoted.slice(0, most).join(", ")} and ${String(quoted.length - most)} more`;
  const last = quoted.at(-1) ?? "";
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(", ")} and ${last}`;
}
