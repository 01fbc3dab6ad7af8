/**
 * Runs rules over a set.
 *
 * INVARIANT: a question that was not decided is told as `undecided`: an error for rules of level
 * warning and error, an info for others; never a silent pass.
 */
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import type { Rule } from "./define-rule.ts";
import { LintContext, type LintInput } from "./lint-context.ts";
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

/** Runs the rules that are not off; diagnostics come unsorted and at their final levels. */
export function runRules(rules: readonly Rule[], input: LintInput, { levels }: RunOptions): Diagnostic[] {
  const context = new LintContext(input);
  const found: Diagnostic[] = [];
  const active = new Map<string, Level>();
  for (const rule of rules) {
    const possible = [rule.level, ...(rule.otherLevels ?? [])].map((l) => levelOf(l, levels.get(rule.id)));
    const level = possible.includes("error") ? "error" : (possible.find((l) => l !== "off") ?? "off");
    if (level === "off") continue;
    active.set(rule.id, level);
    rule.check?.(context, (finding) => {
      const severity = levelOf(finding.severity ?? rule.level, levels.get(rule.id));
      if (severity === "off") return;
      found.push({
        code: rule.id,
        severity,
        message: finding.message,
        span: finding.span,
        related: finding.related ?? [],
        help: finding.help ?? null,
        witness: finding.witness ?? null,
        fixes: finding.fixes ?? [],
      });
    });
  }
  for (const { rules: asking, question, reason } of context.undecided) {
    const [rule] = asking.filter((id) => active.has(id));
    if (rule === undefined) continue;
    const diagnostic = lintMessages.build.undecided(null, { rule, question, reason });
    const blocks = asking.some((id) => active.get(id) === "error" || active.get(id) === "warning");
    found.push(blocks ? diagnostic : { ...diagnostic, severity: "info" });
  }
  return found;
}
