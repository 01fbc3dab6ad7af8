/**
 * What a review has to say, one item a finding, test, change or question: what annotations, code scanning and
 * quality reports are made of. The verdict alone says what fails.
 */
import type { Severity } from "../base/diagnostic.ts";
import { positionAt } from "../base/source.ts";
import type { Change, ChangedStatement, Undecided } from "../diff/change.ts";
import type { Finding } from "../review/review.ts";
import type { TestResult } from "../testing/test-result.ts";
import { changeWord } from "./change-words.ts";
import { decisionLine, requestLine } from "./decision-text.ts";
import { agentsText, placeText, reachText } from "./diff-report.ts";
import { changeFingerprints, digests } from "./fingerprint.ts";
import { diagnosticLines } from "./github.ts";
import { rangeOf, type Range } from "./lint-report.ts";
import type { ReviewReport } from "./review-report.ts";
import { clipped, visible } from "./sanitize.ts";

/** A place in the head's files, as seen from the repository. */
export interface ItemPlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** From 1, in UTF-16 units; `null`: only the line is known. */
  readonly columns: { readonly start: number; readonly end: number } | null;
}

export interface ReviewItem {
  readonly subject:
    | { readonly kind: "finding"; readonly finding: Finding }
    | { readonly kind: "test"; readonly test: TestResult }
    | { readonly kind: "change"; readonly change: Change }
    | { readonly kind: "undecided"; readonly undecided: Undecided }
    | { readonly kind: "empty" };
  /** A code of findings, `diff/WORD` of changes, or `test-failed`. */
  readonly rule: string;
  readonly level: Severity;
  /** Whether it is a part of why the review fails. */
  readonly fails: boolean;
  /** In a few words; visible text. */
  readonly title: string;
  /** Visible text, a line each. */
  readonly lines: readonly string[];
  readonly place: ItemPlace | null;
  /** 64 hexadecimal digits that survive moving lines; no two alike. */
  readonly fingerprint: string;
}

const rank: { readonly [S in Severity]: number } = { info: 0, warning: 1, error: 2 };
const levels: readonly Severity[] = ["error", "warning", "info"];
const configFile = "sentrely.yaml";
// Names may have thousands of characters; what shows them shows this much.
const longestTitle = 160;

/** Findings, failed tests, changes that are refused or that loosen, undecided questions; each in the review's order. */
export function reviewItems(report: ReviewReport): readonly ReviewItem[] {
  return [...emptyItems(report), ...changeItems(report), ...testItems(report), ...findingItems(report)];
}

/** Items as readers need them: what fails first, then the graver; otherwise in their order. */
export function byGravity(items: readonly ReviewItem[]): readonly ReviewItem[] {
  return [true, false].flatMap((fails) =>
    levels.flatMap((level) => items.filter((i) => i.fails === fails && i.level === level)),
  );
}

function emptyItems({ verdict }: ReviewReport): ReviewItem[] {
  const reasons = verdict.blocking.filter((r) => r.kind === "empty");
  const prints = digests(reasons.map((r) => `empty ${r.message}`));
  return reasons.map((reason, i) => ({
    subject: { kind: "empty" },
    rule: "nothing-checked",
    level: "error",
    fails: true,
    title: "nothing to check",
    lines: [visible(reason.message)],
    place: null,
    fingerprint: prints[i] ?? "",
  }));
}

/** Whether a finding is a part of why the review fails. */
export function failsReview({ diagnostic, judge, headSeverity }: Finding, report: ReviewReport): boolean {
  const { failLevels } = report.review;
  const own = judge === "head" ? diagnostic.severity : headSeverity;
  if (own !== undefined && rank[own] >= rank[failLevels.head]) return true;
  const isWaived = report.verdict.waived.some((r) => r.kind === "lint");
  return !isWaived && rank[diagnostic.severity] >= rank[failLevels.base];
}

function findingItems(report: ReviewReport): ReviewItem[] {
  const { review, verdict, pathOf } = report;
  const { sources } = review.head.compilation;
  const isWaived = verdict.waived.some((r) => r.kind === "lint");
  return review.findings.map((finding): ReviewItem => {
    const { diagnostic, fingerprint, judge } = finding;
    const { severity, span, code } = diagnostic;
    const range = span === null ? null : rangeOf(span, sources);
    return {
      subject: { kind: "finding", finding },
      rule: code,
      level:
        judge === "base" && isWaived && severity === "error" ? (finding.headSeverity ?? "warning") : severity,
      fails: failsReview(finding, report),
      title: titleOf(judge === "base" ? `${code} (by the base's settings)` : code),
      lines: diagnosticLines(diagnostic, { sources, pathOf }),
      place: span === null || range === null ? null : placeOf(pathOf(span.file), range),
      fingerprint,
    };
  });
}

function testItems({ review, pathOf }: ReviewReport): ReviewItem[] {
  const { sources } = review.head.compilation;
  const failed = review.tests.filter((t) => t.status !== "passed");
  const prints = digests(failed.map((t) => JSON.stringify(["test", t.place.file, t.name])));
  return failed.map((test, i): ReviewItem => {
    const { name, status, message, counterexample, place } = test;
    return {
      subject: { kind: "test", test },
      rule: "test-failed",
      level: "error",
      fails: true,
      title: status === "failed" ? "test failed" : "test not judged",
      lines: [
        visible(name),
        visible(message),
        ...(counterexample === null
          ? []
          : [
              `counterexample: ${requestLine(counterexample.request)}`,
              `decision: ${decisionLine(counterexample.decision, { pathOf })}`,
            ]),
      ],
      place: placeOf(pathOf(place.file), rangeOf(place, sources)),
      fingerprint: prints[i] ?? "",
    };
  });
}

function changeItems(report: ReviewReport): ReviewItem[] {
  const { review, verdict } = report;
  const { changes, unknown } = review.difference;
  const isBlocked = verdict.blocking.some((r) => r.kind === "gate");
  const prints = changeFingerprints(changes);
  const told = changes.flatMap((change, i): ReviewItem[] => {
    const refused = review.refused.get(change);
    if (refused === undefined && !isLooser(change)) return [];
    const who = change.agents.length === 0 ? "" : `: ${agentsText(change.agents, 3)}`;
    return [
      {
        subject: { kind: "change", change },
        rule: `diff/${gateWord(change)}`,
        level: refused === undefined ? "info" : isBlocked ? "error" : "warning",
        fails: refused !== undefined && isBlocked,
        title: titleOf(`${changeWord(change)}${who}`),
        lines: changeLines(change, refused ?? [], report),
        place: placeOfChange(change, report),
        fingerprint: prints[i] ?? "",
      },
    ];
  });
  const blocksUndecided = verdict.blocking.some((r) => r.kind === "undecided");
  const unknownPrints = digests(unknown.map((u) => JSON.stringify(["undecided", u.agent, u.question])));
  const questions = unknown.map((undecided, i): ReviewItem => {
    const who = undecided.agent === null ? "" : `: ${undecided.agent}`;
    return {
      subject: { kind: "undecided", undecided },
      rule: "diff/undecided",
      level: blocksUndecided ? "error" : "warning",
      fails: blocksUndecided,
      title: titleOf(`undecided${who}`),
      lines: [visible(undecided.question)],
      place: null,
      fingerprint: unknownPrints[i] ?? "",
    };
  });
  return [...told, ...questions];
}

function titleOf(text: string): string {
  return clipped(visible(clipped(text, longestTitle)), longestTitle);
}

/** Worth a line of its own even where no gate refuses it. */
function isLooser({ kind, tags }: Change): boolean {
  return kind === "widened" || kind === "ungated" || tags.includes("weakened");
}

const ofDecisions: ReadonlySet<string> = new Set(["widened", "narrowed", "gated", "ungated", "approval"]);

/** The one word of `--fail-on` that says best what a change is. */
function gateWord({ kind, tags }: Change): string {
  if (ofDecisions.has(kind)) return kind;
  const telling = tags.find((tag) => tag !== kind && tag !== "weakened" && !tag.startsWith("config-"));
  return telling ?? kind;
}

function changeLines(change: Change, refused: readonly string[], report: ReviewReport): string[] {
  const { pathOf, basePathOf } = report;
  const { message, witness, before, after, agents, base, head } = change;
  const reach = reachText(change);
  const line = (label: string, text: string): string => `${label}: ${visible(text)}`;
  const statement = (side: "base" | "head", s: ChangedStatement): string =>
    line(side, `${placeText(s, side === "head" ? pathOf : basePathOf)}: ${clipped(s.text, 200)}`);
  return [
    visible(message),
    ...(agents.length < 2 ? [] : [line("agents", agentsText(agents, 10))]),
    ...(witness === null ? [] : [`such as: ${requestLine(witness.request)}`]),
    ...(before === null ? [] : [`before: ${decisionLine(before, { pathOf: basePathOf })}`]),
    ...(after === null ? [] : [`after: ${decisionLine(after, { pathOf })}`]),
    ...head.slice(0, 5).map((s) => statement("head", s)),
    ...base.slice(0, 5).map((s) => statement("base", s)),
    ...(reach === null ? [] : [line("reach", reach)]),
    ...(refused.length === 0 ? [] : [line("refused by", refused.join(", "))]),
  ];
}

function placeOf(path: string, { start, end }: Range): ItemPlace {
  const columns = start.line === end.line ? { start: start.column, end: end.column } : null;
  return { path, startLine: start.line, endLine: end.line, columns };
}

/** Where the whole set is spoken of. */
export function configPlace({ pathOf }: ReviewReport): ItemPlace {
  return { path: pathOf(configFile), startLine: 1, endLine: 1, columns: null };
}

/**
 * The head's statement that is answerable. Of what the head no longer has, about where it was, as far as the
 * head has the file; else `null`.
 */
function placeOfChange({ head, base }: Change, report: ReviewReport): ItemPlace | null {
  const { pathOf, basePathOf, review } = report;
  const { sources } = review.head.compilation;
  const [now] = head;
  if (now !== undefined) {
    const path = pathOf(now.span.file);
    if (sources.has(now.span.file)) return placeOf(path, rangeOf(now.span, sources));
    return { path, startLine: now.line, endLine: now.line, columns: null };
  }
  for (const { span, line } of base) {
    const path = basePathOf(span.file);
    const source = [...sources.values()].find((s) => pathOf(s.path) === path);
    if (source === undefined) continue;
    const last = positionAt(source, source.text.trimEnd().length).line;
    const near = Math.min(line, last);
    return { path, startLine: near, endLine: near, columns: null };
  }
  return null;
}
