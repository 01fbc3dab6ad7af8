/**
 * Runs rules over a set.
 *
 * INVARIANT: a question that was not decided is told as `undecided`: an error for rules of level
 * warning and error, an info for others; never a silent pass.
 */
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import type { Finding, Rule } from "./define-rule.ts";
import { LintContext, type LintInput, type UndecidedQuestion } from "./lint-context.ts";
import { lintMessages } from "./messages.ts";

export type Level = Severity | "off";

export interface RunOptions {
  /** Levels that the config sets; an error is never lowered. */
  readonly levels: ReadonlyMap<string, Level>;
}

/** The level of a finding under the config's word for its rule. */
export function levelOf(severity: Severity, configured: Level | undefined): Level {
  return severity === "error" || configured === undefined ? severity : configured;
}

/** What a run has found. */
export interface RunResult {
  /** Unsorted, at their final levels. */
  readonly diagnostics: readonly Diagnostic[];
  /** Ids of the rules that looked at everything: not off, and with every question decided. */
  readonly complete: ReadonlySet<string>;
}

/** A finding as a diagnostic, at the level that the config sets; none when that is off. */
export function diagnosticOf(rule: Rule, finding: Finding, levels: RunOptions["levels"]): Diagnostic[] {
  const severity = levelOf(finding.severity ?? rule.level, levels.get(rule.id));
  if (severity === "off") return [];
  return [
    {
      code: rule.id,
      severity,
      message: finding.message,
      span: finding.span,
      related: finding.related ?? [],
      help: finding.help ?? null,
      witness: finding.witness ?? null,
      fixes: finding.fixes ?? [],
    },
  ];
}

/** Runs the rules that are not off. */
export function runRules(rules: readonly Rule[], input: LintInput, { levels }: RunOptions): RunResult {
  const context = new LintContext(input);
  const found: Diagnostic[] = [];
  const active = new Map<string, Level>();
  for (const rule of rules) {
    const possible = [rule.level, ...(rule.otherLevels ?? [])].map((l) => levelOf(l, levels.get(rule.id)));
    const level = possible.includes("error") ? "error" : (possible.find((l) => l !== "off") ?? "off");
    if (level === "off") continue;
    active.set(rule.id, level);
    rule.check?.(context, (finding) => {
      found.push(...diagnosticOf(rule, finding, levels));
    });
  }
  found.push(...undecidedDiagnostics(context.undecided, active));
  const undecided = new Set(context.undecided.flatMap(({ rules: asking }) => asking));
  const complete = new Set([...active.keys()].filter((id) => !undecided.has(id)));
  return { diagnostics: found, complete };
}

/** Questions of one rule that are told; the rest is counted. */
const mostQuestions = 10;

function undecidedDiagnostics(
  undecided: readonly UndecidedQuestion[],
  active: ReadonlyMap<string, Level>,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  const byRule = new Map<string, { count: number; blocks: boolean }>();
  for (const { rules: asking, question, reason } of undecided) {
    const [rule] = asking.filter((id) => active.has(id));
    if (rule === undefined) continue;
    const blocks = asking.some((id) => active.get(id) === "error" || active.get(id) === "warning");
    const before = byRule.get(rule) ?? { count: 0, blocks: false };
    byRule.set(rule, { count: before.count + 1, blocks: before.blocks || blocks });
    const diagnostic = lintMessages.build.undecided(null, { rule, question, reason });
    if (before.count < mostQuestions) found.push(atBlocking(diagnostic, blocks));
  }
  for (const [rule, { count, blocks }] of byRule) {
    if (count <= mostQuestions) continue;
    const diagnostic = lintMessages.build.undecided(null, { rule, question: "", reason: "" });
    const message = `\`${rule}\` leaves ${count - mostQuestions} more questions undecided`;
    found.push(atBlocking({ ...diagnostic, message }, blocks));
  }
  return found;
}

function atBlocking(diagnostic: Diagnostic, blocks: boolean): Diagnostic {
  return blocks ? diagnostic : { ...diagnostic, severity: "info" };
}
