import fc from "fast-check";
import { expect, test } from "vitest";
import { finishLines, logSafe, safeJson, visible, xmlText } from "../../../src/report/sanitize.ts";
import { runs } from "../../support/runs.ts";

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom("\u001b[31m", "\n", "\r", "\u0000", "\u009b", "\u202e", "\u2066", "\ufeff", "\u2028"),
    fc.constantFrom("::", "##[", "##vso[", "##teamcity[", " ", "a", "#", ":", "\ud800", "\u{e0041}"),
    fc.string({ unit: "binary", maxLength: 3 }),
  ),
});

const dangerous = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;
const command = /^\s*::|##(vso|teamcity)?\[/;

test("control, directional and invisible characters are shown by their number", () => {
  expect(visible("a\u001b[31mb\u202ec\u200bd\ne")).toBe("a\\u{1b}[31mb\\u{202e}c\\u{200b}d\\u{a}e");
});

test("ordinary text, wide and astral characters included, stays as it is", () => {
  expect(visible("grüße 日本語 👍 ${x}")).toBe("grüße 日本語 👍 ${x}");
});

test("nothing that a terminal obeys is left in a visible text", () => {
  fc.assert(
    fc.property(hostile, (text) => !dangerous.test(visible(text))),
    { numRuns: runs(500) },
  );
});

test("no line is a command to GitHub, Azure Pipelines or TeamCity", () => {
  expect(logSafe("  ::error::owned")).toBe("  \\u{3a}:error::owned");
  expect(logSafe("x ##[add-mask]y ##vso[task.x]")).toBe("x #\\u{23}[add-mask]y #\\u{23}vso[task.x]");
  fc.assert(
    fc.property(fc.array(hostile), (lines) =>
      finishLines(lines.map(visible))
        .split("\n")
        .every((line) => !command.test(line) && !dangerous.test(line)),
    ),
    { numRuns: runs(500) },
  );
});

test("JSON keeps its value and holds nothing that a terminal or a runner obeys", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const json = safeJson({ text }, 2);
      expect(JSON.parse(json)).toEqual({ text });
      expect(json.split("\n").filter((line) => command.test(line) || dangerous.test(line))).toEqual([]);
    }),
    { numRuns: runs(500) },
  );
});

test("XML text has no markup and no character that XML forbids", () => {
  expect(xmlText(`<a b="c">&\u0000\n##[x]`)).toBe("&lt;a b=&quot;c&quot;&gt;&amp;\\u{0}&#10;#&#35;[x]");
});
