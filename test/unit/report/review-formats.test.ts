import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { defaultGates, gateWords } from "../../../src/diff/gate-words.ts";
import { gateSummary } from "../../../src/report/gate-summaries.ts";
import { type CodeQualityIssue, formatReviewCodeQuality } from "../../../src/report/review-code-quality.ts";
import { reviewCounts } from "../../../src/report/review-counts.ts";
import { formatReviewJson } from "../../../src/report/review-json.ts";
import { formatReviewJunit } from "../../../src/report/review-junit.ts";
import type { ReviewFormatter, ReviewReport } from "../../../src/report/review-report.ts";
import { formatReviewSarif, mostBytes, mostResults, reviewSarif } from "../../../src/report/review-sarif.ts";
import { hostileReport, manyFindings, reviewReport, small } from "../../support/machine-review.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/schemas/${name}`, import.meta.url), "utf8");

const sarifSchema = JSON.parse(fixture("sarif-2.1.0-rtm.5.json")) as { $schema?: string; id?: string };
delete sarifSchema.$schema;
delete sarifSchema.id;
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(sarifSchema);

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

interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly automationDetails: { readonly id: string };
  readonly results: readonly {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly message: { readonly text: string };
    readonly locations: readonly {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: { readonly startLine: number };
      };
    }[];
    readonly partialFingerprints: { readonly [name: string]: string };
  }[];
  readonly properties?: { readonly omitted: number };
}

function runOf(text: string): SarifRun {
  const [run, ...more] = (JSON.parse(text) as { runs: readonly SarifRun[] }).runs;
  if (run === undefined || more.length > 0) throw new Error("not one run");
  return run;
}

const sarifOf = (report: ReviewReport): SarifRun => runOf(formatReviewSarif(report));

const failedTest = {
  ...small.base,
  "tests/a.test.yaml": "tests:\n  - ci-runner cannot git:read on repos/app\n",
};
const broken = { ...small.base, "policies/ci.yaml": "agent: ci-runner\npolicies:\n  - git:read on\n" };
const approved = { isAcknowledged: true, lines: ["`bob` approved 3f2a91c"] };

/** One of each: what passes, what is refused, what is accepted, what does not compile, what is compared with nothing. */
const reports: readonly (readonly [string, () => ReviewReport])[] = [
  ["a clean change", () => reviewReport(small.base, small.base)],
  ["a widening", () => reviewReport(small.base, small.widened, { folder: "ops/policy set/" })],
  ["an acknowledged widening", () => reviewReport(small.base, small.widened, { acknowledgement: approved })],
  ["a failed test", () => reviewReport(small.base, failedTest)],
  ["a compile error", () => reviewReport(small.base, broken)],
  ["a base that does not compile", () => reviewReport(broken, small.base)],
  ["no base", () => reviewReport(null, small.widened)],
  ["no policy at all", () => reviewReport(small.base, {})],
  [
    "an undecided question, and new actions",
    () =>
      reviewReport(small.base, small.base, {
        review: {
          difference: { changes: [], unknown: [{ agent: null, question: "too large" }] },
          newActions: [{ action: "aws:s3:New", agents: ["ci-runner"] }],
        },
      }),
  ],
  ["hostile text", hostileReport],
];

test.each(reports)("SARIF of %s is valid by its schema", (_, report) => {
  const valid = isSarif(JSON.parse(formatReviewSarif(report())));
  expect(isSarif.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

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

test("SARIF holds what lint finds and what the gates refuse, each with a rule, a place and a fingerprint", () => {
  const report = reviewReport(small.base, small.widened, {
    folder: "ops/a b/",
    review: { findings: manyFindings(2) },
  });
  const { results, tool, automationDetails } = sarifOf(report);
  expect(results.map((r) => [r.ruleId, r.level])).toEqual([
    ["diff/widened", "error"],
    ["some-code", "warning"],
    ["some-code", "warning"],
  ]);
  expect(results.map((r) => tool.driver.rules[r.ruleIndex]?.id)).toEqual(results.map((r) => r.ruleId));
  expect(results[0]?.locations[0]?.physicalLocation).toMatchObject({
    artifactLocation: { uri: "ops/a%20b/policies/ci.yaml" },
    region: { startLine: 3 },
  });
  expect(results[0]?.message.text).toContain("`ci-runner` may now do `git:read on repos/web`\n");
  expect(automationDetails.id).toBe("sentrely-policy/ops/a b/");
  expect(new Set(results.map((r) => r.partialFingerprints["sentrelyPolicy/v1"])).size).toBe(3);
});

test("an acknowledged change is a warning in SARIF, and no change at all gives no result", () => {
  const accepted = reviewReport(small.base, small.widened, { acknowledgement: approved });
  expect(sarifOf(accepted).results.map((r) => [r.ruleId, r.level])).toEqual([["diff/widened", "warning"]]);
  expect(sarifOf(reviewReport(small.base, small.base)).results).toEqual([]);
  const ungated = reviewReport(small.base, small.widened, { failOn: [] });
  expect(sarifOf(ungated).results).toEqual([]);
});

test("fingerprints of changes survive lines moving, and tell changes apart", () => {
  const prints = (before: string, ...statements: readonly string[]): string[] => {
    const policy = `${before}agent: ci-runner\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`;
    const report = reviewReport(small.base, { ...small.base, "policies/ci.yaml": policy });
    return sarifOf(report).results.map((r) => r.partialFingerprints["sentrelyPolicy/v1"] ?? "");
  };
  const two = ["git:read on repos/app", "git:read on repos/web", "git:read on repos/docs"];
  const first = prints("", ...two);
  expect(new Set(first).size).toBe(2);
  expect(prints("# moved\n\n", ...two)).toEqual(first);
  const [other] = prints("", "git:read on repos/app", "git:read on repos/other");
  expect(first).not.toContain(other);
});

test("what is gone is placed in the head's file of that name, and else at the config", () => {
  const guardrail = { "policies/z.yaml": "guardrails:\n  - deny git:read on repos/a\n" };
  const places = (head: { readonly [path: string]: string }): unknown[] =>
    sarifOf(reviewReport({ ...small.base, ...guardrail }, head)).results.map((r) => {
      const at = r.locations[0]?.physicalLocation;
      return [at?.artifactLocation.uri, at?.region.startLine];
    });
  expect(places({ ...small.base, "policies/z.yaml": "guardrails: []\n" })).toContainEqual([
    "policies/z.yaml",
    1,
  ]);
  const gone = places(small.base);
  expect(gone.length).toBeGreaterThan(0);
  expect(gone.filter((place) => JSON.stringify(place) !== '["sentrely.yaml",1]')).toEqual([]);
});

test("thirty thousand findings stay within the results and bytes of code scanning, the gravest kept", () => {
  const findings = [...manyFindings(29_999, "info"), ...manyFindings(1, "error", 29_999)];
  const text = formatReviewSarif(reviewReport(small.base, small.widened, { review: { findings } }));
  const { results, properties } = runOf(text);
  expect(results).toHaveLength(mostResults);
  expect(properties).toEqual({ omitted: 30_001 - mostResults });
  expect(results.slice(0, 2).map((r) => r.ruleId)).toEqual(["diff/widened", "some-code"]);
  expect(results[1]?.message.text).toBe("finding 29999");
  expect(gzipSync(text).length).toBeLessThan(mostBytes);
});

test("a log that is too large is cut by its least grave results until it fits, and says by how much", () => {
  const report = reviewReport(null, small.base, {
    review: { findings: [...manyFindings(500, "info"), ...manyFindings(5, "error", 500)] },
  });
  const limits = { results: 1000, bytes: 6000 };
  const text = reviewSarif(report, limits);
  const { results, properties } = runOf(text);
  expect(gzipSync(text).length).toBeLessThanOrEqual(limits.bytes);
  expect(results.length).toBeGreaterThan(5);
  expect(results.slice(0, 5).every((r) => r.level === "error")).toBe(true);
  expect(results.length + (properties?.omitted ?? 0)).toBe(505);
  expect(runOf(reviewSarif(report, { results: 1000, bytes: 10 })).results).toEqual([]);
});

test("every gate of a review has a sentence of its own for lists of rules", () => {
  const general = gateSummary("config-version").replace("config-version", "WORD");
  const without = gateWords.filter(
    (word) => !word.startsWith("config-") && gateSummary(word) === general.replace("WORD", word),
  );
  expect(without).toEqual([]);
  expect(defaultGates.length).toBeGreaterThan(0);
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
