/**
 * Laws of the automata, against enumeration of all short words over alphabets with both separators,
 * letters of either case, an accented and an astral character.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { codePoints, foldCase } from "../../src/automata/alphabet.ts";
import { Budget } from "../../src/automata/budget.ts";
import { GlobLibrary } from "../../src/automata/glob-library.ts";
import { compileGlob } from "../../src/automata/glob-nfa.ts";
import { LazyDfa } from "../../src/automata/lazy-dfa.ts";
import { runNfa } from "../../src/automata/nfa.ts";
import { findShortest, type Word } from "../../src/automata/search.ts";
import { ShapeAutomaton } from "../../src/automata/shapes.ts";
import { UnionNfa } from "../../src/automata/union-nfa.ts";
import { hasValidStrings } from "../../src/automata/validity.ts";
import type { BindingService, Dimension, Glob } from "../../src/ir/ir.ts";
import { globOf } from "../support/arbitrary-set.ts";
import { shape } from "../support/build-set.ts";
import { runs } from "../support/runs.ts";
import { shortWords } from "../support/short-requests.ts";

const unlimited = new Budget(Infinity);

const pieces: { readonly [D in Dimension]: readonly string[] } = {
  action: ["a", "B", "é", "😀", ":", ":", "*", "**", "*a", "a*"],
  resource: ["a", "b", "é", "😀", ":", "/", "/", "*", "**", "**/", "/**/", "*a", "b*"],
};

function arbitraryGlob(dimension: Dimension, most: number): fc.Arbitrary<Glob> {
  return fc
    .array(fc.constantFrom(...pieces[dimension]), { minLength: 1, maxLength: most })
    .map((parts) => globOf(dimension, parts.join("").replace(/\*{3,}/g, "**")));
}

/** What LANGUAGE.md §3 says a glob matches, as a regular expression. */
function regexOf(glob: Glob): RegExp {
  const source = glob.tokens
    .map((t) => {
      switch (t.kind) {
        case "text":
          return t.text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
        case "star":
          return "[^:/]*";
        case "deep":
          return "[^]*";
        case "gap":
          return "(?:[^]*\\/)?";
      }
    })
    .join("");
  return new RegExp(`^${source}$`, glob.dimension === "action" ? "iu" : "u");
}

const words: { readonly [D in Dimension]: readonly string[] } = {
  action: shortWords(["a", "A", "b", "é", "😀", ":"], 4),
  resource: shortWords(["a", "b", "é", "😀", ":", "/"], 4),
};

test.each(["action", "resource"] as const)(
  "the automaton of a glob (%s) accepts what the glob matches",
  (dimension) => {
    fc.assert(
      fc.property(arbitraryGlob(dimension, 6), (glob) => {
        const expected = regexOf(glob);
        const nfa = compileGlob(glob);
        const dfa = new LazyDfa(nfa);
        for (const word of words[dimension]) {
          const codes = codePoints(word);
          expect(runNfa(nfa, codes), `${glob.key} ~ ${word}`).toBe(expected.test(word));
          expect(dfa.run(codes, unlimited), `${glob.key} ~ ${word}, made deterministic`).toBe(
            expected.test(word),
          );
        }
      }),
      { numRuns: runs(40) },
    );
  },
);

test("two globs overlap exactly when some word is matched by both", () => {
  fc.assert(
    fc.property(arbitraryGlob("resource", 5), arbitraryGlob("resource", 5), (a, b) => {
      const library = new GlobLibrary();
      const overlaps = library.overlaps(library.entry(a), library.entry(b), unlimited);
      const [matchA, matchB] = [regexOf(a), regexOf(b)];
      const common = words.resource.some((w) => matchA.test(w) && matchB.test(w));
      if (common) expect(overlaps).toBe(true);
      if (overlaps) {
        const found = shortestOf(
          [
            { action: globOf("action", "x"), resource: a },
            { action: globOf("action", "x"), resource: b },
          ],
          [],
        );
        // A common word may be invalid; it is then none that a request can have.
        if (found !== null) expect(matchA.test(found.resource) && matchB.test(found.resource)).toBe(true);
      } else expect(common).toBe(false);
    }),
    { numRuns: runs(150) },
  );
});

test("a glob that contains another matches all that the other matches", () => {
  fc.assert(
    fc.property(arbitraryGlob("resource", 4), arbitraryGlob("resource", 4), (outer, inner) => {
      const library = new GlobLibrary();
      if (!library.contains(library.entry(outer), library.entry(inner), unlimited)) return;
      const [matchOuter, matchInner] = [regexOf(outer), regexOf(inner)];
      for (const word of words.resource) if (matchInner.test(word)) expect(matchOuter.test(word)).toBe(true);
    }),
    { numRuns: runs(300) },
  );
});

interface NamePattern {
  readonly action: Glob;
  readonly resource: Glob;
}

function shortestOf(
  positives: readonly NamePattern[],
  negatives: readonly NamePattern[],
  services: readonly BindingService[] = [],
): { readonly action: string; readonly resource: string; readonly bytes: number } | null {
  const library = new GlobLibrary();
  const word: Word | null = findShortest({
    positives: positives.map(({ action, resource }) => ({
      action: new UnionNfa([library.entry(action).nfa]),
      resource: new UnionNfa([library.entry(resource).nfa]),
    })),
    negatives: negatives.map(({ action, resource }) => ({
      action: library.entry(action).dfa,
      resource: library.entry(resource).dfa,
    })),
    shapes: services.length === 0 ? null : new ShapeAutomaton(services),
    isBlocked: () => true,
    longest: 8192,
    budget: new Budget(1_000_000),
  });
  if (word === null) return null;
  return {
    action: String.fromCodePoint(...word.action),
    resource: String.fromCodePoint(...word.resource),
    bytes: word.bytes,
  };
}

/** LANGUAGE.md §4 read once more, without an automaton. */
function isValidPair(action: string, resource: string): boolean {
  const encoded = /%[0-9a-f]{2}/i;
  if (action === "" || resource === "" || encoded.test(action) || encoded.test(resource)) return false;
  if (/[\\\u0000-\u001f\u007f-\u00a0\u00ad\u200b]/.test(action + resource)) return false;
  if (/^:|:$|::|\/| /.test(action)) return false;
  if (/^[ :/]|[ :/]$/.test(resource)) return false;
  if (resource.split(/[:/]/).some((s) => s === "." || s === "..")) return false;
  return [...resource.matchAll(/[:/]*\/[:/]*/g)].every(
    ({ 0: run, index }) =>
      run === "/" ||
      run === "://" ||
      (run === ":///" && index === 4 && resource.startsWith("file:")) ||
      (resource.startsWith("arn:") && /^:+\/$/.test(run)),
  );
}

const validityPieces = [
  "a",
  "arn",
  "arn:",
  "file",
  "fil",
  "file:",
  "f",
  ":",
  "::",
  "/",
  "//",
  "///",
  ".",
  "..",
  " ",
  "%",
  "4",
  "F",
  "\\",
  "\u00a0",
  "é",
  "😀",
  "\u200b",
];
const arbitraryName = fc.array(fc.constantFrom(...validityPieces), { maxLength: 7 }).map((p) => p.join(""));

test("the automaton of validity accepts exactly the valid names", () => {
  fc.assert(
    fc.property(arbitraryName, arbitraryName, (action, resource) => {
      expect(hasValidStrings(codePoints(action), codePoints(resource))).toBe(isValidPair(action, resource));
      expect(hasValidStrings(codePoints("x"), codePoints(resource))).toBe(isValidPair("x", resource));
      expect(hasValidStrings(codePoints(action), codePoints("x"))).toBe(isValidPair(action, "x"));
    }),
    { numRuns: runs(4000) },
  );
});

const short = {
  actions: shortWords(["!", "a", "b", ":"], 3),
  resources: shortWords([" ", "!", "a", "b", ":", "/"], 5),
};

function isBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}

test("the search finds the first of the shortest words that positives share and negatives leave", () => {
  const arbitraryPair = fc.record({
    action: fc.constantFrom("**", "a", "a:*", "*:b", "*").map((t) => globOf("action", t)),
    resource: fc
      .oneof(
        {
          weight: 3,
          arbitrary: fc.array(fc.constantFrom("a", "b", "/", ":", "*", "**"), { minLength: 1, maxLength: 3 }),
        },
        { weight: 1, arbitrary: fc.constantFrom(["**"], ["a**"], ["**/", "a"], ["*"]) },
      )
      .map((p) => globOf("resource", p.join("").replace(/\*{3,}/g, "**"))),
  });
  fc.assert(
    fc.property(
      fc.array(arbitraryPair, { minLength: 1, maxLength: 3 }),
      fc.array(arbitraryPair, { maxLength: 4 }),
      (positives, negatives) => {
        const found = shortestOf(positives, negatives);
        const has = ({ action, resource }: NamePattern, a: string, r: string): boolean =>
          regexOf(action).test(a) && regexOf(resource).test(r);
        if (found !== null) {
          expect(isValidPair(found.action, found.resource)).toBe(true);
          expect(positives.every((p) => has(p, found.action, found.resource))).toBe(true);
          expect(negatives.some((n) => has(n, found.action, found.resource))).toBe(false);
        }
        for (const action of short.actions) {
          if (!positives.every((p) => regexOf(p.action).test(action))) continue;
          const active = negatives
            .filter((n) => regexOf(n.action).test(action))
            .map((n) => regexOf(n.resource));
          const wanted = positives.map((p) => regexOf(p.resource));
          for (const resource of short.resources) {
            if (!wanted.every((r) => r.test(resource)) || active.some((r) => r.test(resource))) continue;
            if (!isValidPair(action, resource)) continue;
            const name = `${action} ${resource}`;
            expect(found, name).not.toBeNull();
            if (found === null) return;
            expect(found.bytes, name).toBeLessThanOrEqual(action.length + resource.length);
            if (found.action === action && found.bytes === action.length + resource.length)
              expect(isBefore(resource, found.resource), name).toBe(false);
            if (found.resource === resource && found.bytes === action.length + resource.length)
              expect(isBefore(action, found.action), name).toBe(false);
          }
        }
      },
    ),
    { numRuns: runs(60) },
  );
});

test("with binding shapes the search finds only well-shaped resources, and one whenever there is one", () => {
  const services: readonly BindingService[] = [
    {
      name: "a",
      shapes: [shape("a/{x}"), shape("b/{x...}")],
      actions: [{ action: "a:b", shapes: [shape("{x...}/b:{y}")] }],
    },
    { name: "a:ab", shapes: [shape("b{x}")], actions: [] },
  ];
  const actionsOfServices = shortWords(["a", "A", "b", ":"], 4);
  const segments = /^[^:/]+([:/][^:/]+)*$/;
  const wellShaped = (action: string, resource: string): boolean => {
    const folded = String.fromCodePoint(...codePoints(action).map(foldCase));
    if (folded === "a:ab" || folded.startsWith("a:ab:"))
      return resource === "a:ab" || /^b[^:/]+$/.test(resource);
    if (folded !== "a" && !folded.startsWith("a:")) return true;
    if (resource === "a") return true;
    if (folded === "a:b") {
      const match = /^(.*)\/b:[^:/]+$/.exec(resource);
      return match !== null && segments.test(match[1] ?? "");
    }
    return /^a\/[^:/]+$/.test(resource) || (resource.startsWith("b/") && segments.test(resource.slice(2)));
  };
  fc.assert(
    fc.property(
      arbitraryGlob("action", 3),
      arbitraryGlob("resource", 4),
      arbitraryGlob("resource", 3),
      (action, resource, other) => {
        const found = shortestOf([{ action, resource }], [{ action, resource: other }], services);
        const [wantedAction, wanted, unwanted] = [regexOf(action), regexOf(resource), regexOf(other)];
        if (found !== null) {
          expect(wellShaped(found.action, found.resource), JSON.stringify(found)).toBe(true);
          expect(wanted.test(found.resource) && !unwanted.test(found.resource)).toBe(true);
        }
        const resources = words.resource.filter((r) => wanted.test(r) && !unwanted.test(r));
        for (const a of actionsOfServices) {
          if (!wantedAction.test(a)) continue;
          for (const r of resources) {
            if (isValidPair(a, r) && wellShaped(a, r)) {
              expect(found, `${a} ${r}`).not.toBeNull();
              expect(found?.bytes).toBeLessThanOrEqual(Buffer.byteLength(a + r));
            }
          }
        }
      },
    ),
    { numRuns: runs(60) },
  );
});
