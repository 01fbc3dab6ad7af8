import { expect, test } from "vitest";
import { parseAs, withoutPlaces } from "../../support/expressions.ts";

function patternOf(text: string): unknown {
  const tree = withoutPlaces(parseAs("pattern", text).tree);
  return Array.isArray(tree) ? tree[0] : tree;
}

test("a pattern is split into its parts", () => {
  expect(patternOf("repos/*/{a*,}/**/${agent}.x")).toMatchObject({
    parts: [
      { kind: "text", text: "repos/" },
      { kind: "star" },
      { kind: "text", text: "/" },
      { kind: "choice", alternatives: [[{ kind: "text", text: "a" }, { kind: "star" }], []] },
      { kind: "text", text: "/" },
      { kind: "deep" },
      { kind: "text", text: "/" },
      { kind: "variable", name: "agent" },
      { kind: "text", text: ".x" },
    ],
  });
});

test("escaped characters join the text around them", () => {
  expect(patternOf("a/b\\*c\\\\d\\,e")).toMatchObject({ parts: [{ kind: "text", text: "a/b*c\\d,e" }] });
});

test("quotes admit blanks and commas and keep wildcards", () => {
  expect(patternOf('"a b, *"')).toMatchObject({ quoted: true, parts: [{ text: "a b, " }, { kind: "star" }] });
});

test.each(["main", "a=b", "-x", "a\\*b", "$5", "größe"])("unquoted `%s` is a word", (text) => {
  expect(patternOf(text)).toEqual({ kind: "word", name: text });
});

test.each(["a:b", "a/b", "a*", "{a,b}", "${a}", '"main"', "a\\:b"])("`%s` is no word", (text) => {
  expect(patternOf(text)).toMatchObject({ kind: "pattern" });
});

test.each([
  ["app/[id]/page", "`\\[id\\]`"],
  ["app/[slug]/page", "`\\[slug\\]`"],
  ["app/[...]/page", "`\\[id\\]`"],
])("the help for `%s` shows the escaped form and its YAML spelling", (text, shown) => {
  const [help] = parseAs("pattern", text).diagnostics.map((d) => d.help);
  expect(help).toContain(shown);
  expect(help).toContain("double-quoted YAML scalar");
});

test("the help for a placeholder offers star, variable and escape", () => {
  const [help] = parseAs("pattern", "repos/{repo}").diagnostics.map((d) => d.help);
  expect(help).toBe("write `*` for any segment, `${repo}` for a variable, `\\{repo\\}` for these characters");
});

test("every bad pattern of a list is reported", () => {
  expect(parseAs("pattern", 'a?, b/c, "", d/***').diagnostics.map((d) => d.code)).toEqual([
    "reserved-character",
    "empty-pattern",
    "star-run",
  ]);
});

test("a variable's name has at most 128 characters", () => {
  expect(parseAs("pattern", `\${${"a".repeat(128)}}`).diagnostics).toEqual([]);
  expect(parseAs("pattern", `\${${"a".repeat(129)}}`).diagnostics.map((d) => d.code)).toEqual([
    "bad-variable",
  ]);
});

test("each part's span covers it as written", () => {
  const text = "a\\*b/*{c,d}${e}";
  const tree = parseAs("pattern", text).tree;
  const spans = JSON.stringify(tree).matchAll(/"start":(\d+),"end":(\d+)/g);
  const covered = [...spans].map((match) => text.slice(Number(match[1]), Number(match[2])));
  expect(covered).toEqual(["a\\*b/", "*", "c", "d", "{c,d}", "${e}", text]);
});
