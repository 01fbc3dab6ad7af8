import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesAgentGlob } from "../../../src/ir/agent-glob.ts";
import { runs } from "../../support/runs.ts";

test.each([
  ["*", "anything", true],
  ["ci-*", "ci-", true],
  ["ci-*", "CI-runner", false],
  ["*-bot", "release-bot", true],
  ["a*a", "a", false],
  ["a*a", "aa", true],
  ["a*b*a", "abba", true],
  ["runner", "runner", true],
  ["runner", "runners", false],
])("the glob %s of agents against %s: %s", (glob, name, expected) => {
  expect(matchesAgentGlob(glob, name)).toBe(expected);
});

test("a glob of agents matches what it matches as a regular expression", () => {
  const text = fc.array(fc.constantFrom("a", "b", "*"), { maxLength: 8 }).map((units) => units.join(""));
  fc.assert(
    fc.property(text, text, (glob, word) => {
      const name = word.replaceAll("*", "");
      const expected = new RegExp(`^${glob.replaceAll("*", ".*")}$`).test(name);
      expect(matchesAgentGlob(glob, name)).toBe(expected);
    }),
    { numRuns: runs(500) },
  );
});
