/** What tells whether guardrails are as strict as others: their options, and what they decide by themselves. */
import type { Decision } from "../base/request.ts";
import type { Span } from "../base/source.ts";
import type { Agent, Approval, Dimension, Grant, Pattern, PolicySet, Statement } from "../ir/ir.ts";

/** Whether an approval by the one is one by the other too, as soon, and told to as many. */
export function isAsStrict(one: Statement | undefined, other: Statement): boolean {
  if (one?.kind !== "gate" || other.kind !== "gate") return false;
  const [now, old]: [Approval, Approval] = [one.approval, other.approval];
  const mayApprove =
    old.approvers.length === 0 ||
    (now.approvers.length > 0 && now.approvers.every((who) => old.approvers.includes(who)));
  return (
    mayApprove &&
    now.needed >= old.needed &&
    now.timeoutSeconds <= old.timeoutSeconds &&
    old.channels.every((channel) => now.channels.includes(channel))
  );
}

/** The list of patterns that admits every name. */
export function everyName(dimension: Dimension, place: Span): readonly Pattern[] {
  return [{ globs: [{ dimension, tokens: [{ kind: "deep" }], key: `${dimension}:**` }], place }];
}

/** The set in which the agent is granted everything, so that decisions are those of what holds it. */
export function allowing(set: PolicySet, { name, guardrails, place }: Agent): PolicySet {
  const grant: Grant = {
    kind: "grant",
    id: "everything",
    owner: { kind: "agent", name },
    scope: {
      actions: everyName("action", place),
      exceptActions: [],
      resources: everyName("resource", place),
      exceptResources: [],
    },
    condition: null,
    exact: false,
    notify: [],
    expires: null,
    place: { span: place, line: 1, hasResources: true },
  };
  const agent: Agent = {
    name,
    guardrails,
    place,
    project: null,
    labels: [],
    roles: [],
    expires: null,
    statements: [grant],
  };
  return { ...set, agents: [agent] };
}

/** Whether the one decision lets through, or asks for otherwise, what the other refuses or asks for. */
export function isWeaker(lax: Decision, strict: Decision): boolean {
  const rank = ({ effect }: Decision): number => ["allow", "require_approval", "deny"].indexOf(effect);
  if (rank(lax) !== rank(strict)) return rank(lax) < rank(strict);
  return (
    strict.effect === "require_approval" && JSON.stringify(lax.approvals) !== JSON.stringify(strict.approvals)
  );
}
