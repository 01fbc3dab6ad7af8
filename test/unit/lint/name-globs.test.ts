import { expect, test } from "vitest";
import { nameGlobs } from "../../../src/lint/name-globs.ts";
import { contextOf } from "../../support/lint-context.ts";

const unnamedIn = (...patterns: readonly string[]): string =>
  nameGlobs(
    contextOf(`agent: a\npolicies:\n${patterns.map((p) => `  - ${JSON.stringify(p)}\n`).join("")}`).context,
  ).unnamed;

test("the unmentioned character is the first letter that no pattern holds, in either case", () => {
  expect(unnamedIn("** on **")).toBe("a");
  expect(unnamedIn("b:c on D/*")).toBe("a");
  expect(unnamedIn("a:* on A/B except **C**")).toBe("d");
});

test("when all letters are taken it is a digit, then what comes after ASCII", () => {
  const letters = "abcdefghijklmnopqrstuvwxyz";
  expect(unnamedIn(`x:y on r/${letters}`)).toBe("0");
  expect(unnamedIn(`x:y on r/${letters}0123456789`)).toBe("à");
});

test("the names of a template have the values that are given for its variables", () => {
  const { context } = contextOf("agent: a\npolicies:\n  - git:read on repos/*\n");
  const globs = nameGlobs(context);
  const template = {
    name: "x",
    text: "arn:{Partition}:x:{Region}::{Path...}",
    parts: [
      { kind: "text", text: "arn:" },
      { kind: "segment", name: "Partition" },
      { kind: "text", text: ":x:" },
      { kind: "segment", name: "Region" },
      { kind: "text", text: "::" },
      { kind: "segments", name: "Path" },
    ],
  } as const;
  expect(globs.template(template).glob.key).toBe("resource:arn:*:x:*::**");
  expect(
    globs.template(
      template,
      new Map([
        ["region", "r"],
        ["path", "p"],
      ]),
    ).glob.key,
  ).toBe("resource:arn:*:x:r::p");
  expect(globs.literal("action", "Git:Push")).toBe(globs.literal("action", "git:push"));
});
