import { expect, test } from "vitest";
import { statementText } from "../../../src/lint/statement-text.ts";
import { contextOf } from "../../support/lint-context.ts";

function textsOf(statements: string): string[] {
  const { context } = contextOf(`agent: a\npolicies:\n${statements}`);
  return context.statements.map((source) => statementText(context, source));
}

test("a statement is named by its own words, its options aside, whichever way it is spelt", () => {
  expect(
    textsOf(
      [
        "  - git:read on   repos/*",
        "  - git:push on repos/x",
        "    requires_approval: true",
        "  - git:merge on repos/x:",
        "      requires_approval: true",
        '  - statement: "deny git:admin on repos/x"',
        "    description: never",
        "",
      ].join("\n"),
    ),
  ).toEqual([
    "git:read on repos/*",
    "git:push on repos/x",
    "git:merge on repos/x",
    "deny git:admin on repos/x",
  ]);
});

test("a long one is cut at a whole character", () => {
  const [text] = textsOf(`  - git:read on "repos/${"😀".repeat(120)}"\n`);
  expect(Array.from(text ?? "")).toHaveLength(100);
  expect(text?.endsWith("😀…")).toBe(true);
});
