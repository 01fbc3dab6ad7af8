/**
 * The formatter: one layout for policy files, test files and `sentrely.yaml`.
 *
 * INVARIANT: what is put out means what was put in. Each result is read again and compared, so that
 * a mistake here is an internal error and never a changed policy.
 */
import { hasErrors, type Diagnostic, type Report } from "../base/diagnostic.ts";
import { InternalError } from "../base/invariant.ts";
import type { SourceFile } from "../base/source.ts";
import { createLines } from "./format-lines.ts";
import { formatDocument } from "./format-document.ts";
import { readTrivia } from "./format-trivia.ts";
import { parseConfigFile, parsePolicyFile } from "./parse-file.ts";
import type { YamlDocument } from "./yaml-node.ts";
import { readYaml } from "./yaml-source.ts";

export type FormatKind = "policy" | "config";

/** Reads a file as what it is; what is wrong with it is reported. */
export function readForFormat(source: SourceFile, kind: FormatKind, report: Report): unknown {
  return kind === "config" ? parseConfigFile(source, report) : parsePolicyFile(source, report);
}

/**
 * The file's text in the one layout; `null` when it has an error, which is reported. Line breaks
 * are those of the file's first.
 */
export function formatFile(source: SourceFile, kind: FormatKind, report: Report): string | null {
  const found: Diagnostic[] = [];
  const before = readForFormat(source, kind, (d) => found.push(d));
  for (const d of found) report(d);
  if (hasErrors(found)) return null;
  const { documents } = readYaml(source, () => undefined, kind === "policy");
  const formatted = layOut(source.text, documents, kind);
  if (formatted === source.text) return formatted;
  const after = readForFormat({ path: source.path, text: formatted }, kind, (d) => {
    if (d.severity === "error") throw new InternalError(`formatting ${source.path} broke it: ${d.message}`);
  });
  if (meaning(before) !== meaning(after) || comments(source.text) !== comments(formatted)) {
    throw new InternalError(`formatting ${source.path} would change it`);
  }
  return formatted;
}

function layOut(text: string, documents: readonly YamlDocument[], kind: FormatKind): string {
  const { comments: found, documentStarts } = readTrivia(text);
  const out = createLines(text, found);
  const marks = [...documentStarts];
  documents.forEach(({ root, span }, i) => {
    const from = root?.span.start ?? span.end;
    // A mark before the first document separates nothing.
    while (marks[0] !== undefined && marks[0] < from) {
      const at = marks.shift() ?? 0;
      out.commentsBefore(at, 0);
      if (i > 0) out.line("---", at, at, at);
    }
    const end = marks[0] ?? text.length;
    if (root !== null) formatDocument(text, out, root, end, kind === "policy");
    out.commentsBefore(end, 0);
  });
  out.commentsBefore(text.length, 0);
  const lines = [...out.lines()];
  while (lines.at(-1) === "") lines.pop();
  if (lines.length === 0) return text;
  const lineBreak = /^[^\n]*\r\n/.test(text) ? "\r\n" : "\n";
  return lines.map((line) => line + lineBreak).join("");
}

/** A tree without its places, for comparing. */
function meaning(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => (key === "span" ? undefined : value));
}

function comments(text: string): string {
  return JSON.stringify(
    readTrivia(text)
      .comments.map((comment) => comment.text)
      .sort(),
  );
}
