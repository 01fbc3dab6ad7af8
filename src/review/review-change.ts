/** Judges a change of policies by what it was before. */
import { createProver, defaultMaxStates, type Prover } from "../analysis/prover.ts";
import type { Severity } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Change, Difference } from "../diff/change.ts";
import { comparePolicies } from "../diff/compare.ts";
import type { RevisionReading } from "../ir/lower-revision.ts";
import { levelsOf } from "../lint-set.ts";
import { runTests } from "../testing/run-tests.ts";
import type { TestResult } from "../testing/test-result.ts";
import { newActionsOf } from "./admitted-actions.ts";
import { baseSideOf, baseStateOf } from "./base-side.ts";
import { failLevelOf, ruleLevels, type Settings } from "./base-settings.ts";
import { brokenBaseTests, withoutRemovalsOf } from "./base-tests.ts";
import { refusedChanges } from "./gates.ts";
import { hiddenChanges } from "./hidden-changes.ts";
import { judgingChanges, type JudgingFile, unreadRegions, withChanges } from "./judging-changes.ts";
import type { Review, Revision } from "./review.ts";
import { reviewFindings } from "./review-findings.ts";

export interface ReviewInput {
  readonly head: Revision;
  /** `null`: there is nothing to compare with. */
  readonly base: Revision | null;
  /** Makes the catalogue of a revision; called at most once for each. */
  readonly catalogueOf: (revision: Revision) => Catalogue;
  /** Milliseconds since the epoch; what depends on the day is judged at it. */
  readonly now: number;
  /** Words of `fail-on`; empty: no gate. */
  readonly failOn: readonly string[];
  /** The caller's own word, which overrides both configs; absent: theirs. */
  readonly failLevel?: Severity;
  /** Files outside of the set that decide how it is judged (workflows), with what happened to them. */
  readonly judgingFiles?: readonly JudgingFile[];
  /** The record of known actions; absent: there is none. */
  readonly knownActions?: ReadonlySet<string>;
  /** States that one question may expand; 2,000,000 unless given. */
  readonly maxStates?: number;
}

/** Lints, tests and compares, each once where the change leaves the base's word as it was. */
export function reviewChange(input: ReviewInput): Review {
  const { head, base, now, failOn, failLevel } = input;
  const maxStates = input.maxStates ?? defaultMaxStates;
  const { set, tests, sources } = head.compilation;
  const catalogues = new Map<Revision, Catalogue>();
  const catalogueOf = (revision: Revision): Catalogue => {
    const known = catalogues.get(revision) ?? input.catalogueOf(revision);
    catalogues.set(revision, known);
    return known;
  };
  const prover = set === null ? null : createProver(set, { maxStates });
  const reading = base === null || set === null ? null : head.compilation.readRevision(base.compilation);
  const compared: Difference =
    base === null || set === null
      ? { changes: [], unknown: [] }
      : comparePolicies(
          baseSideOf(base),
          { ...head.compilation, set },
          { maxStates, ruleLevels: ruleLevels() },
        );

  const { findings, hidden } = reviewFindings({
    head,
    base,
    baseSettings: base === null || reading === null ? null : settingsOf(base, reading),
    analysis: prover?.context ?? null,
    catalogueOf,
    now,
    maxStates,
    isWidened: widenedPlaces(compared.changes),
  });
  const results = set === null || prover === null ? [] : runTests(set, tests, { prover });
  const broken =
    prover === null || reading === null ? [] : brokenTests(input, { reading, results, prover, maxStates });
  const difference: Difference = {
    changes:
      base === null || reading === null
        ? compared.changes
        : withChanges(withoutRemovalsOf(broken, compared.changes), [
            ...hiddenChanges(hidden, sources),
            ...unreadRegions(base.compilation, reading),
            ...judgingChanges(input.judgingFiles ?? []),
            ...broken,
          ]),
    unknown: compared.unknown,
  };
  const headLevel = failLevel ?? failLevelOf(head.compilation);
  return {
    head,
    base,
    baseState: baseStateOf(base),
    findings,
    tests: results,
    difference,
    refused: refusedChanges(difference.changes, failOn),
    failLevels: {
      head: headLevel,
      base: failLevel ?? (base === null ? headLevel : failLevelOf(base.compilation)),
    },
    newActions:
      input.knownActions === undefined
        ? null
        : newActionsOf(head.compilation, input.knownActions, {
            catalogue: catalogueOf(head),
            now,
            maxStates,
            ...(prover === null ? {} : { analysis: prover.context }),
          }),
  };
}

/** What the base's config says of findings, with its words, about the head. */
function settingsOf({ compilation }: Revision, { sensitive }: RevisionReading): Settings {
  return { levels: levelsOf(compilation), sensitive };
}

/** Whether a place is in a statement of the head that allows, or ungates, something anew. */
function widenedPlaces(changes: readonly Change[]): (place: Span) => boolean {
  const wider = changes.filter(({ kind }) => kind === "widened" || kind === "ungated");
  const spans = wider.flatMap(({ head }) => head.map(({ span }) => span));
  return ({ file, start, end }) => spans.some((s) => s.file === file && s.start <= start && end <= s.end);
}

interface BaseTestRun {
  readonly reading: RevisionReading;
  readonly results: readonly TestResult[];
  readonly prover: Prover;
  readonly maxStates: number;
}

/** None for a base that does not compile: what held there cannot be said. */
function brokenTests({ head, base }: ReviewInput, { results, ...run }: BaseTestRun): readonly Change[] {
  const [before, after] = [base?.compilation ?? null, head.compilation];
  if (before === null || before.set === null || after.set === null) return [];
  return brokenBaseTests({
    base: {
      set: before.set,
      tests: before.tests,
      sources: before.sources,
      configFile: before.config?.file ?? null,
    },
    head: { set: after.set, tests: after.tests, results },
    ...run,
  });
}
