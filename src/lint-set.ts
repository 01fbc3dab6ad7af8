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
import { applySuppressions, type SuppressedFinding } from "./lint/suppressions.ts";
import type { SensitiveChange } from "./ir/lower-sensitive.ts";
import type { Compilation } from "./pipeline.ts";

export type { Level } from "./lint/run-rules.ts";
export type { SuppressedFinding } from "./lint/suppressions.ts";

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
  /** Levels by code, in place of the config's: another revision's, which judges this set. */
  readonly levels?: Levels;
  /** Changes of the regions of sensitive operations, likewise. */
  readonly sensitive?: readonly SensitiveChange[];
}

export type Levels = ReadonlyMap<string, Level>;

/** The levels that a config sets. */
export function levelsOf({ config }: Pick<Compilation, "config">): Levels {
  return new Map(config?.lint.rules.map(({ id, level }) => [id.value, level]));
}

/** What linting found. */
export interface LintFindings {
  /** What is told, sorted. */
  readonly standing: readonly Diagnostic[];
  /** What comments take away, in the order of the findings. */
  readonly suppressed: readonly SuppressedFinding[];
}

/**
 * What compiling found and what the rules find, at the levels that the config sets, without what is
 * suppressed, sorted. A set that does not compile has only the former.
 */
export function lint(compilation: Compilation, settings: LintSettings): readonly Diagnostic[] {
  return lintFindings(compilation, settings).standing;
}

/** The same, with what is suppressed told apart. */
export function lintFindings(compilation: Compilation, settings: LintSettings): LintFindings {
  const { set, config, sources } = compilation;
  const levels = settings.levels ?? levelsOf(compilation);
  const compiled = atLevels(compilation.diagnostics, levels);
  const known = new Set(codeCatalogue().map(({ code }) => code));
  if (set === null) {
    const { diagnostics, suppressed } = applySuppressions({
      diagnostics: compiled,
      sources,
      known,
      isComplete: () => false,
    });
    return { standing: sortDiagnostics(diagnostics), suppressed: sortSuppressed(suppressed) };
  }
  const rules = settings.rules ?? allRules;
  const found = runRules(
    rules,
    {
      set,
      tests: compilation.tests,
      config,
      sensitive: settings.sensitive ?? compilation.sensitive,
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
  const applied = applySuppressions({
    diagnostics: [...compiled, ...found.diagnostics, ...misconfigured],
    sources,
    known,
    // What only a comparison of two sets finds is never among the findings of one.
    isComplete: (id) => found.complete.has(id) && !rules.some((r) => r.id === id && r.foundBy === "diff"),
  });
  const own = (rule: Rule, findings: readonly Finding[]): Diagnostic[] =>
    rules.includes(rule) ? findings.flatMap((finding) => diagnosticOf(rule, finding, levels)) : [];
  const standing = sortDiagnostics([
    ...applied.diagnostics,
    ...own(unusedSuppression, applied.unused),
    ...own(suppressionWithoutReason, applied.withoutReason),
  ]);
  return { standing, suppressed: sortSuppressed(applied.suppressed) };
}

/** Sorted by their findings, none of which comes twice. */
function sortSuppressed(suppressed: readonly SuppressedFinding[]): readonly SuppressedFinding[] {
  const byFinding = new Map(suppressed.map((found) => [found.diagnostic, found]));
  return sortDiagnostics([...byFinding.keys()]).flatMap((diagnostic) => byFinding.get(diagnostic) ?? []);
}

function atLevels(diagnostics: readonly Diagnostic[], levels: Levels): readonly Diagnostic[] {
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
