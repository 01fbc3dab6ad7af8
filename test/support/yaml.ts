/** Reads YAML in tests: what is wrong, where, and what is left, in short forms. */
import type { Diagnostic, Fix } from "../../src/base/diagnostic.ts";
import type { YamlDocument, YamlNode } from "../../src/syntax/yaml-node.ts";
import { readYaml, type YamlReading } from "../../src/syntax/yaml-source.ts";

export interface ReadYaml extends YamlReading {
  readonly diagnostics: readonly Diagnostic[];
  /** `code: underlined text`, in the order of the file. */
  readonly problems: readonly string[];
  /** The documents as plain data; a map is a list of pairs, so that order and repetition show. */
  readonly data: readonly unknown[];
}

export function read(text: string): ReadYaml {
  const diagnostics: Diagnostic[] = [];
  const reading = readYaml({ path: "file.yaml", text }, (diagnostic) => diagnostics.push(diagnostic));
  const problems = [...diagnostics]
    .sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0))
    .map(({ code, span }) => `${code}: ${span === null ? "" : text.slice(span.start, span.end)}`);
  return { ...reading, diagnostics, problems, data: reading.documents.map(dataOf) };
}

function dataOf({ root }: YamlDocument): unknown {
  return root === null ? null : plain(root);
}

/** A node as plain data. */
export function plain(node: YamlNode): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "seq":
      return node.items.map(plain);
    case "map":
      return node.entries.map(({ key, value }) => [key.value, plain(value)]);
  }
}

/** The text after a fix. */
export function fixed(text: string, fix: Fix | undefined): string {
  const edits = [...(fix?.edits ?? [])].map((edit, i) => ({ ...edit, i }));
  edits.sort((a, b) => b.span.start - a.span.start || b.i - a.i);
  return edits.reduce(
    (now, { span, text: put }) => now.slice(0, span.start) + put + now.slice(span.end),
    text,
  );
}

/** Every scalar of a reading, keys included, in the order of the file. */
export function scalarsOf(reading: YamlReading): YamlScalars {
  const found: YamlScalars[number][] = [];
  const visit = (node: YamlNode): void => {
    if (node.kind === "scalar") found.push(node);
    else if (node.kind === "seq") node.items.forEach(visit);
    else {
      for (const { key, value } of node.entries) {
        found.push(key);
        visit(value);
      }
    }
  };
  for (const { root } of reading.documents) if (root !== null) visit(root);
  return found;
}

type YamlScalars = Extract<YamlNode, { kind: "scalar" }>[];
