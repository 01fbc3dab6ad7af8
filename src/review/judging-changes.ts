/** Changes of what judges: files that run the check, and parts of the base's config that mean nothing any longer. */
import { compareCodePoints } from "../base/order.ts";
import type { Change } from "../diff/change.ts";
import { plainChange } from "../diff/plain-change.ts";
import { lineReader } from "../diff/source-line.ts";
import type { RevisionReading } from "../ir/lower-revision.ts";
import type { Compilation } from "../pipeline.ts";

/** A file outside of the set that decides how it is judged, with what happened to it. */
export interface JudgingFile {
  readonly path: string;
  readonly what: "added" | "changed" | "removed";
}

export function judgingChanges(files: readonly JudgingFile[]): readonly Change[] {
  return files.map(({ path, what }) =>
    plainChange({
      kind: "config",
      tags: ["config", "workflow-changed", "weakened"],
      message: `\`${path}\`, which decides how policies are checked, was ${what}`,
    }),
  );
}

/** Regions that the base added to those of a rule, and that cannot judge the head. */
export function unreadRegions(
  { config, sources }: Compilation,
  { unreadable }: RevisionReading,
): readonly Change[] {
  const lineOf = lineReader(sources);
  return unreadable
    .filter(({ place, name }) => place.file === config?.file && name.endsWith(".add"))
    .map(({ place, name, message }) =>
      plainChange({
        kind: "config",
        tags: ["config", "config-sensitive", "sensitive-narrowed", "weakened"],
        message: `\`${name}\` of the base guards nothing any longer: ${message}`,
        base: [{ id: name, text: name, span: place, line: lineOf(place) }],
      }),
    );
}

/** The changes of a comparison with more of the kinds that come last in it, in its order. */
export function withChanges(changes: readonly Change[], more: readonly Change[]): readonly Change[] {
  const of = (kind: "config" | "test"): readonly Change[] =>
    [...changes, ...more].filter((change) => change.kind === kind).sort(compareTold);
  const decided = changes.filter(({ kind }) => kind !== "config" && kind !== "test");
  return [...decided, ...of("config"), ...of("test")];
}

function compareTold(a: Change, b: Change): number {
  return compareCodePoints(a.agents.join(" "), b.agents.join(" ")) || compareCodePoints(a.message, b.message);
}
