/**
 * Literal names of structured tests (LANGUAGE.md §7): the text itself, in which `\` makes the sign after
 * it plain and an unescaped wildcard, brace or variable is refused, since it would test nothing. So is a
 * `\` before a letter or digit: whoever writes `a\b` means a backslash, which no valid request holds.
 */
import type { Located } from "./ast.ts";
import { documentMessages } from "./document-messages.ts";
import { itemsOf, present, textOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { spanWithin } from "./scalar-text.ts";
import type { YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

export function readLiterals(reading: Reading, node: YamlNode | null): readonly Located<string>[] {
  return present(itemsOf(reading, node).map((item) => readLiteral(reading, item)));
}

/** The literal without its escapes. */
export function readLiteral(reading: Reading, node: YamlNode | null): Located<string> | null {
  const text = textOf(reading, node);
  if (text === null) return null;
  const { value } = text;
  let literal = "";
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at);
    if (character === "\\") {
      at++;
      const next = value.charAt(at);
      if (/^[A-Za-z0-9]?$/.test(next)) {
        reading.report(
          build["bad-value"](
            spanWithin(text, at - 1, at + next.length),
            { text: `\\${next}`, what: `a literal: no ${next === "" ? "character" : "sign"} follows` },
            { help: "write `\\\\` for a backslash" },
          ),
        );
        return null;
      }
      literal += value.charAt(at);
      continue;
    }
    const special = character === "$" && value.charAt(at + 1) === "{" ? "${" : character;
    if (special === "${" || special === "*" || special === "{") {
      const escaped = special === "${" ? "\\$\\{" : `\\${special}`;
      reading.report(
        build["pattern-in-test"](
          spanWithin(text, at, at + special.length),
          { text: special },
          {
            help: `write a concrete name, or a sentence about all that match; \`${escaped}\` is the text itself`,
          },
        ),
      );
      return null;
    }
    literal += character;
  }
  return { value: literal, span: text.span };
}
