/** Lints a compiled set: what `sentrely-policy lint` tells besides what compiling found. */
import { AnalysisContext } from "./analysis/analysis-context.ts";
import { defaultMaxStates } from "./analysis/prover.ts";
import { sortDiagnostics, type Diagnostic } from "./base/diagnostic.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import { codeCatalogue } from "./code-catalogue.ts";
import { checkLevels } from "./lint/configured-levels.ts";
import type { Finding, Rule } from "./lint/define-rule.ts";
import { rules as allRules } from "./lint/registry.ts";
import { suppressionWithoutReason } from "./lint/rules/suppression-without-reason.ts";
import { unusedSuppression } from "./lint/rules/unused-suppression.ts";
import { diagnosticOf, levelOf, runRules, type Level } from "./lint/run-rules.ts";
import { applySuppressions } from "./lint/suppressions.ts";
import type { Compilation } from "./pipeline.ts";

export interface LintSettings {
  /** Milliseconds since the epoch; what depends on the day is judged at it. */
  readonly now: number;
  readonly catalogue: Catalogue;
  /** Shared with a prover of the same set, so that nothing is computed twice. */
  readonly analysis?: AnalysisContext;
  /** States that one question may expand; 2,000,000 unless given. */
  readonly maxStates?: number;
  /** The rules to run; all unless given. */
  readonly rules?: readonly Rule[];
}

/**
 * What compiling found and what the rules find, at the levels that the config sets, without what is
 * suppressed, sorted. A set that does not compile has only the former.
 */
export function lint(compilation: Compilation, settings: LintSettings): readonly Diagnostic[] {
  const { set, config, sources } = compilation;
  const levels = new Map(config?.lint.rules.map(({ id, level }) => [id.value, level]));
  const compiled = atLevels(compilation.diagnostics, levels);
  const known = new Set(codeCatalogue().map(({ code }) => code));
  if (set === null) {
    const { diagnostics } = applySuppressions({
      diagnostics: compiled,
      sources,
      known,
      isComplete: () => false,
    });
    return sortDiagnostics(diagnostics);
  }
  const rules = settings.rules ?? allRules;
  const found = runRules(
    rules,
    {
      set,
      tests: compilation.tests,
      config,
      sensitive: compilation.sensitive,
      trees: compilation.trees,
      sources,
      catalogue: settings.catalogue,
      analysis: settings.analysis ?? new AnalysisContext(set),
      now: settings.now,
      maxStates: settings.maxStates ?? defaultMaxStates,
    },
    { levels },
  );
  const misconfigured = config === null ? [] : checkLevels(config, levelled());
  const suppressed = applySuppressions({
    diagnostics: [...compiled, ...found.diagnostics, ...misconfigured],
    sources,
    known,
    // What only a comparison of two sets finds is never among the findings of one.
    isComplete: (id) => found.complete.has(id) && !rules.some((r) => r.id === id && r.foundBy === "diff"),
  });
  const own = (rule: Rule, findings: readonly Finding[]): Diagnostic[] =>
    rules.includes(rule) ? findings.flatMap((finding) => diagnosticOf(rule, finding, levels)) : [];
  return sortDiagnostics([
    ...suppressed.diagnostics,
    ...own(unusedSuppression, suppressed.unused),
    ...own(suppressionWithoutReason, suppressed.withoutReason),
  ]);
}

function atLevels(
  diagnostics: readonly Diagnostic[],
  levels: ReadonlyMap<string, Level>,
): readonly Diagnostic[] {
  return diagnostics.flatMap((d) => {
    const severity = levelOf(d.severity, levels.get(d.code));
    return severity === "off" ? [] : [{ ...d, severity }];
  });
}

function levelled(): { readonly id: string; readonly isAlwaysError: boolean }[] {
  return codeCatalogue().map(({ code, severity, rule }) => ({
    id: code,
    isAlwaysError: severity === "error" && (rule?.otherLevels ?? []).length === 0,
  }));
}
