/**
 * What a pattern matches (LANGUAGE.md §3): token by token, keeping every position that the tokens so
 * far can end at. At most tokens × length positions, so no pattern is slow.
 */
import { assertNever } from "../base/invariant.ts";
import type { Dimension, Glob, GlobToken, Pattern, Scope } from "../ir/ir.ts";
import { foldAscii } from "./text.ts";

/** The statement's patterns match: one of its actions and resources, none of its exceptions. */
export function matchesScope(scope: Scope, action: string, resource: string): boolean {
  return (
    matchesAny(scope.resources, resource) &&
    matchesAny(scope.actions, action) &&
    !matchesAny(scope.exceptActions, action) &&
    !matchesAny(scope.exceptResources, resource)
  );
}

/** One of the patterns matches. */
export function matchesAny(patterns: readonly Pattern[], name: string): boolean {
  return patterns.some((pattern) => pattern.globs.some((glob) => matchesGlob(glob, name)));
}

/** The whole name is matched by the whole glob. */
export function matchesGlob(glob: Glob, name: string): boolean {
  const text = readAs(glob.dimension, name);
  // A text that the name does not hold settles it: no need to lay the tokens along.
  if (glob.tokens.some((token) => token.kind === "text" && !text.includes(token.text))) return false;
  return walk(glob, name).matched;
}

/** "in actions ASCII letters match either case, resources are case-sensitive" */
function readAs(dimension: Dimension, name: string): string {
  return dimension === "action" ? foldAscii(name) : name;
}

/** The result of laying a glob's tokens along a name. */
export interface Walk {
  readonly matched: boolean;
  /** How many UTF-16 units of the name some beginning of the glob can account for. */
  readonly reached: number;
  /** Where in the glob that beginning ends: so many units into its token of this number. */
  readonly token: number;
  readonly offset: number;
}

/** Lays the tokens along the name and says how far they come. */
export function walk(glob: Glob, name: string): Walk {
  const text = readAs(glob.dimension, name);
  let positions: ReadonlySet<number> = new Set([0]);
  let furthest = { reached: 0, token: 0, offset: 0 };
  for (const [i, token] of glob.tokens.entries()) {
    if (token.kind === "text") {
      for (const from of positions) {
        const offset = commonPrefix(token.text, text, from);
        if (from + offset >= furthest.reached) furthest = { reached: from + offset, token: i, offset };
      }
    }
    positions = after(token, glob.dimension, text, positions);
  }
  return { matched: positions.has(text.length), ...furthest };
}

/** Where the token can end when it begins at one of these positions. */
function after(
  token: GlobToken,
  dimension: Dimension,
  text: string,
  starts: ReadonlySet<number>,
): Set<number> {
  const ends = new Set<number>();
  for (const start of starts) {
    switch (token.kind) {
      case "text":
        if (text.startsWith(token.text, start)) ends.add(start + token.text.length);
        break;
      case "star":
        // A position already there was reached by a star from further left, which has run on from it.
        for (let end = start; !ends.has(end); end++) {
          ends.add(end);
          if (end === text.length || isSeparator(text[end], dimension)) break;
        }
        break;
      case "deep":
        for (let end = start; end <= text.length && !ends.has(end); end++) ends.add(end);
        break;
      case "gap":
        ends.add(start);
        for (let end = start + 1; end <= text.length; end++) {
          if (text[end - 1] === "/") ends.add(end);
        }
        break;
      default:
        assertNever(token);
    }
  }
  return ends;
}

/** "Separators are `:` in actions, `:` and `/` in resources." */
function isSeparator(character: string | undefined, dimension: Dimension): boolean {
  return character === ":" || (character === "/" && dimension === "resource");
}

/** How many units of the word stand in the text from this position on. */
function commonPrefix(word: string, text: string, from: number): number {
  let length = 0;
  while (length < word.length && word[length] === text[from + length]) length++;
  return length;
}
