/**
 * Globs segment by segment: a cheap way to see that two of them are apart.
 *
 * INVARIANT: "apart" is certain; what is not seen to be apart may be so all the same.
 */
import type { GlobEntry } from "../automata/glob-library.ts";
import type { GlobToken } from "../ir/ir.ts";

export interface GlobSegment {
  /** Before it; empty for the first. */
  readonly separator: string;
  /** Texts and stars. */
  readonly tokens: readonly GlobToken[];
  /** What every text of it begins and ends with. */
  readonly prefix: string;
  readonly suffix: string;
  /** Whether it is one text. */
  readonly isLiteral: boolean;
}

export interface GlobSegments {
  readonly segments: readonly GlobSegment[];
  /** Whether the last one may be followed by more. */
  readonly goesOn: boolean;
}

const known: WeakMap<GlobEntry, GlobSegments> = new WeakMap<GlobEntry, GlobSegments>();

/** The glob's segments up to a wildcard that reaches over separators; `null` where that is not its last token. */
export function segmentsOf(entry: GlobEntry): GlobSegments | null {
  if (entry.isReading) return null;
  const found = beginningOf(entry);
  const { tokens } = entry.glob;
  const inner = tokens.findIndex(({ kind }) => kind === "gap" || kind === "deep");
  return inner === -1 || (inner === tokens.length - 1 && tokens[inner]?.kind === "deep") ? found : null;
}

/** The segments before the first wildcard that reaches over separators, the one that holds it included. */
function beginningOf(entry: GlobEntry): GlobSegments {
  let found = known.get(entry);
  if (found === undefined) {
    found = split(entry.glob.tokens);
    known.set(entry, found);
  }
  return found;
}

function split(tokens: readonly GlobToken[]): GlobSegments {
  const segments: { separator: string; tokens: GlobToken[] }[] = [{ separator: "", tokens: [] }];
  let goesOn = false;
  for (const token of tokens) {
    if (token.kind !== "text") {
      segments.at(-1)?.tokens.push({ kind: "star" });
      goesOn = token.kind !== "star";
      if (goesOn) break;
      continue;
    }
    token.text.split(/([:/])/).forEach((part, at) => {
      if (at % 2 === 1) segments.push({ separator: part, tokens: [] });
      else if (part !== "") segments.at(-1)?.tokens.push({ kind: "text", text: part });
    });
  }
  return { segments: segments.map((segment) => ({ ...segment, ...endsOf(segment.tokens) })), goesOn };
}

function endsOf(tokens: readonly GlobToken[]): Pick<GlobSegment, "prefix" | "suffix" | "isLiteral"> {
  const [first] = tokens;
  const last = tokens.at(-1);
  return {
    prefix: first?.kind === "text" ? first.text : "",
    suffix: last?.kind === "text" ? last.text : "",
    isLiteral: tokens.every(({ kind }) => kind === "text"),
  };
}

/** Whether some segment shows that no text is matched by both. */
export function areApart(a: GlobEntry, b: GlobEntry): boolean {
  if (a.isEverything || b.isEverything || a.isReading || b.isReading) return false;
  const [x, y] = [beginningOf(a), beginningOf(b)];
  const length = Math.min(x.segments.length, y.segments.length);
  for (let i = 0; i < length; i++) {
    const left = x.segments[i];
    const right = y.segments[i];
    if (left === undefined || right === undefined) return false;
    if (left.separator !== right.separator) return true;
    const isOpen = (x.goesOn && i === x.segments.length - 1) || (y.goesOn && i === y.segments.length - 1);
    if (differ(left, right, isOpen)) return true;
  }
  // One is at its end where the other needs another segment.
  return (
    (!x.goesOn && x.segments.length < y.segments.length) ||
    (!y.goesOn && y.segments.length < x.segments.length)
  );
}

/** Whether no text is of both segments; of one that goes on only the beginning counts. */
function differ(a: GlobSegment, b: GlobSegment, isOpen: boolean): boolean {
  const shorter = Math.min(a.prefix.length, b.prefix.length);
  if (a.prefix.slice(0, shorter) !== b.prefix.slice(0, shorter)) return true;
  if (isOpen) return false;
  if (a.isLiteral && b.isLiteral) return a.prefix !== b.prefix;
  const common = Math.min(a.suffix.length, b.suffix.length);
  return a.suffix.slice(a.suffix.length - common) !== b.suffix.slice(b.suffix.length - common);
}
