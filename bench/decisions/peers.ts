/**
 * What else decides such requests: other libraries and hand-made matchers, each with the workload's
 * grants said in its own words. None of them checks that a request is valid, and each answers with an
 * effect alone.
 */
import { createMongoAbility, Ability, type RawRuleOf, type MongoAbility } from "@casl/ability";
import picomatch from "picomatch";
import { allowed, denied, gated, type EffectCode } from "./effects.ts";
import { partsOf, regexOf, regexSource } from "./patterns.ts";
import type { Engine } from "./rounds.ts";
import type { AgentGrants, Grant, Kind } from "./workload.ts";

interface ByKind<T> {
  readonly deny: T;
  readonly gate: T;
  readonly allow: T;
}

function byKind<T>(grants: readonly Grant[], make: (grants: readonly Grant[]) => T): ByKind<T> {
  const of = (kind: Kind): T => make(grants.filter((grant) => grant.kind === kind));
  return { deny: of("deny"), gate: of("gate"), allow: of("allow") };
}

/** A deny wins over a gate, and a gate over an allow. */
function codeBy<T>(parts: ByKind<T>, matches: (part: T) => boolean): EffectCode {
  if (matches(parts.deny)) return denied;
  if (matches(parts.gate)) return gated;
  return matches(parts.allow) ? allowed : denied;
}

/** Grants by agent and action. */
function indexed<T>(
  fleet: readonly AgentGrants[],
  make: (grants: readonly Grant[]) => T,
): ReadonlyMap<string, ReadonlyMap<string, T>> {
  return new Map(
    fleet.map(({ agent, grants }) => {
      const byAction = Map.groupBy(grants, ({ action }) => action);
      return [agent, new Map([...byAction].map(([action, list]) => [action, make(list)]))];
    }),
  );
}

/** One regular expression for all patterns of an agent, an action and an effect. */
export function alternation(fleet: readonly AgentGrants[]): Engine {
  const index = indexed(fleet, (grants) =>
    byKind(grants, (list) =>
      list.length === 0 ? null : regexOf(list.map(({ pattern }) => regexSource(pattern))),
    ),
  );
  return {
    name: "RegExp, one per agent, action and effect",
    decide: ({ agent, action, resource }) => {
      const parts = index.get(agent)?.get(action);
      if (parts === undefined) return denied;
      return codeBy(parts, (regex) => regex !== null && regex.test(resource));
    },
  };
}

/**
 * The pattern for picomatch: its own `*` crosses `:`, and its `**` wants a segment of its own. A class
 * that is not negated may hold a slash.
 */
function picoPattern(pattern: string): string {
  return partsOf(pattern)
    .map((part) => {
      if (part.kind === "text") return part.text.replace(/[\\^$.+?()[\]{}|!@]/g, "\\$&");
      return part.kind === "star" ? "*([^/:])" : part.kind === "deep" ? "*([ -~])" : "?(*([ -~])/)";
    })
    .join("");
}

const picoOptions = { dot: true, nobrace: true, nonegate: true, strictSlashes: true } as const;

/** One matcher per agent and effect, over action and resource in one string. */
export function picomatchPerAgent(fleet: readonly AgentGrants[]): Engine {
  const index = new Map(
    fleet.map(({ agent, grants }) => [
      agent,
      byKind(grants, (list) =>
        picomatch(
          list.map(({ action, pattern }) => `${action} ${picoPattern(pattern)}`),
          picoOptions,
        ),
      ),
    ]),
  );
  return {
    name: "picomatch, per agent",
    decide: ({ agent, action, resource }) => {
      const parts = index.get(agent);
      const name = `${action} ${resource}`;
      return parts === undefined ? denied : codeBy(parts, (matches) => matches(name));
    },
  };
}

/** The same with the choice of the action made by hand, as for the regular expressions. */
export function picomatchPerAction(fleet: readonly AgentGrants[]): Engine {
  const index = indexed(fleet, (grants) =>
    byKind(grants, (list) =>
      picomatch(
        list.map(({ pattern }) => picoPattern(pattern)),
        picoOptions,
      ),
    ),
  );
  return {
    name: "picomatch, per agent and action",
    decide: ({ agent, action, resource }) => {
      const parts = index.get(agent)?.get(action);
      return parts === undefined ? denied : codeBy(parts, (matches) => matches(resource));
    },
  };
}

class Resource {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Of CASL's rules the last that matches counts: allows first, denies last. */
function ordered(grants: readonly Grant[]): Grant[] {
  const rank = (kind: Kind): number => ["allow", "gate", "deny"].indexOf(kind);
  return [...grants].sort((a, b) => rank(a.kind) - rank(b.kind));
}

/** One ability per agent, conditions in CASL's own query language. */
export function casl(fleet: readonly AgentGrants[]): Engine {
  const index = new Map(
    fleet.map(({ agent, grants }) => {
      const rules = ordered(grants).map(({ kind, action, pattern }): RawRuleOf<MongoAbility> => ({
        action,
        subject: "Resource",
        conditions: { name: pattern.includes("*") ? { $regex: regexOf([regexSource(pattern)]) } : pattern },
        inverted: kind === "deny",
        ...(kind === "gate" ? { reason: "gate" } : {}),
      }));
      return [agent, createMongoAbility(rules)];
    }),
  );
  return {
    name: "CASL, ability per agent",
    decide: ({ agent, action, resource }) => {
      const rule = index.get(agent)?.relevantRuleFor(action, new Resource(resource));
      if (rule === null || rule === undefined || rule.inverted) return denied;
      return rule.reason === "gate" ? gated : allowed;
    },
  };
}

type Test = (resource: { readonly [key: string]: unknown }) => boolean;

/** One ability per agent, each condition a function of ours: CASL then only finds the rules. */
export function caslWithFunctions(fleet: readonly AgentGrants[]): Engine {
  const index = new Map(
    fleet.map(({ agent, grants }) => {
      const rules = ordered(grants).map(({ kind, action, pattern }) => ({
        action,
        subject: "Resource",
        conditions: testOf(pattern),
        inverted: kind === "deny",
        ...(kind === "gate" ? { reason: "gate" } : {}),
      }));
      const ability = new Ability<[string, string | Resource], Test>(rules, {
        conditionsMatcher: (test) => test,
      });
      return [agent, ability];
    }),
  );
  return {
    name: "CASL, conditions as functions",
    decide: ({ agent, action, resource }) => {
      const rule = index.get(agent)?.relevantRuleFor(action, new Resource(resource));
      if (rule === null || rule === undefined || rule.inverted) return denied;
      return rule.reason === "gate" ? gated : allowed;
    },
  };
}

function testOf(pattern: string): Test {
  if (!pattern.includes("*")) return ({ name }) => name === pattern;
  const regex = regexOf([regexSource(pattern)]);
  return ({ name }) => typeof name === "string" && regex.test(name);
}
