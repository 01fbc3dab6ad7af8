/**
 * A review as JUnit XML: suites `compile`, `lint`, `tests` and `gates`.
 *
 * INVARIANT: a suite never lacks cases, so that what was not checked is not taken for passed; and a review that
 * fails has a case that does.
 */
import { junitXml, type JunitCase, type JunitSuite } from "./junit.ts";
import { plural } from "./lint-report.ts";
import { byGravity, type ItemPlace, reviewItems, type ReviewItem } from "./review-items.ts";
import type { ReviewFormatter, ReviewReport } from "./review-report.ts";
import { testCase } from "./test-junit.ts";

/** Cases of one suite; what fails comes first, and the rest is one case that fails if any of it does. */
const mostCases = 1000;

export const formatReviewJunit: ReviewFormatter = (report) => {
  const items = byGravity(reviewItems(report));
  const suites = [
    compileSuite(items, report),
    lintSuite(items, report),
    testSuite(items, report),
    gateSuite(items, report),
  ];
  const fails = suites.some(({ cases }) => cases.some(({ problem }) => problem !== null));
  if (report.verdict.conclusion !== "failed" || fails) return junitXml(suites);
  const text = report.verdict.blocking.map(({ message }) => message).join("\n");
  return junitXml([...suites, { name: "review", cases: [failing("the review passes", "failed", text)] }]);
};

function doesCompile({ review }: ReviewReport): boolean {
  return review.head.compilation.set !== null;
}

function compileSuite(items: readonly ReviewItem[], report: ReviewReport): JunitSuite {
  const errors = items.filter((i) => i.subject.kind === "finding" && i.level === "error");
  const cases = doesCompile(report) ? [passing("the policies compile")] : errors.map(caseOf);
  return suite("compile", cases.length === 0 ? [unchecked("the policies compile")] : cases);
}

function lintSuite(items: readonly ReviewItem[], report: ReviewReport): JunitSuite {
  if (!doesCompile(report)) return suite("lint", [unchecked("the rules find nothing")]);
  const found = items.filter((i) => i.subject.kind === "finding");
  return suite("lint", found.length === 0 ? [passing("the rules find nothing")] : found.map(caseOf));
}

function testSuite(items: readonly ReviewItem[], report: ReviewReport): JunitSuite {
  const { review, pathOf } = report;
  const empty = items.filter((i) => i.subject.kind === "empty").map(caseOf);
  if (!doesCompile(report)) return suite("tests", [...empty, unchecked("the tests hold")]);
  const { sources } = review.head.compilation;
  const failed = (status: string): number => (status === "passed" ? 1 : 0);
  const tests = [...review.tests].sort((a, b) => failed(a.status) - failed(b.status));
  const cases = [...empty, ...tests.map((t) => testCase(t, { sources, pathOf }))];
  return suite("tests", cases.length === 0 ? [unchecked("the tests hold")] : cases);
}

function gateSuite(items: readonly ReviewItem[], report: ReviewReport): JunitSuite {
  const { review, acknowledgement } = report;
  if (!doesCompile(report)) return suite("gates", [unchecked("no gate refuses a change")]);
  const met = items.filter(
    ({ subject }) =>
      subject.kind === "undecided" || (subject.kind === "change" && review.refused.has(subject.change)),
  );
  if (met.length === 0) {
    const name =
      review.baseState === "none" ? "there is no base to compare with" : "no gate refuses a change";
    return suite("gates", [passing(name)]);
  }
  const said = acknowledgement?.lines ?? [];
  return suite(
    "gates",
    met.map((item) => {
      const { output, ...rest } = caseOf(item);
      return output === undefined ? rest : { ...rest, output: [output, ...said].join("\n") };
    }),
  );
}

function suite(name: string, cases: readonly JunitCase[]): JunitSuite {
  if (cases.length <= mostCases) return { name, cases };
  const rest = cases.slice(mostCases);
  const more = `and ${plural(rest.length, "case")} more`;
  const failed = rest.filter(({ problem }) => problem !== null).length;
  const last = failed === 0 ? passing(more) : failing(more, "omitted", `${failed} of them failed`);
  return { name, cases: [...cases.slice(0, mostCases), last] };
}

function caseOf({ subject, rule, fails, level, title, lines, place }: ReviewItem): JunitCase {
  const at = place === null ? "policy set" : placeText(place);
  const [message = title] = lines;
  const text = [at, ...lines].join("\n");
  const name =
    subject.kind === "finding" ? `${rule} at ${at}` : subject.kind === "empty" ? title : `${title} at ${at}`;
  if (!fails) return { name, problem: null, output: text };
  return { name, problem: { kind: "failure", type: `${level}[${rule}]`, message, text } };
}

function placeText({ path, startLine, columns }: ItemPlace): string {
  return `${path}:${startLine}${columns === null ? "" : `:${columns.start}`}`;
}

function passing(name: string): JunitCase {
  return { name, problem: null };
}

function failing(name: string, type: string, text: string): JunitCase {
  return { name, problem: { kind: "failure", type, message: text.split("\n")[0] ?? "", text } };
}

/** What could not be checked: the policies do not compile, or nothing was there. */
function unchecked(name: string): JunitCase {
  const message = "not checked";
  return { name, problem: { kind: "error", type: "unchecked", message, text: message } };
}
