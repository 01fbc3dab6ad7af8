/** How values of a wrong type are written instead, where one can tell what was meant. */
import type { Fix } from "../base/diagnostic.ts";
import { excerpt } from "./characters.ts";
import type { YamlNode, YamlScalar } from "./yaml-node.ts";

/** Keys whose entries stand on lines of their own. */
const entryLists: ReadonlySet<string> = new Set(["policies", "guardrails", "tests"]);

const yes: ReadonlySet<string> = new Set(["true", "yes", "y", "on", "1"]);
const no: ReadonlySet<string> = new Set(["false", "no", "n", "off", "0"]);

const nameList = /^[A-Za-z0-9_.@-]+(?:, *[A-Za-z0-9_.@-]+)*$/;

/** How to write a value instead. */
export interface Advice {
  readonly help: string;
  readonly fixes: readonly Fix[];
}

/** A value, and the key that it stands under: `null` for an entry of a list. */
interface Value {
  readonly node: YamlNode;
  readonly key: YamlScalar | null;
}

/** How a value becomes what is accepted, where one can tell. */
export function adviceFor({ node, key }: Value, types: readonly string[], title: string): Advice | null {
  const name = key?.text.value ?? "";
  if (types.includes("array") && entryLists.has(name)) return listAdvice(node, name);
  if (node.kind !== "scalar") return collectionAdvice(node, key, types, title);
  const text = node.text.value;
  if (types.includes("boolean")) {
    if (yes.has(text.toLowerCase())) return replacement(node, "true", "write `true`, without quotes");
    if (no.has(text.toLowerCase())) return replacement(node, "false", "write `false`, without quotes");
  }
  if (types.includes("string") && node.style === "plain") {
    const quoted = `"${text}"`;
    const about = title === "Variable" ? "quote account ids and other numbers" : "quote it";
    return replacement(node, quoted, `${about}: \`${excerpt(quoted)}\``);
  }
  if (types.includes("array") && nameList.test(text)) {
    return replacement(node, `[${text}]`, `write a list: \`[${excerpt(text)}]\``);
  }
  if (types.includes("array")) return { help: "write a list", fixes: [] };
  return types.includes("object") ? { help: "write its keys below it, indented", fixes: [] } : null;
}

export function replacement(node: YamlScalar, text: string, help: string): Advice {
  const title = `write \`${excerpt(text)}\``;
  return { help, fixes: [{ title, kind: "review", edits: [{ span: node.span, text }] }] };
}

/** `policies:` and its like without dashes. */
function listAdvice(node: YamlNode, name: string): Advice {
  if (node.kind !== "scalar") {
    const effects =
      node.kind === "map" && node.entries.some(({ key }) => /^(?:allow|deny)$/.test(key.text.value));
    const help = effects
      ? "write one list: a statement that denies begins with `- deny`, the others with `- `"
      : `write a list: each entry begins with \`- \`, such as \`- ${name === "tests" ? "ci-runner cannot git:push on repos/*" : "git:push on repos/*"}\``;
    return { help, fixes: [] };
  }
  const { span, text, style } = node;
  if (style === "plain" && /^-\S/.test(text.value))
    return { help: "write a blank after each `-`", fixes: [] };
  const help = "begin each entry of the list with `- `";
  if (text.offsets !== null || text.value === "" || /["\\]/.test(text.value)) return { help, fixes: [] };
  const list = nameList.test(text.value) ? `[${text.value}]` : `["${text.value}"]`;
  return { help, fixes: [{ title: "make it a list", kind: "review", edits: [{ span, text: list }] }] };
}

function collectionAdvice(
  node: YamlNode,
  key: YamlScalar | null,
  types: readonly string[],
  title: string,
): Advice | null {
  if (node.kind === "seq" && key?.text.value === "agent") {
    const edits = [{ span: key.span, text: "agents" }];
    const fixes: Fix[] = [{ title: "rename `agent` to `agents`", kind: "review", edits }];
    return { help: "several agents stand under `agents:`", fixes };
  }
  if (node.kind === "seq" && title === "Statement options") {
    return { help: "options are keys, not entries of a list: write them without `-`", fixes: [] };
  }
  if (node.kind === "seq" && types.includes("string")) return { help: "write one text", fixes: [] };
  return node.kind === "map" && types.includes("array") ? { help: "write a list", fixes: [] } : null;
}
