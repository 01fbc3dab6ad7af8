import { expect, test } from "vitest";
import { afterFix, parseAs, withoutPlaces } from "../../support/expressions.ts";

test("`on` before resources is optional", () => {
  const without = withoutPlaces(parseAs("sentence", "ci can a:b except a:c d/e except d/f").tree);
  expect(without).toEqual(withoutPlaces(parseAs("sentence", "ci can a:b except a:c on d/e except d/f").tree));
  expect(without).toMatchObject({ resources: [{}], exceptResources: [{}], exceptActions: [{}] });
});

test("a sentence keeps its words, blanks collapsed, as its name", () => {
  expect(parseAs("sentence", "  ci   cannot  push main\n").tree).toMatchObject({
    text: "ci cannot push main",
  });
});

test.each([
  ["ci-* can x", { kind: "agents", glob: "ci-*" }],
  ["label:trusted can x", { kind: "label", name: "trusted" }],
  ["every agent can x", { kind: "every" }],
  ["no agent can x", { kind: "no" }],
])("the subject of `%s` is read", (text, subject) => {
  expect(withoutPlaces(parseAs("sentence", text).tree)).toMatchObject({ subject });
});

test.each(["can", "cannot", "needs approval to"])("the verb `%s` is read", (verb) => {
  expect(withoutPlaces(parseAs("sentence", `ci ${verb} x`).tree)).toMatchObject({ verb: { value: verb } });
});

test.each([
  ["ci can not push main", "ci cannot push main"],
  ["ci must not push main", "ci cannot push main"],
  ["ci may push main", "ci can push main"],
  ["ci requires approval to push main", "ci needs approval to push main"],
  ["ci needs approval for push", "ci needs approval to push"],
  ["ci can push main when context.a", "ci can push main given context.a"],
])("the fix of `%s` gives a sentence", (text, fixed) => {
  const { diagnostics } = parseAs("sentence", text);
  expect(diagnostics.map((diagnostic) => afterFix(text, diagnostic))).toEqual([fixed]);
  expect(parseAs("sentence", fixed).diagnostics).toEqual([]);
});

test("a name of over 128 characters is no subject", () => {
  expect(parseAs("sentence", `${"a".repeat(129)} can x`).diagnostics.map((d) => d.code)).toEqual([
    "bad-subject",
  ]);
});

test("`to` before resources is `on`, and its fix says so", () => {
  const text = "ci can git:push to repos/x";
  const { diagnostics } = parseAs("sentence", text);
  expect(diagnostics.map((diagnostic) => afterFix(text, diagnostic))).toEqual(["ci can git:push on repos/x"]);
});

test("an agent is named without the word `agent`", () => {
  const { diagnostics } = parseAs("sentence", "agent ci can git:push on repos/x");
  expect(diagnostics.map((d) => [d.code, d.help])).toEqual([["missing-verb", "name the agent alone: `ci`"]]);
});
