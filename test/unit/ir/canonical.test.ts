import { expect, test } from "vitest";
import { setOf } from "../../support/compile-text.ts";

const policy = "agent: a\npolicies:\n  - x:y on z/* when context.n > 3\n";
const revision = (text: string, config?: string): string => setOf(text, config).revision;

test("a revision is a SHA-256", () => {
  expect(revision(policy)).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test("what carries no meaning leaves the revision as it is", () => {
  const same = [
    `# a comment\n${policy}`,
    `${policy}owner: someone\ndescription: words\n`,
    policy
      .replace("x:y on z/*", '"X:Y on z/**"')
      .replace('"X:Y on z/**" when context.n > 3', '"X:Y on z/** when context.n > 3"'),
  ];
  for (const text of same) expect(revision(text), text).toBe(revision(policy));
});

test.each([
  ["an agent's name", policy.replace("agent: a", "agent: b"), undefined],
  ["its project", `${policy}project: web\n`, undefined],
  ["its expiry", `${policy}expires: 2030-01-01\n`, undefined],
  ["a limit", `${policy}session: {max_duration: 1h}\n`, undefined],
  [
    "an id",
    policy.replace("x:y on z/* when context.n > 3", "statement: x:y on z/* when context.n > 3\n    id: one"),
    undefined,
  ],
  ["the time zone", policy, "timezone: Europe/Berlin\n"],
  ["a label", policy, "labels:\n  l: [a]\n"],
  ["a default", policy, "context:\n  n: {type: number, default: 4}\n"],
  ["a shape", policy, "catalog:\n  services:\n    x: ['z/{n}']\n"],
])("%s is part of the revision", (_, text, config) => {
  expect(revision(text, config)).not.toBe(revision(policy));
});
