/**
 * Agents that one side alone declares: what an added one may do, what a removed one could, and which are
 * one agent under another name.
 */
import { NEVER } from "../automata/decision-diagram.ts";
import { sortedUnique } from "../base/order.ts";
import type { Decision, Request } from "../base/request.ts";
import type { Agent, PolicySet, Statement } from "../ir/ir.ts";
import { pairAgents } from "./agent-pairs.ts";
import type { Change, ChangedStatement, Undecided } from "./change.ts";
import type { DecisionChanges, DecisionOptions } from "./decision-changes.ts";
import { agentWords } from "./decision-words.ts";
import { type Holdings, holdingsText, HoldingStore, noHoldings } from "./holdings.ts";
import { JointSpace } from "./joint-space.ts";
import type { Region } from "./parts.ts";
import { plainChange } from "./plain-change.ts";
import { reachOf } from "./reach-of-change.ts";
import { ReachCounter } from "./reach.ts";
import { RegionSearch } from "./search-part.ts";
import type { SideName } from "./side.ts";
import { changedStatement } from "./statement-of.ts";

/** Agents of one side that hold the same. */
interface Group {
  readonly agents: Agent[];
  readonly holdings: Holdings;
}

/** One change for agents that came, went or were renamed together. */
export function agentChanges(base: PolicySet, head: PolicySet, options: DecisionOptions): DecisionChanges {
  const { added, removed } = pairAgents(base, head);
  if (added.length === 0 && removed.length === 0) return { changes: [], unknown: [] };
  const came = new OneSided("head", base, head, options);
  const gone = new OneSided("base", base, head, options);
  const old = came.groups("base", removed);
  const now = came.groups("head", added);
  const renamed: Change[] = [];
  for (const [key, group] of now) {
    const former = old.get(key);
    // Only what is sure to be the same agent: one gone, one come, with the same statements.
    if (former?.agents.length !== 1 || group.agents.length !== 1 || group.holdings.grants.size === 0)
      continue;
    const [from, to] = [former.agents[0], group.agents[0]];
    if (from === undefined || to === undefined) continue;
    renamed.push(came.renamed(from, to, group.holdings));
    old.delete(key);
    now.delete(key);
  }
  const leftover = [...old.values()].flatMap(({ agents }) => agents);
  const changes = [
    ...renamed,
    ...[...now.values()].map((group) => came.tell(group)),
    ...[...gone.groups("base", leftover).values()].map((group) => gone.tell(group)),
  ];
  return { changes, unknown: [...came.unknown, ...gone.unknown] };
}

/** Asks about agents of one side, with that side's shapes. */
class OneSided {
  readonly unknown: Undecided[] = [];
  readonly #side: SideName;
  readonly #sets: { readonly [S in SideName]: PolicySet };
  readonly #space: JointSpace;
  readonly #search: RegionSearch;
  readonly #store: HoldingStore;
  readonly #counter: ReachCounter;
  readonly #judge: DecisionOptions["judge"];

  constructor(side: SideName, base: PolicySet, head: PolicySet, options: DecisionOptions) {
    this.#side = side;
    this.#sets = { base, head };
    this.#space = new JointSpace(base, head, side);
    this.#search = new RegionSearch(this.#space, options.maxStates);
    this.#store = new HoldingStore(this.#space);
    this.#counter = new ReachCounter(options.reachLength);
    this.#judge = options.judge;
  }

  groups(side: SideName, agents: readonly Agent[]): Map<string, Group> {
    const groups = new Map<string, Group>();
    for (const agent of agents) {
      const holdings = this.#store.ofAgent(side, agent);
      const key = holdingsText(holdings);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { agents: [agent], holdings });
      else group.agents.push(agent);
    }
    return groups;
  }

  renamed(from: Agent, to: Agent, holdings: Holdings): Change {
    const shown = this.#shown(to.name, holdings);
    const tags = ["agent", "agent-renamed", "agent-added", "agent-removed"];
    return {
      ...plainChange({
        kind: "agent",
        tags: shown === null ? tags : [...tags, "widened", "narrowed"],
        agents: sortedUnique([from.name, to.name]),
        message: `agent \`${from.name}\` is now called \`${to.name}\`, and holds the same`,
        base: statementsOf(from),
        head: statementsOf(to),
      }),
      ...shown,
      reach: null,
    };
  }

  tell({ agents, holdings }: Group): Change {
    const isAdded = this.#side === "head";
    const names = agents.map(({ name }) => name);
    const first = agents[0];
    const shown = first === undefined ? null : this.#shown(first.name, holdings);
    const statements = agents.flatMap(statementsOf);
    const one = names.length === 1;
    const what = one ? `agent ${agentWords(names)} was` : `${agentWords(names)} were`;
    return {
      ...plainChange({
        kind: "agent",
        tags: [
          "agent",
          isAdded ? "agent-added" : "agent-removed",
          ...(shown === null ? [] : [isAdded ? "widened" : "narrowed"]),
        ],
        agents: names,
        message: `${what} ${isAdded ? "added" : "removed"}, with ${countsOf(first)}`,
        [this.#side]: statements,
      }),
      ...shown,
    };
  }

  /** The shortest request that the agent is allowed, with both decisions; `null` when there is none. */
  #shown(agent: string, holdings: Holdings): Pick<Change, "witness" | "before" | "after" | "reach"> | null {
    const { grants, denies } = holdings;
    const region: Region = {
      all: [],
      some: [[...grants.keys()].map(({ box }) => [box])],
      none: [...denies.keys()].map(({ box }) => box),
    };
    const found = this.#search.find(region, true);
    const unsure = (reason: string): null => {
      this.unknown.push({ agent, question: `is \`${agent}\` allowed anything? (${reason})` });
      return null;
    };
    if (found.kind === "unknown") return unsure(found.reason);
    if (found.kind === "none") return null;
    const contexts = this.#search.contextsAt(region, found.names);
    if (contexts === null || contexts === NEVER) return unsure("more states than the budget has");
    const request: Request = this.#space.requestOf(agent, found.names, contexts);
    const reach =
      this.#side === "head"
        ? reachOf(noHoldings, holdings, null, () => true, this.#counter)
        : reachOf(holdings, noHoldings, null, () => true, this.#counter);
    const before: Decision = this.#judge(this.#sets.base, request);
    const after: Decision = this.#judge(this.#sets.head, request);
    if (before.effect === "deny" && after.effect === "deny")
      return unsure("no request within the limits of a context shows it");
    return { witness: { request }, before, after, reach };
  }
}

function statementsOf(agent: Agent): ChangedStatement[] {
  return agent.statements.map(changedStatement);
}

/** `5 grants, 1 gate and 2 denies` */
function countsOf(agent: Agent | undefined): string {
  const count = (kind: Statement["kind"], one: string, many: string): string[] => {
    const n = agent?.statements.filter((s) => s.kind === kind).length ?? 0;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  };
  const counts = [
    ...count("grant", "grant", "grants"),
    ...count("gate", "gate", "gates"),
    ...count("deny", "deny", "denies"),
  ];
  const last = counts.pop();
  if (last === undefined) return "no statement";
  return counts.length === 0 ? last : `${counts.join(", ")} and ${last}`;
}
