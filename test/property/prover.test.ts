/**
 * Laws of whole verdicts, on random small sets: what the prover says agrees with the reference
 * interpreter on every request that is tried, and counterexamples are real and locally shortest.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { createProver, type Verdict } from "../../src/analysis/prover.ts";
import type { Effect, Request } from "../../src/base/request.ts";
import type { PolicySet, Sentence, Verb } from "../../src/ir/ir.ts";
import { evaluateCondition } from "../../src/reference/evaluate-condition.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { matchesScope } from "../../src/reference/matches.ts";
import { readRequest } from "../../src/reference/read-request.ts";
import { arbitraryCondition } from "../support/arbitrary-condition.ts";
import { arbitraryRequest } from "../support/arbitrary-request.ts";
import { arbitraryScope, arbitrarySet, nowhere } from "../support/arbitrary-set.ts";
import { simplerRequests } from "../support/simpler-requests.ts";
import { shortRequests } from "../support/short-requests.ts";
import { runs } from "../support/runs.ts";

const demanded: { readonly [V in Verb]: Effect } = {
  can: "allow",
  cannot: "deny",
  "needs approval to": "require_approval",
};

const arbitrarySentence = (set: PolicySet): fc.Arbitrary<Sentence> =>
  fc.record({
    kind: fc.constant("sentence"),
    text: fc.constant("a random sentence"),
    agents: fc.oneof(
      fc.constantFrom(...set.agents.map((a) => [a.name])),
      fc.constant(set.agents.map((a) => a.name)),
    ),
    verb: fc.constantFrom<Verb>("can", "cannot", "needs approval to"),
    scope: fc
      .oneof(
        arbitraryScope,
        // What a statement says, asked about: the sentences that are most often true.
        fc.constantFrom(
          ...set.agents.flatMap((a) => [...a.statements, ...a.guardrails].map((s) => s.scope)),
          null,
        ),
      )
      .map((scope) => scope ?? { actions: [], exceptActions: [], resources: [], exceptResources: [] }),
    given: fc.option(arbitraryCondition, { freq: 2 }),
    place: fc.constant(nowhere),
  });

const arbitraryCase = arbitrarySet.chain((set) =>
  fc.record({
    set: fc.constant(set),
    sentence: arbitrarySentence(set),
    requests: fc.array(arbitraryRequest(set), { minLength: 5, maxLength: 30 }),
  }),
);

/** Whether the sentence speaks of the request; invalid requests are of no sentence. */
function isInScope(set: PolicySet, sentence: Sentence, request: Request): boolean {
  const read = readRequest(request);
  return (
    read !== null &&
    interpret(set, request).reason !== "invalid_request" &&
    sentence.agents.includes(read.agent) &&
    matchesScope(sentence.scope, read.action, read.resource) &&
    evaluateCondition(set, read, sentence.given) === "true"
  );
}

function isAgainst(set: PolicySet, sentence: Sentence, request: Request): boolean {
  return isInScope(set, sentence, request) && interpret(set, request).effect !== demanded[sentence.verb];
}

/** What tried requests may not show, given the verdict. */
function expectAgreement(
  set: PolicySet,
  sentence: Sentence,
  verdict: Verdict,
  requests: Iterable<Request>,
): void {
  for (const request of requests) {
    if (verdict.kind === "vacuous")
      expect(isInScope(set, sentence, request), JSON.stringify(request)).toBe(false);
    if (verdict.kind === "proven")
      expect(isAgainst(set, sentence, request), JSON.stringify(request)).toBe(false);
  }
}

test("no request near the set contradicts a verdict", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ set, sentence, requests }) => {
      const verdict = createProver(set).prove(sentence);
      expect(verdict.kind).not.toBe("unknown");
      expectAgreement(set, sentence, verdict, requests);
    }),
    { numRuns: runs(400) },
  );
});

test("no request with short names contradicts a verdict", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ set, sentence, requests }) => {
      const verdict = createProver(set).prove(sentence);
      const contexts = requests.map(({ context, now }) => ({ context, now }));
      expectAgreement(set, sentence, verdict, shortRequests(sentence.agents, contexts));
    }),
    { numRuns: runs(15) },
  );
});

test("a counterexample is decided against the sentence", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ set, sentence }) => {
      const verdict = createProver(set).prove(sentence);
      if (verdict.kind !== "refuted") return;
      expect(isAgainst(set, sentence, verdict.counterexample.request)).toBe(true);
      expect(interpret(set, verdict.counterexample.request)).toEqual(verdict.counterexample.decision);
    }),
    { numRuns: runs(300) },
  );
});

test("no part of a counterexample can be dropped or shortened", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ set, sentence }) => {
      const verdict = createProver(set).prove(sentence);
      if (verdict.kind !== "refuted") return;
      const { request } = verdict.counterexample;
      for (const simpler of simplerRequests(request, sentence.agents)) {
        expect(
          isAgainst(set, sentence, simpler),
          `${JSON.stringify(simpler)} < ${JSON.stringify(request)}`,
        ).toBe(false);
      }
    }),
    { numRuns: runs(200) },
  );
});

test("one prover gives the verdicts that fresh provers give", () => {
  fc.assert(
    fc.property(
      arbitrarySet.chain((set) =>
        fc.record({ set: fc.constant(set), sentences: fc.array(arbitrarySentence(set), { maxLength: 6 }) }),
      ),
      ({ set, sentences }) => {
        const shared = createProver(set);
        for (const sentence of sentences) {
          const withoutStates = (verdict: Verdict): Verdict =>
            "states" in verdict ? { ...verdict, states: 0 } : verdict;
          expect(withoutStates(shared.prove(sentence))).toEqual(
            withoutStates(createProver(set).prove(sentence)),
          );
        }
      },
    ),
    { numRuns: runs(60) },
  );
});
