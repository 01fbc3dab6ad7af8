/**
 * The identity of a finding across commits: its code, its file, the text of its line and the column within
 * it, the texts that it is about, and which of several equal ones it is.
 *
 * INVARIANT: survives lines moving above it and another indentation; what one of the texts says otherwise, be
 * it on another line or in another file, is another finding.
 */
import { createHash } from "node:crypto";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Change } from "../diff/change.ts";
import { lineText, positionAt, type SourceFile, type Span } from "../base/source.ts";

export interface FingerprintOptions {
  /**
   * Leaves out which file a finding is in, so that a renamed folder changes nothing, and a suppression at the
   * end of its line, so that another reason changes nothing.
   */
  readonly withoutFiles?: boolean;
}

/** One for each diagnostic, in their order: 64 hexadecimal digits. No two are equal. */
export function fingerprints(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceFile>,
  { withoutFiles = false }: FingerprintOptions = {},
): readonly string[] {
  const fileOf = ({ file }: Span): string => (withoutFiles ? "" : file);
  const keys = diagnostics.map((d) => {
    const source = d.span === null ? undefined : sources.get(d.span.file);
    const start = source === undefined || d.span === null ? null : positionAt(source, d.span.start);
    const whole = source === undefined || start === null ? "" : lineText(source, start.line);
    const line = withoutFiles ? whole.replace(/#+[ \t]*sentrely-ignore.*$/, "") : whole;
    const indent = line.search(/\S|$/);
    return JSON.stringify([
      d.code,
      d.span === null ? null : fileOf(d.span),
      line.trim(),
      start === null ? 0 : start.column - indent,
      d.span === null ? d.message : markedText(d.span, source),
      ...d.related.map(({ span }) => [fileOf(span), markedText(span, sources.get(span.file))]),
    ]);
  });
  return digests(keys);
}

/**
 * One for each change, in their order, likewise. What it is about counts, and the statements behind it; where
 * they stand does not.
 */
export function changeFingerprints(changes: readonly Change[]): readonly string[] {
  return digests(
    changes.map(({ kind, agents, message, region, base, head }) =>
      JSON.stringify([
        kind,
        agents,
        region === null ? message : [region.actions, region.resources, region.except, region.when],
        ...[base, head].map((side) => side.map(({ text }) => text)),
      ]),
    ),
  );
}

/** Hashes of texts, of which equal ones are counted. */
export function digests(keys: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return createHash("sha256")
      .update(`${key}#${String(count)}`)
      .digest("hex");
  });
}

/** What is marked, without its layout. */
function markedText({ start, end }: Span, source: SourceFile | undefined): string {
  return source === undefined ? "" : source.text.slice(start, end).trim().replace(/\s+/g, " ");
}
