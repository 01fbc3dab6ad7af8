/** The schemas as editors use them: strict, complete, and of one mind with the readers. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { staleFiles } from "../../../scripts/generate.ts";
import { parse, parseConfig } from "../../support/documents.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const names = readdirSync(join(root, "schemas")).filter((file) => file.endsWith(".schema.json"));
type Schema = { readonly [key: string]: unknown };
const schemas = new Map(
  names.map((name) => [name, JSON.parse(readFileSync(join(root, "schemas", name), "utf8")) as Schema]),
);

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
for (const schema of schemas.values()) ajv.addSchema(schema);

function errors(schema: string, data: unknown): readonly string[] {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) throw new Error(`no schema ${schema}`);
  return validate(data) ? [] : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? ""}`);
}

function walk(json: unknown, visit: (schema: Schema, path: string) => void, path = ""): void {
  if (typeof json !== "object" || json === null) return;
  if (!Array.isArray(json)) visit(json as Schema, path);
  for (const [key, value] of Object.entries(json)) {
    if (key !== "examples" && key !== "enum") walk(value, visit, `${path}/${key}`);
  }
}

test.each(names)("%s compiles in strict mode", (name) => {
  expect(() => ajv.getSchema(name)).not.toThrow();
});

test.each(names)("the examples in %s are valid", (name) => {
  walk(schemas.get(name), (schema, path) => {
    const { examples } = schema;
    if (!Array.isArray(examples)) return;
    for (const example of examples) expect(errors(`${name}#${path}`, example), `${path}`).toEqual([]);
  });
});

// Nobody writes bundles in an editor.
test.each(names.filter((name) => !name.startsWith("bundle")))(
  "every key in %s has something to hover over",
  (name) => {
    const bare: string[] = [];
    walk(schemas.get(name), (schema, path) => {
      const isKey = /\/properties\/[^/]+$/.test(path) && !/\/(?:if|not|anyOf)\//.test(path);
      if (isKey && schema["description"] === undefined && schema["$ref"] === undefined) bare.push(path);
      if (/\/\$defs\/[^/]+$/.test(path) && schema["description"] === undefined) bare.push(path);
    });
    expect(bare).toEqual([]);
  },
);

const exampleFiles = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" }).filter(
  // Other YAML there is of hosts and CI.
  (file) => /(?:policies|tests)[\\/].*\.ya?ml$|sentrely\.yaml$/.test(file),
);

test.each(exampleFiles)("examples/%s is valid in an editor", (file) => {
  const schema = file.endsWith("sentrely.yaml") ? "config.schema.json" : "policy-file.schema.json";
  for (const document of parseAllDocuments(readFileSync(join(root, "examples", file), "utf8"))) {
    expect(errors(schema, document.toJS())).toEqual([]);
  }
});

const spellings: readonly string[] = [
  "- git:read on repos/*\n",
  "- git:push on repos/*:\n    requires_approval: true\n",
  "- git:push on repos/*:\n  requires_approval: true\n",
  "- statement: git:push on repos/*\n  requires_approval: true\n",
];

test.each(spellings)("%j is valid in an editor", (text) => {
  for (const document of parseAllDocuments(text)) {
    expect(errors("policy-file.schema.json", document.toJS())).toEqual([]);
  }
});

test("an editor refuses what would silently drop an approval", () => {
  const refused = [
    { policies: [{ statement: "a:b on c/d", require_approval: true }] },
    { policies: [{ statement: "a:b on c/d", requires_approval: "true" }] },
    { policies: [{ statement: "a:b on c/d", requires_approval: null }] },
    { policies: [{ "a:b on c/d": { require_approval: true } }] },
    { policies: [{ "a:b on c/d": true }] },
  ];
  for (const document of refused) expect(errors("policy-file.schema.json", document)).not.toEqual([]);
});

// A schema's pattern and the reader's notation must not drift apart: each text is right for both or for neither.
const forms: readonly (readonly [key: string, yaml: (value: string) => string, texts: readonly string[]])[] =
  [
    [
      "duration",
      (v) => `session: {max_duration: ${v}}`,
      ["30s", "1h30m", "1y2d", "30m1h", "5", "1w", "5 m", "1.5h"],
    ],
    [
      "money",
      (v) => `project_budget: {monthly_limit: ${v}}`,
      ["$5", "$1,250.50", "$12,50", "$5.5", "5", "€5", "$1,2345"],
    ],
    [
      "percent",
      (v) => `budget: {max_sessions_per_day: 1, alert_at: ${v}}`,
      ["80%", "0%", "100%", "101%", "080%", "8.5%", "%"],
    ],
    ["count", (v) => `budget: {max_sessions_per_day: ${v}}`, ["79_000", "7_9", "_1", "1__0", "01_0", "many"]],
    [
      "channel",
      (v) => `alerts: {new_resource: {channel: ${v}}}`,
      ["slack:#ops", "telegram:@on_call", "dashboard", "slack:ops", "slack:#", "mail:x"],
    ],
    [
      "expiry",
      (v) => `policies: ["a:b on c/d"]\nexpires: ${v}`,
      [
        "2030-01-01",
        "2030-01-01T00:00:00Z",
        "2030-01-01T00:00:00.5+02:00",
        "2030-01-01T00:00:00",
        "2030-1-1",
        "2030-01-01 00:00:00Z",
      ],
    ],
    ["name", (v) => `policies: ["a:b on c/d"]\nproject: ${v}`, ["web", "a.b@c-d", "_x", "-x", "a b", "a/b"]],
    [
      "agentGlob",
      (v) => `applies_to: [${v}]\nsession: {max_duration: 1h}`,
      ["ci-*", "*", "label:x", "label:x*", "a b", ".x"],
    ],
    [
      "approver",
      (v) => `- {statement: "a:b on c/d", requires_approval: true, approvers: [${v}]}`,
      ["user:a", "group:b.c", "team:a", "user:", "user:a b"],
    ],
    [
      "timezone",
      (v) => `alerts: {off_hours: {days: [mon], timezone: ${v}}}`,
      ["UTC", "Europe/Berlin", "Etc/GMT+5", "Europe/", "5"],
    ],
  ];

test.each(forms)("the schema's pattern of %s and its reader agree", (name, yaml, texts) => {
  for (const text of texts) {
    const quoted = name === "count" ? text : JSON.stringify(text);
    const right = errors(`scalars.schema.json#/$defs/${name}`, text).length === 0;
    expect(parse(`${yaml(quoted)}\n`).file.complete, text).toBe(right);
  }
});

test("what is generated from the schemas is current", async () => {
  expect(
    (await staleFiles()).map(({ path }) => path).filter((path) => /validators|documents/.test(path)),
  ).toEqual([]);
});

test("the config's example of every key is valid for editors and for the compiler", () => {
  const text = "version: 1\nproject: web\ntimezone: UTC\ncompliance: [soc2]\n";
  expect(parseConfig(text).config).not.toBeNull();
  for (const document of parseAllDocuments(text))
    expect(errors("config.schema.json", document.toJS())).toEqual([]);
});
