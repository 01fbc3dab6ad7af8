/** `catalog:` of `sentrely.yaml`: services and the shapes of their resources (LANGUAGE.md §3). */
import type { ConfigDocument, Service } from "../generated/documents.ts";
import type { ConfigNode, Located, ServiceNode, ShapeNode } from "./ast.ts";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { entriesOf, fieldsOf, itemsOf, present, stringOf, textOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { readNames } from "./scalar-nodes.ts";
import { parseShape } from "./shape-parser.ts";
import type { YamlNode, YamlScalar } from "./yaml-node.ts";

const { build } = documentMessages;

export function readCatalog(reading: Reading, node: YamlNode | null): ConfigNode["catalog"] {
  const fields = fieldsOf<NonNullable<ConfigDocument["catalog"]>>(reading, node);
  if (fields === null) return { services: [], shapes: [], mcp: [] };
  return {
    services: entriesOf(reading, fields.value("services")).flatMap(({ key, value }) =>
      readService(reading, key, value),
    ),
    shapes: readNames(reading, fields.value("shapes"), "name of shipped shapes"),
    mcp: present(itemsOf(reading, fields.value("mcp")).map((item) => stringOf(reading, item))),
  };
}

/** A list of shapes, or a mapping with `shapes` and `actions`. */
function readService(reading: Reading, key: YamlScalar, value: YamlNode): readonly ServiceNode[] {
  const name = readActionPrefix(reading, key, "service");
  if (value.kind === "seq") {
    const shapes = readShapes(reading, value);
    return name === null ? [] : [{ name, shapes, actions: [] }];
  }
  const fields = fieldsOf<Exclude<Service, readonly unknown[]>>(reading, value);
  if (fields === null) return [];
  const shapes = readShapes(reading, fields.value("shapes"));
  const actions = entriesOf(reading, fields.value("actions")).flatMap((entry) => {
    const action = readActionPrefix(reading, entry.key, "action");
    const own = fieldsOf<{ shapes: unknown }>(reading, entry.value);
    const ownShapes = readShapes(reading, own?.value("shapes") ?? null);
    return action === null ? [] : [{ name: action, shapes: ownShapes }];
  });
  return name === null ? [] : [{ name, shapes, actions }];
}

function readShapes(reading: Reading, node: YamlNode | null): readonly ShapeNode[] {
  return present(
    itemsOf(reading, node).map((item) => {
      const text = textOf(reading, item);
      return text === null ? null : parseShape(text, reading.report);
    }),
  );
}

/** A service or an action: literal segments separated by `:`. */
function readActionPrefix(reading: Reading, key: YamlScalar, what: string): Located<string> | null {
  const { value } = key.text;
  if (value.length <= 256 && /^[A-Za-z0-9_.@-]+(?::[A-Za-z0-9_.@-]+)*$/.test(value)) {
    return { value, span: key.span };
  }
  reading.report(
    build["bad-name"](
      key.span,
      { name: excerpt(value), what: `name of ${what === "action" ? "an action" : "a service"}` },
      { help: "write literal segments: `git`, `aws:ecs`" },
    ),
  );
  return null;
}
