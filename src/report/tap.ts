/** Test results as TAP version 14. */
import type { TestResult } from "../testing/test-result.ts";
import { placeOf } from "./lint-report.ts";
import { finishLines, safeJson, visible } from "./sanitize.ts";
import type { TestFormatter, TestReport } from "./test-report.ts";

/** A description: `#` would begin a directive, and `\` escapes. */
function description(name: string): string {
  return visible(name).replace(/[\\#]/g, "\\$&");
}

/** YAML whose scalars are JSON, which YAML 1.2 contains. */
function yamlBlock(entries: readonly (readonly [string, unknown])[]): string[] {
  return ["  ---", ...entries.map(([key, value]) => `  ${key}: ${safeJson(value)}`), "  ..."];
}

function resultLines(result: TestResult, number: number, report: TestReport): string[] {
  if (result.status === "passed") return [`ok ${number} - ${description(result.name)}`];
  return [
    `not ok ${number} - ${description(result.name)}`,
    ...yamlBlock([
      ["severity", result.status === "failed" ? "fail" : "error"],
      ["message", result.message],
      ["at", placeOf(result.place, report)],
      ...(result.counterexample === null
        ? []
        : ([
            ["request", result.counterexample.request],
            ["decision", result.counterexample.decision],
          ] as const)),
    ]),
  ];
}

export const formatTap: TestFormatter = (report) => {
  const { results, failure } = report;
  const unrun =
    failure === null
      ? []
      : [
          `not ok 1 - ${description(failure.name)}`,
          ...yamlBlock([
            ["severity", "error"],
            ["message", failure.message],
            ...(failure.place === null ? [] : ([["at", placeOf(failure.place, report)]] as const)),
          ]),
        ];
  const offset = failure === null ? 1 : 2;
  return finishLines([
    "TAP version 14",
    `1..${results.length + offset - 1}`,
    ...unrun,
    ...results.flatMap((r, i) => resultLines(r, i + offset, report)),
  ]);
};
