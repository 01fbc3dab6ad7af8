/**
 * The findings of a head: what its own settings tell, and what the base's tell besides.
 *
 * INVARIANT: a comment or an entry of a baseline takes a finding away from the base's judge only where the base
 * took the same away, and not where a statement newly allows something. An error is never taken away.
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import { compareDiagnostics, type Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Rule } from "../lint/define-rule.ts";
import { rules as allRules } from "../lint/registry.ts";
import { unusedSuppression } from "../lint/rules/unused-suppression.ts";
import { lintFindings, type LintFindings } from "../lint-set.ts";
import { fingerprints } from "../report/fingerprint.ts";
import { differenceOf, ownSettings, type Settings, severityRank } from "./base-settings.ts";
import type { Finding, Revision } from "./review.ts";

export interface FindingsInput {
  readonly head: Revision;
  readonly base: Revision | null;
  /** What the base's config says, read against the head; `null`: there is no base, or no head that compiles. */
  readonly baseSettings: Settings | null;
  /** Of the head; shared with its tests. `null` when it does not compile. */
  readonly analysis: AnalysisContext | null;
  readonly catalogueOf: (revision: Revision) => Catalogue;
  readonly now: number;
  readonly maxStates: number;
  /** Whether a place of the head is in a statement that newly allows something. */
  readonly isWidened: (place: Span) => boolean;
}

/** A finding that the head takes away and the base would not. */
export interface Hidden {
  readonly diagnostic: Diagnostic;
  /** The comment; `null`: an entry of the baseline. */
  readonly comment: Span | null;
}

export interface ReviewFindings {
  /** What stands, sorted. */
  readonly findings: readonly Finding[];
  /** In the order of the findings. */
  readonly hidden: readonly Hidden[];
}

/** A finding as one judge tells it, and the comment that would take it away. */
interface Told {
  readonly diagnostic: Diagnostic;
  readonly comment: Span | null;
}

export function reviewFindings(input: FindingsInput): ReviewFindings {
  const { head, baseSettings, analysis, now, maxStates } = input;
  const shared = { now, maxStates, ...(analysis === null ? {} : { analysis }) };
  const catalogue = input.catalogueOf(head);
  const own = lintFindings(head.compilation, { ...shared, catalogue });
  const { sources } = head.compilation;
  const prints = fingerprints(own.standing, sources);
  const accepted = new Set<string>();
  const standing = own.standing.filter((d, i) => {
    const stands = d.severity === "error" || !head.baseline.has(prints[i] ?? "");
    if (!stands) accepted.add(keyOf(d));
    return stands;
  });

  const lintAgain = (settings: Settings, rules: readonly Rule[]): LintFindings =>
    lintFindings(head.compilation, { ...shared, ...settings, catalogue, rules });
  const taken = [
    ...own.suppressed.map(({ diagnostic }) => diagnostic),
    ...own.standing.filter((d) => accepted.has(keyOf(d))),
  ];
  const told = baseSettings === null ? [] : toldByBase(input, own, taken, baseSettings, lintAgain);
  const stronger = strongerThan(standing, told);
  const left = withoutTaken(stronger, input);

  const ownPrints = new Map(own.standing.map((d, i) => [keyOf(d), prints[i] ?? ""]));
  const more = left.map(({ diagnostic }) => diagnostic).filter((d) => !ownPrints.has(keyOf(d)));
  const morePrints = fingerprints([...own.standing, ...more], sources).slice(own.standing.length);
  const printOf = new Map([...ownPrints, ...more.map((d, i) => [keyOf(d), morePrints[i] ?? ""] as const)]);
  const byKey = new Map<string, Finding>();
  for (const diagnostic of standing) {
    const key = keyOf(diagnostic);
    byKey.set(key, { diagnostic, fingerprint: printOf.get(key) ?? "", judge: "head" });
  }
  for (const { diagnostic } of left) {
    const key = keyOf(diagnostic);
    const headSeverity = byKey.get(key)?.diagnostic.severity;
    const finding: Finding = { diagnostic, fingerprint: printOf.get(key) ?? "", judge: "base" };
    byKey.set(key, headSeverity === undefined ? finding : { ...finding, headSeverity });
  }
  return {
    findings: [...byKey.values()].sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic)),
    hidden: left.filter(({ comment, diagnostic }) => comment !== null || accepted.has(keyOf(diagnostic))),
  };
}

/** Equal for what sorting counts as one finding. */
function keyOf({ code, message, span }: Diagnostic): string {
  return JSON.stringify([code, message, span]);
}

/** What the base's settings tell of the head before anything is taken away; empty when it can be no news. */
function toldByBase(
  { head }: FindingsInput,
  own: LintFindings,
  taken: readonly Diagnostic[],
  settings: Settings,
  lintAgain: (settings: Settings, rules: readonly Rule[]) => LintFindings,
): readonly Told[] {
  const { codes, mayTellMore } = differenceOf(ownSettings(head.compilation), settings);
  if (!mayTellMore && taken.length === 0) return [];
  const ours = toldIn(own);
  if (!mayTellMore && !taken.some(({ code }) => codes.has(code))) return ours;
  const again = toldIn(lintAgain(settings, rulesFor(codes)));
  return [
    ...ours.filter(({ diagnostic: { code } }) => !codes.has(code)),
    ...again.filter(({ diagnostic: { code } }) => codes.has(code) || code === "undecided"),
  ];
}

/** The rules that must run to find all of these codes. */
function rulesFor(codes: ReadonlySet<string>): readonly Rule[] {
  // Whether a suppression is used depends on what all rules find.
  return codes.has(unusedSuppression.id) ? allRules : allRules.filter(({ id }) => codes.has(id));
}

function toldIn({ standing, suppressed }: LintFindings): readonly Told[] {
  return [...standing.map((diagnostic) => ({ diagnostic, comment: null })), ...suppressed];
}

/** What the base tells and the head does not, or not as gravely; sorted, nothing twice. */
function strongerThan(standing: readonly Diagnostic[], told: readonly Told[]): readonly Told[] {
  const known = new Map(standing.map((d) => [keyOf(d), severityRank[d.severity]]));
  const stronger = new Map<string, Told>();
  for (const found of told) {
    const key = keyOf(found.diagnostic);
    const rank = severityRank[found.diagnostic.severity];
    if (rank <= (known.get(key) ?? severityRank.off)) continue;
    known.set(key, rank);
    stronger.set(key, found);
  }
  return [...stronger.values()].sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic));
}

/** Those that the base did not take away: neither its comments nor its baseline. */
function withoutTaken(told: readonly Told[], input: FindingsInput): readonly Told[] {
  const { head, base, isWidened } = input;
  if (base === null) return told;
  const diagnostics = told.map(({ diagnostic }) => diagnostic);
  const prints = fingerprints(diagnostics, head.compilation.sources);
  const gone = new Set<Told>();
  const open: Told[] = [];
  told.forEach((found, i) => {
    const { severity, span } = found.diagnostic;
    if (severity === "error" || (span !== null && isWidened(span))) return;
    if (base.baseline.has(prints[i] ?? "")) gone.add(found);
    else open.push(found);
  });
  if (open.length > 0) {
    const codes = new Set(open.map(({ diagnostic: { code } }) => code));
    // What stands for a finding of the base already stands for no other: those come first.
    const ours = [...gone, ...open];
    for (const found of matchedFindings(ours, takenByBase(base, codes, input), head, base)) gone.add(found);
  }
  return told.filter((found) => !gone.has(found));
}

/** The base's findings of these codes that its comments and its baseline take away. */
function takenByBase(
  base: Revision,
  codes: ReadonlySet<string>,
  { catalogueOf, now, maxStates }: FindingsInput,
): readonly Diagnostic[] {
  const { compilation, baseline } = base;
  const rules = rulesFor(codes);
  const found = lintFindings(compilation, { now, maxStates, catalogue: catalogueOf(base), rules });
  const prints = fingerprints(found.standing, compilation.sources);
  return [
    ...found.suppressed.map(({ diagnostic }) => diagnostic),
    ...found.standing.filter((d, i) => d.severity !== "error" && baseline.has(prints[i] ?? "")),
  ];
}

/** The findings of the head that are among those of the base, each for one: in the same file, or in one of another name. */
function matchedFindings(
  open: readonly Told[],
  taken: readonly Diagnostic[],
  head: Revision,
  base: Revision,
): readonly Told[] {
  const matched: Told[] = [];
  let [ours, theirs] = [open, taken];
  for (const withoutFiles of [false, true]) {
    const printsOf = (list: readonly Diagnostic[], { compilation }: Revision): readonly string[] =>
      fingerprints(list, compilation.sources, { withoutFiles });
    const ourPrints = printsOf(
      ours.map(({ diagnostic }) => diagnostic),
      head,
    );
    const theirPrints = printsOf(theirs, base);
    const [isOurs, isTheirs] = [new Set(ourPrints), new Set(theirPrints)];
    matched.push(...ours.filter((_, i) => isTheirs.has(ourPrints[i] ?? "")));
    ours = ours.filter((_, i) => !isTheirs.has(ourPrints[i] ?? ""));
    theirs = theirs.filter((_, i) => !isOurs.has(theirPrints[i] ?? ""));
  }
  return matched;
}
