/** Test results as INTERFACES.md spells them in JSON. */
import type { Span } from "../base/source.ts";
import { rangeOf } from "./lint-report.ts";
import { safeJson } from "./sanitize.ts";
import { countByStatus, type TestFormatter, type TestReport } from "./test-report.ts";

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
  const tests = report.results.map((r) => ({
    name: r.name,
    ...placeOf(r.place, report),
    status: r.status,
    ...(r.status === "passed" ? {} : { message: r.message }),
    ...(r.counterexample === null ? {} : { counterexample: r.counterexample }),
  }));
  return `${safeJson({ tests: [...unrun, ...tests], summary: countByStatus(report) }, 2)}\n`;
};

/** `file` and `line`; neither where there is no place. */
function placeOf(place: Span | null, { pathOf, sources }: TestReport): { file?: string; line?: number } {
  return place === null ? {} : { file: pathOf(place.file), line: rangeOf(place, sources).start.line };
}
