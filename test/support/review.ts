/** Reviews policy texts and says what came of it, in the words that tests compare. */
import { defaultGates } from "../../src/diff/gate-words.ts";
import { compile } from "../../src/pipeline.ts";
import { judge } from "../../src/review/judge.ts";
import { reviewChange, type ReviewInput } from "../../src/review/review-change.ts";
import type { Review, Revision, Verdict } from "../../src/review/review.ts";
import { fingerprints } from "../../src/report/fingerprint.ts";
import { lint } from "../../src/lint-set.ts";
import { catalogueOf } from "./catalogue.ts";
import { inputOf } from "./set-input.ts";

/** Texts by path; `sentrely.yaml` is the config. */
export type Texts = { readonly [path: string]: string };

/** 2026-01-05, noon. */
export const reviewedAt: number = Date.parse("2026-01-05T12:00:00Z");

/** A revision from texts; `accepting` codes of which its baseline holds all findings. */
export function revisionOf(
  texts: Texts,
  accepting: readonly string[] = [],
  mayBeEmpty: boolean = isEmptyOf(texts),
): Revision {
  const compilation = compile({ ...inputOf(Object.entries(texts)), mayBeEmpty });
  const isEmpty = isEmptyOf(texts);
  return { compilation, baseline: acceptedOf(compilation, accepting), isEmpty };
}

function isEmptyOf(texts: Texts): boolean {
  return Object.keys(texts).every((path) => path === "sentrely.yaml");
}

function acceptedOf(
  compilation: Revision["compilation"],
  accepting: readonly string[],
): Revision["baseline"] {
  if (accepting.length === 0) return new Set();
  const found = lint(compilation, { now: reviewedAt, catalogue: catalogueOf(compilation) });
  const prints = fingerprints(found, compilation.sources);
  return new Set(prints.filter((_, i) => accepting.includes(found[i]?.code ?? "")));
}

export function reviewOf(
  base: Texts | Revision | null,
  head: Texts | Revision,
  options: Partial<ReviewInput> = {},
): Review {
  return reviewChange({
    base: base === null || isRevision(base) ? base : revisionOf(base),
    head: isRevision(head) ? head : revisionOf(head),
    catalogueOf: ({ compilation }) => catalogueOf(compilation),
    now: reviewedAt,
    failOn: defaultGates,
    ...options,
  });
}

function isRevision(side: Texts | Revision): side is Revision {
  return typeof side["compilation"] === "object";
}

/** `judge severity code` of each finding; with ` (was SEVERITY)` where the head says less. */
export function findingsOf({ findings }: Review): string[] {
  return findings.map(({ judge: by, diagnostic: { severity, code }, headSeverity }) =>
    [`${by} ${severity} ${code}`, ...(headSeverity === undefined ? [] : [`(was ${headSeverity})`])].join(" "),
  );
}

/** `tags: message` of each change. */
export function changesOf({ difference }: Review): string[] {
  return difference.changes.map(({ tags, message }) => `${tags.join(" ")}: ${message}`);
}

export const gating = { isAcknowledged: false, isGating: true } as const;
export const acknowledged = { isAcknowledged: true, isGating: true } as const;

/** The conclusion, then `! reason` of what blocks and `~ reason` of what is waived. */
export function verdictOf(review: Review, options: Parameters<typeof judge>[1] = gating): string[] {
  const { conclusion, blocking, waived }: Verdict = judge(review, options);
  return [
    conclusion,
    ...blocking.map(({ kind, message }) => `! ${kind}: ${message}`),
    ...waived.map(({ kind, message }) => `~ ${kind}: ${message}`),
  ];
}
