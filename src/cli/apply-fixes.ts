/**
 * `--fix`: applies the fixes of diagnostics to the sources.
 *
 * INVARIANT: after every step the set is compiled again, and a step that brings a new error is taken
 * back. Fixes of errors, which are independent of each other, go together where their edits do not
 * touch; others go one at a time, since applying one can make another wrong.
 */
import type { Diagnostic, Edit, Fix } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";

export interface FixInput {
  readonly sources: readonly SourceFile[];
  /** Finds what stands in the given sources. */
  readonly check: (sources: readonly SourceFile[]) => readonly Diagnostic[];
  /** Whether a fix is of a kind that was asked for, in files that were. */
  readonly wanted: (fix: Fix, diagnostic: Diagnostic) => boolean;
}

export interface FixOutput {
  readonly sources: readonly SourceFile[];
  readonly applied: number;
}

/** Rounds after which fixing stops, should fixes undo each other. */
const roundLimit = 1000;

export function applyFixes({ sources, check, wanted }: FixInput): FixOutput {
  let current = sources;
  let found = check(current);
  let applied = 0;
  const refused = new Set<string>();
  for (let round = 0; round < roundLimit; round++) {
    const batch = nextBatch(found, (fix, d) => wanted(fix, d) && !refused.has(keyOf(fix)));
    if (batch.length === 0) break;
    const changed = editSources(
      current,
      batch.flatMap((fix) => fix.edits),
    );
    const after = check(changed);
    if (worse(found, after)) {
      // Together or alone, it does harm: what was tried in one go is tried singly before it is given up.
      if (batch.length === 1) for (const fix of batch) refused.add(keyOf(fix));
      else {
        const single = firstHarmless(current, found, batch, check);
        if (single === null) for (const fix of batch) refused.add(keyOf(fix));
        else {
          ({ sources: current, found } = single);
          applied++;
        }
      }
      continue;
    }
    current = changed;
    found = after;
    applied += batch.length;
  }
  return { sources: current, applied };
}

function firstHarmless(
  sources: readonly SourceFile[],
  found: readonly Diagnostic[],
  batch: readonly Fix[],
  check: FixInput["check"],
): { readonly sources: readonly SourceFile[]; readonly found: readonly Diagnostic[] } | null {
  for (const fix of batch) {
    const changed = editSources(sources, fix.edits);
    const after = check(changed);
    if (!worse(found, after)) return { sources: changed, found: after };
  }
  return null;
}

/** The same edits at the same places, for remembering what was refused. */
function keyOf(fix: Fix): string {
  return JSON.stringify([fix.title, fix.edits]);
}

function worse(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const errors = (list: readonly Diagnostic[]): number => list.filter((d) => d.severity === "error").length;
  return errors(after) > errors(before);
}

function nextBatch(
  found: readonly Diagnostic[],
  wanted: (fix: Fix, diagnostic: Diagnostic) => boolean,
): readonly Fix[] {
  const choose = (d: Diagnostic): Fix | undefined => d.fixes.find((fix) => wanted(fix, d));
  const batch: Fix[] = [];
  for (const d of found.filter((each) => each.severity === "error")) {
    const fix = choose(d);
    if (fix !== undefined && !batch.some((other) => touches(fix, other))) batch.push(fix);
  }
  if (batch.length > 0) return batch;
  for (const d of found) {
    const fix = choose(d);
    if (fix !== undefined) return [fix];
  }
  return [];
}

function touches(a: Fix, b: Fix): boolean {
  return a.edits.some(({ span: x }) =>
    b.edits.some(({ span: y }) => x.file === y.file && x.start <= y.end && y.start <= x.end),
  );
}

/** Applies edits, which must not overlap; insertions at one place keep their order. */
export function editSources(sources: readonly SourceFile[], edits: readonly Edit[]): readonly SourceFile[] {
  return sources.map((source) => {
    const own = edits
      .filter((e) => e.span.file === source.path)
      .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    if (own.length === 0) return source;
    let text = "";
    let at = 0;
    for (const { span, text: replacement } of own) {
      text += source.text.slice(at, span.start) + replacement;
      at = span.end;
    }
    return { path: source.path, text: text + source.text.slice(at) };
  });
}
