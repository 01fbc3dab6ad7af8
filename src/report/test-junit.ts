/** Test results as JUnit XML: one suite per file. */
import type { TestResult } from "../testing/test-result.ts";
import { decisionLines, requestLines } from "./decision-text.ts";
import { junitXml, type JunitCase, type JunitSuite } from "./junit.ts";
import { placeOf } from "./lint-report.ts";
import { plainStyle } from "./style.ts";
import type { TestFormatter, TestReport } from "./test-report.ts";

/** One test as a case. */
export function testCase(result: TestResult, report: Pick<TestReport, "sources" | "pathOf">): JunitCase {
  if (result.status === "passed") return { name: result.name, problem: null };
  const shown = result.counterexample;
  const text = [
    placeOf(result.place, report),
    result.message,
    ...(shown === null
      ? []
      : [...requestLines(shown.request), ...decisionLines(shown.decision, report, plainStyle)]),
  ];
  return {
    name: result.name,
    problem: {
      kind: result.status === "failed" ? "failure" : "error",
      type: result.status,
      message: result.message,
      text: text.join("\n"),
    },
  };
}

export const formatTestsJunit: TestFormatter = (report) => {
  const { failure, results } = report;
  const files = [...new Set(results.map((r) => r.place.file))];
  const suites = files.map((file): JunitSuite => ({
    name: report.pathOf(file),
    cases: results.filter((r) => r.place.file === file).map((r) => testCase(r, report)),
  }));
  if (failure === null) return junitXml(suites);
  const { name, message, place } = failure;
  const text = place === null ? message : `${placeOf(place, report)}\n${message}`;
  const problem = { kind: "error", type: "error", message, text } as const;
  return junitXml([{ name: "policy set", cases: [{ name, problem }] }, ...suites]);
};
