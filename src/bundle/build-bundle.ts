/**
 * Builds the artefacts of a policy set.
 *
 * INVARIANT: the same set, facts and evaluators give the same bytes, on every machine. Text artefacts
 * are ASCII, so that no reader has to guess an encoding.
 */
import { createHash } from "node:crypto";
import { assertNever, InternalError } from "../base/invariant.ts";
import type { PolicySet } from "../ir/ir.ts";
import { asciiJson } from "../runtime/checksum.ts";
import { formatName, moduleData, moduleEnd, moduleHeader, njsEnd, njsHeader } from "../runtime/envelope.ts";
import { formatVersion, type Manifest } from "../runtime/manifest.ts";
import { base64 } from "./base64.ts";
import { luaModule } from "./lua-module.ts";
import { buildManifest, type BuildFacts } from "./manifest.ts";
import { maxSteps, stepBound } from "./step-bound.ts";
import { assembleTables, compileTables, type CompiledTables } from "./tables.ts";
import { spliceWasm } from "./wasm-module.ts";

export type BundleTarget = "js" | "njs" | "wasm" | "lua" | "json";

/** What the artefacts carry besides the tables. Scripts define `sentrelyRuntime`. */
export interface EvaluatorSources {
  /** Of `policy.mjs`. */
  readonly js: string;
  /** Of `policy.njs.js`. */
  readonly njs: string;
  /** Of `policy.lua`. */
  readonly lua: string;
  /** The module that the tables of `policy.wasm` are put into. */
  readonly wasm: Uint8Array;
}

export interface BundleOptions extends BuildFacts {
  readonly targets: readonly BundleTarget[];
  readonly evaluators: EvaluatorSources;
  /** Of the set, when they are compiled already. */
  readonly tables?: CompiledTables;
}

/** One file of a build. */
export interface BundleFile {
  readonly name: string;
  /** Text is ASCII, its lines ended by `\n`. */
  readonly content: string | Uint8Array;
}

export interface BuiltBundle {
  /** One file for each target, sorted by name, and `manifest.json` last. */
  readonly artefacts: readonly BundleFile[];
  /** What `manifest.json` says. */
  readonly manifest: Manifest;
}

/** The name of a target's file. */
export const artefactNames: { readonly [T in BundleTarget]: string } = {
  js: "policy.mjs",
  json: "policy.json",
  lua: "policy.lua",
  njs: "policy.njs.js",
  wasm: "policy.wasm",
};

/** The files of a build. The set must be within `checkStepBound`. */
export function buildBundle(set: PolicySet, options: BundleOptions): BuiltBundle {
  const compiled = options.tables ?? compileTables(set);
  const bound = stepBound(compiled);
  if (bound > maxSteps) throw new InternalError("a set over the step bound was to be built");
  const own = buildManifest(set, options, bound);
  const tables = assembleTables(compiled, asciiJson(own));
  const files = [...new Set(options.targets)]
    .map((target): BundleFile => ({
      name: artefactNames[target],
      content: artefact(target, own, tables, options.evaluators),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const manifest: Manifest = {
    ...own,
    artefacts: files.map(({ name, content }) => ({ name, sha256: sha256(content) })),
  };
  const text = `${escapeUnicode(JSON.stringify(manifest, null, 2))}\n`;
  return { artefacts: [...files, { name: "manifest.json", content: text }], manifest };
}

function artefact(
  target: BundleTarget,
  manifest: Manifest,
  tables: Uint8Array,
  evaluators: EvaluatorSources,
): string | Uint8Array {
  switch (target) {
    case "json":
      return jsonFile(manifest, tables);
    case "js":
      return jsModule(tables, evaluators.js);
    case "njs":
      return njsModule(tables, evaluators.njs);
    case "lua":
      return luaModule(evaluators.lua, tables);
    case "wasm":
      return spliceWasm(evaluators.wasm, tables);
    default:
      return assertNever(target);
  }
}

function jsonFile(manifest: Manifest, tables: Uint8Array): string {
  const parts = [
    `"format":${asciiJson(formatName)}`,
    `"version":${formatVersion}`,
    `"manifest":${asciiJson(manifest)}`,
    `"tables":"${base64(tables)}"`,
  ];
  return `{\n${parts.join(",\n")}\n}\n`;
}

/** An ECMAScript module: the tables on its second line, the runtime, and the exports. */
function jsModule(tables: Uint8Array, runtime: string): string {
  const [before, after] = moduleData;
  return [
    moduleHeader,
    `${before}${base64(tables)}${after}`,
    runtime.trimEnd(),
    "var policyBundle = sentrelyRuntime.loadTables(policyData);",
    "export const decide = policyBundle.decide;",
    "export const decideAll = policyBundle.decideAll;",
    "export const revision = policyBundle.revision;",
    "export const manifest = policyBundle.manifest;",
    moduleEnd,
    "",
  ].join("\n");
}

/** For njs: the tables are read in place, two characters a byte, and there is a default export only. */
function njsModule(tables: Uint8Array, runtime: string): string {
  const [before, after] = moduleData;
  const digits = Array.from(tables, (byte) => String.fromCharCode(48 + (byte >> 4), 48 + (byte & 15)));
  return [njsHeader, `${before}${digits.join("")}${after}`, runtime.trimEnd(), njsEnd, ""].join("\n");
}

function escapeUnicode(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
