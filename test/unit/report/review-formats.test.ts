import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { type CodeQualityIssue, formatReviewCodeQuality } from "../../../src/report/review-code-quality.ts";
import { reviewCounts } from "../../../src/report/review-counts.ts";
import { formatReviewJson } from "../../../src/report/review-json.ts";
import { formatReviewJunit } from "../../../src/report/review-junit.ts";
import type { ReviewFormatter } from "../../../src/report/review-report.ts";
import { formatReviewSarif } from "../../../src/report/review-sarif.ts";
import {
  approved,
  broken,
  failedTest,
  hostileReport,
  manyFindings,
  reports,
  reviewReport,
  small,
} from "../../support/machine-review.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/schemas/${name}`, import.meta.url), "utf8");

const isReview = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
  JSON.parse(readFileSync(new URL("../../../schemas/review.schema.json", import.meta.url), "utf8")) as object,
);

async function junitErrors(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: "report.xml", contents: xml },
    schema: { fileName: "junit-10.xsd", contents: fixture("junit-10.xsd") },
  });
  return errors.map(({ message }) => message);
}

test.each(reports)(
  "JUnit of %s is valid by its schema, and fails exactly when the review does",
  async (_, make) => {
    const report = make();
    const xml = formatReviewJunit(report);
    expect(await junitErrors(xml)).toEqual([]);
    expect(/<(failure|error) /.test(xml)).toBe(report.verdict.conclusion === "failed");
    expect(xml).not.toMatch(/<testsuite [^>]*tests="0"/);
  },
);

test.each(reports.filter(([name]) => name !== "hostile text"))(
  "JSON of %s is valid by schemas/review.schema.json",
  (_, report) => {
    const valid = isReview(JSON.parse(formatReviewJson(report())));
    expect(isReview.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  },
);

test("schemas/review.schema.json refuses a review without a verdict, and one with a key more", () => {
  const review = JSON.parse(formatReviewJson(reviewReport(small.base, small.base))) as {
    readonly conclusion: string;
  };
  const { conclusion, ...rest } = review;
  expect([isReview(review), isReview(rest), isReview({ ...review, more: conclusion })]).toEqual([
    true,
    false,
    false,
  ]);
});

const formats: readonly (readonly [string, ReviewFormatter])[] = [
  ["SARIF", formatReviewSarif],
  ["JUnit", formatReviewJunit],
  ["Code Quality", formatReviewCodeQuality],
  ["JSON", formatReviewJson],
];

test.each(formats)("hostile text passes %s without an escape or a command", (_, format) => {
  const output = format(hostileReport());
  expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(output).not.toMatch(/^\s*::/m);
  expect(output).not.toMatch(/##(vso|teamcity)?\[/);
});

test.each(formats)("the same review gives the same %s", (_, format) => {
  const make = (): string => format(reviewReport(small.base, small.widened));
  expect(make()).toBe(make());
});

test("JUnit has a suite for compiling, the rules, the tests and the gates, with passed cases when all is well", () => {
  const xml = formatReviewJunit(reviewReport(small.base, small.base));
  expect([...xml.matchAll(/<testsuite name="(\w+)"/g)].map((m) => m[1])).toEqual([
    "compile",
    "lint",
    "tests",
    "gates",
  ]);
  expect([...xml.matchAll(/<testcase name="([^"]+)"/g)].map((m) => m[1])).toEqual([
    "the policies compile",
    "the rules find nothing",
    "ci-runner can git:read on repos/app",
    "no gate refuses a change",
  ]);
});

test("an acknowledged gate passes in JUnit, with what was accepted and by whom", () => {
  const refused = formatReviewJunit(reviewReport(small.base, small.widened));
  expect(refused).toContain('<failure type="error[diff/widened]"');
  const accepted = formatReviewJunit(reviewReport(small.base, small.widened, { acknowledgement: approved }));
  expect(accepted).not.toContain("<failure");
  expect(accepted).toMatch(/<system-out>[^<]*may now do[^<]*`bob` approved 3f2a91c<\/system-out>/);
});

test("what could not be checked, for the policies do not compile, is an error in JUnit", () => {
  const xml = formatReviewJunit(reviewReport(small.base, broken));
  expect(xml.match(/<error type="unchecked"/g)).toHaveLength(3);
  expect(xml).toMatch(/<testsuite name="compile"[^>]*failures="[1-9]/);
});

test("JUnit of thirty thousand findings holds a thousand of them, and fails for the others too", () => {
  const report = reviewReport(null, small.base, { review: { findings: manyFindings(30_000) } });
  const xml = formatReviewJunit(report);
  expect(xml).toContain('<testcase name="and 29000 cases more"');
  expect(xml).toContain("29000 of them failed");
});

test("Code Quality issues have the keys that GitLab reads, with what fails as blockers", () => {
  const findings = [...manyFindings(1, "info"), ...manyFindings(1, "warning", 1)];
  const report = reviewReport(small.base, small.widened, { folder: "ops/", review: { findings } });
  const issues = JSON.parse(formatReviewCodeQuality(report)) as readonly CodeQualityIssue[];
  expect(issues.map((i) => [i.check_name, i.severity, i.location.path, i.location.lines.begin])).toEqual([
    ["diff/widened", "blocker", "ops/policies/ci.yaml", 3],
    ["some-code", "blocker", "ops/policies/ci.yaml", 1],
    ["some-code", "info", "ops/policies/ci.yaml", 1],
  ]);
  expect(issues[0]?.description).toBe(
    "newly allowed: ci-runner: `ci-runner` may now do `git:read on repos/web`",
  );
  expect(new Set(issues.map((i) => i.fingerprint)).size).toBe(3);
  const accepted = { ...report, verdict: { conclusion: "acknowledged", blocking: [], waived: [] } } as const;
  expect(formatReviewCodeQuality(accepted)).not.toContain('"critical"');
});

test("a failed test is a Code Quality issue at its line", () => {
  const text = formatReviewCodeQuality(reviewReport(small.base, failedTest));
  const issue = (JSON.parse(text) as readonly CodeQualityIssue[]).find((i) => i.check_name === "test-failed");
  expect(issue).toMatchObject({
    severity: "blocker",
    location: { path: "tests/a.test.yaml", lines: { begin: 2 } },
  });
});

test("JSON says why it fails, what changed and how many there are of each", () => {
  const review = JSON.parse(formatReviewJson(reviewReport(small.base, small.widened))) as {
    readonly reasons: readonly unknown[];
    readonly changes: readonly { readonly kind: string; readonly refused: readonly string[] }[];
    readonly summary: { readonly [name: string]: number };
  };
  expect(review).toMatchObject({ conclusion: "failed", base_state: "compared", acknowledgement: null });
  expect(review.reasons).toEqual([
    { kind: "gate", message: "1 change is refused: widened (1)", waived: false },
  ]);
  expect(review.changes.map(({ kind, refused }) => [kind, refused])).toEqual([["widened", ["widened"]]]);
  expect(review.summary).toMatchObject({
    tests_passed: 1,
    tests_failed: 0,
    widened: 1,
    refused: 1,
    errors: 0,
  });
});

test("counts are of findings by severity, tests, changes by kind, refusals and open questions", () => {
  const { review } = reviewReport(small.base, small.widened, {
    review: { findings: [...manyFindings(3, "error"), ...manyFindings(2, "info", 3)] },
  });
  const unjudged = review.tests.map((t) => ({ ...t, status: "error" as const }));
  expect(
    reviewCounts({
      ...review,
      tests: [...review.tests, ...unjudged],
      newActions: [{ action: "aws:s3:New", agents: [] }],
      difference: { ...review.difference, unknown: [{ agent: null, question: "q" }] },
    }),
  ).toEqual({
    errors: 3,
    warnings: 0,
    infos: 2,
    testsPassed: 1,
    testsFailed: 1,
    changes: 1,
    widened: 1,
    narrowed: 0,
    gated: 0,
    ungated: 0,
    weakened: 0,
    refused: 1,
    undecided: 1,
    newActions: 1,
  });
});
