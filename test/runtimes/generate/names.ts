/** Actions and resources that a set's patterns match, or miss by little. */
import type { Dimension, Glob, Pattern, PolicySet } from "../../../src/ir/ir.ts";
import type { Random } from "./random.ts";

/** What stars are filled with: pieces of the set's own patterns, so that patterns meet. */
export interface Words {
  readonly action: readonly string[];
  readonly resource: readonly string[];
}

const plainWords: Words = {
  action: ["a", "b", "read", "Update", "x1"],
  resource: ["a", "b", "app", "x-1", "044455556666", "main", "é", "😀", "a b", "A"],
};

const separators: { readonly [D in Dimension]: readonly string[] } = {
  action: [":"],
  resource: ["/", "/", "/", ":", "://", ":/"],
};

export function wordsOf(set: PolicySet): Words {
  const found = { action: new Set(plainWords.action), resource: new Set(plainWords.resource) };
  for (const { scope } of set.statements.slice(0, 500)) {
    const lists = [scope.actions, scope.exceptActions, scope.resources, scope.exceptResources];
    for (const glob of lists.flat().flatMap((pattern) => pattern.globs)) {
      for (const token of glob.tokens) {
        if (token.kind !== "text") continue;
        for (const word of token.text.split(/[:/]+/)) if (word !== "") found[glob.dimension].add(word);
      }
    }
  }
  return { action: [...found.action], resource: [...found.resource] };
}

/** A name that the glob matches; now and then not, because a star was filled with a separator. */
export function instance(glob: Glob, words: Words, random: Random): string {
  const own = words[glob.dimension];
  const several = (): string => {
    const count = 1 + random.int(3);
    return Array.from({ length: count }, () => random.pick(own)).join(
      random.pick(separators[glob.dimension]),
    );
  };
  const parts = glob.tokens.map((token) => {
    switch (token.kind) {
      case "text":
        return token.text;
      case "star":
        if (random.chance(0.15)) return "";
        if (random.chance(0.06)) return several();
        return random.pick(own) + (random.chance(0.15) ? random.pick(own) : "");
      case "deep":
        return random.chance(0.12) ? "" : several();
      case "gap":
        return random.chance(0.4) ? "" : `${several()}/`;
    }
  });
  const name = parts.join("");
  return glob.dimension === "action" && random.chance(0.4) ? changeCase(name, random) : name;
}

/** ASCII letters in either case, which is the same action. */
function changeCase(name: string, random: Random): string {
  return name.replace(/[a-z]/gi, (c) => (random.chance(0.5) ? c.toUpperCase() : c.toLowerCase()));
}

const inserted = [
  "a",
  "b",
  "B",
  ":",
  "/",
  " ",
  ".",
  "..",
  "-",
  "é",
  "è",
  "😀",
  "😁",
  "%41",
  "%4",
  "*",
  "\\",
  "\u200b",
  "\u0000",
];

/** The name with one small change, mostly one that leaves it valid. */
export function nearMiss(name: string, random: Random): string {
  const points = [...name];
  const at = random.int(points.length + 1);
  const character = points[at] ?? "";
  const change = random.int(10);
  if (change === 0) points.splice(at, 1);
  else if (change === 1) points.splice(at, 0, random.pick(inserted));
  else if (change === 2) points.splice(at, 1, random.pick(inserted));
  else if (change === 3) points.splice(at, 1, neighbour(character, random));
  else if (change === 4) points.splice(at, 1, flipCase(character));
  else if (change === 5) points.length = at;
  else if (change === 6) points.splice(0, at);
  else if (change === 7) points.push(random.pick(["a", "/a", ":a", "é", "2", ".", "/"]));
  else if (change === 8) points.splice(at, 0, character);
  else points.splice(at, 2, points[at + 1] ?? "", character);
  return points.join("");
}

function flipCase(character: string): string {
  return character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase();
}

/** The code point after or before: of several bytes, it mostly differs in the last one alone. */
function neighbour(character: string, random: Random): string {
  const point = (character.codePointAt(0) ?? 0x61) + random.pick([1, -1, 64, -64, 0x100]);
  return point < 0x20 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)
    ? "~"
    : String.fromCodePoint(point);
}

export function globsOf(patterns: readonly Pattern[]): Glob[] {
  return patterns.flatMap((pattern) => pattern.globs);
}

const plainNames: { readonly [D in Dimension]: readonly string[] } = {
  action: ["a", "a:b", "A:B", "git:push", "x:y:z", "é:b"],
  resource: ["a", "a/b", "a:b", "arn:a:::b", "arn:a::/b", "https://a/b", "file:///a", "A/b", "a b/c"],
};

/** A name near these patterns. */
export function nameNear(
  dimension: Dimension,
  within: readonly Pattern[],
  except: readonly Pattern[],
  words: Words,
  random: Random,
): string {
  const globs = globsOf(except.length > 0 && random.chance(0.15) ? except : within);
  if (globs.length === 0 || random.chance(0.04)) return random.pick(plainNames[dimension]);
  const name = instance(random.pick(globs), words, random);
  return random.chance(0.15) ? nearMiss(name, random) : name;
}
