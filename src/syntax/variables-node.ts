/** `vars:` (LANGUAGE.md §1, §3). */
import type { DocumentNode, Located } from "./ast.ts";
import { characterName, excerpt, isForbiddenUnit } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { checkName } from "./name-rules.ts";
import { entriesOf, textOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { spanWithin } from "./scalar-text.ts";
import type { YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

/** Separators, blanks, and what patterns and lists give a meaning to. */
const refused = ':/ *{}\\?[]$,"';

/** The offset of the first character that no variable may hold; 0 in an empty value. */
function firstRefused(value: string): number | null {
  if (value === "") return 0;
  for (let at = 0; at < value.length; at++) {
    if (refused.includes(value.charAt(at)) || isForbiddenUnit(value, at)) return at;
  }
  return null;
}

export function readVariables(reading: Reading, node: YamlNode | null): DocumentNode["vars"] {
  return entriesOf(reading, node).flatMap((entry) => {
    const name: Located<string> = { value: entry.key.text.value, span: entry.key.span };
    const isNamed = checkName(name, "variable's name", reading.report);
    const value = readVariable(reading, entry.value, name.value);
    return isNamed && value !== null ? [{ name, value }] : [];
  });
}

function readVariable(reading: Reading, node: YamlNode, name: string): Located<string> | null {
  const text = textOf(reading, node);
  if (text === null) return null;
  const at = firstRefused(text.value);
  if (at === null) return { value: text.value, span: text.span };
  const character = text.value.charAt(at);
  const named = isForbiddenUnit(text.value, at)
    ? characterName(text.value, at)
    : character === " "
      ? "a blank"
      : `\`${character}\``;
  const problem =
    text.value === ""
      ? `the variable \`${excerpt(name)}\` is empty`
      : `the variable \`${excerpt(name)}\` holds ${named}`;
  reading.report(
    build["variable-value"](
      text.value === "" ? text.span : spanWithin(text, at, at + 1),
      { problem },
      {
        help: "a variable is part of one segment of a name: separators, blanks and patterns' characters belong into the statement",
      },
    ),
  );
  return null;
}
