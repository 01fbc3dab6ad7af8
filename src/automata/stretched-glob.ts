/**
 * Globs read more widely than they are: a `*` that stands for several segments, and letters of either
 * case. What such a reading matches and the glob does not is what a name can slip through.
 *
 * INVARIANT: a reading accepts all that the glob accepts.
 */
import type { Glob, GlobToken } from "../ir/ir.ts";
import { codePoints, foldCase, SLASH } from "./alphabet.ts";
import { ANY, butInside, type Edge, INSIDE, Nfa, type NfaState, SEPARATOR } from "./nfa.ts";

/** A `*` that may stand for several segments, none of them equal to the anchor. */
interface Stretch {
  /** The next segment of the glob that is literal as a whole; `null`: there is none. */
  readonly anchor: string | null;
  /** Whether it begins a segment, so that the first of several is one of its own. */
  readonly begins: boolean;
  /** Whether it ends a segment. */
  readonly ends: boolean;
}

/** Where the fields of an ARN end that come before its resource part, counted in `:`. */
const arnFields = 5;

/**
 * The tokens, by index, that are stars which could stand for several segments: text follows, and they
 * are neither in a field of an ARN before its resource part nor in the service of an AWS action.
 */
export function stretchableStars({ dimension, tokens }: Glob): readonly number[] {
  const [first] = tokens;
  const opening = first?.kind === "text" ? first.text : "";
  if (dimension === "action" && opening.startsWith("aws:")) return [];
  const isArn = dimension === "resource" && opening.startsWith("arn:");
  const stars: number[] = [];
  let colons = 0;
  let inFields = isArn;
  tokens.forEach((token, i) => {
    if (token.kind === "text") {
      for (const character of token.text) {
        if (character === ":") colons += 1;
        if (character === "/" || colons >= arnFields) inFields = false;
      }
    } else if (token.kind === "star" && !inFields && hasTextAfter(tokens, i)) stars.push(i);
  });
  return stars;
}

/** Whether anything but separators is said after a token. */
function hasTextAfter(tokens: readonly GlobToken[], index: number): boolean {
  return tokens.slice(index + 1).some((token) => token.kind === "text" && /[^:/]/.test(token.text));
}

/** The glob with its stretchable stars standing for one or several segments each. */
export function stretchedNfa(glob: Glob, isAnchored: boolean): Nfa {
  const stretches = new Map(
    stretchableStars(glob).map((i): [number, Stretch] => [i, stretchAt(glob.tokens, i, isAnchored)]),
  );
  return build(glob, (token, i, states) => {
    const stretch = stretches.get(i);
    if (token.kind !== "star" || stretch === undefined) return false;
    pushStretch(states, stretch);
    return true;
  });
}

/** The glob of a resource with each ASCII letter in either case. */
export function caselessNfa(glob: Glob): Nfa {
  return build(glob, (token, _, states) => {
    if (token.kind !== "text") return false;
    for (const code of codePoints(token.text)) {
      const to = states.length + 1;
      const cases = new Set([code, foldCase(code), upperCase(code)]);
      states.push(
        state(
          states.length,
          [...cases].map((on) => ({ on, to })),
        ),
      );
    }
    return true;
  });
}

/** The characters that every word of the caseless glob begins with. */
export function caselessPrefix(prefix: string): string {
  return /^[^A-Za-z]*/.exec(prefix)?.[0] ?? "";
}

/** The characters that every word of the caseless glob ends with. */
export function caselessSuffix(suffix: string): string {
  return /[^A-Za-z]*$/.exec(suffix)?.[0] ?? "";
}

function upperCase(code: number): number {
  return code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
}

function stretchAt(tokens: readonly GlobToken[], index: number, isAnchored: boolean): Stretch {
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  return {
    anchor: isAnchored ? literalSegmentAfter(tokens, index) : null,
    begins:
      before === undefined || before.kind === "gap" || (before.kind === "text" && /[:/]$/.test(before.text)),
    ends: after?.kind === "text" && /^[:/]/.test(after.text),
  };
}

/** The first segment after a token that is literal as a whole. */
function literalSegmentAfter(tokens: readonly GlobToken[], index: number): string | null {
  // `null`: the segment holds a wildcard.
  let segment: string | null = null;
  for (const token of tokens.slice(index + 1)) {
    if (token.kind === "gap") segment = "";
    else if (token.kind !== "text") segment = null;
    else {
      for (const character of token.text) {
        if (character !== ":" && character !== "/") {
          if (segment !== null) segment += character;
          continue;
        }
        if (segment !== null && segment !== "") return segment;
        segment = "";
      }
    }
  }
  return segment === "" ? null : segment;
}

/** Pushes the states of one token; false leaves it to be built as it is. */
type BuildToken = (token: GlobToken, index: number, states: NfaState[]) => boolean;

function state(at: number, edges: readonly Edge[], skips: readonly number[] = []): NfaState {
  return { edges, skips, coveredFrom: at };
}

/** Each token's states follow those of the one before it, which lead to the first of them. */
function build({ dimension, tokens }: Glob, buildToken: BuildToken): Nfa {
  const states: NfaState[] = [];
  tokens.forEach((token, i) => {
    if (buildToken(token, i, states)) return;
    const at = states.length;
    switch (token.kind) {
      case "text":
        for (const on of codePoints(token.text)) {
          states.push(state(states.length, [{ on, to: states.length + 1 }]));
        }
        break;
      case "star":
        states.push(state(at, [{ on: INSIDE, to: at }], [at + 1]));
        break;
      case "deep":
        states.push(state(at, [{ on: ANY, to: at }], [at + 1]));
        break;
      case "gap": {
        const edges = [
          { on: ANY, to: at + 1 },
          { on: SLASH, to: at + 2 },
        ];
        states.push(state(at, edges, [at + 2]), state(at + 1, edges));
        break;
      }
    }
  });
  states.push(state(states.length, []));
  return new Nfa(states, 0, dimension === "action");
}

/**
 * One segment whatever it is; or several, each read letter by letter along the anchor so that one that
 * equals it leads nowhere.
 */
function pushStretch(states: NfaState[], { anchor, begins, ends }: Stretch): void {
  const at = states.length;
  const plain = at + 1;
  const letters = anchor === null ? [] : codePoints(anchor);
  const along = at + 2;
  const beside = along + letters.length + (anchor === null ? 0 : 1);
  const next = beside + 1;
  const fresh = anchor === null ? beside : along;
  states.push(state(at, [], [plain, begins ? fresh : beside]));
  states.push(state(plain, [{ on: INSIDE, to: plain }], [next]));
  if (anchor !== null) {
    letters.forEach((letter, i) => {
      const edges = [
        { on: letter, to: along + i + 1 },
        { on: butInside(letter), to: beside },
        { on: SEPARATOR, to: fresh },
      ];
      states.push(state(along + i, edges, [next]));
    });
    // The anchor as a whole: only a longer segment may go on, and one that the glob's text continues.
    states.push(state(along + letters.length, [{ on: INSIDE, to: beside }], ends ? [] : [next]));
  }
  const edges = [
    { on: INSIDE, to: beside },
    { on: SEPARATOR, to: fresh },
  ];
  states.push(state(beside, edges, [next]));
}

/** Whether the text holds an ASCII letter that has another case. */
export function hasCase({ tokens }: Glob): boolean {
  return tokens.some((token) => token.kind === "text" && /[A-Za-z]/.test(token.text));
}
