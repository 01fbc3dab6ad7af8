import { expect, test } from "vitest";
import { compileGlob } from "../../../src/automata/glob-nfa.ts";
import { UnionNfa } from "../../../src/automata/union-nfa.ts";
import { globOf } from "../../support/arbitrary-set.ts";

test("a union accepts what one of its members accepts", () => {
  const union = new UnionNfa(["ab", "a*", "c"].map((text) => compileGlob(globOf("resource", text))));
  const accepts = (text: string): boolean => {
    let states = [...union.starts];
    for (const c of text) states = states.flatMap((s) => [...union.step(s, c.codePointAt(0) ?? 0)]);
    return states.some((s) => union.accepts(s));
  };
  expect(["ab", "axx", "c", "b", "cc"].filter(accepts)).toEqual(["ab", "axx", "c"]);
});
