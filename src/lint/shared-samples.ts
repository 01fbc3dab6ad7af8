/**
 * Requests that two boxes share, found without a search: the patterns of the one with its last wildcard
 * filled by what the other says. Most pairs of a broad restriction and a grant are settled so.
 *
 * INVARIANT: `true` is certain: a valid request exists that both boxes match and none of the others does.
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import { NameMatcher, namesOf } from "../analysis/request-names.ts";
import { codePoints } from "../automata/alphabet.ts";
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import { NEVER } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { hasValidStrings } from "../automata/validity.ts";
import type { GlobToken } from "../ir/ir.ts";
import { segmentsOf } from "./glob-segments.ts";

/** Whether a sample shows that both boxes match a request that none of the others does; false is no answer. */
export function shareSample(
  analysis: AnalysisContext,
  a: Box,
  b: Box,
  others: readonly Box[],
  maxStates: number,
): boolean {
  // Where shapes bind, few samples are requests.
  if (analysis.shapes !== null) return false;
  const actions = samples(a.region.actions, b.region.actions);
  const resources = samples(a.region.resources, b.region.resources);
  try {
    return analysis.spending(new Budget(maxStates), () =>
      actions.some((action) =>
        resources.some((resource) => isShared(analysis, a, b, others, action, resource)),
      ),
    );
  } catch (error) {
    if (error instanceof BudgetExceeded) return false;
    throw error;
  }
}

function isShared(
  analysis: AnalysisContext,
  a: Box,
  b: Box,
  others: readonly Box[],
  action: string,
  resource: string,
): boolean {
  if (!hasValidStrings(codePoints(action), codePoints(resource))) return false;
  const matcher = new NameMatcher(analysis, namesOf(action, resource, 0));
  if (!matcher.admits(a) || !matcher.admits(b) || others.some((other) => matcher.admits(other))) return false;
  return analysis.diagrams.and(a.condition(), b.condition()) !== NEVER;
}

/** A few texts that may be of both lists: the first pair of globs, each filled with the other. */
function samples(as: readonly GlobEntry[], bs: readonly GlobEntry[]): readonly string[] {
  const [a] = as;
  const [b] = bs;
  if (a === undefined || b === undefined) return [];
  const [x, y] = [a.glob.tokens, b.glob.tokens];
  return [...new Set([merged(a, b) ?? something, filled(x, core(y)), filled(y, core(x))])];
}

/** Segment by segment, where both have as many, or as many as one that goes on: each as the more exact of the two says. */
function merged(a: GlobEntry, b: GlobEntry): string | null {
  const [left, right] = [segmentsOf(a), segmentsOf(b)];
  if (left === null || right === null) return null;
  const [short, long] = left.segments.length <= right.segments.length ? [left, right] : [right, left];
  if (short.segments.length < long.segments.length && !short.goesOn) return null;
  let text = "";
  for (const [i, { tokens, separator }] of long.segments.entries()) {
    const other = short.segments[Math.min(i, short.segments.length - 1)];
    const isOpen = i >= short.segments.length;
    if (other === undefined || (!isOpen && i > 0 && other.separator !== separator)) return null;
    const others = isOpen ? [{ kind: "star" } as const] : other.tokens;
    const isLiteral = tokens.every(({ kind }) => kind === "text");
    text += separator + (isLiteral ? filled(tokens, "") : filled(others, core(tokens)));
  }
  return text;
}

const something = "x";

/** The text of the tokens, its last wildcard standing for `filling` and the others for as little as a segment needs. */
function filled(tokens: readonly GlobToken[], filling: string): string {
  const last = tokens.findLastIndex(({ kind }) => kind !== "text");
  return tokens
    .map((token, i) => {
      if (token.kind === "text") return token.text;
      if (token.kind === "gap") return i === last ? `${filling}/` : "";
      return i === last ? filling : something;
    })
    .join("");
}

/** What the tokens say, with as little as they need for their wildcards. */
function core(tokens: readonly GlobToken[]): string {
  const text = tokens.reduce((sum, token, i) => {
    if (token.kind === "text") return sum + token.text;
    if (token.kind === "gap" || i === 0) return sum;
    return i < tokens.length - 1 || /[:/]$/.test(sum) ? sum + something : sum;
  }, "");
  return text === "" ? something : text.replace(/^[:/]+|[:/]+$/g, "");
}
