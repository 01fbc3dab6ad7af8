/**
 * Laws of the cover family, on random small sets: what is found dead makes no difference to any request,
 * alone or all of it together; what is not found dead makes one, shown by a request.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalysisContext } from "../../src/analysis/analysis-context.ts";
import { ask } from "../../src/analysis/question.ts";
import { requestOf } from "../../src/analysis/witness.ts";
import type { Decision, Request } from "../../src/base/request.ts";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import type { Agent, Pattern, PolicySet, Scope, Statement } from "../../src/ir/ir.ts";
import type { DeadStatement } from "../../src/lint/dead-statement.ts";
import { deadStatements } from "../../src/lint/dead-statements.ts";
import { LintContext } from "../../src/lint/lint-context.ts";
import { redundantPatterns } from "../../src/lint/redundant-patterns.ts";
import { partsOf } from "../../src/lint/statement-parts.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { matchesScope } from "../../src/reference/matches.ts";
import { arbitraryCoverSet, coverRequests } from "../support/arbitrary-cover-set.ts";
import { runs } from "../support/runs.ts";

const now = 1500;
const noCatalogue: Catalogue = {
  serviceOf: () => null,
  service: () => null,
  action: () => null,
  keys: [],
  alias: () => null,
};
const maxStates = 1_000_000;

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
    now,
    maxStates,
  });
}

function statementsOf(dead: readonly DeadStatement[]): Set<Statement> {
  return new Set(dead.flatMap(({ source }) => source.instances.map(({ statement }) => statement)));
}

function without(set: PolicySet, gone: ReadonlySet<Statement>): PolicySet {
  const stays = (statement: Statement): boolean => !gone.has(statement);
  const agents = set.agents.map((agent): Agent => ({
    ...agent,
    statements: agent.statements.filter(stays),
    guardrails: agent.guardrails.filter(stays),
  }));
  return { ...set, agents, statements: set.statements.filter(stays) };
}

/** What a gateway acts on: not the names of statements, nor the reason of a deny. */
function seen({ effect, approvals, notify }: Decision): string {
  const asked = approvals.map(({ statements: _, ...options }) => JSON.stringify(options)).sort();
  return JSON.stringify([effect, asked, notify]);
}

function expectSame(before: PolicySet, after: PolicySet, what: string): void {
  for (const request of coverRequests(before)) {
    const [x, y] = [seen(interpret(before, request)), seen(interpret(after, request))];
    if (x !== y) expect.fail(`${what}: ${JSON.stringify(request)} was ${x}, is ${y}`);
  }
}

test("statements found dead make no difference to any request, alone and together", () => {
  fc.assert(
    fc.property(arbitraryCoverSet, (set) => {
      const context = contextOf(set);
      const dead = context.share(deadStatements);
      expect(context.undecided).toEqual([]);
      if (dead.length === 0) return;
      expectSame(set, without(set, statementsOf(dead)), "together");
      for (const one of dead)
        expectSame(set, without(set, statementsOf([one])), `${one.source.id} ${one.verdict}`);
    }),
    { numRuns: runs(250) },
  );
});

/** A request to which the statement makes a difference for the agent; `null` when no question finds one. */
function differenceFor(context: LintContext, statement: Statement, agent: Agent): Request | null {
  const { analysis, set } = context;
  const { space, diagrams } = analysis;
  const after = without(set, new Set([statement]));
  const others = [...agent.statements, ...agent.guardrails].filter((other) => other !== statement);
  const grants = analysis.boxesOf(agent).grants.filter((g) => g.statement !== statement);
  for (const { box, isRelative, takenBy } of partsOf(analysis, statement, agent)) {
    const negatives = others.flatMap((other) => takenBy(other) ?? []);
    for (const grant of isRelative ? grants : [box]) {
      const answer = ask(analysis, { positives: [box, grant], negatives }, maxStates);
      if (answer.kind !== "witness") continue;
      const request = requestOf(agent.name, answer.names, answer.contexts, space, diagrams);
      expect(seen(interpret(set, request))).not.toBe(seen(interpret(after, request)));
      return request;
    }
  }
  return null;
}

test("statements that are not found dead make a difference to a request, once the dead ones are gone", () => {
  fc.assert(
    fc.property(arbitraryCoverSet, (set) => {
      const dead = statementsOf(contextOf(set).share(deadStatements));
      // A deny is not idle because the grant that it denies in full goes; a gate neither.
      const isGone = (kinds: readonly Statement["kind"][]): Set<Statement> =>
        new Set([...dead].filter(({ kind }) => kinds.includes(kind)));
      const contexts = [dead, isGone(["deny", "gate"]), isGone(["deny"])].map((gone) =>
        contextOf(without(set, gone)),
      );
      for (const source of contextOf(set).statements) {
        const { instances, owner, kind, id } = source;
        const hasEnded = instances.some(
          ({ statement: s }) => s.kind === "grant" && s.expires !== null && s.expires <= now,
        );
        if (hasEnded || instances.some(({ statement }) => dead.has(statement))) continue;
        // No rule tells a guardrail's gate that no grant meets.
        if (owner.kind === "guardrail" && kind === "gate") continue;
        const isNeeded = contexts.some((context) =>
          instances.some(({ statement, agents }) =>
            agents.some(({ name }) => {
              const agent = context.set.agents.find((a) => a.name === name);
              return agent !== undefined && differenceFor(context, statement, agent) !== null;
            }),
          ),
        );
        if (!isNeeded) expect.fail(`${id} makes no difference`);
      }
    }),
    { numRuns: runs(250) },
  );
});

test("the statements named as covering do cover on their own", () => {
  fc.assert(
    fc.property(arbitraryCoverSet, (set) => {
      for (const { source, covering, verdict, isForNow } of contextOf(set).share(deadStatements)) {
        if (covering.length === 0 || isForNow) continue;
        const gone = statementsOf([{ source, covering, verdict, isForNow, limitsNothing: false }]);
        for (const agent of set.agents) {
          const named = covering
            .filter(({ agents }) => agents.includes(agent))
            .map(({ statement }) => statement);
          // Denies meet only what is granted, so grants stay.
          const isKept = (s: Statement): boolean =>
            gone.has(s) ||
            named.includes(s) ||
            (source.kind !== "grant" && s.kind === "grant" && s.notify.length === 0);
          const alone = {
            ...agent,
            statements: agent.statements.filter(isKept),
            guardrails: agent.guardrails.filter(isKept),
          };
          const small = { ...set, agents: [alone] };
          expectSame(small, without(small, gone), `${source.id} ${verdict}`);
        }
      }
    }),
    { numRuns: runs(150) },
  );
});

test("redundant patterns change no request that their statement matches when all of them go", () => {
  fc.assert(
    fc.property(arbitraryCoverSet, (set) => {
      const context = contextOf(set);
      for (const source of context.statements) {
        const found = redundantPatterns(context, source);
        if (found.length === 0) continue;
        const stays = ({ place }: Pattern): boolean => !found.some((f) => f.place.start === place.start);
        for (const { statement } of source.instances) {
          const { scope } = statement;
          const less: Scope = {
            actions: scope.actions.filter(stays),
            exceptActions: scope.exceptActions.filter(stays),
            resources: scope.resources.filter(stays),
            exceptResources: scope.exceptResources.filter(stays),
          };
          for (const request of coverRequests(set)) {
            if (interpret(set, request).reason === "invalid_request") continue;
            const { action, resource } = request;
            if (matchesScope(scope, action, resource) !== matchesScope(less, action, resource))
              expect.fail(`${JSON.stringify(found)} of ${source.id}: ${JSON.stringify(request)}`);
          }
        }
      }
    }),
    { numRuns: runs(150) },
  );
});
