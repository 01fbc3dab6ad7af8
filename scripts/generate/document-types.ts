/** The TypeScript types of policy files and of the config, by json-schema-to-typescript. */
import { compile } from "json-schema-to-typescript";
import { banner, type GeneratedFile } from "./generated-file.ts";
import { isObject, schemaDefinitions, type Json, type JsonObject } from "./schema-bundle.ts";

const referencePrefix = "#/$defs/";

/** Definitions that branch by `if`, which the generator does not read. */
const asText: ReadonlyMap<string, string> = new Map([["tests.test", "string | Matrix | Scenario"]]);

/** `limits.rate_limits` → `RateLimits`; a whole document, `limits` → `LimitsDocument`. */
function typeName(definition: string): string {
  const name = definition.includes(".")
    ? definition.slice(definition.indexOf(".") + 1)
    : `${definition}_document`;
  return name
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** A `$ref` that has a description of its own keeps both: the generator would else invent a second type. */
function referring(json: JsonObject): JsonObject {
  const { $ref, description } = json;
  if (typeof $ref === "string" && typeof description === "string") {
    return { description, tsType: typeName($ref.slice(referencePrefix.length)) };
  }
  const within = (value: Json): Json =>
    Array.isArray(value) ? value.map(within) : isObject(value) ? referring(value) : value;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, within(value)]));
}

export async function generateDocumentTypes(): Promise<readonly GeneratedFile[]> {
  const definitions = schemaDefinitions();
  const $defs: Record<string, Json> = {};
  for (const [name, schema] of definitions) {
    const title = typeName(name);
    if ($defs[title] !== undefined) throw new Error(`two definitions would be called ${title}`);
    const tsType = asText.get(name);
    $defs[title] = { ...(tsType === undefined ? referring(schema) : { tsType }), title };
  }
  const named = JSON.parse(
    JSON.stringify($defs).replace(
      /"\$ref":"#\/\$defs\/([^"]+)"/g,
      (_, name: string) => `"$ref":"${referencePrefix}${typeName(name)}"`,
    ),
  ) as Record<string, Json>;
  const text = await compile(
    { title: "Definitions", type: "object", additionalProperties: false, $defs: named },
    "Definitions",
    {
      bannerComment: banner("schemas/*.schema.json").trimEnd(),
      format: false,
      ignoreMinAndMaxItems: true,
      unknownAny: true,
      additionalProperties: false,
      unreachableDefinitions: true,
    },
  );
  // The generator notes at each definition which root it came from, and ends with that empty root.
  const tidy = text
    .replace(/[ \t]+$/gm, "")
    .replace(/ \*\n \* This interface was referenced by .*\n \* via the `definition` .*\n/g, "")
    .replace(/\/\*\*\n \* This interface was referenced by .*\n \* via the `definition` .*\n \*\/\n/g, "")
    .replace(
      / \*\n \* This interface was referenced by `undefined`.*\n \* via the `patternProperty` .*\n/g,
      "",
    )
    .replace(/export interface Definitions \{\s*\}\n?/, "");
  return [{ path: "src/generated/documents.ts", text: tidy }];
}
