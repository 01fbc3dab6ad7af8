/**
 * The located YAML tree: plain data with the place of every node, free of the YAML library's types.
 *
 * INVARIANT: built only from documents that the YAML parser accepted without error or warning
 * (after repair of hanging options); no aliases, anchors, tags or merge keys are left in it, keys
 * are scalars, and no map holds one key twice.
 */
import type { Span } from "../base/source.ts";
import type { ScalarText } from "./scalar-text.ts";

export interface YamlScalar {
  readonly kind: "scalar";
  /** What YAML 1.2 core makes of it. Integers with `_`, money, durations and percents are strings. */
  readonly value: string | number | boolean | null;
  /** Its text with the place of each character; for plain numbers and the like as written. */
  readonly text: ScalarText;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  readonly span: Span;
}

export interface YamlSeq {
  readonly kind: "seq";
  readonly flow: boolean;
  readonly items: readonly YamlNode[];
  readonly span: Span;
}

export interface YamlMap {
  readonly kind: "map";
  readonly flow: boolean;
  readonly entries: readonly YamlEntry[];
  readonly span: Span;
}

export interface YamlEntry {
  readonly key: YamlScalar;
  /** A key without a value has a null scalar whose span is empty, right after the colon. */
  readonly value: YamlNode;
}

export type YamlNode = YamlScalar | YamlSeq | YamlMap;

/** One document of a file. `root` is `null` when the document is empty or holds only comments. */
export interface YamlDocument {
  readonly root: YamlNode | null;
  readonly span: Span;
}
