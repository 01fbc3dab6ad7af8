/** Suppressions and entries of the baseline that hide what the base's do not, as changes. */
import type { SourceFile } from "../base/source.ts";
import type { Change, ChangedStatement } from "../diff/change.ts";
import { plainChange } from "../diff/plain-change.ts";
import { lineReader } from "../diff/source-line.ts";
import type { Hidden } from "./review-findings.ts";

/** Places that one change names; the rest is counted. */
const mostPlaces = 5;

/** One change for each comment and rule, and one for each rule whose findings the baseline newly accepts. */
export function hiddenChanges(
  hidden: readonly Hidden[],
  sources: ReadonlyMap<string, SourceFile>,
): readonly Change[] {
  const groups = new Map<string, Hidden[]>();
  for (const found of hidden) {
    const key = JSON.stringify([found.diagnostic.code, found.comment]);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [changeOf(first, group, sources)];
  });
}

function changeOf(
  { diagnostic: { code, message }, comment }: Hidden,
  group: readonly Hidden[],
  sources: ReadonlyMap<string, SourceFile>,
): Change {
  const spans = comment === null ? group.flatMap(({ diagnostic: { span } }) => span ?? []) : [comment];
  const lineOf = lineReader(sources);
  const head = spans.slice(0, mostPlaces).map((span): ChangedStatement => {
    const text = sources.get(span.file)?.text.slice(span.start, span.end) ?? "";
    return { id: code, text, span, line: lineOf(span) };
  });
  const more = group.length === 1 ? "" : `, and ${String(group.length - 1)} more`;
  const what = comment === null ? "the baseline accepts" : "a comment suppresses";
  return plainChange({
    kind: "config",
    tags: ["config", comment === null ? "baseline-added" : "suppression-added", "weakened"],
    message: `${what} what the base does not: \`${code}\`: ${message}${more}`,
    head,
  });
}
