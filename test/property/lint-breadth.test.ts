/**
 * Laws of the breadth rules, on random small sets: a condition that is said to limit nothing changes no
 * effect when it goes, and who is said to have full access is allowed whatever nothing speaks against.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalysisContext } from "../../src/analysis/analysis-context.ts";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import type { Agent, PolicySet, Statement } from "../../src/ir/ir.ts";
import type { Finding } from "../../src/lint/define-rule.ts";
import { LintContext } from "../../src/lint/lint-context.ts";
import { fullAccess } from "../../src/lint/rules/full-access.ts";
import { unconstrainingLimit } from "../../src/lint/rules/unconstraining-limit.ts";
import { wildcardService } from "../../src/lint/rules/wildcard-service.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { matchesAny, matchesScope } from "../../src/reference/matches.ts";
import { arbitraryCoverSet, coverRequests } from "../support/arbitrary-cover-set.ts";
import { runs } from "../support/runs.ts";

const noCatalogue: Catalogue = {
  serviceOf: () => null,
  service: () => null,
  action: () => null,
  keys: [],
  alias: () => null,
};

function contextOf(set: PolicySet): LintContext {
  return new LintContext({
    set,
    tests: [],
    config: null,
    trees: [],
    sources: new Map(),
    sensitive: [],
    catalogue: noCatalogue,
    analysis: new AnalysisContext(set),
    now: 1500,
    maxStates: 1_000_000,
  });
}

function found(set: PolicySet, rule: typeof fullAccess): readonly Finding[] {
  const findings: Finding[] = [];
  const context = contextOf(set);
  // Bounds of sensitive grants are another matter, and the default regions take long to build.
  context.share({ name: "sensitive boxes", make: () => [] });
  rule.check?.(context, (finding) => findings.push(finding));
  expect(context.undecided).toEqual([]);
  return findings;
}

/** The statement that a finding of such a set is about. */
function statementAt(set: PolicySet, { span }: Finding): Statement {
  const at = set.statements.find(
    ({ place }) => span !== null && place.span.start <= span.start && span.start < place.span.end,
  );
  if (at === undefined) throw new Error("a finding without a statement");
  return at;
}

function replaced(set: PolicySet, old: Statement, statement: Statement): PolicySet {
  const put = <S extends Statement>(list: readonly S[]): readonly Statement[] =>
    list.map((s) => (s === old ? statement : s));
  const agents = set.agents.map((agent): Agent => ({ ...agent, statements: put(agent.statements) }));
  return { ...set, agents, statements: put(set.statements) };
}

test("a condition that limits nothing changes no effect when it goes", () => {
  let seen = 0;
  fc.assert(
    fc.property(arbitraryCoverSet, (set) => {
      for (const finding of found(set, unconstrainingLimit)) {
        const statement = statementAt(set, finding);
        const free = replaced(set, statement, { ...statement, condition: null });
        seen += 1;
        for (const request of coverRequests(set)) {
          const [before, after] = [interpret(set, request).effect, interpret(free, request).effect];
          if (before !== after)
            expect.fail(`${statement.id}: ${JSON.stringify(request)} was ${before}, is ${after}`);
        }
        expect(finding.witness?.decision.effect).toBe("allow");
      }
    }),
    { numRuns: runs(300) },
  );
  expect(seen).toBeGreaterThan(5);
});

test("full access is every action with a service on every resource that nothing speaks against", () => {
  let seen = 0;
  fc.assert(
    fc.property(arbitraryCoverSet, (set) => {
      for (const finding of found(set, fullAccess)) {
        seen += 1;
        const agent = set.agents.find(({ name }) => name === finding.witness?.request.agent);
        const against = [...(agent?.statements ?? []), ...(agent?.guardrails ?? [])];
        for (const request of coverRequests(set)) {
          if (request.agent !== agent?.name || !request.action.includes(":")) continue;
          const isFree = against.every(({ kind, scope }) =>
            kind === "grant"
              ? !matchesAny(scope.exceptResources, request.resource)
              : !matchesScope(scope, request.action, request.resource),
          );
          const isUnended = request.now !== undefined && request.now < 1000;
          const { effect, reason } = interpret(set, request);
          if (isFree && isUnended && effect !== "allow" && reason !== "invalid_request")
            expect.fail(`${JSON.stringify(request)} is ${reason}`);
        }
      }
    }),
    { numRuns: runs(300) },
  );
  expect(seen).toBeGreaterThan(5);
});

test("a grant is told to have full access or a wildcard in the service part, not both", () => {
  fc.assert(
    fc.property(arbitraryCoverSet, (set) => {
      const [full, wild] = [fullAccess, wildcardService].map(
        (rule) => new Set(found(set, rule).map((finding) => statementAt(set, finding).id)),
      );
      expect([...(full ?? [])].filter((id) => wild?.has(id))).toEqual([]);
    }),
    { numRuns: runs(100) },
  );
});
