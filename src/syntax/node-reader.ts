/**
 * How readers take a located YAML tree apart.
 *
 * A document's structure is checked against its schema first (`schema-check.ts`). Readers then skip
 * in silence what has the wrong type, since that has been reported.
 * INVARIANT: in a document that passed the check nothing has the wrong type; skipping there would
 * drop a part of a policy unreported, so it is an internal error.
 */
import type { Report } from "../base/diagnostic.ts";
import { InternalError } from "../base/invariant.ts";
import type { Located } from "./ast.ts";
import type { ScalarText } from "./scalar-text.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./yaml-node.ts";

/** What readers of one document share. */
export interface Reading {
  readonly report: Report;
  /** Whether the document passed the schema check. */
  readonly checked: boolean;
}

/** A value of the wrong type: has been reported, or is a fault of this program. */
export function mismatch(reading: Reading, node: YamlNode): null {
  if (reading.checked) {
    throw new InternalError(`the schema let a ${node.kind} pass at ${node.span.file}:${node.span.start}`);
  }
  return null;
}

/** The keys of one mapping; `T` is the type that is generated from its schema. */
export interface Fields<T> {
  readonly map: YamlMap;
  /** The entry of `key`, or `null`. */
  readonly entry: (key: keyof T & string) => YamlEntry | null;
  /** The value of `key`, or `null`. */
  readonly value: (key: keyof T & string) => YamlNode | null;
}

/** The keys of a mapping; `null` when the node is absent or something else. */
export function fieldsOf<T>(reading: Reading, node: YamlNode | null): Fields<T> | null {
  if (node === null) return null;
  return node.kind === "map" ? fieldsOfEntries<T>(node, node.entries) : mismatch(reading, node);
}

/** Some entries of a mapping as its keys. */
export function fieldsOfEntries<T>(map: YamlMap, entries: readonly YamlEntry[]): Fields<T> {
  const entry = (key: string): YamlEntry | null => entries.find((e) => e.key.text.value === key) ?? null;
  return { map, entry, value: (key) => entry(key)?.value ?? null };
}

/** The entries of a mapping whose keys are names of its author's; none when the node is absent. */
export function entriesOf(reading: Reading, node: YamlNode | null): readonly YamlEntry[] {
  if (node === null) return [];
  if (node.kind === "map") return node.entries;
  mismatch(reading, node);
  return [];
}

/** The entries of a list; none when the node is absent. */
export function itemsOf(reading: Reading, node: YamlNode | null): readonly YamlNode[] {
  if (node === null) return [];
  if (node.kind === "seq") return node.items;
  mismatch(reading, node);
  return [];
}

/** The entries of a list, or the one scalar that stands for it. */
export function oneOrMore(reading: Reading, node: YamlNode | null): readonly YamlNode[] {
  return node?.kind === "scalar" ? [node] : itemsOf(reading, node);
}

/** A text with the place of each character. */
export function textOf(reading: Reading, node: YamlNode | null): ScalarText | null {
  const scalar = stringScalar(reading, node);
  return scalar === null ? null : scalar.text;
}

/** A text and its place. */
export function stringOf(reading: Reading, node: YamlNode | null): Located<string> | null {
  const scalar = stringScalar(reading, node);
  return scalar === null ? null : { value: scalar.text.value, span: scalar.span };
}

/** Text for people. */
export function proseOf(reading: Reading, node: YamlNode | null): string | null {
  return stringOf(reading, node)?.value ?? null;
}

export function booleanOf(reading: Reading, node: YamlNode | null): Located<boolean> | null {
  if (node === null) return null;
  if (node.kind !== "scalar" || typeof node.value !== "boolean") return mismatch(reading, node);
  return { value: node.value, span: node.span };
}

/** One of the words that a schema enumerates. */
export function wordOf<W extends string>(
  reading: Reading,
  node: YamlNode | null,
  words: readonly W[],
): Located<W> | null {
  const text = stringOf(reading, node);
  if (text === null || node === null) return null;
  const word = words.find((w) => w === text.value);
  return word === undefined ? mismatch(reading, node) : { value: word, span: text.span };
}

function stringScalar(reading: Reading, node: YamlNode | null): YamlScalar | null {
  if (node === null) return null;
  return node.kind === "scalar" && typeof node.value === "string" ? node : mismatch(reading, node);
}

/** What is not absent, in order. */
export function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value) => value !== null);
}
