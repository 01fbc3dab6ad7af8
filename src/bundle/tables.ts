/**
 * Policies to the tables of a bundle (docs/bundle-format.md).
 *
 * INVARIANT: equal sets give equal tables. Every section is in an order that follows from its content,
 * and nothing stands in one twice.
 */
import { defined } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Agent, Gate, PolicySet, Statement } from "../ir/ir.ts";
import { adler32 } from "../runtime/checksum.ts";
import * as layout from "../runtime/layout.ts";
import { ActionClasses, actionNames } from "./action-classes.ts";
import { conditionProgram, conditionTexts } from "./condition-program.ts";
import { MatcherWriter } from "./matcher-writer.ts";
import { shapeSteps, shapeTexts, writeServices } from "./shape-table.ts";
import { slotTable, TextTable } from "./text-table.ts";
import { WordWriter } from "./word-writer.ts";

/** The sections of a set, and what deciding by them can cost. */
export interface CompiledTables {
  /** In the order of the format; the last, for the manifest, is empty. */
  readonly sections: readonly WordWriter[];
  /** The most steps of one request, for each agent. */
  readonly agentSteps: ReadonlyMap<Agent, number>;
  /** What every request may cost, whoever asks. */
  readonly commonSteps: number;
}

/** Reading and judging three names and a context of the greatest length, and looking up the agent. */
const readingSteps = 3 * layout.maxNameBytes + 65_536 + 1024 + 256;

export function compileTables(set: PolicySet): CompiledTables {
  const { statements } = set;
  const texts = new TextTable(allTexts(set));
  const rowOf = new Map(statements.map((statement, i) => [statement, i]));
  const sections = Array.from({ length: layout.sectionCount }, () => new WordWriter());
  const section = (index: number): WordWriter => defined(sections[index], "section");

  const { starts, bytes } = texts.write();
  sections[layout.TEXTS] = starts;
  sections[layout.TEXT_BYTES] = bytes;

  const numbers = distinct<number>((value) => String(Object.is(value, -0) ? 0 : value));
  const lists = distinctRecords(section(layout.LISTS));
  const listOf = (list: readonly string[]): number =>
    lists([list.length, ...list.map((text) => texts.of(text))]);

  const attributes = [...set.context].sort((a, b) => compareCodePoints(a.name, b.name));
  const attributeIndex = new Map(attributes.map(({ name }, i) => [name, i]));
  for (const slot of slotTable(attributes.map(({ name }) => name))) {
    section(layout.ATTRIBUTE_SLOTS).push(slot === null ? 0 : slot + 1);
  }
  for (const { name, default: value } of attributes) {
    section(layout.ATTRIBUTES).pushAll([texts.of(name), ...defaultWords(value, numbers.of, texts, listOf)]);
  }

  // Conditions, approvals and extras: each once.
  const conditionAt = distinctRecords(section(layout.CONDITIONS));
  let stack = 0;
  const programs = new Map(
    statements.map((statement) => {
      if (statement.condition === null) return [statement, null];
      const program = conditionProgram(statement.condition, {
        attribute: (name) => defined(attributeIndex.get(name), `attribute ${name}`),
        text: (text) => texts.of(text),
        number: numbers.of,
      });
      stack = Math.max(stack, program.stack);
      return [statement, { offset: conditionAt(program.words), steps: program.steps }];
    }),
  );
  const approvals = [...new Map(statements.filter(isGate).map((gate) => [optionsOf(gate), gate]))].sort(
    ([a], [b]) => compareCodePoints(a, b),
  );
  const approvalAt = new Map(
    approvals.map(([options, { approval }]): [string, number] => [
      options,
      section(layout.APPROVALS).pushAll([
        listOf(approval.channels),
        listOf(approval.approvers),
        numbers.of(approval.timeoutSeconds),
        numbers.of(approval.needed),
      ]),
    ]),
  );
  const extras = distinctRecords(section(layout.EXTRAS));
  for (const statement of statements) {
    const program = programs.get(statement) ?? null;
    const expires = statement.kind === "deny" ? null : statement.expires;
    const notify = statement.kind === "deny" ? [] : statement.notify;
    const words = [
      program === null ? 0 : program.offset + 1,
      expires === null ? 0 : numbers.of(expires) + 1,
      isGate(statement) ? defined(approvalAt.get(optionsOf(statement)), "approval") + 1 : 0,
      notify.length === 0 ? 0 : listOf(notify) + 1,
    ];
    const extra = words.every((word) => word === 0) ? 0 : extras(words) + 1;
    section(layout.STATEMENTS).pushAll([kindOf(statement) + extra * 4, texts.of(statement.id)]);
    const { span, line } = statement.place;
    section(layout.POSITIONS).pushAll([texts.of(span.file), line]);
  }

  const matcher = new MatcherWriter();
  const classes = new ActionClasses(statements, texts, rowOf, matcher);
  const agents = [...set.agents].sort((a, b) => compareCodePoints(a.name, b.name));
  for (const slot of slotTable(agents.map(({ name }) => name))) {
    section(layout.AGENT_SLOTS).push(slot === null ? 0 : slot + 1);
  }
  const agentSteps = new Map<Agent, number>();
  for (const agent of agents) {
    const entry = classes.add(agent);
    section(layout.AGENTS).pushAll([
      texts.of(agent.name),
      agent.expires === null ? 0 : numbers.of(agent.expires) + 1,
      entry.table,
      entry.mask,
      entry.wild === null ? 0 : entry.wild + 1,
    ]);
    agentSteps.set(agent, entry.steps + resultSteps(agent, programs));
  }
  sections[layout.ACTIONS] = classes.actions;
  sections[layout.CLASSES] = classes.classes;
  sections[layout.MATCHER] = matcher.nodes;
  sections[layout.EMITS] = matcher.emits;
  sections[layout.SERVICES] = writeServices(set.services, texts);
  for (const { from, minutes } of set.timezone.offsets) {
    section(layout.ZONE).pushDouble(from);
    section(layout.ZONE).pushDouble(Math.round(minutes * 60_000));
  }
  for (const value of numbers.all()) section(layout.NUMBERS).pushDouble(value);
  section(layout.FACTS).pushAll([
    texts.of(set.revision),
    statements.length,
    matcher.marks,
    matcher.frames,
    stack,
    Math.max(statements.length, classes.classes.length) + 1,
  ]);
  return { sections, agentSteps, commonSteps: readingSteps + shapeSteps(set.services) };
}

/** The block of bytes, with the manifest (ASCII) as its last section. */
export function assembleTables({ sections }: CompiledTables, manifestJson: string): Uint8Array {
  const manifest = new WordWriter();
  manifest.pushBytes(manifestJson, 0x20);
  const all = [...sections.slice(0, layout.MANIFEST), manifest];
  const out = new WordWriter();
  out.skip(layout.headerWords);
  all.forEach((section, i) => {
    if (out.length % 2 === 1) out.push(0);
    out.set(layout.directoryAt + i * 2, out.length);
    out.set(layout.directoryAt + i * 2 + 1, section.length);
    out.append(section.words());
  });
  out.set(0, layout.magic);
  out.set(1, layout.formatVersion);
  out.set(2, out.length);
  const block = out.bytes();
  new DataView(block.buffer).setUint32(12, adler32(block, 16), true);
  return block;
}

/** Bytes of the parts of a bundle's tables, for who wants to know what costs. */
export function sectionSizes({ sections }: CompiledTables): {
  readonly matcher: number;
  readonly statements: number;
  readonly texts: number;
  readonly positions: number;
  readonly rest: number;
} {
  const bytes = (...indexes: number[]): number =>
    indexes.reduce((sum, index) => sum + (sections[index]?.length ?? 0) * 4, 0);
  const matcher = bytes(
    layout.AGENT_SLOTS,
    layout.AGENTS,
    layout.ACTIONS,
    layout.CLASSES,
    layout.MATCHER,
    layout.EMITS,
  );
  const statements = bytes(layout.STATEMENTS, layout.EXTRAS, layout.APPROVALS, layout.CONDITIONS);
  const texts = bytes(layout.TEXTS, layout.TEXT_BYTES);
  const positions = bytes(layout.POSITIONS);
  const all = sections.reduce((sum, section) => sum + section.length * 4, 0);
  return { matcher, statements, texts, positions, rest: all - matcher - statements - texts - positions };
}

/** Taking, sorting and judging every statement that can match. */
function resultSteps(
  agent: Agent,
  programs: ReadonlyMap<Statement, { readonly steps: number } | null>,
): number {
  const held = [...agent.statements, ...agent.guardrails];
  const conditions = held.reduce((sum, statement) => sum + (programs.get(statement)?.steps ?? 0), 0);
  return conditions + held.length * (8 + Math.ceil(Math.log2(held.length + 1)));
}

function allTexts(set: PolicySet): Set<string> {
  const texts = new Set<string>([set.revision, ...shapeTexts(set.services)]);
  for (const agent of set.agents) texts.add(agent.name);
  for (const { name, default: value } of set.context) {
    texts.add(name);
    if (typeof value === "string") texts.add(value);
    else if (typeof value === "object" && value !== null) for (const text of value) texts.add(text);
  }
  for (const statement of set.statements) {
    texts.add(statement.id);
    texts.add(statement.place.span.file);
    for (const name of actionNames(statement.scope)) texts.add(name);
    if (statement.condition !== null) for (const text of conditionTexts(statement.condition)) texts.add(text);
    if (statement.kind !== "deny") for (const channel of statement.notify) texts.add(channel);
    if (isGate(statement)) {
      for (const text of [...statement.approval.channels, ...statement.approval.approvers]) texts.add(text);
    }
  }
  return texts;
}

function isGate(statement: Statement): statement is Gate {
  return statement.kind === "gate";
}

function kindOf(statement: Statement): number {
  if (statement.kind === "grant") return layout.grantKind;
  if (statement.kind === "deny") return layout.denyKind;
  return statement.grants ? layout.gateKind : layout.guardKind;
}

function optionsOf({ approval }: Gate): string {
  return JSON.stringify([approval.channels, approval.timeoutSeconds, approval.approvers, approval.needed]);
}

function defaultWords(
  value: string | number | boolean | readonly string[] | null,
  numberOf: (value: number) => number,
  texts: TextTable,
  listOf: (list: readonly string[]) => number,
): readonly [type: number, value: number] {
  if (value === null) return [0, 0];
  if (typeof value === "boolean") return [value ? 2 : 1, 0];
  if (typeof value === "number") return [3, numberOf(value)];
  return typeof value === "string" ? [4, texts.of(value)] : [5, listOf(value)];
}

/** Values in the order of their first mention, each once. */
function distinct<T>(keyOf: (value: T) => string): {
  readonly of: (value: T) => number;
  readonly all: () => readonly T[];
} {
  const index = new Map<string, number>();
  const values: T[] = [];
  return {
    of: (value) => {
      const key = keyOf(value);
      const known = index.get(key);
      if (known !== undefined) return known;
      index.set(key, values.length);
      return values.push(value) - 1;
    },
    all: () => values,
  };
}

/** Writes records into a section, equal ones once, and gives the offset of each. */
function distinctRecords(out: WordWriter): (words: readonly number[]) => number {
  const known = new Map<string, number>();
  return (words) => {
    const key = words.join(" ");
    const at = known.get(key) ?? out.pushAll(words);
    known.set(key, at);
    return at;
  };
}
