/** The policy sets of a run: written by hand, the examples, a large fleet, and random ones. */
import fc from "fast-check";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fleet, fleetConfig } from "../../../bench/fleet.ts";
import type { PolicySet, Statement } from "../../../src/ir/ir.ts";
import { compile } from "../../../src/pipeline.ts";
import type { CompileInput } from "../../../src/pipeline.ts";
import { arbitrarySet } from "../../support/arbitrary-set.ts";
import { exampleFolder, examples, readSet } from "../../support/load-set.ts";

export interface NamedSet {
  readonly name: string;
  readonly set: PolicySet;
  /** How many requests it gets, as a share of an ordinary set's. */
  readonly weight: number;
  /** Every boundary of names and contexts is tried on it. */
  readonly allBoundaries: boolean;
}

const policies = fileURLToPath(new URL("../policies", import.meta.url));

function compiled(name: string, input: CompileInput): PolicySet {
  const { set, diagnostics } = compile(input);
  if (set !== null) return set;
  const errors = diagnostics.filter((d) => d.severity === "error").map((d) => `${d.code}: ${d.message}`);
  throw new Error(`${name} does not compile:\n${errors.join("\n")}`);
}

/** Each file of `test/runtimes/policies`, with `NAME.config.yaml` beside it as `sentrely.yaml`. */
export function writtenSets(): NamedSet[] {
  const names = readdirSync(policies)
    .filter((file) => file.endsWith(".yaml") && !file.endsWith(".config.yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort();
  return names.map((name) => {
    const config = join(policies, `${name}.config.yaml`);
    const set = compiled(name, {
      files: [{ path: `policies/${name}.yaml`, text: readFileSync(join(policies, `${name}.yaml`), "utf8") }],
      config: existsSync(config) ? { path: "sentrely.yaml", text: readFileSync(config, "utf8") } : null,
    });
    return { name, set, weight: 1, allBoundaries: name === "names" };
  });
}

/** Texts that need care when a decision is written: escapes, order by code point, the ends of planes. */
const strangeTexts = [
  'quote " and \\ backslash',
  "\u0000\u0001\b\t\n\f\r\u001f\u007f\u0080",
  "é",
  "z",
  "\uff5e",
  "😀",
  "\u2028\u2029",
  "</script>&'",
  "ſ",
  "e\u0301",
  "\u{10ffff}\ue000\uffff",
  "\u{10000}",
  "a\u0000b",
  "Z",
] as const;

/** The set with other ids, channels and file names, which no policy file could give it. */
export function renamedSet(name: string, set: PolicySet): NamedSet {
  const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const renamed = new Map(
    set.statements.map((statement, i): [Statement, Statement] => {
      const text = `${strangeTexts[i % strangeTexts.length] ?? ""}${String(Math.floor(i / strangeTexts.length))}`;
      const place = {
        ...statement.place,
        span: { ...statement.place.span, file: `p/${text}.yaml` },
        line: i % 2 === 0 ? 1 : 4_999_999,
      };
      const told = (channels: readonly string[]): readonly string[] =>
        [...new Set([...channels, ...channels.map((c) => `${c} ${text}`)])].sort(byCodePoint);
      const common = { id: text, place };
      if (statement.kind === "deny") return [statement, { ...statement, ...common }];
      const notify = told(statement.notify);
      if (statement.kind === "grant") return [statement, { ...statement, ...common, notify }];
      const { approval } = statement;
      const asked = { ...approval, channels: told(approval.channels), approvers: told(approval.approvers) };
      return [statement, { ...statement, ...common, notify, approval: asked }];
    }),
  );
  const rename = (list: readonly Statement[]): Statement[] =>
    list.map((statement) => renamed.get(statement) ?? statement).sort((a, b) => byCodePoint(a.id, b.id));
  const agents = set.agents.map((agent) => ({
    ...agent,
    statements: rename(agent.statements),
    guardrails: rename(agent.guardrails).filter((statement) => statement.kind !== "grant"),
  }));
  const changed = { ...set, agents, statements: rename(set.statements) };
  return { name, set: changed, weight: 1, allBoundaries: false };
}

export function exampleSets(): NamedSet[] {
  return examples.map((name) => ({
    name: `example-${name}`,
    set: compiled(name, readSet(exampleFolder(name))),
    weight: 1,
    allBoundaries: false,
  }));
}

export function fleetSet(): NamedSet {
  const set = compiled("fleet", { files: fleet(100, 100), config: fleetConfig });
  return { name: "fleet", set, weight: 1, allBoundaries: false };
}

export function randomSets(count: number, seed: number): NamedSet[] {
  return fc.sample(arbitrarySet, { numRuns: count, seed }).map((set, i) => ({
    name: `random-${String(i).padStart(3, "0")}`,
    set,
    weight: 0.3,
    allBoundaries: false,
  }));
}
