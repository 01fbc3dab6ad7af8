/** The tables of `docs/ci.md`: inputs and outputs of the action, as `action.yml` describes them. */
import { readFileSync } from "node:fs";
import { isMap, isScalar, parseDocument } from "yaml";
import type { GeneratedFile } from "./generated-file.ts";
import { cell, pageWithTables } from "./page-tables.ts";

const source = new URL("../../action.yml", import.meta.url);

export function generateActionTables(): Promise<readonly GeneratedFile[]> {
  const action = parseDocument(readFileSync(source, "utf8"));
  const tableOf = (key: string, head: string): string => {
    const described = action.get(key);
    if (!isMap(described) || described.items.length === 0) throw new Error(`action.yml has no ${key}`);
    const rows = described.items.map(({ key: name, value }) => {
      const description = isMap(value) ? value.get("description") : null;
      if (!isScalar(name) || typeof description !== "string") {
        throw new Error(`action.yml describes one of its ${key} otherwise than expected`);
      }
      return `| \`${String(name.value)}\` | ${cell(description)} |`;
    });
    return [`| ${head} | |`, "|---|---|", ...rows].join("\n");
  };
  const tables = { inputs: tableOf("inputs", "input"), outputs: tableOf("outputs", "output") };
  return Promise.resolve([pageWithTables("docs/ci.md", tables)]);
}
