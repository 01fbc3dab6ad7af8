/** Test results as INTERFACES.md spells them in JSON. */
import { rangeOf } from "./lint-report.ts";
import { safeJson } from "./sanitize.ts";
import { compileCaseName, countByStatus, type TestFormatter } from "./test-report.ts";

export const formatTestsJson: TestFormatter = (report) => {
  const compile =
    report.failure === null ? [] : [{ name: compileCaseName, status: "error", message: report.failure }];
  const tests = report.results.map((r) => ({
    name: r.name,
    file: report.pathOf(r.place.file),
    line: rangeOf(r.place, report.sources).start.line,
    status: r.status,
    ...(r.status === "passed" ? {} : { message: r.message }),
    ...(r.counterexample === null ? {} : { counterexample: r.counterexample }),
  }));
  return `${safeJson({ tests: [...compile, ...tests], summary: countByStatus(report) }, 2)}\n`;
};
