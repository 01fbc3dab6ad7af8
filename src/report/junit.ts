/**
 * JUnit XML, as CI systems read it. One writer for diagnostics and for tests.
 *
 * INVARIANT: byte-stable. The format demands times, a time stamp and a host, so they are constants.
 */
import { decisionLines, requestLines } from "./decision-text.ts";
import { capDiagnostics, placeOf, type LintFormatter } from "./lint-report.ts";
import { xmlText } from "./sanitize.ts";
import { plainStyle } from "./style.ts";

export interface JunitCase {
  readonly name: string;
  /** `null`: passed. */
  readonly problem: {
    readonly kind: "failure" | "error";
    readonly type: string;
    readonly message: string;
    readonly text: string;
  } | null;
  /** What a passed case still has to say; absent: nothing. */
  readonly output?: string;
}

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

function caseXml(suite: string, { name, problem, output }: JunitCase): string {
  const open = `    <testcase name="${xmlText(name)}" classname="${xmlText(suite)}" time="0"`;
  const told = output === undefined ? "" : `      <system-out>${xmlText(output)}</system-out>\n`;
  if (problem === null) return told === "" ? `${open}/>\n` : `${open}>\n${told}    </testcase>\n`;
  const { kind, type, message, text } = problem;
  return `${open}>\n      <${kind} type="${xmlText(type)}" message="${xmlText(message)}">${xmlText(text)}</${kind}>\n${told}    </testcase>\n`;
}

/** A whole JUnit document. */
export function junitXml(suites: readonly JunitSuite[]): string {
  const body = suites.map(({ name, cases }, id) => {
    const count = (kind: "failure" | "error"): number => cases.filter((c) => c.problem?.kind === kind).length;
    return (
      `  <testsuite name="${xmlText(name)}" package="sentrely-policy" id="${id}" tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" time="0" timestamp="1970-01-01T00:00:00" hostname="localhost">\n` +
      `    <properties/>\n${cases.map((c) => caseXml(name, c)).join("")}    <system-out/>\n    <system-err/>\n  </testsuite>\n`
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${body.join("")}</testsuites>\n`;
}

/** One suite per file with problems, one case per diagnostic; a clean run is one passed case. */
export const formatJunit: LintFormatter = (report) => {
  const { shown, omitted } = capDiagnostics(report.diagnostics);
  const files = [...new Set(shown.map((d) => d.span?.file ?? ""))];
  const suites = files.map((file): JunitSuite => {
    const rest = omitted.find((o) => o.file === file);
    return {
      name: file === "" ? "policy set" : report.pathOf(file),
      cases: [
        ...shown
          .filter((d) => (d.span?.file ?? "") === file)
          .map((d): JunitCase => {
            const place = d.span === null ? "policy set" : placeOf(d.span, report);
            const witness =
              d.witness === null
                ? []
                : [
                    ...requestLines(d.witness.request),
                    ...decisionLines(d.witness.decision, report, plainStyle),
                  ];
            const text = [
              place,
              d.message,
              ...(d.help === null ? [] : [d.help]),
              ...d.related.map((r) => `${r.message}: ${placeOf(r.span, report)}`),
              ...witness,
            ];
            return {
              name: `${d.code} at ${place}`,
              problem: {
                kind: "failure",
                type: `${d.severity}[${d.code}]`,
                message: d.message,
                text: text.join("\n"),
              },
            };
          }),
        ...(rest === undefined
          ? []
          : [
              {
                name: `and ${rest.count} more`,
                problem: {
                  kind: "failure",
                  type: "omitted",
                  message: `… and ${rest.count} more`,
                  text: "",
                },
              } satisfies JunitCase,
            ]),
      ],
    };
  });
  const clean: JunitSuite = { name: "policy set", cases: [{ name: "no problems", problem: null }] };
  return junitXml(suites.length === 0 ? [clean] : suites);
};
