/** The right answers: what the reference interpreter decides for each request. */
import type { Decision } from "../../src/base/request.ts";
import type { Agent, PolicySet, Statement } from "../../src/ir/ir.ts";
import { interpret } from "../../src/reference/interpret.ts";
import type { RequestBytes } from "./requests.ts";

/** An effect as a number, so that a timed loop can sum what it got. */
export type EffectCode = 0 | 1 | 2;

export const denied: EffectCode = 0;
export const gated: EffectCode = 1;
export const allowed: EffectCode = 2;

export function codeOf(effect: Decision["effect"]): EffectCode {
  return effect === "allow" ? allowed : effect === "deny" ? denied : gated;
}

/** The reference's decision for each request, one at a time. */
export class Reference {
  readonly #set: PolicySet;
  readonly #parts: Map<string, PolicySet> = new Map<string, PolicySet>();
  readonly #agents: ReadonlyMap<string, ReadonlyMap<string, readonly Statement[]>>;

  constructor(set: PolicySet) {
    this.#set = set;
    this.#agents = new Map(set.agents.map((agent) => [agent.name, byAction(agent)]));
  }

  decide(request: { readonly agent: string; readonly action: string }): Decision {
    return interpret(this.#partFor(request.agent, request.action), request);
  }

  /**
   * The set with none but the statements of this agent and action: those of others match no such
   * request, since each statement of the workload names one action in full.
   */
  #partFor(agent: string, action: string): PolicySet {
    const key = `${agent} ${action}`;
    const known = this.#parts.get(key);
    if (known !== undefined) return known;
    const statements = this.#agents.get(agent)?.get(action.toLowerCase()) ?? [];
    const agents = this.#set.agents.filter(({ name }) => name === agent);
    const part = { ...this.#set, agents: agents.map((a) => ({ ...a, statements })) };
    this.#parts.set(key, part);
    return part;
  }
}

function byAction(agent: Agent): ReadonlyMap<string, readonly Statement[]> {
  if (agent.guardrails.length > 0) throw new Error("the workload has no guardrails");
  return Map.groupBy(agent.statements, ({ scope }) => {
    const [glob, ...others] = scope.actions.flatMap((pattern) => pattern.globs);
    const [token, ...more] = glob?.tokens ?? [];
    if (token?.kind !== "text" || others.length + more.length + scope.exceptActions.length > 0) {
      throw new Error("a statement of the workload names one action in full");
    }
    return token.text;
  });
}

/** The effect of each request. */
export function effectsOf(set: PolicySet, requests: RequestBytes): Uint8Array {
  const reference = new Reference(set);
  return Uint8Array.from({ length: requests.count }, (_, i) =>
    codeOf(reference.decide(requests.fresh(i)).effect),
  );
}
