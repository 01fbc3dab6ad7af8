/** Changes of texts as a unified diff, safe to print. */
import { createTwoFilesPatch } from "diff";
import { finishLines, visible } from "../report/sanitize.ts";

/** `before` and `after` of one file. */
export function unifiedDiff(path: string, before: string, after: string): string {
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: 3,
  });
  const lines = patch.split("\n").filter((line) => !/^=+$/.test(line));
  if (lines.at(-1) === "") lines.pop();
  return finishLines(lines.map(visible));
}
