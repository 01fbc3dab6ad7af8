/**
 * What is decided: fleets of agents with grants, and requests of which half are denied.
 *
 * A third of the grants name one resource, the others have one to three wildcards; a tenth are denies,
 * a third of which cut a hole into a grant of the same agent; a tenth need approval. The same sizes
 * and seed give the same workload on every machine.
 */
import { actions, instanceOf, nearMiss, patternFrom, services } from "./names.ts";
import { holds } from "./patterns.ts";
import { Picker } from "./picker.ts";

export type Kind = "allow" | "gate" | "deny";

export interface Grant {
  readonly kind: Kind;
  readonly action: string;
  readonly pattern: string;
  /** In the condition language. */
  readonly condition: string | null;
}

export interface AgentGrants {
  readonly agent: string;
  readonly grants: readonly Grant[];
}

export interface WorkRequest {
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
}

/** How many agents with how many grants each; with `conditions`, a fifth of the grants have one. */
export interface Size {
  readonly agents: number;
  readonly grants: number;
  readonly conditions: boolean;
}

export function sizeName({ agents, grants }: Size): string {
  return `${agents.toLocaleString("en")} × ${grants.toLocaleString("en")}`;
}

/** What the conditions speak of; every request of the second workload carries all three. */
export const conditions: readonly string[] = [
  "context.environment == 'staging'",
  "context.environment in ['staging', 'dev']",
  "context.amount <= 500",
  "context.amount > 10 && context.amount < 5000",
  "context.ticket.startsWith('CHG-')",
  "has(context.ticket) && context.amount < 100",
];

export interface Attributes {
  readonly environment: string;
  readonly amount: number;
  readonly ticket: string;
}

/** The attributes of request number `i`. */
export function attributesOf(i: number): Attributes {
  return {
    environment: ["staging", "prod", "dev"][i % 3] ?? "",
    amount: (i * 37) % 6000,
    ticket: `${i % 5 === 0 ? "INC" : "CHG"}-${i % 9973}`,
  };
}

/** The fleet's agents, sorted by name. */
export function fleetOf(size: Size): AgentGrants[] {
  return Array.from({ length: size.agents }, (_, a) => ({
    agent: `deploy-agent-${String(a).padStart(4, "0")}`,
    grants: grantsOf(size.grants, size.conditions, new Picker(a * 7919 + size.grants)),
  }));
}

function grantsOf(count: number, withConditions: boolean, picker: Picker): Grant[] {
  const grants: Grant[] = [];
  const seen = new Set<string>();
  while (grants.length < count) {
    // Shares are kept exactly: ten grants hold one deny and one that needs approval.
    const i = grants.length;
    const kind: Kind = i % 10 === 4 ? "deny" : i % 10 === 8 ? "gate" : "allow";
    const earlier = grants.filter((g) => g.kind !== "deny" && g.pattern.includes("*"));
    const hole = kind === "deny" && i % 30 === 4 && earlier.length > 0 ? picker.of(earlier) : null;
    const action = hole?.action ?? picker.of(actions);
    const name = hole === null ? resourceFor(action, picker) : instanceOf(hole.pattern, picker);
    const pattern = i % 3 === 0 ? name : hole === null ? patternFrom(name, picker) : narrower(name, picker);
    const key = `${action} ${pattern}`;
    if (seen.has(key) || pattern.includes("***")) continue;
    seen.add(key);
    const condition = withConditions && i % 5 === 2 ? picker.of(conditions) : null;
    grants.push({ kind, action, pattern, condition });
  }
  return grants;
}

function resourceFor(action: string, picker: Picker): string {
  const service = services.find((s) => s.actions.includes(action));
  if (service === undefined) throw new Error(`no service has ${action}`);
  return service.resource(picker);
}

/** A part of what the grant allows: below the last separator of a name that it matches. */
function narrower(name: string, picker: Picker): string {
  const cut = Math.max(name.lastIndexOf("/"), name.lastIndexOf(":"));
  return picker.share() < 0.5 ? `${name.slice(0, cut + 1)}*` : name;
}

/**
 * Requests: one half allowed or gated; of the other, a half misses a grant by one character and the
 * rest meets a deny, asks for another action, or for what another agent may.
 */
export function requestsOf(fleet: readonly AgentGrants[], count: number, seed: number): WorkRequest[] {
  const picker = new Picker(seed);
  const held = fleet.map(heldBy);
  const byName = new Map(held.map((agent) => [agent.agent, agent]));
  const verdict = ({ agent, action, resource }: WorkRequest): boolean =>
    holds(byName.get(agent)?.byAction.get(action) ?? [], resource) !== "deny";
  const requests: WorkRequest[] = [];
  for (let i = 0; i < count; i++) {
    const open = i % 2 === 0;
    // A candidate of the wrong kind is drawn again, of another agent too; after so many, it stays.
    let request = open ? granted(held, picker) : denied(held, picker, (i >> 1) % 8);
    for (let tries = 0; tries < 50 && verdict(request) !== open; tries++) {
      request = open ? granted(held, picker) : denied(held, picker, (i >> 1) % 8);
    }
    requests.push(request);
  }
  return picker.shuffled(requests);
}

interface Held {
  readonly agent: string;
  readonly byAction: ReadonlyMap<string, readonly Grant[]>;
  readonly open: readonly Grant[];
  readonly denies: readonly Grant[];
}

function heldBy({ agent, grants }: AgentGrants): Held {
  return {
    agent,
    byAction: Map.groupBy(grants, ({ action }) => action),
    open: grants.filter(({ kind }) => kind !== "deny"),
    denies: grants.filter(({ kind }) => kind === "deny"),
  };
}

function granted(fleet: readonly Held[], picker: Picker): WorkRequest {
  const { agent, open } = picker.of(fleet);
  const grant = picker.of(open);
  return { agent, action: grant.action, resource: instanceOf(grant.pattern, picker) };
}

function denied(fleet: readonly Held[], picker: Picker, kind: number): WorkRequest {
  const { agent, open, denies } = picker.of(fleet);
  if (kind === 0 || kind === 1) {
    const deny = picker.of(denies);
    return { agent, action: deny.action, resource: instanceOf(deny.pattern, picker) };
  }
  const grant = picker.of(open);
  const resource = instanceOf(grant.pattern, picker);
  if (kind === 2) return { agent, action: picker.of(actions), resource };
  // Another agent's grant; of a lone agent, one more near miss.
  if (kind === 3 && fleet.length > 1)
    return { agent: picker.of(fleet).agent, action: grant.action, resource };
  return { agent, action: grant.action, resource: nearMiss(resource, picker) };
}
