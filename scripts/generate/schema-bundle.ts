/**
 * The JSON Schemas of `schemas/` as one schema whose `$defs` hold every document and every shared
 * definition, so that a definition that several files reach is compiled once.
 */
import { readdirSync, readFileSync } from "node:fs";

/** JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A JSON object: here, a schema. */
export interface JsonObject {
  readonly [key: string]: Json;
}

const folder = new URL("../../schemas/", import.meta.url);
const suffix = ".schema.json";

// The umbrella for editors repeats the others; bundles and reviews are written by programs alone.
const left: ReadonlySet<string> = new Set(["policy-file", "bundle", "review"]);

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function object(json: Json | undefined): JsonObject {
  return isObject(json) ? json : {};
}

/** `limits.schema.json#/$defs/budget` as seen from `stem` → `#/$defs/limits.budget`. */
function bundled(reference: string, stem: string): string {
  const [file = "", pointer = ""] = reference.split("#");
  const document = file === "" ? stem : file.slice(0, -suffix.length);
  return `#/$defs/${[document, ...pointer.split("/").slice(2)].join(".")}`;
}

function rewritten(json: Json, stem: string): Json {
  if (Array.isArray(json)) return json.map((item: Json) => rewritten(item, stem));
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      key === "$ref" && typeof value === "string" ? bundled(value, stem) : rewritten(value, stem),
    ]),
  );
}

/** Every schema by its name: `policy` for a file, `limits.budget` for a definition in one. */
export function schemaDefinitions(): ReadonlyMap<string, JsonObject> {
  const stems = readdirSync(folder)
    .filter((file) => file.endsWith(suffix))
    .map((file) => file.slice(0, -suffix.length))
    .filter((stem) => !left.has(stem))
    .sort();
  const definitions = new Map<string, JsonObject>();
  for (const stem of stems) {
    const text = readFileSync(new URL(stem + suffix, folder), "utf8");
    const { $defs, $schema, $id, ...root } = object(rewritten(JSON.parse(text) as Json, stem));
    if (root["type"] !== undefined) definitions.set(stem, root);
    for (const [name, definition] of Object.entries(object($defs))) {
      definitions.set(`${stem}.${name}`, object(definition));
    }
  }
  return definitions;
}
