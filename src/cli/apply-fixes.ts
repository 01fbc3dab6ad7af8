/**
 * `--fix`: applies the fixes of diagnostics to the sources.
 *
 * INVARIANT: after every step the set is checked again. Fixes of compile errors, which stand in the way of
 * reading and are independent of each other, go together where their edits do not touch, and may bring
 * to light what they hid. Fixes of lints go one at a time, since applying one can make another wrong; only
 * those that concern different agents, whose decisions have nothing to do with each other, share a step.
 * One that brings a new error is taken back.
 */
import { createHash } from "node:crypto";
import type { Diagnostic, Edit, Fix } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";

export interface FixInput {
  readonly sources: readonly SourceFile[];
  /** Finds what stands in the given sources. */
  readonly check: (sources: readonly SourceFile[]) => readonly Diagnostic[];
  /** Whether a fix is of a kind that was asked for, in files that were. */
  readonly wanted: (fix: Fix, diagnostic: Diagnostic) => boolean;
  /** Whether it stands in the way of reading; every error, unless given. */
  readonly isCompileError?: (diagnostic: Diagnostic) => boolean;
  /** The agents whose decisions a fix's edits could concern, in the sources checked last; `null`: any. */
  readonly agentsOf?: (fix: Fix) => ReadonlySet<string> | null;
}

export interface FixOutput {
  readonly sources: readonly SourceFile[];
  readonly applied: number;
}

/** Steps after which fixing stops. */
const stepLimit = 1000;

/** Fixes of one step at most: each is compared with the others. */
const batchLimit = 500;

export function applyFixes({ sources, check, wanted, ...input }: FixInput): FixOutput {
  const isCompileError = input.isCompileError ?? ((d: Diagnostic) => d.severity === "error");
  const agentsOf = input.agentsOf ?? (() => null);
  let current = sources;
  let found = check(current);
  let applied = 0;
  const refused = new Set<string>();
  // Fixes that undo each other lead back to a state that was there before.
  const seen = new Set([stateOf(current)]);
  /** Set after several fixes together brought an error: which one it was is found one at a time. */
  let isSingle = false;
  for (let step = 0; step < stepLimit; step++) {
    const errors = compileFixes(found.filter(isCompileError), wanted);
    const lints = found.filter((d) => !isCompileError(d));
    const isWanted = (fix: Fix, d: Diagnostic): boolean => wanted(fix, d) && !refused.has(keyOf(fix));
    const batch: readonly Fix[] =
      errors.length > 0 ? errors : lintFixes(lints, isWanted, isSingle ? () => null : agentsOf);
    if (batch.length === 0) break;
    const changed = editSources(
      current,
      batch.flatMap((fix) => fix.edits),
    );
    const after = check(changed);
    const isHarmful = errors.length === 0 && errorCount(after) > errorCount(found);
    if (isHarmful) {
      if (batch.length === 1) for (const fix of batch) refused.add(keyOf(fix));
      isSingle = batch.length > 1;
      // What `agentsOf` knows is of the sources checked last.
      found = check(current);
      continue;
    }
    isSingle = false;
    if (seen.has(stateOf(changed))) break;
    seen.add(stateOf(changed));
    current = changed;
    found = after;
    applied += batch.length;
  }
  return { sources: current, applied };
}

function stateOf(sources: readonly SourceFile[]): string {
  const hash = createHash("sha256");
  for (const { text } of sources) hash.update(`${text.length}:`).update(text);
  return hash.digest("base64");
}

function errorCount(found: readonly Diagnostic[]): number {
  return found.filter((d) => d.severity === "error").length;
}

/** The same edits at the same places, for remembering what was refused. */
function keyOf(fix: Fix): string {
  return JSON.stringify([fix.title, fix.edits]);
}

type Wanted = FixInput["wanted"];

function chosenFix(d: Diagnostic, wanted: Wanted): Fix | undefined {
  return d.fixes.find((fix) => wanted(fix, d));
}

/** A fix for each error that has one, as long as they do not touch. */
function compileFixes(errors: readonly Diagnostic[], wanted: Wanted): readonly Fix[] {
  const batch: Fix[] = [];
  for (const d of errors) {
    if (batch.length === batchLimit) break;
    const fix = chosenFix(d, wanted);
    if (fix !== undefined && !batch.some((other) => touches(fix, other))) batch.push(fix);
  }
  return batch;
}

/** The fix of the first lint that has one, and of further ones that concern none of the same agents. */
function lintFixes(
  lints: readonly Diagnostic[],
  wanted: Wanted,
  agentsOf: NonNullable<FixInput["agentsOf"]>,
): readonly Fix[] {
  const batch: Fix[] = [];
  const taken = new Set<string>();
  for (const d of lints) {
    if (batch.length === batchLimit) break;
    const fix = chosenFix(d, wanted);
    if (fix === undefined) continue;
    const agents = agentsOf(fix);
    if (agents === null) {
      if (batch.length > 0) continue;
      return [fix];
    }
    if ([...agents].some((agent) => taken.has(agent)) || batch.some((other) => touches(fix, other))) continue;
    batch.push(fix);
    for (const agent of agents) taken.add(agent);
  }
  return batch;
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
