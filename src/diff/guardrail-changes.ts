/**
 * What guardrails and borders of one side refuse or gate and those of the other do not, for each agent,
 * whatever else the agent holds: a guardrail that is weakened today allows what is granted tomorrow.
 *
 * INVARIANT: requests are compared, not statements: nothing is told of a guardrail that others replace.
 */
import type { Box } from "../analysis/boxes.ts";
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import { NEVER } from "../automata/decision-diagram.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { Agent, PolicySet, Statement } from "../ir/ir.ts";
import { type AgentClass, changedClasses, pairAgents } from "./agent-pairs.ts";
import { heldByBase } from "./base-guardrails.ts";
import type { Change, ChangeRegion, Undecided } from "./change.ts";
import type { DecisionChanges, DecisionOptions } from "./decision-changes.ts";
import { agentWords, regionWords } from "./decision-words.ts";
import { coverOf, describeParts, describeReread } from "./describe-region.ts";
import { allowing, isAsStrict, isWeaker } from "./guardrail-probe.ts";
import { type Holding, HoldingStore, type Statements } from "./holdings.ts";
import { JointSpace } from "./joint-space.ts";
import type { Part } from "./parts.ts";
import { scopeWords } from "./pattern-words.ts";
import { plainChange } from "./plain-change.ts";
import { RegionSearch } from "./search-part.ts";
import { otherSide, type Side, type SideName } from "./side.ts";
import { changedStatement } from "./statement-of.ts";

/** `asked`: still gated, but not as strictly. */
type Loss = "denies" | "gates" | "asked";

/** What a statement of one side refuses or gates, and nothing of the other side does, for a class of agents. */
interface Finding {
  readonly part: Part;
  readonly loss: Loss;
  readonly statements: Statements;
  readonly of: AgentClass;
}

/** Tells weakened and strengthened guardrails, each once for all agents; `weakened` also for new agents. */
export function guardrailChanges(base: Side, head: Side, options: DecisionOptions): DecisionChanges {
  const { kept, added } = pairAgents(base.set, head.set);
  const held = added.length === 0 ? [] : heldByBase(base, added);
  const unknown: Undecided[] =
    held === null
      ? added.map(({ name }) => ({ agent: name, question: "which guardrails of the base would hold it?" }))
      : [];
  const come = (held ?? []).flatMap((old) => {
    const now = added.find(({ name }) => name === old.name);
    return now === undefined ? [] : [{ base: old, head: now }];
  });
  const pairs = [...kept, ...come].map((pair) => ({ base: guarded(pair.base), head: guarded(pair.head) }));
  if (pairs.length === 0) return { changes: [], unknown };
  const compared = new GuardrailComparison(base.set, head.set, options).run(
    pairs,
    new Set(come.map(({ head: { name } }) => name)),
  );
  return { changes: compared.changes, unknown: [...unknown, ...compared.unknown] };
}

/** The agent with nothing but what holds it. */
function guarded(agent: Agent): Agent {
  return { ...agent, statements: [], expires: null };
}

class GuardrailComparison {
  readonly #sets: { readonly [S in SideName]: PolicySet };
  readonly #space: JointSpace;
  readonly #search: RegionSearch;
  readonly #options: DecisionOptions;
  readonly #unknown: Undecided[] = [];

  constructor(base: PolicySet, head: PolicySet, options: DecisionOptions) {
    this.#sets = { base, head };
    this.#space = new JointSpace(base, head, "head");
    this.#search = new RegionSearch(this.#space, options.maxStates);
    this.#options = options;
  }

  /** `added` names the agents that only the head declares: for them nothing can be stronger than it was. */
  run(pairs: AgentClass["agents"], added: ReadonlySet<string>): DecisionChanges {
    const store = new HoldingStore(this.#space);
    const classes = changedClasses(pairs, this.#space, store, false);
    const lost = this.#changes("base", classes);
    const asked = new Set(lost.filter(({ loss }) => loss === "asked").map(({ id }) => id));
    const older = classes.flatMap((of) => {
      const agents = of.agents.filter(({ head }) => !added.has(head.name));
      return agents.length === 0 ? [] : [{ ...of, agents }];
    });
    // A gate that asks otherwise is told as weaker, since which of two ways is stricter is not known.
    const gained = this.#changes("head", older).filter(({ loss, id }) => loss !== "asked" || !asked.has(id));
    return { changes: [...lost, ...gained].map(({ change }) => change), unknown: this.#unknown };
  }

  /** One change for each statement of a side that the other side does not make up for. */
  #changes(side: SideName, classes: readonly AgentClass[]): { change: Change; id: string; loss: Loss }[] {
    const groups = new Map<string, Finding[]>();
    for (const of of classes) {
      for (const finding of this.#findings(side, of)) {
        const key = `${finding.loss} ${finding.statements.map(({ id }) => id).join(" ")}`;
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [finding]);
        else group.push(finding);
      }
    }
    return [...groups.values()].flatMap((group) => {
      const [first] = group;
      const change = this.#tell(side, group);
      return first === undefined || change === null
        ? []
        : [{ change, id: first.statements[0]?.id ?? "", loss: first.loss }];
    });
  }

  #findings(side: SideName, of: AgentClass): Finding[] {
    const [own, others] = [of[side], of[otherSide(side)]];
    const denies = [...others.denies.keys()];
    const found: Finding[] = [];
    const look = (part: Part, loss: Loss, statements: Statements): void => {
      const result = this.#search.find(part, false);
      if (result.kind === "names") found.push({ part, loss, statements, of });
      else if (result.kind === "unknown") this.#note(part, of, result.reason);
    };
    for (const [changed, statements] of own.denies) {
      if (others.denies.has(changed)) continue;
      look(partOf(side, "denies", changed, denies), "denies", statements);
    }
    // Where a deny stood as well, the deny is what is missed.
    const refused = [...new Set([...denies, ...own.denies.keys()])];
    for (const [changed, statements] of own.gates) {
      if (others.gates.has(changed)) continue;
      const gates = [...others.gates].map(([holding, [theirs]]) => ({
        holding,
        isAsStrict: statements.every((statement) => isAsStrict(theirs, statement)),
      }));
      const part = (theirs: typeof gates): Part =>
        partOf(side, "gates", changed, [...refused, ...theirs.map(({ holding }) => holding)]);
      const ungated = part(gates);
      if (this.#search.find(ungated, false).kind === "names") look(ungated, "gates", statements);
      else look(part(gates.filter((gate) => gate.isAsStrict)), "asked", statements);
    }
    return found;
  }

  #note({ side, changed }: Part, { agents }: AgentClass, reason: string): void {
    const question = `do guardrails of the ${otherSide(side)} hold \`${scopeWords(changed.scope)}\` as those of the ${side} do? (${reason})`;
    this.#unknown.push({ agent: agents[0]?.head.name ?? null, question });
  }

  #tell(side: SideName, group: readonly Finding[]): Change | null {
    const [first] = group;
    const pair = first?.of.agents[0];
    if (first === undefined || pair === undefined) return null;
    const { loss } = first;
    const shown = this.#shown(first, pair);
    if (shown === null) return null;
    const agents = sortedUnique(group.flatMap(({ of }) => of.agents.map(({ head }) => head.name)));
    const region = this.#describe(group.map((finding) => finding.part));
    const statements = group.flatMap((finding) => finding.statements);
    const ids = new Set(statements.map(({ id }) => id));
    const theirs = group.flatMap(({ of }) =>
      of.agents.flatMap((agent) => agent[otherSide(side)].guardrails.filter(({ id }) => ids.has(id))),
    );
    return {
      ...plainChange({
        kind: "guardrail",
        tags:
          side === "base"
            ? ["guardrail", "guardrail-weakened", "weakened"]
            : ["guardrail", "guardrail-strengthened"],
        agents,
        message: messageOf(side, loss, first.statements[0], region, agents),
        [side]: told(statements),
        [otherSide(side)]: told(theirs),
      }),
      region,
      ...shown,
    };
  }

  /** The shortest request that shows it, with what both sides decide; `null`, noted, when none does. */
  #shown({ part, of }: Finding, pair: AgentClass["agents"][number]): Shown | null {
    const found = this.#search.find(part, true);
    if (found.kind !== "names") {
      this.#note(part, of, found.kind === "unknown" ? found.reason : "its witness was lost");
      return null;
    }
    const contexts = this.#search.contextsAt(part, found.names);
    if (contexts === null || contexts === NEVER) {
      this.#note(part, of, "more states than the budget has");
      return null;
    }
    const request = this.#space.requestOf(pair.head.name, found.names, contexts);
    const { judge } = this.#options;
    const [old, now] = (["base", "head"] as const).map((name) =>
      // Requests are those that the head takes for valid.
      judge(allowing({ ...this.#sets[name], services: this.#sets.head.services }, pair[name]), request),
    );
    const [strict, lax] = part.side === "base" ? [old, now] : [now, old];
    if (strict === undefined || lax === undefined || !isWeaker(lax, strict)) {
      this.#note(part, of, "no request within the limits of a context shows it");
      return null;
    }
    return {
      witness: { request },
      before: judge(this.#sets.base, request),
      after: judge(this.#sets.head, request),
    };
  }

  #describe(parts: readonly Part[]): ChangeRegion {
    const keys = new Set(parts.map(({ changed }) => changed.regionKey));
    try {
      return this.#space.context.spending(new Budget(this.#options.maxStates), () =>
        keys.size > 1
          ? describeReread(parts, null, this.#space)
          : describeParts(parts, this.#space, this.#search),
      );
    } catch (error) {
      if (error instanceof BudgetExceeded) return coverOf(parts);
      throw error;
    }
  }
}

type Shown = Pick<Change, "witness" | "before" | "after">;

function messageOf(
  side: SideName,
  loss: Loss,
  statement: Statement | undefined,
  region: ChangeRegion,
  agents: readonly string[],
): string {
  const [what, who] = [regionWords(region), agentWords(agents)];
  const name = statement === undefined ? "a guardrail" : nameOf(statement);
  const isLost = side === "base";
  switch (loss) {
    case "denies":
      return `${name} ${isLost ? "no longer" : "now"} denies ${what} for ${who}`;
    case "gates":
      return `${name} ${isLost ? "no longer" : "now"} asks for approval of ${what} for ${who}`;
    case "asked":
      return `${name} asks for approval of ${what} ${isLost ? "otherwise" : "more strictly"}, for ${who}`;
  }
}

function nameOf({ owner, id }: Statement): string {
  return owner.kind === "border" ? `the border of project \`${owner.project}\`` : `guardrail \`${id}\``;
}

/** Statements by id, each meaning once. */
function told(statements: Statements): Change["base"] {
  const byText = new Map(
    statements.map(changedStatement).map((statement) => [`${statement.id} ${statement.text}`, statement]),
  );
  return [...byText].sort(([a], [b]) => compareCodePoints(a, b)).map(([, statement]) => statement);
}

function partOf(
  side: SideName,
  effect: "denies" | "gates",
  changed: Holding,
  none: readonly Holding[],
): Part {
  const boxes: readonly Box[] = none.map(({ box }) => box);
  return {
    kind: effect === "denies" ? "widened" : "ungated",
    effect,
    changed,
    side,
    all: [changed.box],
    some: [],
    none: boxes,
    grants: [],
    others: none,
    granted: [],
  };
}
