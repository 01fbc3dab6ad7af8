/** Test results for people: what failed, the request that shows it, and the statements behind it. */
import type { TestResult } from "../testing/test-result.ts";
import { decisionLines, requestLines } from "./decision-text.ts";
import { placeOf, plural } from "./lint-report.ts";
import { finishLines, visible } from "./sanitize.ts";
import { gutterWidth, renderSnippet } from "./snippet.ts";
import { countByStatus, type TestFormatter, type TestReport } from "./test-report.ts";

function resultLines(result: TestResult, report: TestReport): string[] {
  const { style, sources } = report;
  const { place, status, counterexample } = result;
  const source = sources.get(place.file);
  const gutter = source === undefined ? 1 : gutterWidth([{ source, span: place }]);
  const indent = " ".repeat(gutter);
  const label = status === "failed" ? "failed" : "error";
  const lines = [
    `${style.severity.error(label)}${style.strong(`: ${visible(result.name)}`)}`,
    `${indent}${style.frame("-->")} ${visible(placeOf(place, report))}`,
  ];
  if (source !== undefined) {
    const mark = { span: place, primary: true, label: "" };
    lines.push(...renderSnippet(source, [mark], gutter, style, style.severity.error));
  }
  lines.push(`${indent} ${style.frame("=")} ${visible(result.message)}`);
  if (counterexample !== null) {
    lines.push(
      "",
      ...[
        ...requestLines(counterexample.request),
        ...decisionLines(counterexample.decision, report, style),
      ].map((line) => `${indent}   ${line}`),
    );
  }
  return [...lines, ""];
}

export const formatTestsPretty: TestFormatter = (report) => {
  const { style, results, failure } = report;
  const { passed, failed, errors } = countByStatus(report);
  if (failure !== null) return finishLines([visible(failure.message)]);
  const parts = [
    style.good(`${passed} passed`),
    ...(failed > 0 ? [style.bad(`${failed} failed`)] : []),
    ...(errors > 0 ? [style.bad(plural(errors, "error"))] : []),
  ];
  return finishLines([
    ...results.filter((r) => r.status !== "passed").flatMap((r) => resultLines(r, report)),
    parts.join(", "),
  ]);
};
