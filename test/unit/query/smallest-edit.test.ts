import { expect, test } from "vitest";
import { smallestEdit } from "../../../src/query/smallest-edit.ts";
import { consider } from "../../../src/reference/consider.ts";
import { compileText, setOf } from "../../support/compile-text.ts";

const request = {
  agent: "a",
  action: "git:push",
  resource: "repos/app/branches/main",
  now: 1_800_000_000_000,
};

/** The edit for a policy of the agent `a`. */
function editOf(policies: string, asked: object = {}, config?: string): string | null {
  const text = `agent: a\npolicies:\n${policies}`;
  const set = setOf(text, config);
  const { sources } = compileText(text, config);
  const whole = { ...request, ...asked };
  return smallestEdit(set, whole, consider(set, whole), sources);
}

test.each([
  ["git:push on repos/*/branches/feature/*", "change `feature/*` to `{feature/*,main}`"],
  ["git:push on repos/*/tags/main", "change `tags` to `{tags,branches}`"],
  ["git:push on repos/app", "change `app` to `app{,/branches/main}`"],
  ["git:push on repos/app/branches/main/x", "change `main/x` to `main{,/x}`"],
  ["git:push on files/*", "add `repos/app/branches/main` to its resources"],
  ["git:read on repos/*", "change `read` to `{read,push}`"],
  ["Git:Read on repos/*", "change `Read` to `{Read,push}`"],
  ["git:read on repos/app", "change `read` to `{read,push}`; change `app` to `app{,/branches/main}`"],
  ["git:push on repos/{app,web}/branches/dev", "add `repos/app/branches/main` to its resources"],
  ['git:push on "repos/app/branches/dev"', "add `repos/app/branches/main` to its resources"],
  [
    "git:push on repos/* except repos/*/branches/main",
    "narrow `repos/*/branches/main` in its `except`, which carves this request out",
  ],
  ["git:push on repos/* when context.force", "needs `context.force == true`"],
])("of `%s` it is `%s`", (statement, edit) => {
  expect(editOf(`  - ${JSON.stringify(statement)}\n`)).toBe(edit);
});

test("only the part of a conjunction that fails is needed", () => {
  const statement = "  - git:push on repos/* when context.n > 1 && context.s == 'x'\n";
  expect(editOf(statement, { context: { n: 2 } })).toBe('needs `context.s == "x"`');
  expect(editOf(statement, { context: { n: 0 } })).toBe('needs `context.n > 1 && context.s == "x"`');
});

test("what has expired says when", () => {
  const expired = "  - statement: git:push on repos/*\n    expires: 2026-01-01\n";
  expect(editOf(expired)).toBe("expired 2026-01-01: give it a later `expires`");
  expect(editOf(expired, { now: undefined })).toBe("needs a `now` before 2026-01-01");
  const hour = "  - statement: git:push on repos/*\n    expires: 2026-01-01T03:00:00Z\n";
  expect(editOf(hour)).toBe("expired 2026-01-01T03:00:00Z: give it a later `expires`");
  expect(editOf("  - git:push on repos/*\nexpires: 2026-01-01\n")).toBe(
    "the agent expired 2026-01-01: give it a later `expires`",
  );
});

test("what is denied is reached by no grant", () => {
  const denies = [1, 2, 3, 4].map(
    (i) => `  - {statement: "deny git:push on **", when: context.n != ${i}, id: d${i}}\n`,
  );
  expect(editOf(`  - git:push on repos/*\n${denies.join("")}`)).toBe(
    "denied by `d1`, `d2`, `d3` and 1 more: no grant reaches it",
  );
});

test("names with characters of their own meaning are added in escapes and quotes", () => {
  expect(editOf("  - git:push on repos/b\n", { resource: "repos/a, b*" })).toBe(
    'add `"repos/a, b\\*"` to its resources',
  );
});

test("a word of the vocabulary is no text to change", () => {
  const config = "version: 1\nvocabulary: {resources: {dev: repos/app/branches/dev}}\n";
  expect(editOf("  - git:push on dev\n", {}, config)).toBe("add `repos/app/branches/main` to its resources");
});

test("without a grant there is none", () => {
  expect(editOf("  - deny git:push on files/*\n")).toBeNull();
});
