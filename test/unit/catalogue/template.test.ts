import { expect, test } from "vitest";
import { readTemplate } from "../../../src/catalogue/template.ts";

test("placeholders are one segment or several, and may be a part of one", () => {
  expect(readTemplate("unit", "a/o-{Org}:{Path...}").parts).toEqual([
    { kind: "text", text: "a/o-" },
    { kind: "segment", name: "Org" },
    { kind: "text", text: ":" },
    { kind: "segments", name: "Path" },
  ]);
});

test.each(["", "a/{", "a}", "a/{}"])("`%s` is a fault of the program", (text) => {
  expect(() => readTemplate("x", text)).toThrow("not a template");
});
