/** What is left of a grant, as answers about one agent. */
import { InternalError } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { ApprovalEntry, Effect, StatementRef } from "../base/request.ts";
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import { requestOf } from "../analysis/witness.ts";
import type { Agent, PolicySet, Statement } from "../ir/ir.ts";
import { interpret, mergeApprovals, refOf } from "../reference/interpret.ts";
import type { QueryAnswer, UndecidedPart } from "./answer.ts";
import type { GrantReach, ReachPart } from "./grant-reach.ts";

export interface GrantAnswers {
  readonly answers: readonly QueryAnswer[];
  readonly undecided: readonly UndecidedPart[];
}

/** The answers of one grant, each with a request that the reference interpreter was seen to decide so. */
export function answersOf(
  context: AnalysisContext,
  agent: Agent,
  grant: Box,
  { allowed, gated, undecided }: GrantReach,
): GrantAnswers {
  const statement = statementOf(grant);
  const gates = gated === null ? [] : gated.gates.map(statementOf);
  const answers: QueryAnswer[] = [];
  const open: UndecidedPart[] = undecided.map((question) => ({ agent: agent.name, question }));
  const add = (effect: QueryAnswer["effect"], { shown, region, less }: ReachPart): void => {
    const { space, diagrams, set } = context;
    const request = requestOf(agent.name, shown.names, shown.contexts, space, diagrams);
    const isReal = judge(
      set,
      request,
      effect,
      effect === "allow" ? [statement.id] : gates.map(({ id }) => id),
    );
    if (isReal === null) {
      // Such as a context that only fits when it is larger than a request may carry.
      const question = `does any request that \`${statement.id}\` grants keep within the limits of a request?`;
      open.push({ agent: agent.name, question });
      return;
    }
    if (!isReal) throw new InternalError(`a request shows nothing of what \`${statement.id}\` grants`);
    const shownGates = effect === "allow" ? [] : gates;
    answers.push({
      agent: agent.name,
      effect,
      region,
      expires: endOf(statement, agent),
      grant: refOf(statement, agent),
      less: refsOf(less.map(statementOf), agent),
      statements: refsOf([statement, ...shownGates], agent),
      approvals: approvalsOf(shownGates),
      witness: { request },
    });
  };
  if (allowed !== null) add("allow", allowed);
  if (gated !== null) add("require_approval", gated);
  return { answers, undecided: open };
}

/** The statements as decisions name them, each once, sorted by id. */
export function refsOf(statements: readonly Statement[], agent: Agent): StatementRef[] {
  const byId = new Map(statements.map((statement) => [statement.id, refOf(statement, agent)]));
  return [...byId.values()].sort((a, b) => compareCodePoints(a.id, b.id));
}

export function statementOf({ statement }: Box): Statement {
  if (statement === null) throw new InternalError("a grant without a statement");
  return statement;
}

/** Whether the decision bears the answer out; `null` for a request that is none. */
function judge(
  set: PolicySet,
  request: QueryAnswer["witness"]["request"],
  effect: Effect,
  ids: readonly string[],
): boolean | null {
  const decision = interpret(set, request);
  if (decision.reason === "invalid_request") return null;
  return decision.effect === effect && decision.statements.some(({ id }) => ids.includes(id));
}

function endOf(statement: Statement, agent: Agent): number | null {
  const ends = [statement.kind === "deny" ? null : statement.expires, agent.expires];
  return ends.reduce<number | null>(
    (end, next) => (end === null || (next !== null && next < end) ? next : end),
    null,
  );
}

function approvalsOf(gates: readonly Statement[]): readonly ApprovalEntry[] {
  return mergeApprovals(
    gates.flatMap((gate) =>
      gate.kind === "gate"
        ? [
            {
              statements: [gate.id],
              channels: gate.approval.channels,
              timeout_seconds: gate.approval.timeoutSeconds,
              approvers: gate.approval.approvers,
              needed: gate.approval.needed,
            },
          ]
        : [],
    ),
  );
}
