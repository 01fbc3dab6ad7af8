/** Reads nodes that hold an expression of their own: conditions and pattern lists. */
import type { ConditionNode, PatternNode } from "./ast.ts";
import { parseCondition } from "./condition-parser.ts";
import { oneOrMore, textOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { parsePatternList } from "./pattern-list-parser.ts";
import type { YamlNode } from "./yaml-node.ts";

/** A pattern list, or several of them. */
export function readPatterns(reading: Reading, node: YamlNode | null): readonly PatternNode[] {
  return oneOrMore(reading, node).flatMap((item) => {
    const text = textOf(reading, item);
    return text === null ? [] : (parsePatternList(text, reading.report) ?? []);
  });
}

/** A condition that is a value of its own. */
export function readCondition(reading: Reading, node: YamlNode | null): ConditionNode | null {
  const text = textOf(reading, node);
  return text === null ? null : parseCondition(text, reading.report);
}
