/**
 * Whether a review passes.
 *
 * INVARIANT: an acknowledgement, or an event that does not gate, waives what the base holds against the head
 * and nothing else: a head that is wrong by its own word fails.
 */
import { hasErrors, type Severity } from "../base/diagnostic.ts";
import { plural } from "../report/lint-report.ts";
import { severityRank } from "./base-settings.ts";
import type { Finding, Reason, Review, Verdict } from "./review.ts";

export interface JudgeOptions {
  /** Whether somebody who may has accepted what the gates refuse. */
  readonly isAcknowledged: boolean;
  /** Whether gates fail at all; false on a push or a schedule. */
  readonly isGating: boolean;
}

export function judge(review: Review, { isAcknowledged, isGating }: JudgeOptions): Verdict {
  const own = [...ownReasons(review)];
  const byBase = [...baseReasons(review)].map((reason): Reason => ({ ...reason, isWaivable: true }));
  const isWaived = isAcknowledged || !isGating;
  const blocking = isWaived ? own : [...own, ...byBase];
  const waived = isWaived ? byBase : [];
  const isAccepted = isAcknowledged && waived.length > 0;
  return {
    conclusion: blocking.length > 0 ? "failed" : isAccepted ? "acknowledged" : "passed",
    blocking,
    waived,
  };
}

/** What fails by the head's own word. */
function* ownReasons({ head, findings, tests, failLevels }: Review): Generator<Reason> {
  const { set, trees, diagnostics } = head.compilation;
  if (head.isEmpty) {
    yield { kind: "empty", message: "the head holds no policy" };
    return;
  }
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const hasStatements = trees.some((t) => t.documents.some((d) => d.statements.length > 0));
  if (!hasStatements && errors.every(({ code }) => code === "empty-set")) {
    yield { kind: "empty", message: "the policies hold no statement" };
    return;
  }
  if (set === null || hasErrors(diagnostics)) {
    yield { kind: "compile", message: `the policies do not compile: ${plural(errors.length, "error")}` };
    return;
  }
  const own = findings.flatMap(({ judge: by, diagnostic, headSeverity }) =>
    by === "head" ? [diagnostic.severity] : (headSeverity ?? []),
  );
  const failing = own.filter((severity) => severityRank[severity] >= severityRank[failLevels.head]);
  if (failing.length > 0) yield { kind: "lint", message: severities(failing) };
  if (tests.length === 0) {
    yield { kind: "empty", message: "the policy set holds no test, so nothing was checked" };
  }
  const failed = tests.filter(({ status }) => status === "failed").length;
  const unjudged = tests.filter(({ status }) => status === "error").length;
  if (failed > 0)
    yield { kind: "test", message: `${plural(failed, "test")} ${failed === 1 ? "fails" : "fail"}` };
  if (unjudged > 0) yield { kind: "test", message: `${plural(unjudged, "test")} could not be judged` };
}

/** What the base holds against the head. */
function* baseReasons({ findings, refused, difference, failLevels }: Review): Generator<Reason> {
  if (refused.size > 0) {
    const verb = refused.size === 1 ? "is" : "are";
    yield {
      kind: "gate",
      message: `${plural(refused.size, "change")} ${verb} refused: ${wordCounts([...refused.values()].flat())}`,
    };
  }
  const failing = findings
    .filter((f) => failsByBase(f, failLevels))
    .map(({ diagnostic }) => diagnostic.severity);
  if (failing.length > 0) {
    yield { kind: "lint", message: `judged by the base: ${severities(failing)}` };
  }
  const open = difference.unknown.length;
  if (open > 0) {
    const verb = open === 1 ? "is" : "are";
    yield { kind: "undecided", message: `${plural(open, "question")} about the change ${verb} undecided` };
  }
}

/** Whether a finding fails by the base's word alone. */
function failsByBase(
  { diagnostic, judge: by, headSeverity }: Finding,
  { head, base }: Review["failLevels"],
): boolean {
  const fails = (severity: Severity | undefined, level: Severity): boolean =>
    severity !== undefined && severityRank[severity] >= severityRank[level];
  const isOwn = fails(by === "head" ? diagnostic.severity : headSeverity, head);
  return !isOwn && fails(diagnostic.severity, base);
}

/** Such as `2 errors and 1 warning`. */
function severities(list: readonly Severity[]): string {
  const named = [
    ["error", "error"],
    ["warning", "warning"],
    ["info", "info"],
  ] as const;
  const parts = named.flatMap(([severity, word]) => {
    const number = list.filter((s) => s === severity).length;
    return number === 0 ? [] : [plural(number, word)];
  });
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** Such as `widened (2), ungated (1)`. */
function wordCounts(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, number]) => `${word} (${String(number)})`).join(", ");
}
