/**
 * What an agent's statements do, each effect by itself and named by its meaning: the same effect of two
 * sides, two agents or two statements is one object.
 *
 * INVARIANT: ids, places, owners and spellings have no part in a holding; statements that mean the same
 * on both sides cancel by identity.
 */
import type { Box } from "../analysis/boxes.ts";
import { globKeys } from "../ir/canonical.ts";
import { conditionText } from "../ir/condition-text.ts";
import type { Agent, Condition, Gate, Scope, Statement } from "../ir/ir.ts";
import type { JointSpace } from "./joint-space.ts";
import type { SideName } from "./side.ts";

/** Where statements have one effect. */
export interface Holding {
  /** Counts up from 0 in the order in which holdings are met; for identity only. */
  readonly id: number;
  readonly box: Box;
  readonly scope: Scope;
  readonly condition: Condition | null;
  /** From when on it no longer holds, `null`: never. */
  readonly expires: number | null;
  /** A gate's options, a notification's channel; else empty. */
  readonly option: string;
  /** Text that orders holdings: equal exactly for holdings that differ in `side` only. */
  readonly key: string;
  /** Of scope and condition alone. */
  readonly regionKey: string;
  /** The side whose reading of the condition it has; `null` when both read it alike. */
  readonly side: SideName | null;
}

export type Statements = readonly Statement[];

/** An agent's effects, each with the statements that have it. */
export interface Holdings {
  readonly grants: ReadonlyMap<Holding, Statements>;
  readonly denies: ReadonlyMap<Holding, Statements>;
  readonly gates: ReadonlyMap<Holding, Statements>;
  /** Notifications, one a channel: of gates, and of plain grants until they have expired. */
  readonly notices: ReadonlyMap<Holding, Statements>;
}

type Effect = keyof Holdings;

/** Holds nothing: an agent that a side does not declare. */
export const noHoldings: Holdings = {
  grants: new Map<Holding, Statements>(),
  denies: new Map<Holding, Statements>(),
  gates: new Map<Holding, Statements>(),
  notices: new Map<Holding, Statements>(),
};

/** The options by which approvals are told apart. */
export function approvalOption({ approval }: Gate): string {
  const { channels, timeoutSeconds, approvers, needed } = approval;
  return JSON.stringify([channels, timeoutSeconds, approvers, needed]);
}

/** What the language says when nothing of a list of globs is left. */
export function scopeKey({ actions, exceptActions, resources, exceptResources }: Scope): string {
  return JSON.stringify([actions, exceptActions, resources, exceptResources].map(globKeys));
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

export class HoldingStore {
  readonly #space: JointSpace;
  readonly #known: Map<string, Holding> = new Map<string, Holding>();
  readonly #regionKeys: WeakMap<Statement, string> = new WeakMap<Statement, string>();

  constructor(space: JointSpace) {
    this.#space = space;
  }

  /** Everything that an agent of a side holds. */
  ofAgent(side: SideName, agent: Agent): Holdings {
    const found: { readonly [E in Effect]: Map<Holding, Statement[]> } = {
      grants: new Map<Holding, Statement[]>(),
      denies: new Map<Holding, Statement[]>(),
      gates: new Map<Holding, Statement[]>(),
      notices: new Map<Holding, Statement[]>(),
    };
    const add = (effect: Effect, statement: Statement, expires: number | null = null, option = ""): void => {
      const holding = this.#holding(side, effect, statement, expires, option);
      const statements = found[effect].get(holding);
      if (statements === undefined) found[effect].set(holding, [statement]);
      else statements.push(statement);
    };
    for (const statement of [...agent.statements, ...agent.guardrails]) {
      if (statement.kind === "deny") {
        add("denies", statement);
        continue;
      }
      const isGate = statement.kind === "gate";
      if (!isGate || statement.grants) add("grants", statement, earlier(statement.expires, agent.expires));
      if (isGate) add("gates", statement, null, approvalOption(statement));
      for (const channel of statement.notify)
        add("notices", statement, isGate ? null : statement.expires, channel);
    }
    return found;
  }

  #holding(
    side: SideName,
    effect: Effect,
    statement: Statement,
    expires: number | null,
    option: string,
  ): Holding {
    const conditions = this.#space.conditions[side];
    const isApart = conditions.isApart(statement.condition);
    const regionKey = this.#regionKey(statement);
    const key = `${effect} ${regionKey} ${expires ?? ""} ${option}`;
    const storeKey = isApart ? `${side} ${key}` : key;
    const known = this.#known.get(storeKey);
    if (known !== undefined) return known;
    const { diagrams } = this.#space.context;
    const condition = statement.condition;
    const box: Box = {
      statement,
      region: this.#space.context.region(statement.scope),
      condition: () => {
        const { isTrue, notFalse } = conditions.compile(condition);
        switch (effect) {
          case "grants":
            return diagrams.and(isTrue, conditions.before(expires));
          case "notices":
            return diagrams.and(notFalse, conditions.notPassed(expires));
          default:
            return notFalse;
        }
      },
    };
    const holding: Holding = {
      id: this.#known.size,
      box,
      scope: statement.scope,
      condition,
      expires,
      option,
      key,
      regionKey: isApart ? `${side} ${regionKey}` : regionKey,
      side: isApart ? side : null,
    };
    this.#known.set(storeKey, holding);
    return holding;
  }

  #regionKey(statement: Statement): string {
    let key = this.#regionKeys.get(statement);
    if (key === undefined) {
      const { condition } = statement;
      key = `${scopeKey(statement.scope)} ${condition === null ? "" : conditionText(condition)}`;
      this.#regionKeys.set(statement, key);
    }
    return key;
  }
}

/** Equal exactly for holdings of the same effects. */
export function holdingsText(holdings: Holdings): string {
  const ids = (part: ReadonlyMap<Holding, unknown>): string =>
    [...part.keys()]
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .join(",");
  return [holdings.grants, holdings.denies, holdings.gates, holdings.notices].map(ids).join(";");
}
