import { expect, test } from "vitest";
import { codeCatalogue, describeCode, isFromCompiler } from "../../src/code-catalogue.ts";

test("each code stands once, sorted, and a rule's with the rule", () => {
  const codes = codeCatalogue().map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
  const entry = (code: string): unknown => codeCatalogue().find((e) => e.code === code);
  expect(entry("toothless-limit")).toMatchObject({ severity: "warning", rule: { id: "toothless-limit" } });
  expect(entry("tab-indent")).toMatchObject({ severity: "error", rule: null });
});

test("a code is described by what is known of it", () => {
  expect(describeCode("toothless-limit")).toEqual({
    summary: "A limit that only alerts and so blocks nothing.",
    level: "warning",
    category: "limits",
    page: null,
  });
  expect(describeCode("tab-indent")).toMatchObject({ level: "error", category: null });
  expect(describeCode("no-such-code")).toEqual({
    summary: "no-such-code",
    level: null,
    category: null,
    page: null,
  });
});

test("what the compiler finds is told from what rules and linting itself find", () => {
  const codes = ["tab-indent", "unknown-key", "shadowed-statement", "undecided", "lowered-error"];
  expect(codes.map((code) => isFromCompiler({ code }))).toEqual([true, true, false, false, false]);
});
