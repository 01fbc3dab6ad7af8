/**
 * Limits that moved, by agent: what was added, removed, raised, lowered or otherwise changed, told once
 * for all agents with the same change.
 *
 * INVARIANT: who declares a limit, and in how many blocks, has no part in it. What is not known to hold as much
 * as before counts as weaker.
 */
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { Limit, PolicySet } from "../ir/ir.ts";
import type { Change, ChangedStatement, LimitMovement } from "./change.ts";
import { agentWords } from "./decision-words.ts";
import { type FactValue, factsOf, type LimitFact } from "./limit-facts.ts";
import { plainChange } from "./plain-change.ts";
import type { LineOf } from "./source-line.ts";

interface Held {
  readonly fact: LimitFact;
  readonly limit: Limit;
}

/** A movement of one limit of one agent. */
interface Movement {
  readonly tags: readonly string[];
  /** What moved: the message without the agents. */
  readonly text: string;
  readonly told: LimitMovement;
  readonly base: Limit | null;
  readonly head: Limit | null;
}

/** The limits that moved for agents that both sides declare. */
export function limitChanges(
  base: PolicySet,
  head: PolicySet,
  lines: { base: LineOf; head: LineOf },
): Change[] {
  const before = factsByAgent(base);
  const after = factsByAgent(head);
  const declared = new Set(base.agents.map(({ name }) => name));
  const groups = new Map<
    string,
    { agents: string[]; movement: Movement; base: Set<Limit>; head: Set<Limit> }
  >();
  for (const { name } of head.agents) {
    if (!declared.has(name)) continue;
    for (const movement of movementsOf(before.get(name) ?? [], after.get(name) ?? [])) {
      const key = `${movement.tags.join(",")} ${movement.text}`;
      const group = groups.get(key) ?? {
        agents: [],
        movement,
        base: new Set<Limit>(),
        head: new Set<Limit>(),
      };
      group.agents.push(name);
      if (movement.base !== null) group.base.add(movement.base);
      if (movement.head !== null) group.head.add(movement.head);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map((group) => {
    const agents = sortedUnique(group.agents);
    return {
      ...plainChange({
        kind: "limit",
        tags: ["limit", ...group.movement.tags],
        agents,
        message: `${group.movement.text}, for ${agentWords(agents)}`,
        base: told(group.base, lines.base),
        head: told(group.head, lines.head),
      }),
      limit: group.movement.told,
    };
  });
}

function told(limits: ReadonlySet<Limit>, lineOf: LineOf): ChangedStatement[] {
  return [...limits].map((limit) => ({
    id: limit.kind,
    text: limitWords(limit),
    span: limit.place,
    line: lineOf(limit.place),
  }));
}

/** `budget: max_tokens_per_session 1000, on_exceed deny`, keys as policies write them. */
function limitWords(limit: Limit): string {
  const values = factsOf(limit).flatMap((fact) => {
    const name = fact.name.replace(`${limit.kind}.`, "");
    return fact.values.map(({ key, text }) => `${key === "" ? name : key} ${text}`);
  });
  return `${limit.kind}: ${sortedUnique(values).join(", ")}`;
}

function factsByAgent(set: PolicySet): Map<string, Held[]> {
  const byAgent = new Map<string, Held[]>();
  for (const limit of set.limits) {
    const facts = factsOf(limit);
    for (const agent of limit.scope.agents) {
      const held = byAgent.get(agent) ?? [];
      for (const fact of facts) held.push({ fact, limit });
      byAgent.set(agent, held);
    }
  }
  return byAgent;
}

function movementsOf(base: readonly Held[], head: readonly Held[]): Movement[] {
  const before = distinct(base);
  const after = distinct(head);
  const lost = onlyIn(before, after);
  const gained = onlyIn(after, before);
  const movements: Movement[] = [];
  for (const name of sortedUnique([...lost, ...gained].map(nameOf))) {
    const old = lost.filter((held) => nameOf(held) === name);
    const now = gained.filter((held) => nameOf(held) === name);
    const pairs = Math.min(old.length, now.length);
    for (let i = 0; i < Math.max(old.length, now.length); i++) {
      const [a, b] = [old[i], now[i]];
      if (i < pairs && a !== undefined && b !== undefined) movements.push(...moved(a, b));
      else if (a !== undefined) movements.push(whole(a, "removed"));
      else if (b !== undefined) movements.push(whole(b, "added"));
    }
  }
  return movements;
}

function nameOf({ fact }: Held): string {
  return fact.project === null ? fact.name : `${fact.name} of project ${fact.project}`;
}

function keyOf({ fact }: Held): string {
  return JSON.stringify([fact.name, fact.project, fact.values.map(({ key, text }) => [key, text])]);
}

/** Each fact once, in canonical order. */
function distinct(held: readonly Held[]): Map<string, Held> {
  const sorted = held.map((h) => [keyOf(h), h] as const).sort(([a], [b]) => compareCodePoints(a, b));
  return new Map(sorted);
}

function onlyIn(of: ReadonlyMap<string, Held>, not: ReadonlyMap<string, Held>): Held[] {
  return [...of].filter(([key]) => !not.has(key)).map(([, held]) => held);
}

function whole(held: Held, what: "added" | "removed"): Movement {
  const { values, isEvidence } = held.fact;
  const list = values.map(({ key, text }) => (key === "" ? text : `${key} ${text}`)).join(", ");
  return {
    tags: [`limit-${what}`, ...(isEvidence && what === "removed" ? ["audit-weakened"] : [])],
    text: `\`${nameOf(held)}\` was ${what} (${list})`,
    told: {
      name: held.fact.name,
      project: held.fact.project,
      values: values.map(({ key, text }) => ({
        key,
        base: what === "removed" ? text : null,
        head: what === "added" ? text : null,
      })),
    },
    base: what === "removed" ? held.limit : null,
    head: what === "added" ? held.limit : null,
  };
}

/** One movement for each value that differs. */
function moved(old: Held, now: Held): Movement[] {
  return old.fact.values.flatMap((a): Movement[] => {
    const b = now.fact.values.find(({ key }) => key === a.key);
    if (b === undefined || a.text === b.text) return [];
    const name = `\`${nameOf(old)}${a.key === "" ? "" : ` ${a.key}`}\``;
    const direction = directionOf(a, b);
    return [
      {
        tags: tagsOf(direction, old.fact.isEvidence),
        text: `${name} went from ${a.text} to ${b.text}`,
        told: {
          name: old.fact.name,
          project: old.fact.project,
          values: [{ key: a.key, base: a.text, head: b.text }],
        },
        base: old.limit,
        head: now.limit,
      },
    ];
  });
}

/** `even`: neither lets more through; `unknown`: either may. */
type Direction = "weaker" | "stricter" | "even" | "unknown";

function directionOf({ strictness: a }: FactValue, { strictness: b }: FactValue): Direction {
  if (typeof a === "number" && typeof b === "number") return a > b ? "weaker" : a < b ? "stricter" : "even";
  if (typeof a === "object" && typeof b === "object" && a !== null && b !== null) {
    if (b.every((item) => a.includes(item))) return "weaker";
    return a.every((item) => b.includes(item)) ? "stricter" : "unknown";
  }
  return "unknown";
}

/** `limit-raised` is said of what lets more through, whichever way its number went, or may. */
function tagsOf(direction: Direction, isEvidence: boolean): string[] {
  const [changed, weaker] = isEvidence
    ? ["audit-changed", "audit-weakened"]
    : ["limit-changed", "limit-raised"];
  switch (direction) {
    case "weaker":
      return [weaker];
    case "stricter":
      return [isEvidence ? "audit-changed" : "limit-lowered"];
    case "even":
      return [changed];
    case "unknown":
      return [changed, weaker];
  }
}
