import { expect, test } from "vitest";
import { parseAs } from "../../support/expressions.ts";
import type { ExpressionForm } from "../../support/expressions.ts";

test.each<[ExpressionForm, string, string]>([
  ["statement", "  deny   a:b,a:c  on  d/e ,f/g", "deny a:b, a:c on d/e, f/g"],
  [
    "statement",
    "a:b except a:c on d/* except d/e when context.x==1",
    "a:b except a:c on d/* except d/e when context.x == 1",
  ],
  ["statement", 'a:b on "d e/*"', 'a:b on "d e/*"'],
  ["statement", 'a:b on "main"', 'a:b on "main"'],
  ["statement", "a:b on main", "a:b on main"],
  ["sentence", "ci can a:b c/d given context.x", "ci can a:b on c/d given context.x"],
  ["sentence", "every  agent needs  approval  to a:b", "every agent needs approval to a:b"],
  ["pattern", "a/\\b\\*", "a/b\\*"],
  ["pattern", "a/{b\\,c,d}", "a/{b\\,c,d}"],
  ["pattern", '"a/b\\"c, d"', '"a/b\\"c, d"'],
  ["pattern", "x/\\${a,b}", "x/\\${a,b}"],
  ["pattern", "\\'a/b", "\\'a/b"],
  ["pattern", "requires_approval\\:a", "requires_approval\\:a"],
  ["condition", "context.a in ['x','y']||'z' in context.b", 'context.a in ["x", "y"] || "z" in context.b'],
  ["condition", "context.a . startsWith( 'it\\'s' )", 'context.a.startsWith("it\'s")'],
  ["condition", "!(context.a&&context.b)&&!(has(context.c))", "!(context.a && context.b) && !has(context.c)"],
  ["condition", "(context.a || context.b) || context.c", "(context.a || context.b) || context.c"],
  ["condition", "context.a == '\\u0007\\n\\\"'", 'context.a == "\\u0007\\n\\""'],
])("the canonical text of the %s `%s` is `%s`", (form, text, canonical) => {
  expect(parseAs(form, text).printed).toBe(canonical);
});
