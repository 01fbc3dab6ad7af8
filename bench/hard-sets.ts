/**
 * Policy sets that are hard to analyse: one agent with very many statements, and adversarial patterns
 * and conditions. The same seed gives the same text on every machine.
 */
import { type FleetFile, random } from "./fleet.ts";

/** A set of one agent, `agent-0`, with these statements and no more than the config needs. */
export interface HardSet {
  readonly name: string;
  readonly files: readonly FleetFile[];
  readonly config: FleetFile | null;
}

const syllables = ["ab", "cd", "ef", "gh", "ij", "kl", "mn", "op"] as const;
const actions = [
  "git:read",
  "git:push",
  "git:*",
  "sql:select",
  "sql:*",
  "files:read",
  "files:write",
] as const;

class Picker {
  readonly #next: () => number;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  below(n: number): number {
    return Math.floor(this.#next() * n);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** 10 % denies, 10 % gates, the rest grants. */
  statement(resource: string): string {
    const kind = this.#next();
    const text = `${this.of(actions)} on ${resource}`;
    if (kind < 0.1) return `  - deny ${text}\n`;
    return kind < 0.2 ? `  - ${text}\n    requires_approval: true\n` : `  - ${text}\n`;
  }
}

function agentOf(name: string, statements: readonly string[], config: string | null = null): HardSet {
  return {
    name,
    files: [{ path: "policies/agent-0.yaml", text: `agent: agent-0\npolicies:\n${statements.join("")}` }],
    config: config === null ? null : { path: "sentrely.yaml", text: config },
  };
}

/** Two thirds with stars in segments, two ninths with infixes in segments, one ninth with `**`. */
export function mixedInfix(statements: number, seed = 1): HardSet {
  const pick = new Picker(seed);
  const segment = (): string => `${pick.of(syllables)}${pick.below(50)}`;
  const resource = (i: number): string => {
    const kind = i % 9;
    if (kind < 6) return `x/${pick.of(["*", segment()])}/${segment()}/${pick.of(["*", `${segment()}-*`])}`;
    if (kind < 8)
      return `x/*${pick.of(syllables)}*${pick.of(syllables)}*/${segment()}/*${pick.of(syllables)}*`;
    return `x/${segment()}/**/${segment()}*`;
  };
  return agentOf(
    "mixed infix",
    Array.from({ length: statements }, (_, i) => pick.statement(resource(i))),
  );
}

/** Every pattern has two `**`, before, between and behind words. */
export function doubleDeep(statements: number, seed = 1): HardSet {
  const pick = new Picker(seed);
  const word = (): string => `${pick.of(syllables)}${pick.of(syllables)}`;
  return agentOf(
    "two ** each",
    Array.from({ length: statements }, () =>
      pick.statement(`x/**${word()}**${word()}${pick.of(["", "/*"])}`),
    ),
  );
}

/** Patterns of three infixes each that all cross, and one that excepts the first ten. */
export function crossingInfixes(patterns: number): HardSet {
  const word = (i: number): string => `w${String.fromCharCode(97 + (i % 26))}${String(Math.floor(i / 26))}`;
  const crossing = Array.from(
    { length: patterns },
    (_, i) => `x/**${word(i)}**${word(i + 7)}**${word(i + 13)}**`,
  );
  return agentOf("crossing infixes", [
    ...crossing.map((r, i) => `  - ${i % 4 === 3 ? "deny " : ""}a:b on ${r}\n`),
    `  - a:b on x/** except ${crossing.slice(0, 10).join(", ")}\n`,
  ]);
}

/** Each excepts what the next one is about, `depth` deep. */
export function nestedExceptions(depth: number): HardSet {
  const at = (i: number): string => `x/${"ab/".repeat(i)}**`;
  return agentOf(
    "nested exceptions",
    Array.from({ length: depth }, (_, i) => `  - a:b on ${at(i)} except ${at(i + 1)}\n`),
  );
}

/** A segment far from the end decides: exponential once it is made deterministic. */
export function farSegment(stars: number): HardSet {
  const tail = `${"/*".repeat(stars)}/z`;
  return agentOf("far segment", [
    // Covered by the next three together; no pairwise simulation shows it.
    `  - a:b on x/**/a${tail}\n`,
    `  - a:* on x/a${tail}\n`,
    `  - a:* on x/*/**/a${tail}\n`,
    `  - a:* on x/**:**/a${tail}\n`,
    `  - a:c on x/**/c${tail}\n`,
    `  - deny a:c on x/**/z\n`,
  ]);
}

/** Conditions over sixteen booleans: a disjunction of random clauses of three, and a few that it may cover. */
export function randomDnf(clauses: number, seed = 1): HardSet {
  const pick = new Picker(seed);
  const literal = (): string => `${pick.of(["", "!"])}context.b${pick.below(16)}`;
  const clause = (): string => `(${literal()} && ${literal()} && ${literal()})`;
  const clausesOf = (n: number): string[] => Array.from({ length: n }, clause);
  const all = clausesOf(clauses);
  const when = (list: readonly string[]): string => `    when: "${list.join(" || ")}"\n`;
  const declared = Array.from({ length: 16 }, (_, i) => `  b${i}: {type: bool, default: false}\n`).join("");
  return agentOf(
    "random DNF",
    [
      `  - statement: a:b on x/**\n${when(all)}`,
      `  - statement: a:b on x/y\n${when(all.slice(0, Math.ceil(clauses / 2)))}`,
      `  - statement: deny a:b on x/*\n${when(clausesOf(Math.ceil(clauses / 8)))}`,
    ],
    `version: 1\ncontext:\n${declared}`,
  );
}
