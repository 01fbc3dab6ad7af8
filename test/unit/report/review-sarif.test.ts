import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { defaultGates, gateWords } from "../../../src/diff/gate-words.ts";
import { gateSummary } from "../../../src/report/gate-summaries.ts";
import type { ReviewReport } from "../../../src/report/review-report.ts";
import { formatReviewSarif, mostBytes, mostResults, reviewSarif } from "../../../src/report/review-sarif.ts";
import { approved, manyFindings, reports, reviewReport, small } from "../../support/machine-review.ts";

const sarifSchema = JSON.parse(
  readFileSync(new URL("../../fixtures/schemas/sarif-2.1.0-rtm.5.json", import.meta.url), "utf8"),
) as { $schema?: string; id?: string };
delete sarifSchema.$schema;
delete sarifSchema.id;
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(sarifSchema);

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

test.each(reports)("SARIF of %s is valid by its schema", (_, report) => {
  const valid = isSarif(JSON.parse(formatReviewSarif(report())));
  expect(isSarif.errors ?? []).toEqual([]);
  expect(valid).toBe(true);
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
