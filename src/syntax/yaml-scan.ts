/**
 * What the traps of YAML share while they look through one parse: where things stand in the author's
 * text, reporting once, and the characters whose insertion lets the next parse go on.
 *
 * INVARIANT: `span`, `quote` and `insert` take offsets of the edited text; everything that leaves the
 * scan (diagnostics, fixes, insertions) speaks of the author's.
 */
import type { CST } from "yaml";
import type { Diagnostic, Edit, Fix, Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { EditedText, Insertion } from "./edited-text.ts";

export interface Scan {
  readonly file: string;
  readonly edited: EditedText;
  /** Whether lists under `policies:` and its like, and a root that is a list, hold statements. */
  readonly hasStatements: boolean;
  /** So much is wrong that looking further helps nobody, and would cost time. */
  readonly isFull: () => boolean;
  /** Drops a diagnostic that an earlier parse of the same file reported. */
  readonly report: Report;
  /** Names that `&` defines anywhere in the file. */
  readonly anchors: ReadonlySet<string>;
  readonly insertions: Insertion[];
  /** The author's ranges that got quotation marks, in this parse and in those before. */
  readonly quotedRanges: (readonly [number, number])[];
  /** The author's offsets of line feeds and carriage returns to be read as blanks. */
  readonly joins: number[];
  /** Errors of layout, which what this parse puts in may cure: they count after the last parse only. */
  readonly pending: Diagnostic[];
  /** Starts (in the edited text) of documents in which what follows an error cannot be trusted. */
  readonly broken: Set<number>;
}

/** Where a token stands: what it is the value of, and what surrounds it. */
export interface Place {
  /** The start of its document. */
  readonly document: number;
  /** It is an entry of a list of statements or sentences. */
  readonly statement: boolean;
  /** It is the list of statements itself. */
  readonly statements: boolean;
  /** The key whose value it is. */
  readonly key: string | null;
  /** It stands between brackets. */
  readonly flow: boolean;
}

export function spanOf({ file, edited }: Scan, start: number, end: number): Span {
  const { length } = edited.author;
  return {
    file,
    start: Math.min(edited.toAuthor(start), length),
    end: Math.min(edited.toAuthor(end), length),
  };
}

/** Reports an error after which the rest of the document cannot be trusted. */
export function breakDocument(scan: Scan, place: Place, diagnostic: Diagnostic): void {
  scan.broken.add(place.document);
  scan.pending.push(diagnostic);
}

/**
 * Whether a part of `[start, end)` got quotation marks already. Then they did not help: what is still
 * wrong there is an echo of what has been reported.
 */
export function isEcho(scan: Scan, place: Place, start: number, end: number): boolean {
  const { toAuthor } = scan.edited;
  const from = toAuthor(start);
  const to = toAuthor(end);
  const echo = scan.quotedRanges.some(([a, b]) => a < to && from < b);
  if (echo) scan.broken.add(place.document);
  return echo;
}

/** The fix that puts single quotation marks around `[start, end)`, and the same for the next parse. */
export function quote(scan: Scan, start: number, end: number, kind: Fix["kind"]): Fix {
  const { author, toAuthor } = scan.edited;
  const from = toAuthor(start);
  const to = toAuthor(end);
  const insertions: Insertion[] = [{ at: from, text: "'" }];
  const text = author.slice(from, to);
  for (let at = text.indexOf("'"); at !== -1; at = text.indexOf("'", at + 1)) {
    insertions.push({ at: from + at, text: "'" });
  }
  insertions.push({ at: to, text: "'" });
  scan.insertions.push(...insertions);
  scan.quotedRanges.push([from, to]);
  return { title: "quote it", kind, edits: insertions.map((insertion) => editOf(scan, insertion)) };
}

/** The fix that inserts `text` before `offset`, and the same for the next parse. */
export function insert(scan: Scan, offset: number, text: string, title: string): Fix {
  const insertion = { at: scan.edited.toAuthor(offset), text };
  scan.insertions.push(insertion);
  return { title, kind: "safe", edits: [editOf(scan, insertion)] };
}

function editOf({ file }: Scan, { at, text }: Insertion): Edit {
  return { span: { file, start: at, end: at }, text };
}

/** `text` in single quotation marks, as the help lines show it; cut when it is long. */
export function quoted(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `'${shown.replaceAll("'", "''")}'`;
}

/** The end of the text that begins at `from`: the line's, less a comment and blanks. */
export function endOfText(text: string, from: number): number {
  const feed = text.indexOf("\n", from);
  const line = text.slice(from, feed === -1 ? text.length : feed);
  let end = line.length;
  for (let at = line.indexOf("#", 1); at !== -1 && at < end; at = line.indexOf("#", at + 1)) {
    // `#` right before a word is text that was cut more likely than a comment.
    if (isBlank(line[at - 1]) && (at + 1 >= end || isBlank(line[at + 1]))) end = at;
  }
  while (end > 0 && isSpace(line[end - 1])) end--;
  return from + end;
}

/** The end of the text that begins at `from` between brackets: braces in it belong to it. */
export function endOfFlowText(text: string, from: number): number {
  const lineEnd = endOfText(text, from);
  let depth = 0;
  let end = from;
  for (; end < lineEnd; end++) {
    const character = text.charAt(end);
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") {
      if (depth === 0) break;
      depth--;
    } else if (character === "," && depth === 0) break;
  }
  while (end > from && isSpace(text[end - 1])) end--;
  return end;
}

/** The offset of the first character of the line that holds `at`. */
export function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

export function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

function isSpace(character: string | undefined): boolean {
  return isBlank(character) || character === "\n" || character === "\r";
}

/** Whether a list of tokens holds one of a type. */
export function hasToken(
  tokens: readonly CST.SourceToken[] | undefined,
  type: CST.SourceToken["type"],
): boolean {
  return tokens?.some((token) => token.type === type) ?? false;
}

/** A scalar or alias that stands on one or more lines, with its quotation marks. */
export function isFlowScalar(token: CST.Token | null | undefined): token is CST.FlowScalar {
  return (
    token?.type === "scalar" ||
    token?.type === "alias" ||
    token?.type === "single-quoted-scalar" ||
    token?.type === "double-quoted-scalar"
  );
}

/** What stands after a closed value where only blanks and comments may. */
export function strayToken(tokens: readonly CST.SourceToken[] | undefined): CST.SourceToken | null {
  for (const token of tokens ?? []) {
    if (token.type === "newline") return null;
    if (token.type !== "space" && token.type !== "comment" && token.type !== "map-value-ind") return token;
    if (token.type === "map-value-ind") return null;
  }
  return null;
}
