/** Runs a matrix test: concrete requests, each decided by the reference interpreter. */
import type { Decision, Request } from "../base/request.ts";
import { didYouMean } from "../base/suggest.ts";
import type { MatrixTest, PolicySet } from "../ir/ir.ts";
import { consider } from "../reference/consider.ts";
import { mismatches } from "./mismatches.ts";
import { failed, passed, unjudged, type TestResult } from "./test-result.ts";
import { dependsOnTime } from "./time-dependence.ts";

/** A matrix of more cells is refused as a whole: a few long lists multiply without end. */
const maxCells = 100_000;

/** One result for each wanted cell: agents, then actions, resources and contexts as written. */
export function runMatrix(set: PolicySet, test: MatrixTest, wanted: (name: string) => boolean): TestResult[] {
  const { name, place, agents, actions, resources, contexts } = test;
  const cells = agents.length * actions.length * resources.length * contexts.length;
  if (cells === 0 || cells > maxCells) {
    const message =
      cells === 0
        ? "this test has no request to decide"
        : `this test has ${cells} requests; at most ${maxCells} are run`;
    return wanted(name) ? [unjudged(name, place, message)] : [];
  }
  const results: TestResult[] = [];
  for (const agent of agents) {
    for (const action of actions) {
      for (const resource of resources) {
        for (const context of contexts) {
          const request: Request = {
            agent,
            action,
            resource,
            ...(Object.keys(context).length === 0 ? {} : { context }),
            ...(test.now === null ? {} : { now: test.now }),
          };
          const cell = cells === 1 ? name : cellName(test, request);
          if (wanted(cell)) results.push(runCell(set, test, cell, request));
        }
      }
    }
  }
  return results;
}

/** The test's name and the request of the cell; its context only where the test has several. */
function cellName(test: MatrixTest, { agent, action, resource, context }: Request): string {
  const names = `${test.name}: ${agent} ${action} on ${resource}`;
  return test.contexts.length === 1 ? names : `${names} given ${JSON.stringify(context ?? {})}`;
}

function runCell(set: PolicySet, test: MatrixTest, name: string, request: Request): TestResult {
  const { decision, considered } = consider(set, request);
  const problem =
    whyUndeclared(set, decision, request) ??
    whyInvalid(test, decision) ??
    (test.now === null && dependsOnTime(set, request, decision, considered)
      ? "the decision depends on time: give the test a `now`"
      : null);
  if (problem !== null) return unjudged(name, test.place, problem);
  const wrong = mismatches(test, decision);
  return wrong.length === 0
    ? passed(name, test.place)
    : failed(name, test.place, wrong.join("; "), { request, decision });
}

function whyUndeclared(set: PolicySet, decision: Decision, { agent }: Request): string | null {
  if (decision.reason !== "unknown_agent") return null;
  const names = set.agents.map((declared) => declared.name);
  const hint = didYouMean(agent, names);
  return `\`${agent}\` is no declared agent${hint === null ? "" : `; ${hint}`}`;
}

/**
 * A request that no gateway may send is denied whatever the policies say, so a misspelt name would
 * pass every `expect: deny`. Only a test that says `because: []` besides is taken at its word.
 */
function whyInvalid(test: MatrixTest, decision: Decision): string | null {
  if (decision.reason !== "invalid_request") return null;
  if (test.expect === "deny" && test.because?.length === 0) return null;
  return "the request is invalid, so it is denied whatever the policies say; a test that means this expects `deny` with `because: []`";
}
