/**
 * `sentrely.yaml` as facts: a path such as `labels.trusted`, and what it says as text.
 *
 * INVARIANT: order, spelling and places have no part in a fact; a key that is left out says what its
 * default says. Keys that this file does not know are read as they are.
 */
import { sortedUnique } from "../base/order.ts";
import type { ConfigNode, PatternNode, ServiceNode } from "../syntax/ast.ts";
import { printCondition, printPattern } from "../syntax/print.ts";

/** Text by path. */
export type ConfigFacts = ReadonlyMap<string, string>;

/**
 * Keys that are read below, or not at all: where policies and tool lists lie is no meaning, projects'
 * budgets are limits, attributes are told by their effect, and tool lists by what they hold.
 */
const elsewhere: ReadonlySet<string> = new Set([
  "file",
  "span",
  "policies",
  "tests",
  "context",
  "timezone",
  "projects",
  "labels",
  "vocabulary",
  "catalog",
  "lint",
  "usdPerMillionTokens",
]);

/** The facts of a config; `null`: everything has its default. */
export function configFacts(config: ConfigNode | null): ConfigFacts {
  const facts = new Map<string, string>();
  const add = (path: string, text: string | null): void => {
    if (text !== null && text !== "") facts.set(path, text);
  };
  add("timezone", config?.timezone?.value ?? "UTC");
  add("lint.fail_level", config?.lint.failLevel ?? "warning");
  if (config === null) return facts;
  for (const { name, agents, resources } of config.projects) {
    add(`projects.${name.value}.agents`, listText(agents.map(({ value }) => value)));
    add(`projects.${name.value}.resources`, patternsText(resources));
  }
  for (const { name, agents } of config.labels)
    add(`labels.${name.value}`, listText(agents.map(({ value }) => value)));
  for (const part of ["actions", "resources"] as const) {
    for (const { name, patterns } of config.vocabulary[part])
      add(`vocabulary.${part}.${name.value}`, patternsText(patterns));
  }
  for (const { name, condition } of config.vocabulary.conditions)
    add(`vocabulary.conditions.${name.value}`, printCondition(condition));
  for (const service of config.catalog.services) serviceFacts(service, add);
  for (const { id, level } of config.lint.rules) add(`lint.rules.${id.value}`, level);
  for (const [key, value] of Object.entries(config)) {
    if (!elsewhere.has(key)) addPlain(snakeCase(key), plain(value), add);
  }
  addPlain("prices.usd_per_million_tokens", config.usdPerMillionTokens, add);
  addPlain("catalog", plain({ ...config.catalog, services: null, mcp: null }), add);
  addPlain("lint", plain({ ...config.lint, rules: null, failLevel: null, failLevelPlace: null }), add);
  return facts;
}

function serviceFacts(
  { name, closed, foldCase, shapes, actions }: ServiceNode,
  add: (path: string, text: string | null) => void,
): void {
  const service = `catalog.services.${name.value}`;
  add(service, listText(shapes.map(({ text }) => text)));
  add(`${service}.closed`, closed === null ? null : String(closed));
  add(`${service}.fold_case`, foldCase === null ? null : String(foldCase));
  for (const action of actions) {
    const path = `${service}.actions.${action.name.value}`;
    add(path, listText(action.shapes.map(({ text }) => text)) || "no shape");
    add(`${path}.access`, action.access);
  }
}

function listText(values: readonly string[]): string {
  return sortedUnique(values).join(", ");
}

function patternsText(patterns: readonly PatternNode[]): string {
  return listText(patterns.map(printPattern));
}

/** `splitAgents` → `split_agents` */
function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Values without their places; a located value is its value. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (isPattern(value)) return printPattern(value);
  const entries = Object.entries(value).filter(([key]) => key !== "span" && key !== "file");
  const [only] = entries;
  if (entries.length === 1 && only?.[0] === "value") return plain(only[1]);
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

function isPattern(value: object): value is PatternNode {
  if (!("kind" in value) || !("span" in value)) return false;
  return (value.kind === "pattern" && "parts" in value) || (value.kind === "word" && "name" in value);
}

/** A map becomes a path for each key, and so does a list of named things; anything else is one fact. */
function addPlain(path: string, value: unknown, add: (path: string, text: string | null) => void): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    const named = value.map(nameOf);
    if (value.length > 0 && named.every((n) => n !== null)) {
      for (const { name, rest } of named) addPlain(`${path}.${name}`, rest, add);
      return;
    }
    add(path, listText(value.map(textOf)));
  } else if (typeof value === "object") {
    for (const [key, inner] of Object.entries(value)) addPlain(`${path}.${snakeCase(key)}`, inner, add);
  } else add(path, textOf(value));
}

/** A thing with a name and what it says besides. */
function nameOf(value: unknown): { readonly name: string; readonly rest: unknown } | null {
  if (typeof value !== "object" || value === null) return null;
  const key = "name" in value ? "name" : "id";
  const { [key]: name, ...rest } = Object.fromEntries(Object.entries(value));
  if (typeof name !== "string") return null;
  const values = Object.values(rest);
  return { name, rest: values.length === 1 ? values[0] : rest };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
