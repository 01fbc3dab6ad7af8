/** Test results as INTERFACES.md spells them in JSON. */
import type { Span } from "../base/source.ts";
import type { TestResult } from "../testing/test-result.ts";
import { rangeOf } from "./lint-report.ts";
import { safeJson } from "./sanitize.ts";
import { countByStatus, type TestFormatter, type TestReport } from "./test-report.ts";

type Places = Pick<TestReport, "pathOf" | "sources">;

/** One result as plain data. */
export function testJson(result: TestResult, places: Places): { readonly [key: string]: unknown } {
  const { name, place, status, message, counterexample } = result;
  return {
    name,
    ...placeOf(place, places),
    status,
    ...(status === "passed" ? {} : { message }),
    ...(counterexample === null ? {} : { counterexample }),
  };
}

export const formatTestsJson: TestFormatter = (report) => {
  const { failure } = report;
  const unrun =
    failure === null
      ? []
      : [
          {
            name: failure.name,
            ...placeOf(failure.place, report),
            status: "error",
            message: failure.message,
          },
        ];
  const tests = report.results.map((r) => testJson(r, report));
  return `${safeJson({ tests: [...unrun, ...tests], summary: countByStatus(report) }, 2)}\n`;
};

/** `file` and `line`; neither where there is no place. */
function placeOf(place: Span | null, { pathOf, sources }: Places): { file?: string; line?: number } {
  return place === null ? {} : { file: pathOf(place.file), line: rangeOf(place, sources).start.line };
}
