/**
 * Laws of the difference between two sets, on random small ones: no change is reported exactly when no
 * tried request is decided otherwise, every request that is lies in a reported region, and every
 * reported witness shows its change.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision, Request } from "../../src/base/request.ts";
import { compareCodePoints } from "../../src/base/order.ts";
import { decisionChanges } from "../../src/diff/decision-changes.ts";
import type { Change, ChangeRegion } from "../../src/diff/change.ts";
import type { Dimension, Pattern, PolicySet, Scope } from "../../src/ir/ir.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { arbitraryRequests } from "../support/arbitrary-request.ts";
import { matchesScope } from "../../src/reference/matches.ts";
import { arbitrarySet, patternOf } from "../support/arbitrary-set.ts";
import { alteredSet } from "../support/altered-set.ts";
import { runs } from "../support/runs.ts";
import { simplerRequests } from "../support/simpler-requests.ts";
import { shortRequests } from "../support/short-requests.ts";

const options = { maxStates: 2_000_000, judge: interpret, reachLength: 8, reachGrowth: 1024 };

const arbitraryCase = arbitrarySet.chain((base) =>
  fc
    .oneof(
      { weight: 6, arbitrary: alteredSet(base) },
      { weight: 1, arbitrary: arbitrarySet },
      { weight: 1, arbitrary: fc.constant(base) },
    )
    .chain((head) =>
      fc.record({
        base: fc.constant(base),
        head: fc.constant(head),
        requests: arbitraryRequests(base, head),
      }),
    ),
);

/** What a decision asks for, statements and ids aside. */
function meaning({ effect, approvals, notify }: Decision): string {
  const asked = approvals.map((a) => JSON.stringify([a.channels, a.timeout_seconds, a.approvers, a.needed]));
  return JSON.stringify([effect, asked.sort(compareCodePoints), notify]);
}

/** The kind of change between two decisions; `null` when they mean the same. */
function kindOf(before: Decision, after: Decision): Change["kind"][] {
  if (meaning(before) === meaning(after)) return [];
  if (before.effect === "deny") return ["widened"];
  if (after.effect === "deny") return ["narrowed"];
  if (before.effect !== after.effect) return [before.effect === "allow" ? "gated" : "ungated"];
  const kinds: Change["kind"][] = [];
  if (JSON.stringify(before.notify) !== JSON.stringify(after.notify)) kinds.push("obligation");
  if (meaning({ ...before, notify: [] }) !== meaning({ ...after, notify: [] })) kinds.push("approval");
  return kinds;
}

/** The patterns of a list as a region prints it. */
function listOf(dimension: Dimension, text: string | null): Pattern[] {
  if (text === null) return [];
  return text.split(", ").map((one) => patternOf(dimension, one.replaceAll('"', "")));
}

/** Whether the names of a request are of a region. */
function isOf({ actions, resources, except }: ChangeRegion, request: Request): boolean {
  const [actionList = "", exceptActions = null] = actions.split(" except ");
  const scope: Scope = {
    actions: listOf("action", actionList),
    exceptActions: listOf("action", exceptActions),
    resources: listOf("resource", resources),
    exceptResources: listOf("resource", except),
  };
  return matchesScope(scope, request.action, request.resource);
}

function declaredByBoth(base: PolicySet, head: PolicySet): string[] {
  return base.agents.map((a) => a.name).filter((name) => head.agents.some((a) => a.name === name));
}

function expectTold(base: PolicySet, head: PolicySet, requests: Iterable<Request>): void {
  const { changes, unknown } = decisionChanges(base, head, options);
  expect(unknown).toEqual([]);
  const agents = new Set(declaredByBoth(base, head));
  for (const request of requests) {
    if (!agents.has(request.agent)) continue;
    const before = interpret(base, request);
    const after = interpret(head, request);
    for (const kind of kindOf(before, after)) {
      const told = changes.filter(
        (c) =>
          c.kind === kind && c.agents.includes(request.agent) && c.region !== null && isOf(c.region, request),
      );
      expect(told.length, `${kind} ${JSON.stringify(request)}`).toBeGreaterThan(0);
    }
  }
}

test("every tried request that is decided otherwise is told of its agent, in a region that holds it", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ base, head, requests }) => {
      expectTold(base, head, requests);
    }),
    { numRuns: runs(300) },
  );
});

test("every short request that is decided otherwise is told", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ base, head, requests }) => {
      const contexts = requests.map(({ context, now }) => ({ context, now }));
      expectTold(base, head, shortRequests(declaredByBoth(base, head), contexts));
    }),
    { numRuns: runs(15) },
  );
});

test("a region that is exact and unconditional holds no other request", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ base, head, requests }) => {
      const { changes } = decisionChanges(base, head, options);
      const exact = changes.flatMap((change) =>
        change.region?.exact === true && change.region.when === null
          ? [{ change, region: change.region }]
          : [],
      );
      if (exact.length === 0) return;
      const contexts = requests.map(({ context, now }) => ({ context, now }));
      for (const request of [...requests, ...shortRequests(declaredByBoth(base, head), contexts)]) {
        const before = interpret(base, request);
        const after = interpret(head, request);
        for (const { change, region } of exact) {
          // A region speaks of requests that are valid where they are allowed.
          if (change.kind !== "narrowed" && after.reason === "invalid_request") continue;
          if (change.kind !== "widened" && before.reason === "invalid_request") continue;
          if (!change.agents.includes(request.agent) || !isOf(region, request)) continue;
          expect(kindOf(before, after), JSON.stringify({ request, region })).toContain(change.kind);
        }
      }
    }),
    { numRuns: runs(60) },
  );
});

test("every witness is decided otherwise, in the way that is told", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ base, head }) => {
      for (const change of decisionChanges(base, head, options).changes) {
        const request = change.witness?.request;
        expect(request).toBeDefined();
        const before = interpret(base, request);
        const after = interpret(head, request);
        expect(kindOf(before, after)).toContain(change.kind);
        expect(change.before).toEqual(before);
        expect(change.after).toEqual(after);
        expect(change.agents).toContain(request?.agent);
      }
    }),
    { numRuns: runs(300) },
  );
});

test("no part of the only witness of its kind can be dropped or shortened", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ base, head }) => {
      const { changes } = decisionChanges(base, head, options);
      for (const { kind, witness } of changes) {
        if (witness === null || changes.filter((c) => c.kind === kind).length > 1) continue;
        const { request } = witness;
        for (const simpler of simplerRequests(request, [request.agent])) {
          const kinds = kindOf(interpret(base, simpler), interpret(head, simpler));
          expect(kinds, `${JSON.stringify(simpler)} < ${JSON.stringify(request)}`).not.toContain(kind);
        }
      }
    }),
    { numRuns: runs(150) },
  );
});

test("a set compared with itself has no change", () => {
  fc.assert(
    fc.property(arbitrarySet, (set) => {
      const copy = structuredClone(set);
      expect(decisionChanges(set, copy, options)).toEqual({ changes: [], unknown: [] });
    }),
    { numRuns: runs(100) },
  );
});
