/**
 * What patterns of actions begin with, read off their text: regions that no grant can reach need not be compiled.
 *
 * INVARIANT: every action that a pattern matches begins with one of its beginnings, ASCII case aside.
 */
import { lowerAscii } from "../ir/glob.ts";

/** What is plainly itself in pattern text. */
const literal = /^[A-Za-z0-9_.:/-]*/;

/** A list in braces at the front, with nothing but literals in it. */
const frontList = /^\{([A-Za-z0-9_.:/,-]*)\}/;

/** The literal beginnings of the patterns, in lower case; a pattern that begins with a wildcard has the empty one. */
export function literalBeginnings(patterns: readonly string[]): readonly string[] {
  const found = patterns.flatMap((pattern) => {
    const list = frontList.exec(pattern);
    if (list === null) return [literal.exec(pattern)?.[0] ?? ""];
    const rest = literal.exec(pattern.slice(list[0].length))?.[0] ?? "";
    return (list[1] ?? "").split(",").map((name) => name + rest);
  });
  return [...new Set(found.map(lowerAscii))];
}

/** False when no action begins both with one of `beginnings` and with `prefix`, which is in lower case. */
export function mayBeginAlike(beginnings: readonly string[], prefix: string): boolean {
  return beginnings.some((beginning) => beginning.startsWith(prefix) || prefix.startsWith(beginning));
}
