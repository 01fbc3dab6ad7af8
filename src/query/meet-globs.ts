/**
 * What two globs have in common, as one glob.
 *
 * INVARIANT: `null` is always a right answer. A glob that is returned matches exactly what both match.
 */
import { pushToken, tokensText } from "../ir/glob.ts";
import type { Dimension, Glob, GlobToken } from "../ir/ir.ts";

/** A separator, or what stands between two: texts and stars. */
type Piece =
  | { readonly kind: "separator"; readonly text: string }
  | { readonly kind: "segment"; readonly tokens: readonly Inner[] };

type Inner = Extract<GlobToken, { kind: "text" | "star" }>;

/** A glob whose only `deep`, if it has one, is its last token. */
interface Pieces {
  readonly pieces: readonly Piece[];
  readonly isOpen: boolean;
}

/** The glob that matches what both match; `null` where that is no one glob, or is not seen to be. */
export function meetGlobs(a: Glob, b: Glob): Glob | null {
  const left = piecesOf(a);
  const right = piecesOf(b);
  if (left === null || right === null) return null;
  const met = meetPieces(left, right);
  if (met === null) return null;
  const tokens: GlobToken[] = [];
  for (const token of met) pushToken(tokens, token);
  // A star at the end would read as the wildcard that crosses separators.
  if (tokens.length === 0 || tokens.at(-1)?.kind === "star") return null;
  return { dimension: a.dimension, tokens, key: `${a.dimension}:${tokensText(tokens)}` };
}

function piecesOf({ dimension, tokens }: Glob): Pieces | null {
  const pieces: Piece[] = [];
  let segment: Inner[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.kind === "deep" && i === tokens.length - 1) {
      pieces.push({ kind: "segment", tokens: segment });
      return { pieces, isOpen: true };
    }
    if (token.kind === "deep" || token.kind === "gap") return null;
    if (token.kind === "star") {
      segment.push(token);
      continue;
    }
    for (const [j, run] of runsOf(token.text, dimension).entries()) {
      if (j % 2 === 0) {
        if (run !== "") segment.push({ kind: "text", text: run });
        continue;
      }
      pieces.push({ kind: "segment", tokens: segment }, { kind: "separator", text: run });
      segment = [];
    }
  }
  pieces.push({ kind: "segment", tokens: segment });
  return { pieces, isOpen: false };
}

/** Runs without separators at even places, the separators between them at odd ones. */
function runsOf(text: string, dimension: Dimension): string[] {
  return text.split(dimension === "action" ? /(:)/ : /([:/])/);
}

function meetPieces(a: Pieces, b: Pieces): GlobToken[] | null {
  const met: GlobToken[] = [];
  for (let i = 0; ; i++) {
    const x = a.pieces[i];
    const y = b.pieces[i];
    if (x === undefined || y === undefined) {
      // Both ended with the piece before; one that went on was dealt with there.
      return x === y ? met : null;
    }
    if (x.kind === "separator" || y.kind === "separator") {
      if (x.kind !== "separator" || y.kind !== "separator" || x.text !== y.text) return null;
      met.push({ kind: "text", text: x.text });
      continue;
    }
    const endsA = i === a.pieces.length - 1;
    const endsB = i === b.pieces.length - 1;
    if (endsA && a.isOpen) return openWith(met, x.tokens, b, i);
    if (endsB && b.isOpen) return openWith(met, y.tokens, a, i);
    const segment = meetSegments(x.tokens, y.tokens);
    if (segment === null) return null;
    met.push(...segment);
  }
}

/** One glob has come to its open end `begin**`; the other goes on from its piece `at`. */
function openWith(
  met: readonly GlobToken[],
  begin: readonly Inner[],
  other: Pieces,
  at: number,
): GlobToken[] | null {
  const [first, ...rest] = other.pieces.slice(at);
  if (first?.kind !== "segment") return null;
  const isLast = rest.length === 0;
  const segment =
    isLast && other.isOpen ? longerBeginning(begin, first.tokens) : beginningWith(begin, first.tokens);
  if (segment === null) return null;
  return [
    ...met,
    ...segment,
    ...rest.flatMap((piece): readonly GlobToken[] =>
      piece.kind === "segment" ? piece.tokens : [{ kind: "text", text: piece.text }],
    ),
    ...(other.isOpen ? [{ kind: "deep" } as const] : []),
  ];
}

/** What begins both `a**` and `b**`, where one text begins with the other. */
function longerBeginning(a: readonly Inner[], b: readonly Inner[]): readonly Inner[] | null {
  const [x, y] = [literalOf(a), literalOf(b)];
  if (x === null || y === null) return null;
  return x.startsWith(y) ? a : y.startsWith(x) ? b : null;
}

/** The segment's names that begin with a text. */
function beginningWith(begin: readonly Inner[], segment: readonly Inner[]): readonly Inner[] | null {
  const prefix = literalOf(begin);
  if (prefix === null) return null;
  const [first] = segment;
  if (prefix === "") return segment;
  if (first?.kind === "text" && first.text.startsWith(prefix)) return segment;
  const isBeginning =
    first?.kind === "text" &&
    prefix.startsWith(first.text) &&
    segment.length === 2 &&
    segment[1]?.kind === "star";
  return isStar(segment) || isBeginning ? [{ kind: "text", text: prefix }, { kind: "star" }] : null;
}

function meetSegments(a: readonly Inner[], b: readonly Inner[]): readonly Inner[] | null {
  if (isStar(a)) return b;
  if (isStar(b)) return a;
  const [x, y] = [literalOf(a), literalOf(b)];
  if (x !== null && y !== null) return x === y ? a : null;
  if (x !== null) return couldMatch(b, x) ? a : null;
  if (y !== null) return couldMatch(a, y) ? b : null;
  return JSON.stringify(a) === JSON.stringify(b) ? a : meetEnds(a, b);
}

/** `begin*` and `*end`, where no end of the first text begins the second. */
function meetEnds(a: readonly Inner[], b: readonly Inner[]): readonly Inner[] | null {
  const [begin, end] = a[0]?.kind === "text" ? [a, b] : [b, a];
  const [head, tail] = [begin[0], end[1]];
  if (begin.length !== 2 || end.length !== 2 || head?.kind !== "text" || tail?.kind !== "text") return null;
  for (let shared = 1; shared <= Math.min(head.text.length, tail.text.length); shared++) {
    if (head.text.endsWith(tail.text.slice(0, shared))) return null;
  }
  return [head, { kind: "star" }, tail];
}

/** Whether a literal segment is matched by another one. */
function couldMatch(segment: readonly Inner[], literal: string): boolean {
  let positions = new Set([0]);
  for (const token of segment) {
    const next = new Set<number>();
    for (const from of positions) {
      if (token.kind === "star") for (let to = from; to <= literal.length; to++) next.add(to);
      else if (literal.startsWith(token.text, from)) next.add(from + token.text.length);
    }
    positions = next;
  }
  return positions.has(literal.length);
}

function isStar(segment: readonly Inner[]): boolean {
  return segment.length === 1 && segment[0]?.kind === "star";
}

/** The text of a segment without stars; `null` for others. */
function literalOf(segment: readonly Inner[]): string | null {
  let text = "";
  for (const token of segment) {
    if (token.kind === "star") return null;
    text += token.text;
  }
  return text;
}
