/** `context:` of `sentrely.yaml`: the types and defaults of context attributes (LANGUAGE.md §5). */
import type { Attribute } from "../generated/documents.ts";
import type { AttributeType, ConfigNode, Located } from "./ast.ts";
import { excerpt, isAttributeName } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { entriesOf, fieldsOf, mismatch, wordOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { describe } from "./schema-wording.ts";
import type { YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

const types: readonly AttributeType[] = ["bool", "number", "string", "list"];

export function readAttributes(reading: Reading, node: YamlNode | null): ConfigNode["context"] {
  return entriesOf(reading, node).flatMap(({ key, value }) => {
    const name = { value: key.text.value, span: key.span };
    const isNamed = isAttributeName(name.value);
    if (!isNamed) {
      reading.report(
        build["bad-name"](
          name.span,
          { name: excerpt(name.value), what: "name of a context attribute" },
          { help: "attributes are letters, digits and `_`, and do not begin with a digit" },
        ),
      );
    }
    const fields = fieldsOf<Attribute>(reading, value);
    const type = wordOf(reading, fields?.value("type") ?? null, types);
    if (fields === null || type === null) return [];
    const fallback = readDefault(reading, fields.value("default"), type.value);
    return isNamed ? [{ name, type: type.value, default: fallback }] : [];
  });
}

const accepted: { readonly [T in AttributeType]: string } = {
  bool: "`true` or `false`",
  number: "a number",
  string: "a text",
  list: "a list of texts",
};

/** The default, which must be of the attribute's type. */
function readDefault(
  reading: Reading,
  node: YamlNode | null,
  type: AttributeType,
): Located<string | number | boolean | readonly string[]> | null {
  if (node === null) return null;
  const value = defaultOf(node);
  if (value === null) return mismatch(reading, node);
  if (typeOf(value) === type) return { value, span: node.span };
  reading.report(
    build["wrong-type"](
      node.span,
      { what: "`default`", accepted: accepted[type], found: describe(node) },
      { help: `the attribute's type is \`${type}\`` },
    ),
  );
  return null;
}

function defaultOf(node: YamlNode): string | number | boolean | readonly string[] | null {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "map") return null;
  const texts = node.items.flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string" ? [item.value] : [],
  );
  return texts.length === node.items.length ? texts : null;
}

function typeOf(value: string | number | boolean | readonly string[]): AttributeType | null {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return Number.isFinite(value) ? "number" : null;
    case "string":
      return "string";
    default:
      return "list";
  }
}
