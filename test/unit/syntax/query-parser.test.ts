import { expect, test } from "vitest";
import { afterFix, parseAs, withoutPlaces } from "../../support/expressions.ts";

test("who can speaks of what a sentence speaks of", () => {
  const { tree } = parseAs("query", "who can a:b except a:c d/e except d/f given context.x");
  const {
    subject: _,
    verb: __,
    text: ___,
    ...spoken
  } = withoutPlaces(parseAs("sentence", "ci can a:b except a:c on d/e except d/f given context.x").tree) as {
    readonly [key: string]: unknown;
  };
  expect(withoutPlaces(tree)).toEqual({ kind: "whoCan", ...spoken });
});

test("what can names one agent", () => {
  expect(withoutPlaces(parseAs("query", " what  can ci-runner do ").tree)).toEqual({
    kind: "whatCan",
    agent: { value: "ci-runner" },
  });
});

test.each([
  ["Who can git:push", "who can git:push"],
  ["which agents can git:push", "who can git:push"],
  ["what agents can git:push", "who can git:push"],
  ["who is allowed to git:push", "who can git:push"],
  ["who can git:push on repos/x?", "who can git:push on repos/x"],
  ["who can git:push when context.a", "who can git:push given context.a"],
  ["who can git:push to repos/x", "who can git:push on repos/x"],
])("the fix of `%s` gives a question", (text, fixed) => {
  const { diagnostics } = parseAs("query", text);
  expect(diagnostics.map((diagnostic) => afterFix(text, diagnostic))).toEqual([fixed]);
  expect(parseAs("query", fixed).diagnostics).toEqual([]);
});

test.each([
  ["", "a question is `who can ACTIONS on RESOURCES` or `what can AGENT do`"],
  ["ci can git:push", "a question is `who can ACTIONS on RESOURCES` or `what can AGENT do`"],
  ["who git:push", "a question is `who can ACTIONS on RESOURCES` or `what can AGENT do`"],
  ["who cannot git:push", "ask `who can`: who is not in the answer cannot"],
  ["what cannot ci do", "ask `what can`: what is not in the answer is denied"],
  ["who needs approval to git:push", "ask `who can`: the answer says what needs approval"],
  ["who can not git:push", "who is not in the answer of `who can` cannot"],
  ["who can", "a question is written `who can git:push on repos/*`"],
  ["who can git:push can x", "ask one question at a time"],
  ["who can git:push on x/y who can git:read", "ask one question at a time"],
  ["who can git:push on x/y (context.a)", "a condition begins with `given`"],
  ["what can", "name the agent: `what can ci-runner do`"],
  ["what can ci", "the question ends with `do`: `what can ci-runner do`"],
  ["what can agent ci do", "name the agent alone: `what can ci do`"],
  ["what can ci, cd do", "ask about one agent; for all of them ask `who can ** on **`"],
  ["what can every agent do", "ask about one agent; for all of them ask `who can ** on **`"],
  ["what can ci-* do", "ask about one agent; for all of them ask `who can ** on **`"],
  ["what can label:x do", "ask about one agent; for all of them ask `who can ** on **`"],
  [
    "what can ci do given context.a",
    "it lists the conditions; to ask about some of them ask `who can ** on ** given CONDITION`",
  ],
  ["what can ci do on repos/*", "to ask about some actions or resources ask `who can ACTIONS on RESOURCES`"],
])("`%s` is advised: %s", (text, help) => {
  expect(parseAs("query", text).diagnostics.map((d) => d.help)).toEqual([help]);
});

test("an escaped question mark is a character of the pattern", () => {
  expect(parseAs("query", "who can git:push on repos/x\\?").diagnostics).toEqual([]);
});
