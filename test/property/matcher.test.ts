/** The matcher finds the statements that the reference's `matchesGlob` says, within the bound of the build. */
import fc from "fast-check";
import { afterAll, expect, test, vi } from "vitest";
import type { Dimension, Glob, GlobToken, Grant, PolicySet } from "../../src/ir/ir.ts";
import { matchesGlob } from "../../src/reference/matches.ts";
import { isValidAction, isValidName, isValidResource } from "../../src/reference/valid-request.ts";
import { globOf, nowhere } from "../support/arbitrary-set.ts";
import { allow, buildSet } from "../support/build-set.ts";
import { builtBundle, tablesOf } from "../support/bundle-of.ts";
import { countedBundle } from "../support/counted-bundle.ts";
import { runs } from "../support/runs.ts";

vi.mock(import("../../src/runtime/counting.ts"), () => ({ counting: true }));

/** One statement: patterns of which one must match, and of which none may. */
interface Entry {
  readonly globs: readonly string[];
  readonly excepts: readonly string[];
}

interface Case {
  readonly entries: readonly Entry[];
  readonly names: readonly string[];
}

const checked = { names: 0, hits: 0, several: 0, sets: 0 };
afterAll(() => {
  // Most of what is asked is near a pattern; a run that hit little has tested little.
  expect(checked.names).toBeGreaterThan(checked.sets);
  expect(checked.hits * 5).toBeGreaterThan(checked.names);
  expect(checked.several * 20).toBeGreaterThan(checked.names);
});

function setOf(dimension: Dimension, entries: readonly Entry[]): PolicySet {
  const statements = entries.map(({ globs, excepts }, i): Grant => {
    const grant = allow("x", "x", { id: `s${i}` });
    const wanted = globs.map((text) => ({ globs: [globOf(dimension, text)], place: nowhere }));
    const excepted = excepts.map((text) => ({ globs: [globOf(dimension, text)], place: nowhere }));
    return {
      ...grant,
      scope:
        dimension === "resource"
          ? { ...grant.scope, resources: wanted, exceptResources: excepted }
          : { ...grant.scope, actions: wanted, exceptActions: excepted },
    };
  });
  return buildSet({ agents: { a: statements } });
}

function check(dimension: Dimension, { entries, names }: Case): void {
  const built = builtBundle(setOf(dimension, entries), { targets: ["json"] });
  const decide = countedBundle(tablesOf(built));
  const globs = entries.map((entry) => ({
    wanted: entry.globs.map((text) => globOf(dimension, text)),
    excepted: entry.excepts.map((text) => globOf(dimension, text)),
  }));
  checked.sets += 1;
  for (const name of names) {
    if (!isValidName(name)) continue;
    if (dimension === "resource" ? !isValidResource(name) : !isValidAction(name)) continue;
    const meets = (glob: Glob): boolean => matchesGlob(glob, name);
    const expected = globs.flatMap(({ wanted, excepted }, i) =>
      wanted.some(meets) && !excepted.some(meets) ? [`s${i}`] : [],
    );
    const request =
      dimension === "resource" ? { action: "x", resource: name } : { action: name, resource: "x" };
    const { decision, steps } = decide({ agent: "a", ...request });
    expect(decision.statements.map(({ id }) => id).sort(), name).toEqual(expected.sort());
    expect(decision.reason, name).toBe(expected.length > 0 ? "granted" : "no_grant");
    expect(steps).toBeLessThanOrEqual(built.manifest.step_bound);
    checked.names += 1;
    if (expected.length > 0) checked.hits += 1;
    if (expected.length > 1) checked.several += 1;
  }
}

const fillings: { readonly [K in Exclude<GlobToken["kind"], "text">]: readonly string[] } = {
  star: ["", "a", "b", "ab", "ba", "aab", "é", "a/b", ":"],
  deep: ["", "a", "b", "a/b", "b:a", "ab/ab", "a/b/a/b", "/a", "b/", "😀", "aabaab"],
  gap: ["", "a/", "b/", "a/b/", "a:b/", "ab/a/", "a"],
};

/** A name that the pattern matches, or nearly. */
function instance(dimension: Dimension, text: string): fc.Arbitrary<string> {
  const parts = globOf(dimension, text).tokens.map((token) =>
    token.kind === "text" ? fc.constant(token.text) : fc.constantFrom(...fillings[token.kind]),
  );
  return fc.tuple(...parts).map((all) => all.join(""));
}

const letters = ["a", "b", "A", "/", ":", "é", "ê", "😀", "😁", "x", ""] as const;

function edited(name: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(name, fc.nat(), fc.constantFrom(...letters), fc.nat(1))
    .map(([text, at, insert, removed]) => {
      const points = [...text];
      points.splice(at % (points.length + 1), removed, insert);
      return points.join("");
    });
}

function near(dimension: Dimension, texts: readonly string[]): fc.Arbitrary<string> {
  const aimed = fc.constantFrom(...texts).chain((text) => instance(dimension, text));
  return fc.oneof({ weight: 3, arbitrary: aimed }, { weight: 2, arbitrary: edited(aimed) });
}

/** Statements of these patterns, some with others as exceptions, and names near all of them. */
function casesOf(dimension: Dimension, patterns: fc.Arbitrary<readonly string[]>): fc.Arbitrary<Case> {
  return patterns.chain((texts) => {
    const some = fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 });
    const entry = fc.record({
      globs: some,
      excepts: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some }),
    });
    return fc.record({
      // Each pattern at least once, alone.
      entries: fc
        .array(entry, { maxLength: 4 })
        .map((more) => [...texts.map((text) => ({ globs: [text], excepts: [] })), ...more]),
      names: fc.array(near(dimension, texts), { minLength: 5, maxLength: 30 }),
    });
  });
}

/** What the language lets nobody write: stars that touch, a gap in the middle of a segment. */
const impossible = /\*{3,}|\*\*\/\*\*[^/]|[^/:]\*\*\/\*|\*\*\*/;

function joined(pieces: readonly string[], maxLength: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...pieces), { minLength: 1, maxLength })
    .map((parts) => parts.join(""))
    .filter((text) => !impossible.test(text));
}

function several(text: fc.Arbitrary<string>, most: number): fc.Arbitrary<readonly string[]> {
  return fc.uniqueArray(text, { minLength: 1, maxLength: most });
}

function expectMatches(dimension: Dimension, patterns: fc.Arbitrary<readonly string[]>, count: number): void {
  fc.assert(
    fc.property(casesOf(dimension, patterns), (given) => {
      check(dimension, given);
    }),
    { numRuns: runs(count) },
  );
}

test("patterns of few letters, that share beginnings and meet everywhere", () => {
  const pieces = ["a", "b", "ab", "ba", "/", "/", ":", "*", "**", "/**/", "/*/"];
  expectMatches("resource", several(joined(pieces, 8), 12), 900);
});

test("patterns of actions: wildcards, exact names, exceptions", () => {
  const pieces = ["a", "b", "ab", "A", ":", ":", "*", "**", ":*:", "a:b"];
  expectMatches("action", several(joined(pieces, 6), 12), 700);
});

test("stars behind deeps, deeps behind stars, many to a pattern", () => {
  const pieces = ["**", "*", "a*", "*b", "**a", "b**", "/", "a", "b", ":"];
  expectMatches("resource", several(joined(pieces, 9), 6), 500);
});

test("gaps, alone and with stars behind them, at every place", () => {
  const pieces = ["**/", "**/*", "/**/", "/**/*", "a", "b", "/", "a/b", "*a/", "/**"];
  const text = joined(pieces, 6).filter((one) => !/[^/]\*\*\//.test(one) || one.startsWith("**/"));
  expectMatches("resource", several(text, 8), 500);
});

test("suffixes behind one wildcard: few, and more than are tried one by one", () => {
  const suffix = fc.array(fc.constantFrom("a", "b", "ab", "/", ":", "é"), { minLength: 1, maxLength: 6 });
  const patterns = fc
    .tuple(
      fc.constantFrom("*", "**", "a/**/", "a*", "p/**", "p/*", "**/"),
      fc.uniqueArray(
        suffix.map((parts) => parts.join("")),
        { minLength: 1, maxLength: 20 },
      ),
    )
    .map(([before, ends]) => ends.map((end) => before + end).filter((text) => !impossible.test(text)))
    .filter((texts) => texts.length > 0);
  expectMatches("resource", patterns, 500);
});

test("texts around the longest run of a node, which branch in every part of it", () => {
  const size = fc.constantFrom(1, 2, 253, 254, 255, 256, 257, 509, 510, 511, 512, 766, 1021);
  const text = fc
    .tuple(
      fc.constantFrom("", "p/", "*/", "**/", "x**"),
      size,
      fc.constantFrom("", "b", "é", "*", "*b", "/**"),
      size,
    )
    .map(([before, first, between, second]) => `${before}${"a".repeat(first)}${between}${"a".repeat(second)}`)
    .filter((one) => !impossible.test(one));
  expectMatches("resource", several(text, 6), 60);
});

/** Characters that names may hold, of one to four bytes; blocks of neighbours and others. */
const pool: readonly string[] = [
  ...Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)).filter((c) => !/[*:/\\%.?]/.test(c)),
  ...Array.from({ length: 30 }, (_, i) => String.fromCharCode(0xc0 + i * 64)).filter((c) => isValidName(c)),
  ...Array.from({ length: 64 }, (_, i) => String.fromCharCode(0x100 + i)),
  ...["ࠀ", "က", "〰", "一", "ꀀ", "가", "豈", "𐀀", "😀", "😁", "𠀀", "\u{f0000}", "\u{100000}"],
];

test("nodes of every number of edges, dense and sparse, behind text and behind each wildcard", () => {
  const patterns = fc
    .tuple(
      fc.constantFrom("", "p", "p/", "*", "**", "p*", "p**", "p/**/", "p/**/*", "**/"),
      fc.oneof(
        fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: pool.length, size: "max" }),
        // Neighbours, which make a table.
        fc
          .tuple(fc.nat(pool.length - 1), fc.integer({ min: 1, max: pool.length }))
          .map(([from, count]) => pool.slice(from, from + count)),
      ),
      fc.constantFrom("", "z", "*", "/q", "**"),
    )
    .map(([before, characters, after]) => characters.map((character) => before + character + after))
    .filter((texts) => texts.every((text) => !impossible.test(text)));
  expectMatches("resource", patterns, 150);
});

test("many statements of one pattern are all named", () => {
  const many = fc
    .tuple(joined(["a", "b", "/", "*", "**"], 4), fc.integer({ min: 2, max: 40 }), fc.nat(3))
    .map(([text, count, others]): Case => {
      const copies = Array.from({ length: count }, () => ({ globs: [text], excepts: [] }));
      const more = Array.from({ length: others }, (_, i) => ({
        globs: ["**"],
        excepts: i === 0 ? [text] : [],
      }));
      return { entries: [...copies, ...more], names: ["a", "b", "ab", "a/b", "b/a", "aab", "a/a/b", "é"] };
    });
  fc.assert(
    fc.property(many, (given) => {
      check("resource", given);
    }),
    { numRuns: runs(200) },
  );
});

test("names of the greatest length meet wildcards at their last byte", () => {
  const full = "a".repeat(4096);
  for (const text of [
    "*",
    "**",
    "a**a",
    "**/a",
    "*a",
    `${"a".repeat(4095)}*`,
    full,
    "**b",
    `${full.slice(1)}b`,
  ]) {
    const entries = [text, "**a**a**b", "*a*a*a"].map((one) => ({ globs: [one], excepts: [] }));
    check("resource", { entries, names: [full, `${full.slice(1)}b`, full.slice(1), `a/${full.slice(2)}`] });
  }
});
