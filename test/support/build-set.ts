/**
 * Small policy sets and sentences as IR, written by hand: pattern lists as text (`git:*, sql:*`, no
 * braces), everything else as options. For tests of what works on the IR.
 */
import { compareCodePoints } from "../../src/base/order.ts";
import type {
  Agent,
  Approval,
  BindingService,
  Condition,
  ContextAttribute,
  Deny,
  Dimension,
  Gate,
  Grant,
  Pattern,
  PolicySet,
  Scope,
  Sentence,
  Shape,
  Statement,
  TimeZone,
  Verb,
} from "../../src/ir/ir.ts";
import { nowhere, patternOf } from "./arbitrary-set.ts";

/** What may be said besides actions and resources. */
export interface StatementOptions {
  readonly id?: string;
  readonly exceptActions?: string;
  readonly except?: string;
  readonly when?: Condition;
  readonly expires?: number;
  readonly approval?: Partial<Approval>;
  readonly notify?: readonly string[];
}

function patterns(dimension: Dimension, list: string | undefined): Pattern[] {
  if (list === undefined || list === "") return [];
  return list.split(", ").map((text) => patternOf(dimension, text));
}

export function scopeOf(actions: string, resources: string, options: StatementOptions = {}): Scope {
  return {
    actions: patterns("action", actions),
    exceptActions: patterns("action", options.exceptActions),
    resources: patterns("resource", resources),
    exceptResources: patterns("resource", options.except),
  };
}

function base(
  actions: string,
  resources: string,
  options: StatementOptions,
): Omit<Grant, "kind" | "notify" | "expires"> {
  return {
    id: options.id ?? `${actions} on ${resources}`,
    owner: { kind: "agent", name: "a" },
    scope: scopeOf(actions, resources, options),
    condition: options.when ?? null,
    exact: false,
    place: { span: nowhere, line: 1, hasResources: true },
  };
}

export function allow(actions: string, resources: string, options: StatementOptions = {}): Grant {
  return {
    kind: "grant",
    ...base(actions, resources, options),
    notify: options.notify ?? [],
    expires: options.expires ?? null,
  };
}

export function deny(actions: string, resources: string, options: StatementOptions = {}): Deny {
  return { kind: "deny", ...base(actions, resources, options) };
}

/** An own gate, which also grants. */
export function gate(actions: string, resources: string, options: StatementOptions = {}): Gate {
  return {
    kind: "gate",
    ...base(actions, resources, options),
    grants: true,
    approval: { channels: [], timeoutSeconds: 3600, approvers: [], needed: 1, ...options.approval },
    notify: options.notify ?? [],
    expires: options.expires ?? null,
  };
}

/** A gate of a guardrail, which only gates. */
export function guardGate(actions: string, resources: string, options: StatementOptions = {}): Gate {
  return { ...gate(actions, resources, options), owner: { kind: "guardrail" }, grants: false };
}

export const utc: TimeZone = { name: "UTC", tzdata: "2026a", offsets: [{ from: 0, minutes: 0 }] };

export interface SetOptions {
  /** Statements by agent. */
  readonly agents: { readonly [name: string]: readonly Statement[] };
  /** Hold every agent. */
  readonly guardrails?: readonly (Deny | Gate)[];
  /** Agents that expire, and when. */
  readonly expires?: { readonly [name: string]: number };
  readonly context?: readonly ContextAttribute[];
  readonly timezone?: TimeZone;
  readonly services?: readonly BindingService[];
}

export function buildSet(options: SetOptions): PolicySet {
  const byId = <S extends Statement>(list: readonly S[]): S[] =>
    [...list].sort((a, b) => compareCodePoints(a.id, b.id));
  const guardrails = options.guardrails ?? [];
  const agents = Object.entries(options.agents).map(([name, statements]): Agent => ({
    name,
    project: null,
    labels: [],
    roles: [],
    expires: options.expires?.[name] ?? null,
    statements: byId(statements),
    guardrails: byId(guardrails),
    place: nowhere,
  }));
  return {
    revision: `sha256:${"0".repeat(64)}`,
    agents: agents.sort((a, b) => compareCodePoints(a.name, b.name)),
    statements: byId([...new Set([...Object.values(options.agents).flat(), ...guardrails])]),
    roles: [],
    labels: [],
    projects: [],
    limits: [],
    context: [...(options.context ?? [])].sort((a, b) => compareCodePoints(a.name, b.name)),
    timezone: options.timezone ?? utc,
    services: options.services ?? [],
  };
}

/** A declared attribute without default. */
export function attribute(name: string, type: ContextAttribute["type"]): ContextAttribute {
  return { name, type, default: null };
}

/** A sentence; `agents` are the declared ones it speaks of. */
export function sentence(
  agents: readonly string[],
  verb: Verb,
  actions: string,
  resources: string,
  options: Pick<StatementOptions, "exceptActions" | "except"> & { readonly given?: Condition } = {},
): Sentence {
  return {
    kind: "sentence",
    text: `${agents.join(", ")} ${verb} ${actions} on ${resources}`,
    agents: [...agents].sort(compareCodePoints),
    verb,
    scope: scopeOf(actions, resources, options),
    given: options.given ?? null,
    place: nowhere,
  };
}

/** A binding shape from text such as `repos/{repo}/branches/{branch...}`. */
export function shape(text: string): Shape {
  const parts = text
    .split(/(\{[^}]*\})/)
    .filter((part) => part !== "")
    .map((part): Shape["parts"][number] =>
      !part.startsWith("{")
        ? { kind: "text", text: part }
        : part.endsWith("...}")
          ? { kind: "segments" }
          : { kind: "segment" },
    );
  return { text, parts };
}

/** `context.name operator literal` */
export function compare(
  name: string,
  operator: Extract<Condition, { kind: "compare" }>["operator"],
  literal: string | number | boolean,
): Condition {
  return { kind: "compare", attribute: { kind: "context", name }, operator, literal };
}
