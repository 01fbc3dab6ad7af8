/**
 * Laws of weakened guardrails, on random small sets: where an agent that were granted everything would be
 * refused or asked less than before, a change says so, and each that is told shows such a request.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision, Request } from "../../src/base/request.ts";
import type { Change } from "../../src/diff/change.ts";
import { guardrailChanges } from "../../src/diff/guardrail-changes.ts";
import type { Side } from "../../src/diff/side.ts";
import type { Grant, PolicySet } from "../../src/ir/ir.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { matchesScope } from "../../src/reference/matches.ts";
import { alteredSet } from "../support/altered-set.ts";
import { arbitraryRequests } from "../support/arbitrary-request.ts";
import { arbitrarySet, nowhere, patternOf } from "../support/arbitrary-set.ts";
import { runs } from "../support/runs.ts";

const options = { maxStates: 2_000_000, judge: interpret, reachLength: 8, reachGrowth: 1024 };

const arbitraryCase = arbitrarySet.chain((base) =>
  fc.oneof({ weight: 5, arbitrary: alteredSet(base) }, { weight: 1, arbitrary: arbitrarySet }).chain((head) =>
    fc.record({
      base: fc.constant(base),
      head: fc.constant(head),
      requests: arbitraryRequests(base, head),
    }),
  ),
);

function sideOf(set: PolicySet): Side {
  return { set, tests: [], sources: new Map(), config: null, catalogue: { servers: [] } };
}

const everything: Grant = {
  kind: "grant",
  id: "everything",
  owner: { kind: "agent", name: "any" },
  scope: {
    actions: [patternOf("action", "**")],
    exceptActions: [],
    resources: [patternOf("resource", "**")],
    exceptResources: [],
  },
  condition: null,
  exact: false,
  notify: [],
  expires: null,
  place: { span: nowhere, line: 1, hasResources: true },
};

/** The set as if its agents were granted everything: what decides is what holds them. */
function held(set: PolicySet, { services }: PolicySet): PolicySet {
  return {
    ...set,
    services,
    agents: set.agents.map((agent) => ({ ...agent, expires: null, statements: [everything] })),
  };
}

const rank = ({ effect }: Decision): number => ["allow", "require_approval", "deny"].indexOf(effect);

function weakenings(base: PolicySet, head: PolicySet): readonly Change[] {
  const { changes, unknown } = guardrailChanges(sideOf(base), sideOf(head), options);
  expect(unknown).toEqual([]);
  return changes.filter(({ tags }) => tags.includes("weakened"));
}

/** What both sides decide of a request by guardrails alone; `null` where one of them has no say. */
function decided(
  base: PolicySet,
  head: PolicySet,
  request: Request,
): { readonly before: Decision; readonly after: Decision } | null {
  const before = interpret(held(base, head), request);
  const after = interpret(held(head, head), request);
  const isOurs = ({ reason }: Decision): boolean =>
    reason !== "invalid_request" && reason !== "unknown_agent";
  return isOurs(before) && isOurs(after) ? { before, after } : null;
}

test("a request that guardrails refuse or gate less than before is told of its agent", () => {
  let weaker = 0;
  fc.assert(
    fc.property(arbitraryCase, ({ base, head, requests }) => {
      const changes = weakenings(base, head);
      for (const request of requests) {
        const both = decided(base, head, request);
        if (both === null || rank(both.after) >= rank(both.before)) continue;
        weaker += 1;
        const lost = changes
          .filter(({ agents }) => agents.includes(request.agent))
          .flatMap((change) => change.base.map(({ id }) => id));
        const missed = base.agents
          .find(({ name }) => name === request.agent)
          ?.guardrails.filter(({ id }) => lost.includes(id))
          .some(({ scope }) => matchesScope(scope, request.action, request.resource));
        expect(missed).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
  expect(weaker).toBeGreaterThan(20);
});

test("a weakening that is told is shown by its witness", () => {
  let shown = 0;
  fc.assert(
    fc.property(arbitraryCase, ({ base, head }) => {
      for (const { witness } of weakenings(base, head)) {
        if (witness === null) throw new Error("no witness");
        const both = decided(base, head, witness.request);
        if (both === null) throw new Error("not a request of both sides");
        if (rank(both.before) === rank(both.after)) {
          expect(both.before.approvals).not.toEqual(both.after.approvals);
        } else expect(rank(both.after)).toBeLessThan(rank(both.before));
        shown += 1;
      }
    }),
    { numRuns: runs(300) },
  );
  expect(shown).toBeGreaterThan(20);
});

test("a set that changed in nothing that holds its agents has no weaker guardrail", () => {
  fc.assert(
    fc.property(arbitrarySet, (set) => {
      const other = { ...set, agents: set.agents.map((agent) => ({ ...agent, statements: [] })) };
      expect(guardrailChanges(sideOf(set), sideOf(other), options)).toEqual({ changes: [], unknown: [] });
    }),
    { numRuns: runs(100) },
  );
});
