/** Text that is valid YAML and says less than its author wrote: comments and options that YAML took for something else. */
import type { Fix, Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import { optionKeys, swallowedOption } from "./swallowed-option.ts";
import { yamlMessages } from "./yaml-messages.ts";
import type { YamlScalar } from "./yaml-node.ts";

/**
 * A comment right after unquoted text that was more likely a part of it: `#` is followed by a
 * non-blank, or, after a statement, by the rest of a statement. True when reported.
 */
export function trapComment(
  author: string,
  scalar: YamlScalar,
  isStatement: boolean,
  report: Report,
): boolean {
  const { file, end } = scalar.span;
  let at = end;
  while (author[at] === " " || author[at] === "\t") at++;
  if (author[at] !== "#" || (at === end && scalar.span.start !== end)) return false;
  const feed = author.indexOf("\n", at);
  const rest = author.slice(at, feed === -1 ? author.length : feed).trimEnd();
  if (!/^#\S/.test(rest) && !(isStatement && /^#\s+(?:on|except|when)(?:\s|$)/.test(rest))) return false;
  const help =
    scalar.text.value === ""
      ? "quote text that begins with `#`"
      : "quote the whole text, or put a blank after `#` when a comment is meant";
  const span = { file, start: at, end: at + rest.length };
  report(
    yamlMessages.build["comment-cut"](span, { rest }, { help, fixes: commentFixes(author, scalar, span) }),
  );
  return true;
}

/** Both readings of the text; none where a bracket would be caught up in the quotes. */
function commentFixes(author: string, { span: { start }, text }: YamlScalar, comment: Span): Fix[] {
  const from = text.value === "" ? comment.start : start;
  const whole = author.slice(from, comment.end);
  if (/[\]}\n]/.test(whole)) return [];
  const at = comment.start + 1;
  const quote: Fix = {
    title: "quote it",
    kind: "review",
    edits: [{ span: { ...comment, start: from }, text: `'${whole.replaceAll("'", "''")}'` }],
  };
  const blank: Fix = {
    title: "make it a comment",
    kind: "review",
    edits: [{ span: { ...comment, start: at, end: at }, text: " " }],
  };
  return text.value === "" || author[comment.start + 1] === " " ? [quote] : [quote, blank];
}

/**
 * A later line of a plain statement that is an option without its blank (`requires_approval:true`)
 * or with another sign (`requires_approval = true`). True when reported.
 */
export function trapFoldedOption(author: string, scalar: YamlScalar, report: Report): boolean {
  const { span, style } = scalar;
  if (style !== "plain" || scalar.text.offsets === null) return false;
  const lines = author.slice(span.start, span.end).split("\n");
  let at = span.start;
  let found = false;
  for (const [i, line] of lines.entries()) {
    const text = line.trim();
    const start = at + line.length - line.trimStart().length;
    at += line.length + 1;
    const parts =
      /^([A-Za-z_][A-Za-z0-9_-]*)( *:?=>? *| +:|:)(\S*)$/.exec(text) ??
      /^([a-z]+_[a-z]+)( +)(\S+)$/.exec(text);
    if (i === 0 || parts === null) continue;
    const [, key = "", sign = "", value = ""] = parts;
    if (suggest(key, optionKeys) === null) continue;
    const place = { start, end: start + key.length + sign.trimEnd().length };
    const diagnostic = swallowedOption(scalar.text, 0, key);
    const edit = {
      span: { file: span.file, start: start + key.length, end: start + text.length - value.length },
      text: ": ",
    };
    const fixes = [{ title: "write it as an option", kind: "safe" as const, edits: [edit] }];
    report({ ...diagnostic, span: { file: span.file, ...place }, fixes });
    found = true;
  }
  return found;
}
