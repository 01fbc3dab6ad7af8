/** The located YAML tree as plain data, for validators and for values that the language hands on as they are. */
import { parseInteger } from "./scalars.ts";
import type { YamlNode } from "./yaml-node.ts";

/**
 * The node as JSON data. Keys become own properties whatever they are called (`__proto__` included).
 */
export function toData(node: YamlNode): unknown {
  return convert(node, (scalar) => scalar.value);
}

/** Like `toData`, but an unquoted integer with `_` between its digits is a number (LANGUAGE.md §2). */
export function toContextData(node: YamlNode): unknown {
  return convert(node, ({ value, style, text }) =>
    style === "plain" && typeof value === "string" ? (parseInteger(text.value) ?? value) : value,
  );
}

type Scalar = Extract<YamlNode, { readonly kind: "scalar" }>;

function convert(node: YamlNode, scalar: (scalar: Scalar) => unknown): unknown {
  switch (node.kind) {
    case "scalar":
      return scalar(node);
    case "seq":
      return node.items.map((item) => convert(item, scalar));
    case "map": {
      const data: Record<string, unknown> = {};
      for (const { key, value } of node.entries) {
        Object.defineProperty(data, key.text.value, {
          value: convert(value, scalar),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return data;
    }
  }
}
