/** Reviews for the tests of formats that machines read: small ones, large ones, hostile ones. */
import type { Severity } from "../../src/base/diagnostic.ts";
import type { Change } from "../../src/diff/change.ts";
import type { AcknowledgementReport, ReviewReport } from "../../src/report/review-report.ts";
import type { Finding, Review } from "../../src/review/review.ts";
import { diagnosticAt } from "./lint-report.ts";
import { reportOf, reviewOf, revisionOf, type ReviewWords, type Texts } from "./review-report.ts";

export interface ReviewOptions extends ReviewWords {
  /** The folder of `sentrely.yaml` in the repository, with `/` at its end. */
  readonly folder?: string;
  /** Replaces parts of what was found. */
  readonly review?: Partial<Review>;
}

/** What the formatters are given for a change of texts; `base`: `null` where there is none. */
export function reviewReport(base: Texts | null, head: Texts, options: ReviewOptions = {}): ReviewReport {
  const { folder = "", review: replaced = {}, ...words } = options;
  const found = reviewOf(base === null ? null : revisionOf(base), revisionOf(head), words);
  const report = reportOf({ ...found, ...replaced }, words);
  const pathOf = (file: string): string => `${folder}${file}`;
  return { ...report, pathOf, basePathOf: pathOf, links: { summary: null, line: null } };
}

const quiet = ["missing-budget", "missing-circuit-breaker", "missing-project-budget", "missing-rate-limit"];

interface SmallSet extends Texts {
  readonly "policies/ci.yaml": string;
  readonly "sentrely.yaml": string;
  readonly "tests/a.test.yaml": string;
}

function smallFiles(...statements: readonly string[]): SmallSet {
  return {
    "policies/ci.yaml": `agent: ci-runner\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`,
    "sentrely.yaml": `version: 1\nlint:\n  rules:\n${quiet.map((rule) => `    ${rule}: off\n`).join("")}`,
    "tests/a.test.yaml": "tests:\n  - ci-runner can git:read on repos/app\n",
  };
}

/** A policy set of one agent, and one that allows more; the rules find nothing in either. */
export const small: { readonly base: SmallSet; readonly widened: SmallSet } = {
  base: smallFiles("git:read on repos/app"),
  widened: smallFiles("git:read on repos/web", "git:read on repos/app"),
};

/** Findings that differ in their message alone, at the first word of a policy. */
export function manyFindings(count: number, severity: Severity = "warning", from = 0): readonly Finding[] {
  return Array.from({ length: count }, (_, i): Finding => {
    const number = String(from + i);
    const source = { path: "policies/ci.yaml", text: "agent" };
    const diagnostic = diagnosticAt(source, "agent", { severity, message: `finding ${number}` });
    return { diagnostic, fingerprint: number.padStart(64, "0"), judge: "head" };
  });
}

export const hostileText =
  "x\u001b[2J\u202e\u0000\n::error::owned\r\n##[add-mask]y ##vso[task.x] <b>&\"'@everyone </details> `](http://x) %0A::stop-commands::z";

/** A review in which every text that others write is hostile, and long. */
export function hostileReport(): ReviewReport {
  const text = `::error::${hostileText}${"n".repeat(5000)}`;
  const span = { file: `--help\n::error::${hostileText}.yaml`, start: 0, end: 1 };
  const request = { agent: text, action: text, resource: text, context: { [text]: text } };
  const decision = {
    effect: "allow",
    reason: "granted",
    statements: [{ id: text, agent: text, file: span.file, line: 1 }],
    approvals: [],
    notify: [text],
    revision: text,
  } as const;
  const statement = { id: text, text, span, line: 1 };
  const change: Change = {
    kind: "widened",
    tags: ["widened"],
    agents: [text, `${text}2`],
    message: text,
    region: { actions: text, resources: text, except: text, when: text, exact: false },
    witness: { request },
    before: decision,
    after: decision,
    base: [statement],
    head: [statement],
    reach: { base: 1, head: 2, length: 96 },
  };
  const gone: Change = { ...change, kind: "test", tags: ["test", "test-removed", "weakened"], head: [] };
  const diagnostic = diagnosticAt({ path: span.file, text: "place" }, "place", {
    code: text,
    message: text,
    help: text,
    related: [{ message: text, span }],
    witness: { request, decision },
    fixes: [{ title: text, kind: "safe", edits: [{ span, text }] }],
  });
  const report = reviewReport(small.base, small.base, {
    acknowledgement: { isAcknowledged: false, lines: [text] },
    folder: `${hostileText}/`,
    notes: [text],
    review: {
      findings: [{ diagnostic, fingerprint: "0".repeat(64), judge: "base" }],
      tests: [
        { name: text, place: span, status: "failed", message: text, counterexample: { request, decision } },
      ],
      difference: { changes: [change, gone], unknown: [{ agent: text, question: text }] },
      refused: new Map([
        [change, ["widened"]],
        [gone, ["weakened"]],
      ]),
      newActions: [{ action: text, agents: [text] }],
    },
  });
  return { ...report, baseName: text, headName: text };
}

/** A test of the head that does not hold. */
export const failedTest: SmallSet = {
  ...small.base,
  "tests/a.test.yaml": "tests:\n  - ci-runner cannot git:read on repos/app\n",
};
/** A head, or a base, that does not compile. */
export const broken: SmallSet = {
  ...small.base,
  "policies/ci.yaml": "agent: ci-runner\npolicies:\n  - git:read on\n",
};
export const approved: AcknowledgementReport = { isAcknowledged: true, lines: ["`bob` approved 3f2a91c"] };

/** One of each: what passes, what is refused, what is accepted, what does not compile, what is compared with nothing. */
export const reports: readonly (readonly [string, () => ReviewReport])[] = [
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
