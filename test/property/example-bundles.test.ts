/** The examples' bundles decide as the reference interpreter does: real patterns, conditions and zones. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PolicySet } from "../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../src/reference/interpret.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import { arbitraryRequest } from "../support/arbitrary-request.ts";
import { artefact, builtBundle } from "../support/bundle-of.ts";
import { compileExample, examples } from "../support/load-set.ts";
import { runs } from "../support/runs.ts";

function compiled(name: string): PolicySet {
  const { set } = compileExample(name);
  if (set === null) throw new Error(`${name} does not compile`);
  return set;
}

test.each(examples)("the bundle of examples/%s decides as the policies do", (name) => {
  const set = compiled(name);
  const bundle = loadBundle(artefact(builtBundle(set), "policy.json"));
  fc.assert(
    fc.property(fc.array(arbitraryRequest(set), { minLength: 1, maxLength: 20 }), (requests) => {
      for (const request of requests) expect(bundle.decide(request)).toEqual(interpret(set, request));
      expect(bundle.decideAll(requests)).toEqual(interpretAll(set, requests));
    }),
    { numRuns: runs(100) },
  );
});

test.each(examples)("compiling examples/%s twice gives the same bundle, byte for byte", (name) => {
  expect(builtBundle(compiled(name)).artefacts).toEqual(builtBundle(compiled(name)).artefacts);
});
