import fc from "fast-check";
import { expect, test } from "vitest";
import { conditionText } from "../../../src/ir/condition-text.ts";
import type { Condition } from "../../../src/ir/ir.ts";
import { allText, negation } from "../../../src/query/when-text.ts";
import { evaluateCondition } from "../../../src/reference/evaluate-condition.ts";
import { readRequest } from "../../../src/reference/read-request.ts";
import { arbitraryCondition } from "../../support/arbitrary-condition.ts";
import { arbitraryRequest } from "../../support/arbitrary-request.ts";
import { arbitrarySet } from "../../support/arbitrary-set.ts";
import { compare } from "../../support/build-set.ts";
import { runs } from "../../support/runs.ts";

const has: Condition = { kind: "has", attribute: { kind: "context", name: "x" } };

test("conditions are joined without repetitions, in one order", () => {
  const [a, b] = [compare("a", "==", 1), compare("b", "==", true)];
  expect(allText([b, { kind: "and", terms: [a, b] }])).toBe("context.a == 1 && context.b == true");
  expect(allText([{ kind: "or", terms: [a, b] }])).toBe("context.a == 1 || context.b == true");
  expect(allText([{ kind: "or", terms: [a, b] }, has])).toBe(
    "(context.a == 1 || context.b == true) && has(context.x)",
  );
});

test.each<[Condition, string]>([
  [compare("force", "==", true), "context.force == false"],
  [compare("n", "<", 5), "context.n >= 5"],
  [{ kind: "not", term: has }, "has(context.x)"],
  [has, "!(has(context.x))"],
  [
    { kind: "and", terms: [compare("a", "==", 1), { kind: "not", term: has }] },
    "context.a != 1 || has(context.x)",
  ],
  [{ kind: "or", terms: [compare("a", "==", 1), has] }, "!(context.a == 1 || has(context.x))"],
])("the negation of $0 is short", (condition, text) => {
  expect(conditionText(negation(condition))).toBe(text);
});

test("a negation is true exactly where its condition is false", () => {
  const arbitrary = arbitrarySet.chain((set) =>
    fc.record({
      set: fc.constant(set),
      condition: arbitraryCondition,
      requests: fc.array(arbitraryRequest(set), { minLength: 5, maxLength: 20 }),
    }),
  );
  fc.assert(
    fc.property(arbitrary, ({ set, condition, requests }) => {
      for (const request of requests) {
        const read = readRequest(request);
        if (read === null) continue;
        const isFalse = evaluateCondition(set, read, condition) === "false";
        expect(evaluateCondition(set, read, negation(condition)) === "true").toBe(isFalse);
      }
    }),
    { numRuns: runs(200) },
  );
});
