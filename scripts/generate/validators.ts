/**
 * Compiles the schemas of policy files and of the config into stand-alone validators.
 *
 * They check structure: types, keys, enumerations, empty lists. What stands *in* a text or a number
 * (patterns, ranges, names) is left to the readers in `src/syntax/`, which place the error on the
 * character and name the accepted forms; a mistake checked twice would be reported twice.
 */
import { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { banner, type GeneratedFile } from "./generated-file.ts";
import { isObject, schemaDefinitions, type Json } from "./schema-bundle.ts";

/** Validator → the schema it is compiled from. */
const validators = {
  validateAgent: "policy",
  validateRole: "role",
  validateGuardrail: "guardrail",
  validateLimits: "limits",
  validateTests: "tests",
  validateStatements: "statements.statements",
  validateConfig: "config",
} as const;

// Annotations for editors, and what the readers check. `title` stays: it names the accepted form.
const dropped: ReadonlySet<string> = new Set([
  "description",
  "examples",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "propertyNames",
]);

// Below these keywords stand names, not keywords.
const named: ReadonlySet<string> = new Set(["properties", "patternProperties"]);

function structure(json: Json, names = false): Json {
  if (Array.isArray(json)) return json.map((item: Json) => structure(item));
  if (!isObject(json)) return json;
  return Object.fromEntries(
    Object.entries(json)
      .filter(([key]) => names || !dropped.has(key))
      .map(([key, value]) => [key, structure(value, !names && named.has(key))]),
  );
}

export async function generateValidators(): Promise<readonly GeneratedFile[]> {
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    // Errors carry the schema that failed: its `title` and `properties` are what the message needs.
    verbose: true,
    messages: false,
    code: { source: true, esm: true, lines: true, optimize: 2 },
  });
  const $defs = Object.fromEntries(
    [...schemaDefinitions()].map(([name, schema]) => [name, structure(schema)]),
  );
  ajv.addSchema({ $id: "sentrely", $defs });
  const entries = Object.entries(validators);
  const code = standaloneCode.default(
    ajv,
    Object.fromEntries(entries.map(([name, schema]) => [name, `sentrely#/$defs/${schema}`])),
  );
  const head = banner("schemas/*.schema.json");
  return [
    { path: "src/generated/validators.mjs", text: `${head}${code}\n` },
    {
      path: "src/generated/validators.d.mts",
      text: [
        head,
        "/** What ajv says of one mistake. */\n",
        "export interface SchemaError {\n",
        "  readonly keyword: string;\n",
        "  /** A JSON pointer to the value. */\n",
        "  readonly instancePath: string;\n",
        "  readonly params: { readonly [name: string]: unknown };\n",
        "  /** The schema that the value failed. */\n",
        "  readonly parentSchema?: { readonly [keyword: string]: unknown };\n",
        "}\n\n",
        "/** True when the structure of `data` is right; else `errors` holds what is wrong. */\n",
        "export interface Validator {\n",
        "  (data: unknown): boolean;\n",
        "  errors?: readonly SchemaError[] | null;\n",
        "}\n\n",
        ...entries.map(([name]) => `export const ${name}: Validator;\n`),
      ].join(""),
    },
  ];
}
