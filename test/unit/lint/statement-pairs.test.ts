import fc from "fast-check";
import { expect, test } from "vitest";
import { Budget } from "../../../src/automata/budget.ts";
import { pairsThatBeginAlike, statementPairs } from "../../../src/lint/statement-pairs.ts";
import { contextOf } from "../../support/lint-context.ts";
import { runs } from "../../support/runs.ts";

const pattern = fc
  .array(fc.constantFrom("a", "b", "ab", "*", "*a"), { minLength: 1, maxLength: 3 })
  .map((segments) => segments.join("/"));

test("pairs that begin alike are each told once, and hold all whose resources overlap", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uniqueArray(pattern, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 8 }),
      (lists) => {
        const lines = lists.map((list) => `  - 'x:y on ${list.map((text) => `"${text}"`).join(", ")}'\n`);
        const { context } = contextOf(`agent: a\npolicies:\n${lines.join("")}`);
        const boxes = context.set.statements.map((s) => context.analysis.effectBox(s));
        const pairs = pairsThatBeginAlike(boxes).map(([i, j]) => `${String(i)} ${String(j)}`);
        expect(new Set(pairs).size).toBe(pairs.length);
        const { library } = context.analysis;
        for (const [i, a] of boxes.entries()) {
          for (const [j, b] of boxes.entries()) {
            if (i >= j) continue;
            const isMet = a.region.resources.some((x) =>
              b.region.resources.some((y) => library.overlaps(x, y, new Budget(Infinity))),
            );
            if (isMet) expect(pairs).toContain(`${String(i)} ${String(j)}`);
          }
        }
      },
    ),
    { numRuns: runs(100) },
  );
});

test("statements that begin differently are no pairs", () => {
  const lines = Array.from({ length: 50 }, (_, i) => `  - x:y on r${String(i)}-/*\n`);
  const { context } = contextOf(`agent: a\npolicies:\n${lines.join("")}`);
  expect(pairsThatBeginAlike(context.set.statements.map((s) => context.analysis.effectBox(s)))).toEqual([]);
});

test("what is asked twice of the same boxes is searched once", () => {
  const { context } = contextOf("agent: a\npolicies:\n  - x:y on r/*/s\n  - x:* on r/a/*\n");
  const [a, b] = context.set.statements.map((s) => context.analysis.effectBox(s));
  if (a === undefined || b === undefined) throw new Error("two statements");
  const pairs = context.share(statementPairs);
  const asking = { rules: [], text: () => "what is common" };
  const first = pairs.common(a, b, [], asking);
  expect(first.kind).toBe("witness");
  const { states } = context;
  expect(pairs.common(a, b, [], asking)).toBe(first);
  expect(context.states).toBe(states);
  expect(pairs.isWithin(a, b, [], asking)).toBe(false);
});
