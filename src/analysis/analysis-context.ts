/**
 * What analyses of one policy set share: the library of globs, the space of contexts with its
 * diagrams, the shapes, and the boxes of statements.
 *
 * INVARIANT: everything is computed when first asked for and kept; a statement that no question
 * touches costs nothing.
 */
import { AttributeSpace } from "../automata/attribute-space.ts";
import { Budget } from "../automata/budget.ts";
import { ALWAYS, Diagrams } from "../automata/decision-diagram.ts";
import { GlobLibrary } from "../automata/glob-library.ts";
import { ShapeAutomaton } from "../automata/shapes.ts";
import type { Agent, Condition, Gate, Glob, Grant, PolicySet, Scope, Statement } from "../ir/ir.ts";
import { type Box, type Region, regionOf } from "./boxes.ts";
import { ConditionCompiler } from "./conditions.ts";

/** The statements of an agent by what they do, in canonical order. */
export interface AgentBoxes {
  /** Where own allows and own gates grant: condition true, not expired. */
  readonly grants: readonly Box[];
  /** Where denies deny: condition not false. */
  readonly denies: readonly Box[];
  /** Where gates gate: condition not false, whatever their expiry. */
  readonly gates: readonly Box[];
}

const unlimited = new Budget(Infinity);

function everyName(dimension: Glob["dimension"]): Glob {
  return { dimension, tokens: [{ kind: "deep" }], key: `\u0000every ${dimension}` };
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

export class AnalysisContext {
  readonly set: PolicySet;
  readonly library: GlobLibrary = new GlobLibrary();
  readonly space: AttributeSpace;
  readonly diagrams: Diagrams;
  readonly conditions: ConditionCompiler;
  readonly shapes: ShapeAutomaton | null;
  /** Every action, every resource. */
  readonly everything: Pick<Region, "actions" | "resources">;
  #budget: Budget = unlimited;
  readonly #regions: WeakMap<Scope, Region> = new WeakMap<Scope, Region>();
  readonly #grantBoxes: Map<number | null, Map<Statement, Box>> = new Map<
    number | null,
    Map<Statement, Box>
  >();
  readonly #effectBoxes: Map<Statement, Box> = new Map<Statement, Box>();
  readonly #notifyBoxes: Map<Grant, Box> = new Map<Grant, Box>();
  readonly #agents: WeakMap<Agent, AgentBoxes> = new WeakMap<Agent, AgentBoxes>();
  readonly #byName: ReadonlyMap<string, Agent>;

  constructor(set: PolicySet) {
    this.set = set;
    const budget = (): Budget => this.#budget;
    this.space = new AttributeSpace(set, budget);
    this.diagrams = new Diagrams(budget);
    this.conditions = new ConditionCompiler(this.space, this.diagrams);
    this.shapes = set.services.length === 0 ? null : new ShapeAutomaton(set.services);
    this.everything = {
      actions: [this.library.entry(everyName("action"))],
      resources: [this.library.entry(everyName("resource"))],
    };
    this.#byName = new Map(set.agents.map((a) => [a.name, a]));
  }

  /** The budget that work is charged to at the moment. */
  get budget(): Budget {
    return this.#budget;
  }

  /** Does some work on a budget; what it builds is charged to it, and passing it throws `BudgetExceeded`. */
  spending<T>(budget: Budget, work: () => T): T {
    const before = this.#budget;
    this.#budget = budget;
    try {
      return work();
    } finally {
      this.#budget = before;
    }
  }

  agent(name: string): Agent | undefined {
    return this.#byName.get(name);
  }

  /** Where a scope holds and a condition is true: the box of a question. */
  questionBox(scope: Scope, given: Condition | null): Box {
    return {
      statement: null,
      region: this.region(scope),
      condition: () => this.conditions.compile(given).isTrue,
    };
  }

  region(scope: Scope): Region {
    let region = this.#regions.get(scope);
    if (region === undefined) {
      region = regionOf(scope, this.library);
      this.#regions.set(scope, region);
    }
    return region;
  }

  /** Where the statement grants to an agent with this expiry: its condition is true and nothing has ended. */
  grantBox(statement: Grant | Gate, agentExpires: number | null): Box {
    let boxes = this.#grantBoxes.get(agentExpires);
    if (boxes === undefined) {
      boxes = new Map<Statement, Box>();
      this.#grantBoxes.set(agentExpires, boxes);
    }
    let box = boxes.get(statement);
    if (box === undefined) {
      box = {
        statement,
        region: this.region(statement.scope),
        condition: () =>
          this.diagrams.and(
            this.conditions.compile(statement.condition).isTrue,
            this.conditions.before(earlier(statement.expires, agentExpires)),
          ),
      };
      boxes.set(statement, box);
    }
    return box;
  }

  /** Where a deny denies or a gate gates: its condition is not false. */
  effectBox(statement: Statement): Box {
    let box = this.#effectBoxes.get(statement);
    if (box === undefined) {
      box = {
        statement,
        region: this.region(statement.scope),
        condition: () =>
          statement.condition === null ? ALWAYS : this.conditions.compile(statement.condition).notFalse,
      };
      this.#effectBoxes.set(statement, box);
    }
    return box;
  }

  /**
   * Where the statement tells its channels, if the request is granted at all: its condition is not
   * false and, for a plain grant, its own `expires` has not passed.
   */
  notifyBox(statement: Grant | Gate): Box {
    if (statement.kind === "gate" || statement.expires === null) return this.effectBox(statement);
    let box = this.#notifyBoxes.get(statement);
    if (box === undefined) {
      const { condition, expires } = statement;
      box = {
        statement,
        region: this.region(statement.scope),
        condition: () =>
          this.diagrams.and(this.conditions.compile(condition).notFalse, this.conditions.notPassed(expires)),
      };
      this.#notifyBoxes.set(statement, box);
    }
    return box;
  }

  /** The boxes of an agent's statements, guardrails and borders. */
  boxesOf(agent: Agent): AgentBoxes {
    let boxes = this.#agents.get(agent);
    if (boxes === undefined) {
      const grants: Box[] = [];
      const denies: Box[] = [];
      const gates: Box[] = [];
      for (const statement of [...agent.statements, ...agent.guardrails]) {
        if (statement.kind === "deny") denies.push(this.effectBox(statement));
        else {
          if (statement.kind === "grant" || statement.grants)
            grants.push(this.grantBox(statement, agent.expires));
          if (statement.kind === "gate") gates.push(this.effectBox(statement));
        }
      }
      boxes = { grants, denies, gates };
      this.#agents.set(agent, boxes);
    }
    return boxes;
  }
}
