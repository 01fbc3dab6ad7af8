/** What every formatter of diagnostics is given, and what they share: places, caps, counts. */
import type { Diagnostic, Severity } from "../base/diagnostic.ts";
import { positionAt, type Position, type SourceFile, type Span } from "../base/source.ts";
import type { Style } from "./style.ts";

export interface LintReport {
  /** Sorted, nothing twice. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Files that were checked, for the closing line. */
  readonly fileCount: number;
  /** A file's path as the reader of this format expects it; the identity for INTERFACES' own JSON. */
  readonly pathOf: (file: string) => string;
  /** What a code means, for formats that list rules. */
  readonly describe: (code: string) => CodeDescription;
  /** Whether infos are shown in full too, by the format for people; else each is one line. */
  readonly isDetailed: boolean;
  readonly toolVersion: string;
  readonly style: Style;
}

/** What is known of a code besides its findings. */
export interface CodeDescription {
  /** One sentence. */
  readonly summary: string;
  /** The level unless a config says otherwise; `null`: not at hand. */
  readonly level: Severity | null;
  /** Of a rule; `null` for other codes. */
  readonly category: string | null;
  /** Its page, in Markdown; `null`: not at hand. */
  readonly page: string | null;
}

/** For formats that say nothing about codes. */
export function undescribed(code: string): CodeDescription {
  return { summary: code, level: null, category: null, page: null };
}

export type LintFormatter = (report: LintReport) => string;

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

const origin: Position = { line: 1, column: 1 };

/** A span as lines and columns; the file's first character when its text is not at hand. */
export function rangeOf(span: Span, sources: ReadonlyMap<string, SourceFile>): Range {
  const source = sources.get(span.file);
  if (source === undefined) return { start: origin, end: origin };
  return { start: positionAt(source, span.start), end: positionAt(source, span.end) };
}

/** `file:line:column` */
export function placeOf(span: Span, report: Pick<LintReport, "sources" | "pathOf">): string {
  const { start } = rangeOf(span, report.sources);
  return `${report.pathOf(span.file)}:${start.line}:${start.column}`;
}

export interface Capped {
  readonly shown: readonly Diagnostic[];
  /** How many more each file has; in the files' order. Only files with a rest. */
  readonly omitted: readonly { readonly file: string; readonly count: number }[];
}

/** Diagnostics of one file that are printed; the rest is counted. */
export const capPerFile = 50;

const severities: readonly Severity[] = ["error", "warning", "info"];

/** Keeps the first `limit` diagnostics of each file, the graver before the others; order is kept. */
export function capDiagnostics(diagnostics: readonly Diagnostic[], limit: number = capPerFile): Capped {
  const groups = new Map<string, Diagnostic[]>();
  for (const d of diagnostics) {
    const file = d.span?.file ?? "";
    const group = groups.get(file);
    if (group === undefined) groups.set(file, [d]);
    else group.push(d);
  }
  const kept = new Set<Diagnostic>();
  const omitted: { file: string; count: number }[] = [];
  for (const [file, group] of groups) {
    const ranked = severities.flatMap((severity) => group.filter((d) => d.severity === severity));
    for (const d of ranked.slice(0, limit)) kept.add(d);
    if (group.length > limit) omitted.push({ file, count: group.length - limit });
  }
  return { shown: diagnostics.filter((d) => kept.has(d)), omitted };
}

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

export function countBySeverity(diagnostics: readonly Diagnostic[]): Counts {
  const count = (severity: Severity): number => diagnostics.filter((d) => d.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), infos: count("info") };
}

/** `1 error`, `2 errors` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
