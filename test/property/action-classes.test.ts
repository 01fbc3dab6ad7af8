/** From an action to its statements: names, wildcards, exceptions, what roles and guardrails share. */
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import type { Deny, Gate, PolicySet, Statement } from "../../src/ir/ir.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { loadBundle } from "../../src/runtime/index.ts";
import { allow, buildSet, deny, gate, guardGate } from "../support/build-set.ts";
import { artefact, builtBundle } from "../support/bundle-of.ts";
import { runs } from "../support/runs.ts";

const reasons = new Map<string, number>();
afterAll(() => {
  for (const reason of ["granted", "gated", "denied", "no_grant"]) {
    expect(reasons.get(reason) ?? 0, reason).toBeGreaterThan(20);
  }
});

const exact = ["git:read", "git:push", "Git:Read", "git", "sql:read", "sql:read:all", "a"] as const;
const wild = ["git:*", "*:read", "**", "git:*:all", "sql:re*", "*", "g*t:p*"] as const;
const one = fc.oneof(fc.constantFrom(...exact), fc.constantFrom(...wild));
const list = fc.uniqueArray(one, { minLength: 1, maxLength: 3 }).map((actions) => actions.join(", "));
const excepts = fc.option(one, { nil: undefined, freq: 2 });
const resource = fc.constantFrom("r/1", "r/2", "r/*", "**", "r/1/x", "q");

interface Draft {
  readonly actions: string;
  readonly exceptActions: string | undefined;
  readonly resource: string;
  readonly except: string | undefined;
  /** How many statements of this kind, for what many statements of one part make different. */
  readonly copies: number;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  actions: list,
  exceptActions: excepts,
  resource,
  except: fc.option(resource, { nil: undefined, freq: 2 }),
  copies: fc.oneof(
    { weight: 4, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.integer({ min: 2, max: 9 }) },
  ),
});

type Make<S extends Statement> = (
  actions: string,
  resources: string,
  options: { readonly id: string; readonly exceptActions?: string; readonly except?: string },
) => S;

function made<S extends Statement>(prefix: string, make: Make<S>, drafts: readonly Draft[]): S[] {
  return drafts.flatMap(({ actions, exceptActions, resource: on, except, copies }, i) =>
    Array.from({ length: copies }, (_, k) =>
      make(actions, on, {
        id: `${prefix}${i}-${k}`,
        ...(exceptActions === undefined ? {} : { exceptActions }),
        ...(except === undefined ? {} : { except }),
      }),
    ),
  );
}

const few = fc.array(draft, { maxLength: 3 });
const sets: fc.Arbitrary<PolicySet> = fc
  .record({
    own: fc.array(fc.array(draft, { maxLength: 8 }), { minLength: 1, maxLength: 3 }),
    denied: few,
    gated: few,
    role: few,
    guardDenies: few,
    guardGates: few,
  })
  .map(({ own, denied, gated, role, guardDenies, guardGates }) => {
    const owner = { kind: "role", name: "r" } as const;
    const shared = made("role", allow, role).map((statement) => ({ ...statement, owner }));
    const guardrails: (Deny | Gate)[] = [
      ...made("guard-deny", deny, guardDenies),
      ...made("guard-gate", guardGate, guardGates),
    ].map((statement) => ({ ...statement, owner: { kind: "guardrail" } as const }));
    const agents = own.map((drafts, i): [string, Statement[]] => [
      `agent-${i}`,
      [
        ...made(`own${i}-`, allow, drafts),
        // The first agent has all that denies and gates.
        ...(i === 0 ? [...made("deny", deny, denied), ...made("gate", gate, gated)] : []),
        ...shared,
      ],
    ]);
    return buildSet({ agents: Object.fromEntries(agents), guardrails });
  });

const asked = [
  "git:read",
  "GIT:READ",
  "git:push",
  "git:pull",
  "git",
  "sql:read",
  "sql:write",
  "sql:read:all",
  "a",
  "b",
  "git:a:all",
];
const places = ["r/1", "r/2", "r/3", "r/1/x", "q", "z"];

test("every action meets the statements that the reference finds", () => {
  fc.assert(
    fc.property(sets, (set) => {
      const bundle = loadBundle(artefact(builtBundle(set, { targets: ["json"] }), "policy.json"));
      for (const { name } of set.agents) {
        for (const action of asked) {
          for (const on of places) {
            const request = { agent: name, action, resource: on };
            const expected = interpret(set, request);
            expect(bundle.decide(request), `${action} on ${on}`).toEqual(expected);
            reasons.set(expected.reason, (reasons.get(expected.reason) ?? 0) + 1);
          }
        }
      }
    }),
    { numRuns: runs(120) },
  );
});
