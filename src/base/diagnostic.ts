/**
 * Diagnostics: what the compiler tells its user.
 *
 * INVARIANT: a diagnostic is plain data (serialisable); user mistakes are diagnostics, never
 * exceptions. The code is the only identity: in output, docs and suppressions.
 */
import type { Decision, Request } from "./request.ts";
import type { Span } from "./source.ts";
import { compareCodePoints } from "./order.ts";

export type Severity = "error" | "warning" | "info";

export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

/** Replaces `span` by `text`. Edits of one fix do not overlap. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** `safe` never changes a decision; `review` is for a human to judge. */
  readonly kind: "safe" | "review";
  readonly edits: readonly Edit[];
}

/** A request that shows the defect, with the decision it gets. */
export interface Witness {
  readonly request: Request;
  readonly decision: Decision;
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  /** The fact: lower-case start, no final period, user text in backticks. */
  readonly message: string;
  /** Where; `null` when it is about the set as a whole. */
  readonly span: Span | null;
  readonly related: readonly RelatedPlace[];
  /** The advice. */
  readonly help: string | null;
  readonly witness: Witness | null;
  readonly fixes: readonly Fix[];
}

/** Where phases send what they find; they go on after an error. */
export type Report = (diagnostic: Diagnostic) => void;

/** What is fixed per code: its severity, its one-line summary and how its message is worded. */
export interface DiagnosticKind<P> {
  readonly severity: Severity;
  /** One sentence for `sentrely-policy rules` and the docs. */
  readonly summary: string;
  readonly message: (parameters: P) => string;
}

/** What varies per occurrence, besides the message's parameters. */
export interface Occurrence {
  readonly related?: readonly RelatedPlace[];
  readonly help?: string | null;
  readonly witness?: Witness | null;
  readonly fixes?: readonly Fix[];
}

/** Builds a diagnostic of one code; parameters are checked against its message. */
export type DiagnosticBuilder<P> = (span: Span | null, parameters: P, occurrence?: Occurrence) => Diagnostic;

/** A phase's codes: a builder each, and the catalogue for docs and `rules`. */
export interface DiagnosticCatalogue<T> {
  readonly build: {
    readonly [C in keyof T]: T[C] extends DiagnosticKind<infer P> ? DiagnosticBuilder<P> : never;
  };
  readonly catalogue: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly summary: string;
  }[];
}

/** Declares one code; exists so that the parameter type is inferred per entry. */
export function kind<P>(
  severity: Severity,
  summary: string,
  message: (parameters: P) => string,
): DiagnosticKind<P> {
  return { severity, summary, message };
}

/**
 * Declares a phase's codes in one place. Usage: `codes.build["unknown-key"](span, { key })`.
 * A wrong parameter does not compile.
 */
// `never` accepts every parameter type here because message functions are contravariant in it.
export function defineDiagnostics<T extends { readonly [code: string]: DiagnosticKind<never> }>(
  kinds: T,
): DiagnosticCatalogue<T> {
  const build: Record<string, DiagnosticBuilder<never>> = {};
  for (const [code, { severity, message }] of Object.entries(kinds)) {
    build[code] = (span, parameters, occurrence = {}) => ({
      code,
      severity,
      message: message(parameters),
      span,
      related: occurrence.related ?? [],
      help: occurrence.help ?? null,
      witness: occurrence.witness ?? null,
      fixes: occurrence.fixes ?? [],
    });
  }
  return {
    build: build as DiagnosticCatalogue<T>["build"],
    catalogue: Object.entries(kinds).map(([code, { severity, summary }]) => ({ code, severity, summary })),
  };
}

/** The one total order of diagnostics: file, start, end, code, message; set-wide ones first. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.span === null || b.span === null) {
    if (a.span !== b.span) return a.span === null ? -1 : 1;
  } else {
    const byPlace =
      compareCodePoints(a.span.file, b.span.file) || a.span.start - b.span.start || a.span.end - b.span.end;
    if (byPlace !== 0) return byPlace;
  }
  return compareCodePoints(a.code, b.code) || compareCodePoints(a.message, b.message);
}

/** Sorted, and nothing twice: equal place, code and message count once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  return sorted.filter((d, i) => {
    const before = sorted[i - 1];
    return before === undefined || compareDiagnostics(before, d) !== 0;
  });
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === "error");
}
