import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bundleNjsRuntime, bundleRuntime } from "../../../scripts/bundle-runtime.ts";
import { build } from "../../../src/build.ts";
import { buildBundle, type BundleTarget } from "../../../src/bundle/build-bundle.ts";
import { evaluatorSources } from "../../../src/evaluator-sources.ts";
import type { PolicySet } from "../../../src/ir/ir.ts";
import { tablesOfFile } from "../../../src/runtime/envelope.ts";
import { loadBundle } from "../../../src/runtime/index.ts";
import { arbitrarySet } from "../../support/arbitrary-set.ts";
import { allow, buildSet } from "../../support/build-set.ts";
import { allTargets, artefact, artefactBytes, builtBundle, tablesOf } from "../../support/bundle-of.ts";
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

test.each([
  ["policy.mjs", bundleRuntime],
  ["policy.njs.js", bundleNjsRuntime],
])("the evaluator of %s is the same each time, in ASCII, and tells no path", async (_, bundled) => {
  const text = await bundled();
  expect(text).toBe(await bundled());
  expect(/[^\n\x20-\x7e]/.test(text)).toBe(false);
  const foreign = /\bsrc\/|\.ts\b|\bimport\b|\brequire\(|\beval\b|\bFunction\(|\/\*|\/\/ /.exec(
    text.replaceAll(/\/\* sentrely-policy-bundle (?:njs )?\*\//g, ""),
  );
  expect(foreign).toBeNull();
});

const set = buildSet({ agents: { é: [allow("git:*", "repos/'\\*", { id: "it's" })] } });

test("text artefacts are ASCII, and the manifest vouches for each artefact by its hash", () => {
  const { artefacts, manifest } = builtBundle(set, { targets: allTargets });
  expect(artefacts.map(({ name }) => name)).toEqual([
    "policy.json",
    "policy.lua",
    "policy.mjs",
    "policy.njs.js",
    "policy.wasm",
    "manifest.json",
  ]);
  for (const { name, content } of artefacts) {
    expect(typeof content, name).toBe(name === "policy.wasm" ? "object" : "string");
    if (typeof content === "string") expect(/[^\n\x20-\x7e]/.exec(content), name).toBeNull();
    const hash = manifest.artefacts?.find((one) => one.name === name)?.sha256;
    if (name === "manifest.json") expect(hash).toBeUndefined();
    else expect(hash).toBe(createHash("sha256").update(content).digest("hex"));
  }
});

test("every target carries the same tables", () => {
  const built = builtBundle(set, { targets: allTargets });
  const tables = tablesOf(built);
  for (const name of ["policy.mjs", "policy.lua", "policy.njs.js", "policy.wasm"]) {
    expect(tablesOfFile(artefactBytes(built, name)), name).toEqual(tables);
  }
});

const facts = { label: null, compilerVersion: "1", lintSkipped: false, evaluators: evaluatorSources() };

test("only the targets that are asked for are built, in one order", () => {
  const names = (targets: readonly BundleTarget[]): string[] =>
    buildBundle(set, { ...facts, targets }).artefacts.map(({ name }) => name);
  expect(names(["json"])).toEqual(["policy.json", "manifest.json"]);
  expect(names(["js", "json", "js"])).toEqual(names(["json", "js"]));
  expect(names(allTargets)).toEqual(names([...allTargets].reverse()));
});

test("where nobody says, all targets but njs are built", () => {
  const built = build(set);
  if (built.kind === "refused") throw new Error("the set does not build");
  expect(built.artefacts.map(({ name }) => name)).toEqual([
    "policy.json",
    "policy.lua",
    "policy.mjs",
    "policy.wasm",
    "manifest.json",
  ]);
});

test("the manifest says what was built by whom for whom", () => {
  const options = { ...facts, targets: [], label: "release 7", compilerVersion: "1.2.3", lintSkipped: true };
  const { manifest } = buildBundle(set, options);
  expect(manifest).toMatchObject({
    format: 2,
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

test("the manifest in the tables is that of the folder, without the artefacts", () => {
  const built = builtBundle(set);
  const { artefacts, ...own } = built.manifest;
  expect(artefacts).toHaveLength(2);
  expect(loadBundle(artefact(built, "policy.mjs")).manifest).toEqual(own);
  expect(JSON.parse(artefact(built, "policy.json"))).toHaveProperty("manifest", own);
});
