/**
 * Text of policies inside Markdown.
 *
 * INVARIANT: whatever a text holds, it makes no link, mention, reference, image, heading or HTML, and it
 * leaves neither its code span nor its table cell. Code spans are what GitHub and GitLab look into for
 * nothing; an escaped `@` or `#` they would still resolve, since they search what is rendered.
 */
import { visible } from "./sanitize.ts";

// CommonMark's reference implementation gives up on fences of more than 80 backticks.
const longestFence = 40;

/** Text as a code span, whatever it holds; empty for no text. Not for table cells. */
export function codeSpan(text: string): string {
  let shown = visible(text);
  if (shown === "") return "";
  const runs = (of: string): Set<number> => new Set((of.match(/`+/g) ?? []).map((run) => run.length));
  // A span ends at a run of exactly its fence's length.
  const fenceOf = (taken: ReadonlySet<number>): number => {
    let length = 1;
    while (taken.has(length)) length++;
    return length;
  };
  let length = fenceOf(runs(shown));
  if (length > longestFence) {
    shown = shown.replaceAll("`", "\\u{60}");
    length = 1;
  }
  const fence = "`".repeat(length);
  // One blank at both ends is taken for padding.
  const isPadded = /^`|`$|^ .*[^ ].* $/.test(shown);
  return isPadded ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** Text as a code span inside a table cell, whatever it holds. */
export function codeCell(text: string): string {
  // Readers of tables disagree on how many backslashes before a `|` still escape it.
  return codeSpan(text)
    .replace(/\\(?=\\*\|)/g, "\\u{5c}")
    .replaceAll("|", "\\|");
}

/** Prose that may quote policies: its own code spans stay, everything else is plain. Not for table cells. */
export function plainText(text: string): string {
  return prose(text, codeSpan);
}

/** The same for a table cell. */
export function plainCell(text: string): string {
  return prose(text, codeCell);
}

function prose(text: string, code: (text: string) => string): string {
  const parts = visible(text).split("`");
  const written = parts.map((part, i) => {
    if (i % 2 === 1) return code(part);
    return part
      .split(/( +)/)
      .map((word) => (resolved.test(word) ? code(word) : escaped(word)))
      .join("");
  });
  // Two spans that touch would read as one fence.
  return written
    .reduce(
      (line, part) => (line.endsWith("`") && part.startsWith("`") ? `${line} ${part}` : line + part),
      "",
    )
    .replace(/^ +/, "")
    .replace(/^(\d{1,9})([.)])/, "$1\\$2")
    .replace(/^(?=[-+=])/, "\\");
}

// What GitHub and GitLab make something of in rendered text: mentions, references to issues, merge requests and
// commits, addresses, emoji, formulas.
const resolved = /[@#$%<>&]|!\d|~\w|:\/\/|www\.|\bGH-\d|[0-9a-f]{7}|:[\w+-]+:/i;

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]|~]/g, (c) => `\\${c}`);
}

/** The text, cut in its middle when it has more characters than that. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text];
  if (characters.length <= most) return text;
  const end = Math.floor(most / 3);
  const start = most - end - 1;
  return `${characters.slice(0, start).join("")}…${characters.slice(-end).join("")}`;
}

/** A link on finished Markdown; the Markdown alone when there is no page, or none on the web. */
export function linkTo(markdown: string, url: string | null): string {
  if (url === null || !/^https?:\/\//.test(url)) return markdown;
  const safe = url.replace(/[^\w\-./:?#=&%@,;+$]/gu, (c) =>
    /\p{Cs}/u.test(c) ? "%EF%BF%BD" : percentEncoded(c),
  );
  return `[${markdown}](${safe})`;
}

function percentEncoded(character: string): string {
  const encoded = encodeURIComponent(character);
  return encoded === character
    ? `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`
    : encoded;
}
