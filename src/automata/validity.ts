/**
 * LANGUAGE.md §4 as an automaton over `action SPLIT resource`: which strings a valid request has.
 * Lengths are weighed by the search; shapes have an automaton of their own.
 *
 * INVARIANT: a state is one small integer, packed from the facts below; no table is built.
 */
import {
  BLANK,
  COLON,
  DOT,
  foldCase,
  isForbidden,
  isHexDigit,
  isSeparator,
  PERCENT,
  SLASH,
} from "./alphabet.ts";

/** No valid request continues this way. */
export const INVALID = -1;

// What follows a `%`: nothing of note, the `%` itself, one hexadecimal digit.
const percentStates = 3;

function stepPercent(percent: number, c: number): number {
  if (c === PERCENT) return 1;
  if (percent === 0 || !isHexDigit(c)) return 0;
  return percent === 1 ? 2 : INVALID;
}

// ---------------------------------------------------------------- actions

// percent × whether the segment is still empty. Resources are numbered above these states.
const actionStates = percentStates * 2;

/** The state before the first character of the action. */
export const actionStart = 0;

/** The state after one character of the action, or `INVALID`. */
export function stepAction(state: number, c: number): number {
  if (c === SLASH || c === BLANK || isForbidden(c)) return INVALID;
  const percent = stepPercent(state >> 1, c);
  if (percent === INVALID) return INVALID;
  const isEmpty = (state & 1) === 0;
  if (c === COLON) return isEmpty ? INVALID : percent << 1;
  return (percent << 1) | 1;
}

/** Whether the action may end here. */
export function actionMayEnd(state: number): boolean {
  return (state & 1) === 1;
}

// ---------------------------------------------------------------- resources

// How far the resource has come in `arn:` or `file`, while it is nothing but that.
const START = 0;
const ARN = 4;
const FILE = 8;
const NO_PREFIX = 9;
const prefixStates = 10;
const arnLetters = [0x61, 0x72, 0x6e, COLON];
const fileLetters = [0x66, 0x69, 0x6c, 0x65];

function stepPrefix(prefix: number, c: number): number {
  if (prefix === ARN || prefix === NO_PREFIX) return prefix;
  if (prefix < ARN && c === arnLetters[prefix]) return prefix + 1;
  if (prefix === START && c === fileLetters[0]) return 5;
  if (prefix > ARN && prefix < FILE && c === fileLetters[prefix - 4]) return prefix + 1;
  return NO_PREFIX;
}

// The run of separators that ends here.
const NONE = 0;
const RUN_SLASH = 1;
const RUN_COLON = 2;
const RUN_COLONS = 3;
const RUN_COLON_SLASH = 4;
const RUN_COLONS_SLASH = 5;
const RUN_SCHEME = 6; // ://
const RUN_FILE = 7; // :/// after a leading `file`
const runStates = 8;

/** The run after one more separator; `leading` is whether it follows a leading `file`. */
function stepRun(run: number, c: number, leading: boolean): number {
  const isColon = c === COLON;
  switch (run) {
    case NONE:
      return isColon ? RUN_COLON : RUN_SLASH;
    case RUN_COLON:
      return isColon ? RUN_COLONS : RUN_COLON_SLASH;
    case RUN_COLONS:
      return isColon ? RUN_COLONS : RUN_COLONS_SLASH;
    case RUN_COLON_SLASH:
      return isColon ? INVALID : RUN_SCHEME;
    case RUN_SCHEME:
      return !isColon && leading ? RUN_FILE : INVALID;
    default:
      return INVALID;
  }
}

// The segment so far: empty, `.`, `..`, or anything else.
const EMPTY = 0;
const DOT_SEGMENT = 1;
const DOTS = 2;
const WORD = 3;
const segmentStates = 4;

function pack(prefix: number, run: number, segment: number, percent: number, blank: boolean): number {
  const state =
    (((prefix * runStates + run) * segmentStates + segment) * percentStates + percent) * 2 + (blank ? 1 : 0);
  return actionStates + state;
}

/** The state before the first character of the resource. */
export const resourceStart: number = pack(START, NONE, EMPTY, 0, false);

/** Whether a state belongs to the resource. */
export function isInResource(state: number): boolean {
  return state >= actionStates;
}

/** The state after one character of the resource, or `INVALID`. */
export function stepResource(state: number, c: number): number {
  if (isForbidden(c)) return INVALID;
  let rest = (state - actionStates) >> 1;
  const percent = stepPercent(rest % percentStates, c);
  if (percent === INVALID) return INVALID;
  rest = Math.floor(rest / percentStates);
  const segment = rest % segmentStates;
  rest = Math.floor(rest / segmentStates);
  const run = rest % runStates;
  const prefix = Math.floor(rest / runStates) % prefixStates;

  if (isSeparator(c)) {
    if (prefix === START || (run === NONE && (segment === DOT_SEGMENT || segment === DOTS))) return INVALID;
    const nextRun = stepRun(run, c, prefix === FILE);
    if (nextRun === INVALID) return INVALID;
    // A leading `file` matters only to the run that follows it at once.
    const nextPrefix = prefix === FILE && nextRun !== RUN_COLONS ? FILE : stepPrefix(prefix, c);
    if (nextRun === RUN_COLONS_SLASH && nextPrefix !== ARN) return INVALID;
    return pack(nextPrefix, nextRun, EMPTY, percent, false);
  }
  if (run === RUN_COLON_SLASH && prefix !== ARN) return INVALID;
  if (c === BLANK && prefix === START) return INVALID;
  const nextSegment =
    c !== DOT ? WORD : segment === EMPTY ? DOT_SEGMENT : segment === DOT_SEGMENT ? DOTS : WORD;
  return pack(stepPrefix(prefix, c), NONE, nextSegment, percent, c === BLANK);
}

/** Whether the resource may end here. */
export function resourceMayEnd(state: number): boolean {
  const packed = state - actionStates;
  if ((packed & 1) === 1) return false;
  const segment = Math.floor((packed >> 1) / percentStates) % segmentStates;
  return segment === WORD;
}

// ---------------------------------------------------------------- what the search must tell apart

/** Whether §4 treats the character unlike most: `%`, `.`, hexadecimal digits, separators, blanks. */
export function isSpecial(c: number): boolean {
  return c === PERCENT || c === DOT || c === BLANK || isSeparator(c) || isHexDigit(c) || isForbidden(c);
}

/** The letters that bring the resource further towards `arn:` or `file`. */
export function prefixLetters(state: number): readonly number[] {
  if (!isInResource(state)) return [];
  const prefix = Math.floor((state - actionStates) / (2 * percentStates * segmentStates * runStates));
  if (prefix === START) return [arnLetters[0] ?? 0, fileLetters[0] ?? 0];
  if (prefix < ARN) return [arnLetters[prefix] ?? 0];
  if (prefix > ARN && prefix < FILE) return [fileLetters[prefix - 4] ?? 0];
  return [];
}

/** Whether the strings of a request are valid, shapes aside and lengths aside. */
export function hasValidStrings(action: readonly number[], resource: readonly number[]): boolean {
  let state = actionStart;
  for (const c of action) {
    state = stepAction(state, foldCase(c));
    if (state === INVALID) return false;
  }
  if (!actionMayEnd(state)) return false;
  state = resourceStart;
  for (const c of resource) {
    state = stepResource(state, c);
    if (state === INVALID) return false;
  }
  return resourceMayEnd(state);
}
