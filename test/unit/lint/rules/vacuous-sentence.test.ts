import { expect, test } from "vitest";
import { vacuousSentence } from "../../../../src/lint/rules/vacuous-sentence.ts";
import { saidBy } from "../../../support/lint-text.ts";

const agent = "agent: ci-runner\npolicies:\n  - ship:push on wharf/*/docks/*\n";
const withTest = (sentence: string): string => `${agent}tests:\n  - ${JSON.stringify(sentence)}\n`;

test("a misspelt action is told", () => {
  expect(saidBy(vacuousSentence, withTest("ci-runner cannot ship:psuh on wharf/a/docks/b"))).toEqual([
    "warning vacuous-sentence: the sentence holds because no statement speaks of it, and `ship:psuh` is no known action @ ship:psuh",
  ]);
});

test("a misspelt resource is told", () => {
  expect(saidBy(vacuousSentence, withTest("no agent can ship:push on wharfs/a"))).toEqual([
    "warning vacuous-sentence: the sentence holds because no statement speaks of it, and `ship:push` is no known action @ ship:push",
  ]);
  const config = "vocabulary: {actions: {push: ship:push}}\n";
  expect(saidBy(vacuousSentence, withTest("no agent can push on wharfs/a"), { config })).toEqual([
    "warning vacuous-sentence: the sentence holds because no statement speaks of it, and `wharfs/a` is no known resource @ wharfs/a",
  ]);
});

test("a sentence that some statement speaks of guards something", () => {
  const text = `${agent}  - deny ship:sink on wharf/*\ntests:\n  - ci-runner cannot ship:sink on wharf/a\n`;
  expect(saidBy(vacuousSentence, text)).toEqual([]);
  expect(saidBy(vacuousSentence, withTest("ci-runner cannot ship:* on bay/*"))).toHaveLength(1);
});

test("words of the vocabulary, binding shapes and stars are known names", () => {
  const config = [
    "vocabulary: {actions: {scuttle: ship:scuttle}, resources: {bay: bay/*}}",
    'catalog: {services: {crane: ["bay/{name}"]}}',
    "",
  ].join("\n");
  const sentences = [
    "no agent can scuttle bay",
    "no agent can crane:lift on bay/x",
    "ci-runner cannot ** on bay",
    "no agent can scuttle on **",
  ];
  expect(sentences.flatMap((s) => saidBy(vacuousSentence, withTest(s), { config }))).toEqual([]);
});

test.each([
  "no agent can ** on secrets/*",
  "ci-runner cannot *:delete on repos/web",
  "ci-runner cannot ** on arn:aws:s3:::audit/*",
  "ci-runner cannot mcp:stripe:create_refund on mcp/stripe/live/*",
  "ci-runner cannot git:push on repos/web/branches/main",
])("what the catalogue knows is known under a wildcard too: %s", (sentence) => {
  expect(saidBy(vacuousSentence, withTest(sentence))).toEqual([]);
});

test("a resource of no known kind is told under a wildcard too", () => {
  expect(saidBy(vacuousSentence, withTest("no agent can ** on secerts/*"))).toEqual([
    "warning vacuous-sentence: the sentence holds because no statement speaks of it, and `secerts/*` is no known resource @ secerts/*",
  ]);
});

test("a budget that runs out is told, not passed over", () => {
  const found = saidBy(vacuousSentence, withTest("no agent can s*:p*h on wh*f/*/docks/x"), { maxStates: 1 });
  expect(found.map((line) => line.split(":")[0])).toEqual(["error undecided"]);
});
