/**
 * The agents of both sides, side by side: which are on one side only, and which hold something else
 * than before. Agents that hold the same on both sides are asked about once.
 */
import { conditionText } from "../ir/condition-text.ts";
import { globKeys } from "../ir/canonical.ts";
import type { Agent, Condition, Pattern, PolicySet, Scope, Statement } from "../ir/ir.ts";
import { approvalOption, type Holdings, holdingsText, type HoldingStore } from "./holdings.ts";
import type { JointSpace } from "./joint-space.ts";

/** Agents, sorted, that hold the same before and the same after. */
export interface AgentClass {
  /** At least one. */
  readonly agents: readonly { readonly base: Agent; readonly head: Agent }[];
  readonly base: Holdings;
  readonly head: Holdings;
}

export interface PairedAgents {
  readonly added: readonly Agent[];
  readonly removed: readonly Agent[];
  readonly kept: readonly { readonly base: Agent; readonly head: Agent }[];
}

/** The agents by name. */
export function pairAgents(base: PolicySet, head: PolicySet): PairedAgents {
  const before = new Map(base.agents.map((a) => [a.name, a]));
  const after = new Map(head.agents.map((a) => [a.name, a]));
  return {
    added: head.agents.filter((a) => !before.has(a.name)),
    removed: base.agents.filter((a) => !after.has(a.name)),
    kept: head.agents.flatMap((a) => {
      const old = before.get(a.name);
      return old === undefined ? [] : [{ base: old, head: a }];
    }),
  };
}

/** The classes of agents whose holdings differ, or with `all` of every agent; by their first agent. */
export function changedClasses(
  kept: PairedAgents["kept"],
  space: JointSpace,
  store: HoldingStore,
  all: boolean,
): AgentClass[] {
  const equal = new StatementEquality(space);
  const classes = new Map<
    string,
    { agents: AgentClass["agents"][number][]; base: Holdings; head: Holdings }
  >();
  for (const pair of kept) {
    if (!all && equal.agents(pair.base, pair.head)) continue;
    const base = store.ofAgent("base", pair.base);
    const head = store.ofAgent("head", pair.head);
    const [before, after] = [holdingsText(base), holdingsText(head)];
    if (!all && before === after) continue;
    const key = `${before} ${after}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { agents: [pair], base, head });
    else known.agents.push(pair);
  }
  return [...classes.values()];
}

/** A quick test, without building a text, for statements that are written alike on both sides. */
class StatementEquality {
  readonly #space: JointSpace;
  readonly #known: WeakMap<Statement, WeakMap<Statement, boolean>> = new WeakMap<
    Statement,
    WeakMap<Statement, boolean>
  >();

  constructor(space: JointSpace) {
    this.#space = space;
  }

  agents(a: Agent, b: Agent): boolean {
    return (
      a.expires === b.expires &&
      this.#lists(a.statements, b.statements) &&
      this.#lists(a.guardrails, b.guardrails)
    );
  }

  #lists(a: readonly Statement[], b: readonly Statement[]): boolean {
    if (a.length !== b.length) return false;
    return a.every((statement, i) => {
      const other = b[i];
      return other !== undefined && this.#statements(statement, other);
    });
  }

  #statements(a: Statement, b: Statement): boolean {
    let others = this.#known.get(a);
    if (others === undefined) {
      others = new WeakMap<Statement, boolean>();
      this.#known.set(a, others);
    }
    let result = others.get(b);
    if (result === undefined) {
      result = this.#compare(a, b);
      others.set(b, result);
    }
    return result;
  }

  #compare(a: Statement, b: Statement): boolean {
    if (a === b) return !this.#space.conditions.base.isApart(a.condition);
    if (!sameScope(a.scope, b.scope) || !this.#sameCondition(a.condition, b.condition)) return false;
    if (a.kind === "deny") return b.kind === "deny";
    if (b.kind === "deny" || a.expires !== b.expires || !sameTexts(a.notify, b.notify)) return false;
    if (a.kind === "grant") return b.kind === "grant";
    return b.kind === "gate" && a.grants === b.grants && approvalOption(a) === approvalOption(b);
  }

  #sameCondition(a: Condition | null, b: Condition | null): boolean {
    if (a === null || b === null) return a === b;
    return !this.#space.conditions.base.isApart(a) && conditionText(a) === conditionText(b);
  }
}

function sameScope(a: Scope, b: Scope): boolean {
  return (
    samePatterns(a.actions, b.actions) &&
    samePatterns(a.resources, b.resources) &&
    samePatterns(a.exceptActions, b.exceptActions) &&
    samePatterns(a.exceptResources, b.exceptResources)
  );
}

function samePatterns(a: readonly Pattern[], b: readonly Pattern[]): boolean {
  if (a.length === 0 || b.length === 0) return a.length === b.length;
  // Written alike, as nearly all are: no list need be built.
  const isAlike =
    a.length === b.length &&
    a.every(({ globs }, i) => {
      const others = b[i]?.globs;
      return globs.length === others?.length && globs.every(({ key }, j) => key === others[j]?.key);
    });
  return isAlike || sameTexts(globKeys(a), globKeys(b));
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
