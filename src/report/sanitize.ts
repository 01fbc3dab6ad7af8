/**
 * Makes text from policies safe to print. A policy is written by whoever opens a pull request; what
 * it says must neither steer a terminal nor be taken for a command by the system that reads a log.
 *
 * INVARIANT: nothing from a policy file or an argument reaches a stream without passing `visible`
 * (or JSON's or XML's own escaping), and no line of output without passing `logSafe`.
 */

// Control characters, line and paragraph separators, bidirectional controls, invisible characters, the
// blocks of tags and variation selectors, and lone surrogates.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/** Text on one line in which every control, directional or invisible character is shown as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(unsafe, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Text of others, quoted as code in a sentence, which it cannot leave. */
export function quoted(text: string): string {
  return `\`${visible(text).replaceAll("`", "\\u{60}")}\``;
}

/** At most `length` UTF-16 units of a text, the last of them `…` when there is more; cuts no character in two. */
export function clipped(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

// GitHub's runner acts on `::command::` at the start of a line (blanks before it ignored) and on
// `##[command]` anywhere in one; Azure Pipelines on `##vso[…]`, TeamCity on `##teamcity[…]`.
const commandAtStart = /^(\s*):(?=:)/;
const commandAnywhere = /##(?=(?:vso|teamcity)?\[)/g;

/** A line of output that no CI system takes for a command of its own. */
export function logSafe(line: string): string {
  return line.replace(commandAtStart, "$1\\u{3a}").replace(commandAnywhere, "#\\u{23}");
}

/** Finishes a text of several lines: each made safe for logs, one line break after each. */
export function finishLines(lines: readonly string[]): string {
  return lines.map((line) => `${logSafe(line).trimEnd()}\n`).join("");
}

/** JSON that is also safe to print: what `visible` would escape stands as `\uXXXX`, in the same value. */
export function safeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent)
    .replace(commandAnywhere, "#\\u0023")
    .replace(unsafe, (c) =>
      // Line breaks are the layout's own: within strings JSON has escaped them already.
      c === "\n"
        ? c
        : [...Array(c.length).keys()]
            .map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, "0")}`)
            .join(""),
    );
}

const xmlSpecial = /[&<>"'\t\n\r]/g;
const xmlEscapes: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for an XML attribute or element; XML 1.0 cannot hold control characters, so they are shown. */
export function xmlText(text: string): string {
  return text
    .split("\n")
    .map((line) => visible(line).replace(xmlSpecial, (c) => xmlEscapes[c] ?? c))
    .join("&#10;")
    .replace(commandAnywhere, "#&#35;");
}
