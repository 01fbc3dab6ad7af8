/** Lints a compiled set: what `sentrely-policy lint` tells besides what compiling found. */
import { AnalysisContext } from "./analysis/analysis-context.ts";
import { defaultMaxStates } from "./analysis/prover.ts";
import { sortDiagnostics, type Diagnostic } from "./base/diagnostic.ts";
import type { Catalogue } from "./catalogue/catalogue.ts";
import { rules as allRules } from "./lint/registry.ts";
import { levelOf, runRules } from "./lint/run-rules.ts";
import type { Rule } from "./lint/define-rule.ts";
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
 * What compiling found and what the rules find, at the levels that the config sets, sorted. A set that
 * does not compile has only the former.
 */
export function lint(compilation: Compilation, settings: LintSettings): readonly Diagnostic[] {
  const { set, config, diagnostics } = compilation;
  const levels = new Map(config?.lint.rules.map(({ id, level }) => [id.value, level]));
  const compiled = diagnostics.flatMap((d) => {
    const severity = levelOf(d.severity, levels.get(d.code));
    return severity === "off" ? [] : [{ ...d, severity }];
  });
  if (set === null) return sortDiagnostics(compiled);
  const found = runRules(
    settings.rules ?? allRules,
    {
      set,
      tests: compilation.tests,
      config,
      trees: compilation.trees,
      sources: compilation.sources,
      catalogue: settings.catalogue,
      analysis: settings.analysis ?? new AnalysisContext(set),
      now: settings.now,
      maxStates: settings.maxStates ?? defaultMaxStates,
    },
    { levels },
  );
  return sortDiagnostics([...compiled, ...found]);
}
