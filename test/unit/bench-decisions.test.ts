/** What the benchmark of decisions rests on: its two ways to a set, and its translations for other engines. */
import { expect, test } from "vitest";
import { effectsOf } from "../../bench/decisions/effects.ts";
import { casbin } from "../../bench/decisions/peer-casbin.ts";
import { cedar } from "../../bench/decisions/peer-cedar.ts";
import { alternation, casl, caslWithFunctions, picomatchPerAgent } from "../../bench/decisions/peers.ts";
import { builtSet, compiledSet } from "../../bench/decisions/policy-set.ts";
import { RequestBytes } from "../../bench/decisions/requests.ts";
import { conditions, fleetOf, requestsOf } from "../../bench/decisions/workload.ts";

const size = { agents: 4, grants: 60, conditions: false };
const fleet = fleetOf(size);
const requests = new RequestBytes(requestsOf(fleet, 1000, 3), false);
const expected = effectsOf(builtSet(fleet), requests);

test.each([false, true])(
  "the set built as IR is the one that its text compiles to (conditions: %s)",
  (on) => {
    const agents = fleetOf({ ...size, conditions: on });
    const built = builtSet(agents);
    expect(built.revision).toBe(compiledSet(agents).revision);
    expect(built.statements.filter(({ condition }) => condition !== null)).toHaveLength(on ? 48 : 0);
    expect(conditions.length).toBeGreaterThan(0);
  },
);

test("half of the requests are denied, and some of the others ask", () => {
  const counts = [0, 1, 2].map((code) => expected.filter((effect) => effect === code).length);
  expect(counts[0]).toBe(500);
  expect(Math.min(...counts)).toBeGreaterThan(20);
});

test("a grant in ten is a deny, one in ten needs approval, a third name one resource", () => {
  const [agent] = fleetOf({ agents: 1, grants: 300, conditions: false });
  const grants = agent?.grants ?? [];
  expect(grants.filter(({ kind }) => kind === "deny")).toHaveLength(30);
  expect(grants.filter(({ kind }) => kind === "gate")).toHaveLength(30);
  const exact = grants.filter(({ pattern }) => !pattern.includes("*")).length;
  expect(exact).toBeGreaterThanOrEqual(100);
  expect(exact).toBeLessThan(120);
});

test("every other engine answers as the reference does", async () => {
  const engines = [
    alternation(fleet),
    picomatchPerAgent(fleet),
    casl(fleet),
    caslWithFunctions(fleet),
    await casbin(fleet),
    cedar(fleet),
  ];
  for (const { name, decide } of engines) {
    const wrong = Array.from({ length: requests.count }, (_, i) => requests.fresh(i)).filter(
      (request, i) => decide(request) !== expected[i],
    );
    expect(wrong, name).toEqual([]);
  }
});
