import { expect, test } from "vitest";
import { fixed, parseConfig, withoutSpans } from "../../support/documents.ts";

const financial = (entries: string): string => `sensitive: {ungated-financial: {${entries}}}\n`;

test("entries are read with their patterns, condition and reason, in the order of the text", () => {
  const { config, marks } = parseConfig(`sensitive:
  ungated-financial:
    add: [{actions: ["bank:pay"], when: context.amount > 10}]
    narrow:
      - resources: ["mcp/stripe/live/*", "a/b, c/d"]
        when: context.amount <= 50
        reason: small ones
  credential-read: {narrow: [{actions: ["x:y"], reason: r}]}
`);
  expect(marks).toEqual([]);
  expect(withoutSpans(config?.sensitive)).toMatchObject([
    { rule: "ungated-financial", kind: "add", resources: null, when: { kind: "compare" }, reason: null },
    {
      rule: "ungated-financial",
      kind: "narrow",
      actions: null,
      resources: [{ kind: "pattern" }, { kind: "pattern" }, { kind: "pattern" }],
      reason: "small ones",
    },
    { rule: "credential-read", kind: "narrow", when: null, reason: "r" },
  ]);
});

test("a rule without regions is an unknown key, with the rule that was probably meant", () => {
  const text = "sensitive: {ungated-finance: {narrow: []}}\n";
  const parsed = parseConfig(text);
  expect(parsed.config).toBeNull();
  expect(parsed.found).toEqual([
    {
      code: "unknown-key",
      at: "ungated-finance",
      message: "`ungated-finance` is no key of `sensitive`",
      help: "did you mean `ungated-financial`?",
    },
  ]);
  expect(fixed(text, parsed)).toBe("sensitive: {ungated-financial: {narrow: []}}\n");
  expect(parseConfig("sensitive: {overlap: {narrow: []}}\n").found[0]?.help).toMatch(
    /^its keys are `ungated-production-deploy`, /,
  );
});

test.each([
  ["narrow: [{resources: [x/*]}]", "missing-key «resources»", "an entry of `narrow` needs `reason`"],
  ['narrow: [{resources: [x/*], reason: " "}]', 'bad-value «" "»', "` ` is not a reason"],
  [
    "narrow: [{reason: all of it}]",
    "missing-key «reason»",
    "an entry of `narrow` needs `actions` or `resources` or `when`",
  ],
  ["add: [{when: context.x}]", "missing-key «when»", "an entry of `add` needs `actions` or `resources`"],
])("%s is refused at its place", (entries, mark, message) => {
  const { config, marks, found } = parseConfig(financial(entries));
  expect(config).toBeNull();
  expect(marks).toEqual([mark]);
  expect(found[0]?.message).toBe(message);
});

test("wrong patterns and conditions are errors where they stand", () => {
  expect(parseConfig(financial('narrow: [{resources: ["x/**y*?"], reason: r}]')).marks).toHaveLength(1);
  expect(parseConfig(financial('narrow: [{when: "context.", reason: r}]')).config).toBeNull();
});

test("an entry with an empty list speaks of no request, and is left out", () => {
  const { config, marks } = parseConfig(financial('narrow: [{resources: [], when: "", reason: ""}]'));
  expect(marks).toEqual([]);
  expect(config?.sensitive).toEqual([]);
});
