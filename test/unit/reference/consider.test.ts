import { expect, test } from "vitest";
import { consider } from "../../../src/reference/consider.ts";
import { allow, buildSet, compare, deny, gate } from "../../support/build-set.ts";

const request = { agent: "a", action: "git:push", resource: "repos/app/branches/main" };

test("each statement tells the first part at which it stops, and its condition", () => {
  const when = compare("ticket", "==", "x");
  const set = buildSet({
    agents: {
      a: [
        allow("git:read", "**", { id: "1 action" }),
        allow("git:*", "repos/*/branches/feature/*", { id: "2 resource" }),
        allow("git:*", "repos/*", { id: "3 except", except: "repos/*/branches/main" }),
        allow("git:*", "repos/*", { id: "4 condition", when }),
        allow("git:*", "repos/*", { id: "5 expiry", expires: 0 }),
        gate("git:*", "repos/*", { id: "6 gate", expires: 0, when }),
        deny("git:*", "files/*", { id: "7 deny" }),
      ],
    },
  });
  const { considered } = consider(set, { ...request, now: 1 });
  expect(
    considered.map(({ statement, matched, stoppedAt, condition }) => [
      statement.id,
      matched,
      stoppedAt?.part ?? null,
      stoppedAt?.column ?? null,
      stoppedAt?.at?.column ?? null,
      condition,
    ]),
  ).toEqual([
    ["1 action", false, "action", "git:".length + 1, "git:".length + 1, "true"],
    [
      "2 resource",
      false,
      "resource",
      "repos/app/branches/".length + 1,
      "repos/*/branches/".length + 1,
      "true",
    ],
    ["3 except", false, "except", null, 1, "true"],
    ["4 condition", false, "condition", null, null, "unknown"],
    ["5 expiry", false, "expiry", null, null, "true"],
    ["6 gate", true, null, null, null, "unknown"],
    ["7 deny", false, "resource", 1, 1, "true"],
  ]);
});

test("the nearest grant of a deny matches the most parts", () => {
  const set = buildSet({
    agents: {
      a: [
        allow("sql:read", "sql/*", { id: "far" }),
        allow("git:push", "repos/*/branches/feature/*", { id: "near" }),
        allow("git:read", "repos/*", { id: "other action" }),
      ],
    },
  });
  const { decision, nearest } = consider(set, request);
  expect(decision.reason).toBe("no_grant");
  expect(nearest?.statement.id).toBe("near");
  expect(nearest?.stoppedAt).toMatchObject({ part: "resource", column: "repos/app/branches/".length + 1 });
  expect(nearest?.stops.map(({ part }) => part)).toEqual(["resource"]);
});

test("a grant that a deny overrules is nearest and stops nowhere", () => {
  const set = buildSet({ agents: { a: [allow("**", "**", { id: "g" }), deny("git:*", "**")] } });
  expect(consider(set, request).nearest).toMatchObject({ statement: { id: "g" }, stoppedAt: null });
});

test("an allowed request has no nearest grant, and an invalid one nothing considered", () => {
  const set = buildSet({ agents: { a: [allow("**", "**")] } });
  expect(consider(set, request).nearest).toBeNull();
  expect(consider(set, { ...request, resource: "/" })).toMatchObject({ considered: [], nearest: null });
  expect(consider(set, { ...request, agent: "b" })).toMatchObject({ considered: [], nearest: null });
});

test.each([
  // pattern, name, column in the name, column in the pattern
  ["repos/*/branches/feature/*", "repos/app/branches/main", 20, 18],
  ["repos/app", "repos/app/x", 10, 10],
  ["repos/app/x", "repos/app", 10, 10],
  ["**/b", "a/a", 3, 4],
  ["a**b", "a", 2, 4],
  ["a*c/d", "abc/e", 5, 5],
])("a pattern `%s` stops on `%s` where it comes furthest", (pattern, resource, column, inPattern) => {
  const set = buildSet({ agents: { a: [allow("x:y", pattern)] } });
  const { considered } = consider(set, { agent: "a", action: "x:y", resource });
  expect(considered[0]?.stoppedAt).toMatchObject({ part: "resource", column, at: { column: inPattern } });
});

test("an exception names the pattern that carves the request out", () => {
  const set = buildSet({ agents: { a: [allow("git:*", "**", { except: "files/*, **/main" })] } });
  const at = consider(set, request).considered[0]?.stoppedAt?.at;
  expect(at?.glob.key).toBe("resource **/main");
});

test("the nearest grant tells every part that fails", () => {
  const when = compare("ticket", "==", "x");
  const set = buildSet({ agents: { a: [allow("git:read", "repos/*", { when, expires: 5 })] } });
  const { nearest } = consider(set, { ...request, now: 9 });
  expect(nearest?.stops.map(({ part }) => part)).toEqual(["action", "condition", "expiry"]);
});
