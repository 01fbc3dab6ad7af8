/** `catalog:` of `sentrely.yaml`: services, the shapes of their resources (LANGUAGE.md §3), and tool lists. */
import type { Action, ConfigDocument, Service, ToolList } from "../generated/documents.ts";
import type { ConfigNode, Located, ServiceActionNode, ServiceNode, ShapeNode, ToolListNode } from "./ast.ts";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { checkName } from "./name-rules.ts";
import { booleanOf, entriesOf, fieldsOf, itemsOf, present, stringOf, textOf, wordOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import { readName, readNames } from "./scalar-nodes.ts";
import { parseShape } from "./shape-parser.ts";
import type { YamlNode, YamlScalar } from "./yaml-node.ts";

const { build } = documentMessages;

const accessWords = ["read", "list", "write", "permissions", "tagging"] as const;

export function readCatalog(reading: Reading, node: YamlNode | null): ConfigNode["catalog"] {
  const fields = fieldsOf<NonNullable<ConfigDocument["catalog"]>>(reading, node);
  if (fields === null) return { services: [], shapes: [], mcp: [] };
  return {
    services: entriesOf(reading, fields.value("services")).flatMap(({ key, value }) =>
      readService(reading, key, value),
    ),
    shapes: readNames(reading, fields.value("shapes"), "name of shipped shapes"),
    mcp: present(itemsOf(reading, fields.value("mcp")).map((item) => readToolList(reading, item))),
  };
}

/** A list of shapes, or a mapping. */
function readService(reading: Reading, key: YamlScalar, value: YamlNode): readonly ServiceNode[] {
  const name = readActionPrefix(reading, key, "service");
  if (value.kind === "seq") {
    const shapes = readShapes(reading, value);
    return name === null ? [] : [{ name, closed: null, foldCase: null, shapes, actions: [] }];
  }
  const fields = fieldsOf<Exclude<Service, readonly unknown[]>>(reading, value);
  if (fields === null) return [];
  const closed = booleanOf(reading, fields.value("closed"))?.value ?? null;
  const foldCase = booleanOf(reading, fields.value("fold_case"))?.value ?? null;
  const shapes = readShapes(reading, fields.value("shapes"));
  const actions = entriesOf(reading, fields.value("actions")).flatMap((entry) =>
    readAction(reading, entry.key, entry.value),
  );
  return name === null ? [] : [{ name, closed, foldCase, shapes, actions }];
}

function readAction(reading: Reading, key: YamlScalar, value: YamlNode): readonly ServiceActionNode[] {
  const name = readActionPrefix(reading, key, "action");
  const fields = fieldsOf<Action>(reading, value);
  const shapes = readShapes(reading, fields?.value("shapes") ?? null);
  const access = wordOf(reading, fields?.value("access") ?? null, accessWords);
  return name === null ? [] : [{ name, access: access?.value ?? null, shapes }];
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

const serverName = "MCP server's name";

/** A path whose stem names the server, or a mapping with both. */
function readToolList(reading: Reading, node: YamlNode): ToolListNode | null {
  if (node.kind === "map") {
    const fields = fieldsOf<Exclude<ToolList, string>>(reading, node);
    const server = readName(reading, fields?.value("server") ?? null, serverName);
    const path = readFilePath(reading, fields?.value("file") ?? null);
    return server === null || path === null ? null : { server, path };
  }
  const path = readFilePath(reading, node);
  if (path === null) return null;
  const base = path.value.slice(path.value.lastIndexOf("/") + 1);
  const server = { value: base.replace(/\.[^.]*$/, ""), span: path.span };
  return checkName(server, serverName, reading.report) ? { server, path } : null;
}

/** A file in the config's folder or below it, whatever the system's notation of paths. */
function readFilePath(reading: Reading, node: YamlNode | null): Located<string> | null {
  const path = stringOf(reading, node);
  if (path === null) return null;
  const segments = path.value
    .split("/")
    .filter((segment, i) => segment !== "." && (i === 0 || segment !== ""));
  const isBelow = path.value !== "" && !/^[A-Za-z]:|\\/.test(path.value) && !segments.includes("..");
  const value = segments.join("/");
  if (isBelow && value !== "" && !value.startsWith("/")) return { value, span: path.span };
  reading.report(
    build["bad-value"](
      path.span,
      { text: excerpt(path.value), what: "a path of a file below this one's folder" },
      { help: "write a path such as `mcp/github.json`, without `..`" },
    ),
  );
  return null;
}
