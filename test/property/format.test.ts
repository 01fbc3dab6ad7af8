/** The formatter keeps meaning and comments, and what it has formatted stays as it is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFile } from "../../src/syntax/format.ts";
import { parsePolicyFile } from "../../src/syntax/parse-file.ts";
import { readTrivia } from "../../src/syntax/format-trivia.ts";
import { policyFile } from "../support/arbitrary-file.ts";
import { runs } from "../support/runs.ts";

function meaning(text: string): string {
  const node = parsePolicyFile({ path: "ci.yaml", text }, () => undefined);
  return JSON.stringify(node, (key, value: unknown) => (key === "span" ? undefined : value));
}

test("formatting keeps the meaning and every comment, and formatting again changes nothing", () => {
  let formattedCount = 0;
  fc.assert(
    fc.property(policyFile, (text) => {
      const once = formatFile({ path: "ci.yaml", text }, "policy", () => undefined);
      if (once === null) return;
      formattedCount++;
      expect(meaning(once)).toBe(meaning(text));
      const comments = (of: string): string[] => readTrivia(of).comments.map((c) => c.text);
      expect(comments(once)).toEqual(comments(text));
      expect(formatFile({ path: "ci.yaml", text: once }, "policy", () => undefined)).toBe(once);
    }),
    { numRuns: runs(400) },
  );
  // The law would be empty were most of the generated files in error.
  expect(formattedCount).toBeGreaterThan(runs(400) / 4);
});

test("no text makes the formatter fail", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "policies:\n",
      "- ",
      "  ",
      "\n",
      "#",
      ": ",
      "[",
      "]",
      "{",
      "}",
      "|\n",
      ">\n",
      "'",
      '"',
      "---\n",
      "&a ",
      "*",
      "!t ",
    ),
    fc.constantFrom(
      "statement: ",
      "git:read on repos/*",
      "requires_approval: true\n",
      "tests:\n",
      "agent: a\n",
      "\r\n",
      "? ",
      ", ",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      formatFile({ path: "ci.yaml", text: pieces.join("") }, "policy", () => undefined);
    }),
    { numRuns: runs(1000) },
  );
});
