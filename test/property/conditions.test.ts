/**
 * Laws of conditions as diagrams: a context lies in a condition's regions exactly as the reference
 * evaluator says, and the request built from a region lies in it.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalysisContext } from "../../src/analysis/analysis-context.ts";
import { namesOf } from "../../src/analysis/request-names.ts";
import { requestOf } from "../../src/analysis/witness.ts";
import { NEVER } from "../../src/automata/decision-diagram.ts";
import type { Condition, PolicySet } from "../../src/ir/ir.ts";
import { evaluateCondition, type Truth } from "../../src/reference/evaluate-condition.ts";
import { readRequest } from "../../src/reference/read-request.ts";
import {
  arbitraryCondition,
  arbitraryContext,
  arbitraryDeclarations,
  arbitraryNow,
  arbitraryZone,
} from "../support/arbitrary-condition.ts";
import { buildSet } from "../support/build-set.ts";
import { runs } from "../support/runs.ts";

const arbitraryWorld = fc
  .record({ context: arbitraryDeclarations, timezone: arbitraryZone })
  .map((options) => buildSet({ agents: { a: [] }, ...options }));

const arbitraryCircumstances = fc.record({ context: arbitraryContext, now: arbitraryNow });

function truth(set: PolicySet, condition: Condition, circumstances: object): Truth | "invalid" {
  const read = readRequest({ agent: "a", action: "a", resource: "a", ...circumstances });
  return read === null ? "invalid" : evaluateCondition(set, read, condition);
}

function leastOf(context: AnalysisContext, region: number): object {
  const { space, diagrams } = context;
  const { context: attributes, now } = requestOf("a", namesOf("a", "a", 2), region, space, diagrams);
  return {
    ...(attributes === undefined ? {} : { context: attributes }),
    ...(now === undefined ? {} : { now }),
  };
}

test("a region that is empty holds no context, and one that is not holds the one that is built from it", () => {
  fc.assert(
    fc.property(
      arbitraryWorld,
      arbitraryCondition,
      fc.array(arbitraryCircumstances, { maxLength: 20 }),
      (set, condition, tried) => {
        const context = new AnalysisContext(set);
        const { isTrue, notFalse } = context.conditions.compile(condition);
        const isFalse = context.diagrams.not(notFalse);
        const isUnknown = context.diagrams.minus(notFalse, isTrue);
        for (const [region, expected] of [
          [isTrue, "true"],
          [isFalse, "false"],
          [isUnknown, "unknown"],
        ] as const) {
          if (region === NEVER) {
            for (const circumstances of tried)
              expect(truth(set, condition, circumstances)).not.toBe(expected);
          } else {
            expect(truth(set, condition, leastOf(context, region))).toBe(expected);
          }
        }
      },
    ),
    { numRuns: runs(500) },
  );
});

test("regions of several conditions intersect, unite and subtract as their truths do", () => {
  fc.assert(
    fc.property(
      arbitraryWorld,
      arbitraryCondition,
      arbitraryCondition,
      fc.array(arbitraryCircumstances, { maxLength: 20 }),
      (set, a, b, tried) => {
        const context = new AnalysisContext(set);
        const { diagrams, conditions } = context;
        const [p, q] = [conditions.compile(a), conditions.compile(b)];
        const holds = (circumstances: object): readonly [boolean, boolean] => [
          truth(set, a, circumstances) === "true",
          truth(set, b, circumstances) !== "false",
        ];
        for (const [region, expected] of [
          [diagrams.and(p.isTrue, q.notFalse), (x: boolean, y: boolean) => x && y],
          [diagrams.or(p.isTrue, q.notFalse), (x: boolean, y: boolean) => x || y],
          [diagrams.minus(p.isTrue, q.notFalse), (x: boolean, y: boolean) => x && !y],
        ] as const) {
          if (region === NEVER) {
            const valid = tried.filter((t) => truth(set, a, t) !== "invalid");
            expect(valid.some((t) => expected(...holds(t)))).toBe(false);
          } else expect(expected(...holds(leastOf(context, region)))).toBe(true);
        }
      },
    ),
    { numRuns: runs(300) },
  );
});

test("equal regions are the same diagram, however they were put together", () => {
  fc.assert(
    fc.property(arbitraryWorld, arbitraryCondition, arbitraryCondition, (set, a, b) => {
      const { diagrams, conditions } = new AnalysisContext(set);
      const [p, q] = [conditions.compile(a).isTrue, conditions.compile(b).isTrue];
      const both = diagrams.and(p, q);
      expect(diagrams.minus(diagrams.minus(p, diagrams.minus(p, q)), both)).toBe(NEVER);
      expect(diagrams.minus(diagrams.or(p, q), diagrams.or(q, p))).toBe(NEVER);
      expect(diagrams.and(diagrams.not(p), p)).toBe(NEVER);
    }),
    { numRuns: runs(200) },
  );
});
