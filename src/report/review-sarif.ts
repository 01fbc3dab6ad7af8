/**
 * A review as SARIF 2.1.0: what `lint` finds and what the gates of `diff` refuse, in one run.
 *
 * INVARIANT: a log stays within what code scanning accepts; what does not fit is the least grave, and is counted.
 */
import { gzipSync } from "node:zlib";
import type { ReportingDescriptor, Result } from "sarif";
import type { Severity } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import { gateSummary } from "./gate-summaries.ts";
import { byGravity, configPlace, reviewItems, type ReviewItem } from "./review-items.ts";
import type { ReviewFormatter, ReviewReport } from "./review-report.ts";
import {
  codeRule,
  diagnosticResult,
  type LooseResult,
  partialFingerprints,
  plainText,
  sarifLevels,
  sarifLog,
  uriOf,
} from "./sarif-log.ts";

/** What code scanning accepts of a run. */
export const mostResults = 25_000;

/**
 * Of a compressed upload. GitHub's limit is 10 MB; who uploads may compress a little worse than this program.
 */
export const mostBytes = 9_500_000;

/** Of the text before compression, so that no log outgrows what a string can hold. */
const mostCharacters = 100_000_000;

export interface SarifLimits {
  readonly results: number;
  readonly bytes: number;
}

export const formatReviewSarif: ReviewFormatter = (report) =>
  reviewSarif(report, { results: mostResults, bytes: mostBytes });

/** As the formatter, within the limits given. */
export function reviewSarif(report: ReviewReport, limits: SarifLimits): string {
  const items = byGravity(reviewItems(report).filter((item) => isTold(item, report)));
  let kept = lead(items.slice(0, limits.results).map((item) => ({ item, result: resultOf(item, report) })));
  for (;;) {
    const text = logOf(kept, items.length - kept.length, report);
    const size = compressedSize(text, limits.bytes);
    if (size <= limits.bytes || kept.length === 0) return text;
    kept = kept.slice(0, Math.floor((kept.length * limits.bytes * 0.95) / size));
  }
}

interface Told {
  readonly item: ReviewItem;
  readonly result: LooseResult;
}

/** Tests are told elsewhere, and so are changes that no gate refuses. */
function isTold({ subject }: ReviewItem, { review }: ReviewReport): boolean {
  if (subject.kind === "change") return review.refused.has(subject.change);
  return subject.kind === "finding" || subject.kind === "undecided";
}

function lead(all: readonly Told[]): readonly Told[] {
  let characters = 0;
  const beyond = all.findIndex(({ result }) => {
    characters += JSON.stringify(result).length;
    return characters > mostCharacters;
  });
  return beyond === -1 ? all : all.slice(0, beyond);
}

function compressedSize(text: string, limit: number): number {
  // A character has at most three bytes in UTF-8, and compression adds next to nothing.
  return text.length * 3 + 1024 <= limit ? 0 : gzipSync(text).length;
}

function logOf(kept: readonly Told[], omitted: number, report: ReviewReport): string {
  const first = new Map<string, ReviewItem>();
  for (const { item } of kept) if (!first.has(item.rule)) first.set(item.rule, item);
  const rules = [...first.values()]
    .sort((a, b) => compareCodePoints(a.rule, b.rule))
    .map((item) => ruleOf(item, report));
  // Several sets of one repository have a category each: the folder of their config.
  const folder = report.pathOf("");
  return sarifLog({
    toolVersion: report.toolVersion,
    rules,
    results: kept.map(({ result }) => result),
    run: {
      automationDetails: {
        id: `sentrely-policy/${folder}${folder === "" || folder.endsWith("/") ? "" : "/"}`,
      },
      ...(omitted === 0 ? {} : { properties: { omitted } }),
    },
  });
}

function ruleOf({ rule, subject, level }: ReviewItem, report: ReviewReport): ReportingDescriptor {
  if (subject.kind === "finding") return codeRule(rule, report.describe(rule), level);
  const word = rule.slice(rule.indexOf("/") + 1);
  const about = { summary: gateSummary(word), level: "error" as Severity, category: "diff", page: null };
  return { ...codeRule(rule, about, level), help: { text: about.summary } };
}

function resultOf(item: ReviewItem, report: ReviewReport): LooseResult {
  const { subject, rule, level, lines, fingerprint } = item;
  if (subject.kind === "finding") {
    const { diagnostic, judge } = subject.finding;
    const { sources } = report.review.head.compilation;
    const result = diagnosticResult(diagnostic, fingerprint, { sources, pathOf: report.pathOf });
    if (judge === "head") return result;
    return { ...result, level: sarifLevels[level], properties: { ...result.properties, judge } };
  }
  return {
    ruleId: rule,
    level: sarifLevels[level],
    message: { text: plainText(lines.join("\n")) },
    locations: [locationOf(item, report)],
    partialFingerprints: partialFingerprints(fingerprint),
    ...(subject.kind !== "change"
      ? {}
      : {
          properties: {
            agents: [...subject.change.agents],
            tags: [...subject.change.tags],
            refused: [...(report.review.refused.get(subject.change) ?? [])],
            ...(subject.change.witness === null ? {} : { witness: subject.change.witness }),
          },
        }),
  };
}

function locationOf(item: ReviewItem, report: ReviewReport): NonNullable<Result["locations"]>[number] {
  const { path, startLine, endLine, columns } = item.place ?? configPlace(report);
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path) },
      region: {
        startLine,
        endLine,
        ...(columns === null ? {} : { startColumn: columns.start, endColumn: columns.end }),
      },
    },
  };
}
