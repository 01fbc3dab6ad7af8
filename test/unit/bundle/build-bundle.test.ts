import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bundleRuntime } from "../../../scripts/bundle-runtime.ts";
import { buildBundle } from "../../../src/bundle/build-bundle.ts";
import type { PolicySet } from "../../../src/ir/ir.ts";
import { arbitrarySet } from "../../support/arbitrary-set.ts";
import { allow, buildSet, deny } from "../../support/build-set.ts";
import { artefact, builtBundle } from "../../support/bundle-of.ts";
import { runs } from "../../support/runs.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../schemas/bundle.schema.json", import.meta.url), "utf8"),
) as object;
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
ajv.addSchema(schema, "bundle");

function schemaErrors(reference: string, data: unknown): unknown {
  const validate = ajv.getSchema(reference);
  if (validate === undefined) throw new Error(`no schema ${reference}`);
  return validate(data) ? [] : validate.errors;
}

test("every bundle and manifest is valid by the published schema", () => {
  fc.assert(
    fc.property(arbitrarySet, (set) => {
      const built = builtBundle(set);
      expect(schemaErrors("bundle", JSON.parse(artefact(built, "policy.json")))).toEqual([]);
      const manifest: unknown = JSON.parse(artefact(built, "manifest.json"));
      expect(schemaErrors("bundle#/$defs/manifest", manifest)).toEqual([]);
      expect(manifest).toEqual(built.manifest);
    }),
    { numRuns: runs(50) },
  );
});

test("the same set gives the same bytes, in whatever order its parts were made", () => {
  const shuffled = (set: PolicySet): PolicySet => ({
    ...structuredClone({ ...set, agents: [], statements: [] }),
    agents: set.agents.map((agent) => ({ ...agent, statements: [...agent.statements].reverse() })),
    statements: set.statements,
  });
  fc.assert(
    fc.property(arbitrarySet, (set) => {
      expect(builtBundle(shuffled(set)).artefacts).toEqual(builtBundle(set).artefacts);
    }),
    { numRuns: runs(50) },
  );
});

test("the runtime's text is the same each time, in ASCII, and tells no path", async () => {
  const text = await bundleRuntime();
  expect(text).toBe(await bundleRuntime());
  expect(/[^\n\x20-\x7e]/.test(text)).toBe(false);
  const foreign = /\bsrc\/|\.ts\b|\bimport\b|\brequire\(|\beval\b|\bFunction\(|\/\*|\/\/ /.exec(
    text.replace("/* sentrely-policy-bundle */", ""),
  );
  expect(foreign).toBeNull();
});

const set = buildSet({ agents: { é: [allow("git:*", "repos/'\\*", { id: "it's" })] } });

test("artefacts are ASCII, and the manifest vouches for each by its hash", () => {
  const { artefacts, manifest } = builtBundle(set);
  expect(artefacts.map(({ name }) => name)).toEqual(["policy.json", "policy.mjs", "manifest.json"]);
  for (const { name, content } of artefacts) {
    expect(/[^\n\x20-\x7e]/.test(content), name).toBe(false);
    const hash = manifest.artefacts?.find((one) => one.name === name)?.sha256;
    if (name === "manifest.json") expect(hash).toBeUndefined();
    else expect(hash).toBe(createHash("sha256").update(content).digest("hex"));
  }
});

test("only the targets that are asked for are built, in one order", () => {
  const options = { label: null, compilerVersion: "1", lintSkipped: false, runtimeSource: "" };
  const names = (targets: readonly ("js" | "json")[]): string[] =>
    buildBundle(set, { ...options, targets }).artefacts.map(({ name }) => name);
  expect(names(["json"])).toEqual(["policy.json", "manifest.json"]);
  expect(names(["js", "json", "js"])).toEqual(names(["json", "js"]));
});

test("the manifest says what was built by whom for whom", () => {
  const { manifest } = buildBundle(set, {
    targets: [],
    label: "release 7",
    compilerVersion: "1.2.3",
    lintSkipped: true,
    runtimeSource: "",
  });
  expect(manifest).toMatchObject({
    format: 1,
    revision: set.revision,
    compiler: "1.2.3",
    label: "release 7",
    agents: ["é"],
    tzdata: "2026a",
    timezone: "UTC",
    lint_skipped: true,
    artefacts: [],
  });
});

test("equal parts of statements stand in the tables once", () => {
  const many = Array.from({ length: 50 }, (_, i) => deny("git:*", "repos/*", { id: `d${i}` }));
  const content = JSON.parse(artefact(builtBundle(buildSet({ agents: { a: many } })), "policy.json")) as {
    tables: { scopes: unknown[]; actions: unknown[] };
  };
  expect(content.tables.scopes).toHaveLength(1);
  expect(content.tables.actions).toHaveLength(1);
});
