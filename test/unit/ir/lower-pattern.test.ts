import fc from "fast-check";
import { expect, test } from "vitest";
import type { GlobToken } from "../../../src/ir/ir.ts";
import { printGlob } from "../../../src/ir/print-ir.ts";
import { matchesGlob } from "../../../src/reference/matches.ts";
import { errorsOf, scopeOf, setOf } from "../../support/compile-text.ts";
import { runs } from "../../support/runs.ts";

const resources = (pattern: string): string => scopeOf(`x:y on ${pattern}`).slice("x:y on ".length);

function tokensOf(pattern: string): readonly (readonly GlobToken[])[] {
  const [statement] = setOf(`agent: a\npolicies:\n  - ${JSON.stringify(`x:y on ${pattern}`)}\n`).statements;
  return statement?.scope.resources.flatMap(({ globs }) => globs.map(({ tokens }) => tokens)) ?? [];
}

test.each([
  ["repos/*", "repos/**"],
  ["repos/*/x", "repos/*/x"],
  ["repos/*x", "repos/*x"],
  ["a**b/c", "a**b/c"],
  ["docs{,/*}", '"docs", docs/**'],
  ["{a,b}/{c,d}", "a/c, a/d, b/c, b/d"],
  ["{a/,}**/b", "**/b, a/**/b"],
  ["{b,a,b}/x", "a/x, b/x"],
  ["x/{*a,**}", "x/**, x/*a"],
  [String.raw`x/\*\{\[id\]\?\\`, String.raw`x/\*\{\[id\]\?\\`],
  ["x/a$b", "x/a$b"],
  ["Repos/A", "Repos/A"],
])("the pattern %s is read as %s", (pattern, expected) => {
  expect(resources(pattern)).toBe(expected);
});

test.each([
  ["a/**/**/b", "a/**/b"],
  ["a/**/**", "a/**"],
  ["a/**/*", "a/*"],
  ["**/**/a", "**/a"],
  ["**/**", "*"],
  ["a/**/**b", "a/**b"],
])("%s and %s are one glob", (one, other) => {
  const set = setOf(`agent: a\npolicies:\n  - "x:y on ${one}"\n  - "x:z on ${other}"\n`);
  const [first, second] = set.statements.map(({ scope }) => scope.resources[0]?.globs[0]);
  expect(first).toBeDefined();
  expect(first).toBe(second);
});

test("`**/` is a gap after a slash and at the beginning, elsewhere it is not", () => {
  expect(tokensOf("files/**/.env")).toEqual([
    [{ kind: "text", text: "files/" }, { kind: "gap" }, { kind: "text", text: ".env" }],
  ]);
  expect(tokensOf("**/.env")).toEqual([[{ kind: "gap" }, { kind: "text", text: ".env" }]]);
  expect(tokensOf("files:**/.env")).toEqual([
    [{ kind: "text", text: "files:" }, { kind: "deep" }, { kind: "text", text: "/.env" }],
  ]);
});

test("a variable beside `**/` keeps it from being a gap, and never changes which star is the last", () => {
  const text =
    "agent: a\nvars: {v: w}\npolicies:\n  - x:y on files/${v}**/b\n  - x:z on files/*${v}\n  - x:q on files/${v}*\n";
  expect(
    setOf(text)
      .statements.flatMap((s) => s.scope.resources.flatMap((p) => p.globs.map(printGlob)))
      .sort(),
  ).toEqual(["files/*w", "files/w**", "files/w**/b"]);
});

test("action globs are lower-cased in ASCII only", () => {
  expect(scopeOf("AWS:S3:Get*, ÄX:y on a/b")).toBe("aws:s3:get**, Äx:y on a/b");
});

test("two stars that braces bring together are an error", () => {
  expect(errorsOf('agent: a\npolicies:\n  - "x:y on *{,x}*/b"\n')).toEqual([
    "adjacent-stars the braces bring two stars side by side: `**/b` @ *{,x}*/b",
  ]);
  expect(errorsOf('agent: a\npolicies:\n  - "x:y on a/{b*,c}*/b"\n')).toHaveLength(1);
});

test("256 alternatives are the most, counted before any is built", () => {
  const choice = (n: number): string => `{${Array.from({ length: n }, (_, i) => `v${String(i)}`).join(",")}}`;
  expect(errorsOf(`agent: a\npolicies:\n  - "x:y on c/${choice(256)}"\n`)).toEqual([]);
  expect(errorsOf(`agent: a\npolicies:\n  - "x:y on c/${choice(257)}"\n`).join()).toContain("more than 256");
  expect(errorsOf(`agent: a\npolicies:\n  - "x:y on c/${choice(10).repeat(9)}"\n`)).toHaveLength(1);
});

test("a pattern longer than any name is an error", () => {
  expect(errorsOf(`agent: a\npolicies:\n  - "x:y on c/${"a".repeat(4095)}"\n`).join()).toContain(
    "4096 bytes",
  );
  expect(errorsOf(`agent: a\npolicies:\n  - "x:y on c/${"a".repeat(4094)}"\n`)).toEqual([]);
});

test("patterns with braces are refused once a whole set of them would not fit into memory", () => {
  const pattern = `{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}${"*a".repeat(400)}`;
  const lines = Array.from({ length: 24 }, (_, i) => `  - "x:y on c${String(i)}/${pattern}"\n`).join("");
  expect(errorsOf(`agent: a\npolicies:\n${lines}`)).toHaveLength(1);
});

/** LANGUAGE.md §3 as a regular expression, read off the pattern's text after its braces are expanded. */
function asRegExp(pattern: string): RegExp {
  let source = "";
  for (let i = 0; i < pattern.length; i++) {
    if (pattern.startsWith("**", i)) {
      const opens = i === 0 || pattern[i - 1] === "/";
      if (opens && pattern[i + 2] === "/") {
        source += "(?:[^]*/)?";
        i += 2;
      } else {
        source += "[^]*";
        i += 1;
      }
    } else if (pattern[i] === "*") source += i === pattern.length - 1 ? "[^]*" : "[^:/]*";
    else source += pattern[i] ?? "";
  }
  return new RegExp(`^${source}$`, "u");
}

const piece = fc.constantFrom("a", "b", "/", "/", ":", "*", "**", "**/", "/**/", "é", "💡");
const patternText = fc
  .array(piece, { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.join(""))
  .filter((text) => !text.includes("***") && /[:/*]/.test(text));
const word = fc
  .array(fc.constantFrom("a", "b", "/", ":", "é", "💡", "x"), { maxLength: 9 })
  .map((units) => units.join(""));

test("a glob matches what the page says its pattern matches", () => {
  fc.assert(
    fc.property(patternText, fc.array(word, { minLength: 1, maxLength: 30 }), (pattern, words) => {
      const [statement] = setOf(
        `agent: a\npolicies:\n  - ${JSON.stringify(`x:y on "${pattern}"`)}\n`,
      ).statements;
      const globs = statement?.scope.resources.flatMap((p) => p.globs) ?? [];
      const expected = asRegExp(pattern);
      // Words near the pattern: it with its stars filled.
      const near = words.map((w) => pattern.replace(/\*\*?/g, () => w));
      for (const name of [...words, ...near]) {
        expect(
          globs.some((glob) => matchesGlob(glob, name)),
          `${pattern} on ${name}`,
        ).toBe(expected.test(name));
      }
    }),
    { numRuns: runs(150) },
  );
});

test("a printed glob reads back as the same glob", () => {
  const text = fc
    .array(
      fc.constantFrom(
        "a",
        "B",
        "/",
        ":",
        "*",
        "**",
        "{a,b}",
        "{,c/d}",
        " ",
        ",",
        String.raw`\*`,
        String.raw`\{`,
        String.raw`\\`,
        "$",
        "é",
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (pattern) => {
      const read = (quoted: string): string | null => {
        const policy = `agent: a\npolicies:\n  - ${JSON.stringify(`x:y on ${quoted}`)}\n`;
        return errorsOf(policy).length > 0 ? null : resources(quoted);
      };
      const printed = read(`"${pattern}"`);
      // The empty glob, which matches no name, has no pattern of its own.
      fc.pre(printed !== null && !printed.includes('""'));
      expect(read(printed)).toBe(printed);
    }),
    { numRuns: runs(150) },
  );
});
