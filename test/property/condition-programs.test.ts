/** Conditions as programs of the tables: as deep and as wide as may be, over every kind of context. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Condition } from "../../src/ir/ir.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import {
  arbitraryCondition,
  arbitraryContext,
  arbitraryDeclarations,
  arbitraryNow,
  arbitraryZone,
} from "../support/arbitrary-condition.ts";
import { allow, buildSet, deny, gate } from "../support/build-set.ts";
import { artefact, builtBundle } from "../support/bundle-of.ts";
import { runs } from "../support/runs.ts";

const reasons = new Set<string>();
afterAll(() => {
  expect([...reasons].sort()).toEqual(["denied", "gated", "granted", "no_grant"]);
});

/** Over and over what was made before, each level of another kind. */
function nested(depth: number): fc.Arbitrary<Condition> {
  if (depth === 0) return arbitraryCondition;
  const below = nested(depth - 1);
  const terms = (most: number): fc.Arbitrary<readonly Condition[]> =>
    fc.array(below, { minLength: 2, maxLength: most });
  return fc.oneof(
    below.map((term): Condition => ({ kind: "not", term })),
    terms(3).map((all): Condition => ({ kind: "and", terms: all })),
    terms(3).map((all): Condition => ({ kind: "or", terms: all })),
  );
}

const wide: fc.Arbitrary<Condition> = fc
  .tuple(fc.constantFrom("and", "or"), fc.array(arbitraryCondition, { minLength: 30, maxLength: 120 }))
  .map(([kind, terms]): Condition => ({ kind, terms }));

const literals: fc.Arbitrary<Condition> = fc.integer({ min: 2, max: 400 }).chain((count) =>
  fc.constantFrom<Condition>(
    {
      kind: "oneOf",
      attribute: { kind: "context", name: "level" },
      literals: Array.from({ length: count }, (_, i) => i / 2),
    },
    {
      kind: "oneOf",
      attribute: { kind: "context", name: "team" },
      literals: Array.from({ length: count }, (_, i) => (i === 0 ? "a" : `b${String(1000 + i)}`)),
    },
    {
      kind: "oneOf",
      attribute: { kind: "time", field: "minute" },
      literals: Array.from({ length: Math.min(count, 60) }, (_, i) => i),
    },
  ),
);

const conditions = fc.array(fc.oneof(arbitraryCondition, nested(2), nested(4), wide, literals), {
  minLength: 1,
  maxLength: 6,
});

test("conditions of every depth and width hold where the reference says", () => {
  const contexts = fc.array(fc.tuple(fc.option(arbitraryContext, { nil: undefined }), arbitraryNow), {
    minLength: 5,
    maxLength: 15,
  });
  fc.assert(
    fc.property(
      conditions,
      arbitraryDeclarations,
      arbitraryZone,
      contexts,
      (all, context, timezone, asked) => {
        const statements = all.map((when, i) => {
          const make = [allow, allow, gate, deny][i % 4] ?? allow;
          return make("x", `r/${i}/**`, { id: `s${i}`, when });
        });
        const set = buildSet({
          agents: { a: [...statements, allow("x", "**", { id: "any" })] },
          context,
          timezone,
        });
        const bundle = loadBundle(artefact(builtBundle(set, { targets: ["json"] }), "policy.json"));
        for (const [given, now] of asked) {
          for (let i = 0; i < all.length; i++) {
            const request = {
              agent: "a",
              action: "x",
              resource: `r/${i}/y`,
              ...(given === undefined ? {} : { context: given }),
              ...(now === undefined ? {} : { now }),
            };
            const expected = interpret(set, request);
            expect(bundle.decide(request)).toEqual(expected);
            reasons.add(expected.reason);
          }
        }
        const alone = buildSet({ agents: { a: statements }, context, timezone });
        const without = loadBundle(artefact(builtBundle(alone, { targets: ["json"] }), "policy.json"));
        for (const [given] of asked) {
          const request = {
            agent: "a",
            action: "x",
            resource: "r/0/y",
            ...(given === undefined ? {} : { context: given }),
          };
          const expected = interpret(alone, request);
          expect(without.decide(request)).toEqual(expected);
          reasons.add(expected.reason);
        }
      },
    ),
    { numRuns: runs(150) },
  );
});

test("a condition of the deepest nesting that a policy may have is decided", () => {
  let deepest: Condition = { kind: "has", attribute: { kind: "context", name: "a" } };
  for (let i = 0; i < 200; i++) {
    deepest = {
      kind: i % 2 === 0 ? "and" : "or",
      terms: [{ kind: "has", attribute: { kind: "context", name: "b" } }, deepest],
    };
  }
  const context = ["a", "b"].map((name) => ({ name, type: null, default: null }));
  const set = buildSet({ agents: { a: [allow("x", "y", { when: deepest })] }, context });
  const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));
  for (const given of [{}, { a: 1 }, { b: 1 }, { a: 1, b: 1 }]) {
    const request = { agent: "a", action: "x", resource: "y", context: given };
    expect(bundle.decide(request)).toEqual(interpret(set, request));
  }
});
