/**
 * Laws of answers, on random small sets: who-can and what-can agree with the reference interpreter on
 * every request that is tried, witnesses are real, and descriptions hold what they claim.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalysisContext } from "../../src/analysis/analysis-context.ts";
import type { Request } from "../../src/base/request.ts";
import type { PolicySet, Query, Statement } from "../../src/ir/ir.ts";
import type { QueryAnswer, QueryAnswers } from "../../src/query/answer.ts";
import { answerQuery } from "../../src/query/answer-query.ts";
import { evaluateCondition } from "../../src/reference/evaluate-condition.ts";
import { hasEnded, interpret } from "../../src/reference/interpret.ts";
import { matchesScope } from "../../src/reference/matches.ts";
import { readRequest } from "../../src/reference/read-request.ts";
import { arbitraryCondition } from "../support/arbitrary-condition.ts";
import { arbitraryRequest } from "../support/arbitrary-request.ts";
import { arbitraryScope, arbitrarySet, nowhere } from "../support/arbitrary-set.ts";
import { compileText, saidOf } from "../support/compile-text.ts";
import { runs } from "../support/runs.ts";
import { shortRequests } from "../support/short-requests.ts";

const arbitraryQuery = (set: PolicySet): fc.Arbitrary<Query> => {
  const scopes = set.agents.flatMap((a) => [...a.statements, ...a.guardrails].map((s) => s.scope));
  const whoCan = fc
    .record({
      scope: fc.oneof(arbitraryScope, scopes.length === 0 ? arbitraryScope : fc.constantFrom(...scopes)),
      given: fc.option(arbitraryCondition, { freq: 2 }),
    })
    .map((asked): Query => ({ kind: "whoCan", ...asked, spelled: [], vocabulary: [], place: nowhere }));
  const whatCan = fc
    .constantFrom(...set.agents.map(({ name }) => name))
    .map((agent): Query => ({ kind: "whatCan", agent, place: nowhere }));
  return fc.oneof({ weight: 3, arbitrary: whoCan }, { weight: 2, arbitrary: whatCan });
};

const arbitraryCase = arbitrarySet.chain((set) =>
  fc.record({
    set: fc.constant(set),
    query: arbitraryQuery(set),
    requests: fc.array(arbitraryRequest(set), { minLength: 10, maxLength: 40 }),
  }),
);

/** Whether the question speaks of the request; invalid requests are of no question. */
function isAsked(set: PolicySet, query: Query, request: Request): boolean {
  const read = readRequest(request);
  if (read === null || interpret(set, request).reason === "invalid_request") return false;
  if (query.kind === "whatCan") return read.agent === query.agent;
  return (
    matchesScope(query.scope, read.action, read.resource) &&
    evaluateCondition(set, read, query.given) === "true"
  );
}

/** The statements of the request's agent that grant it, denies and gates aside. */
function grantsOf(set: PolicySet, request: Request): string[] {
  const read = readRequest(request);
  const agent = set.agents.find(({ name }) => name === read?.agent);
  if (read === null || agent === undefined) return [];
  return agent.statements
    .filter((s) => s.kind === "grant" || (s.kind === "gate" && s.grants))
    .filter((s) => matchesScope(s.scope, read.action, read.resource))
    .filter((s) => evaluateCondition(set, read, s.condition) === "true")
    .filter((s) => s.kind !== "deny" && !hasEnded(s.expires, read.now) && !hasEnded(agent.expires, read.now))
    .map(({ id }) => id);
}

const described = new Map<string, Statement>();

/** The description read as a statement of the language. */
function statementOf({ region }: QueryAnswer): Statement {
  const except = region.except === null ? "" : ` except ${region.except}`;
  const when = region.when === null ? "" : ` when ${region.when}`;
  const text = `${region.actions} on ${region.resources}${except}${when}`;
  let statement = described.get(text);
  if (statement === undefined) {
    const compiled = compileText(`agent: a\npolicies:\n  - statement: ${JSON.stringify(text)}\n`);
    statement = compiled.set?.statements[0];
    if (statement === undefined) throw new Error(`${text}: ${saidOf(compiled).join("\n")}`);
    described.set(text, statement);
  }
  return statement;
}

function isDescribed(set: PolicySet, answer: QueryAnswer, request: Request): boolean {
  const read = readRequest(request);
  if (read === null || read.agent !== answer.agent || hasEnded(answer.expires, read.now)) return false;
  const { scope, condition } = statementOf(answer);
  return (
    matchesScope(scope, read.action, read.resource) && evaluateCondition(set, read, condition) === "true"
  );
}

/** Whether the request is of those that an answer is about. */
function isOf(set: PolicySet, query: Query, answer: QueryAnswer, request: Request): boolean {
  return (
    request.agent === answer.agent &&
    isAsked(set, query, request) &&
    interpret(set, request).effect === answer.effect &&
    grantsOf(set, request).includes(answer.grant.id)
  );
}

function answered(set: PolicySet, query: Query): QueryAnswers | null {
  const result = answerQuery(new AnalysisContext(set), query);
  if (result.kind === "vacuous") return null;
  if (result.kind === "invalid") throw new Error("the question is invalid");
  expect(result.undecided).toEqual([]);
  return result;
}

/** What tried requests may not show, given the answers. */
function expectAgreement(
  set: PolicySet,
  query: Query,
  answers: QueryAnswers | null,
  requests: Iterable<Request>,
): void {
  for (const request of requests) {
    const shown = JSON.stringify(request);
    const asked = isAsked(set, query, request);
    if (answers === null) {
      expect(asked, shown).toBe(false);
      continue;
    }
    const decision = interpret(set, request);
    const grants = asked && decision.effect !== "deny" ? grantsOf(set, request) : [];
    for (const id of grants) {
      const found = answers.answers.find(
        (a) => a.agent === request.agent && a.grant.id === id && a.effect === decision.effect,
      );
      expect(found, `${shown} by ${id}`).toBeDefined();
      if (found === undefined) continue;
      expect(isDescribed(set, found, request), `${shown} of ${JSON.stringify(found.region)}`).toBe(true);
      if (decision.effect === "allow") continue;
      const named = found.statements.map((s) => s.id);
      expect(named).toEqual(expect.arrayContaining(decision.statements.map((s) => s.id)));
      for (const { statements, ...options } of decision.approvals) {
        const asks = found.approvals.find(
          (a) => JSON.stringify({ ...a, statements: [] }) === JSON.stringify({ statements: [], ...options }),
        );
        expect(asks?.statements).toEqual(expect.arrayContaining([...statements]));
      }
    }
    for (const answer of answers.answers) {
      if (!answer.region.exact || !isDescribed(set, answer, request)) continue;
      if (decision.reason === "invalid_request") continue;
      expect(
        isOf(set, query, answer, request),
        `${shown} of ${answer.effect} ${JSON.stringify(answer.region)}`,
      ).toBe(true);
    }
    for (const idle of answers.idle) expect(grants, shown).not.toContain(idle.grant.id);
  }
}

test("no request near the set contradicts an answer or its description", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ set, query, requests }) => {
      expectAgreement(set, query, answered(set, query), requests);
    }),
    { numRuns: runs(400) },
  );
});

test("no request with short names contradicts an answer or its description", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ set, query, requests }) => {
      const circumstances = requests.map(({ context, now }) => ({ context, now })).slice(0, 2);
      const [agent] = set.agents;
      const agents = query.kind === "whatCan" ? [query.agent] : [agent?.name ?? ""];
      expectAgreement(set, query, answered(set, query), shortRequests(agents, circumstances));
    }),
    { numRuns: runs(15) },
  );
});

test("the witness of an answer is one of its requests, and of its description", () => {
  fc.assert(
    fc.property(arbitraryCase, ({ set, query }) => {
      for (const answer of answered(set, query)?.answers ?? []) {
        const { request } = answer.witness;
        expect(isOf(set, query, answer, request), JSON.stringify(answer)).toBe(true);
        expect(isDescribed(set, answer, request), JSON.stringify(answer)).toBe(true);
      }
    }),
    { numRuns: runs(300) },
  );
});

test("who can agrees with what each agent can do", () => {
  fc.assert(
    fc.property(arbitrarySet, (set) => {
      const [everything] = set.agents.map(({ name }) =>
        answered(set, { kind: "whatCan", agent: name, place: nowhere }),
      );
      const [first] = set.agents;
      if (first === undefined) return;
      const scopes = first.statements.filter((s) => s.kind !== "deny").map(({ scope }) => scope);
      for (const scope of scopes) {
        const query: Query = {
          kind: "whoCan",
          scope,
          given: null,
          spelled: [],
          vocabulary: [],
          place: nowhere,
        };
        for (const { agent, grant, effect } of answered(set, query)?.answers ?? []) {
          if (agent !== first.name) continue;
          expect(everything?.answers.some((a) => a.grant.id === grant.id && a.effect === effect)).toBe(true);
        }
      }
    }),
    { numRuns: runs(60) },
  );
});
