/** Changes of texts as a unified diff, safe to print. */
import { createTwoFilesPatch } from "diff";
import { logSafe, visible } from "../report/sanitize.ts";

/** `before` and `after` of one file. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  });
  const lines = patch.split("\n").filter((line) => !/^=+$/.test(line));
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => `${shownLine(line)}\n`).join("");
}

/** As it is, blanks and the `\r` of a line break included, so that tools can apply it; the rest is made visible. */
function shownLine(line: string): string {
  const isCrlf = line.endsWith("\r");
  return `${logSafe(visible(isCrlf ? line.slice(0, -1) : line))}${isCrlf ? "\r" : ""}`;
}
