/**
 * Builds the artefacts of a policy set.
 *
 * INVARIANT: the same set, facts and runtime give the same bytes, on every machine. Artefacts are
 * ASCII, so that no reader has to guess an encoding.
 */
import { createHash } from "node:crypto";
import { assertNever, InternalError } from "../base/invariant.ts";
import type { PolicySet } from "../ir/ir.ts";
import { asciiJson } from "../runtime/checksum.ts";
import { checksumOf, formatName, moduleData, moduleHeader } from "../runtime/envelope.ts";
import { formatVersion, type Manifest } from "../runtime/manifest.ts";
import type { Tables } from "../runtime/tables.ts";
import { buildManifest, type BuildFacts } from "./manifest.ts";
import { maxSteps } from "./step-bound.ts";
import { buildTables } from "./tables.ts";

export type BundleTarget = "js" | "json";

export interface BundleOptions extends BuildFacts {
  readonly targets: readonly BundleTarget[];
  /** The text of the runtime that `policy.mjs` carries: a script that defines `sentrelyRuntime`. */
  readonly runtimeSource: string;
}

/** One file of a build. */
export interface BundleFile {
  readonly name: string;
  /** ASCII, lines ended by `\n`. */
  readonly content: string;
}

export interface BuiltBundle {
  /** One file for each target, in the order `policy.json`, `policy.mjs`, and `manifest.json` last. */
  readonly artefacts: readonly BundleFile[];
  /** What `manifest.json` says. */
  readonly manifest: Manifest;
}

/** The files of a build. The set must be within `checkStepBound`. */
export function buildBundle(set: PolicySet, options: BundleOptions): BuiltBundle {
  const own = buildManifest(set, options);
  if (own.step_bound > maxSteps) throw new InternalError("a set over the step bound was to be built");
  const tables = buildTables(set);
  const targets = ([...new Set(options.targets)] satisfies BundleTarget[]).sort().reverse();
  const files = targets.map((target): BundleFile => {
    switch (target) {
      case "json":
        return { name: "policy.json", content: `${envelope(own, tables, "\n")}\n` };
      case "js":
        return { name: "policy.mjs", content: moduleText(own, tables, options.runtimeSource) };
      default:
        return assertNever(target);
    }
  });
  const manifest: Manifest = {
    ...own,
    artefacts: files.map(({ name, content }) => ({ name, sha256: sha256(content) })),
  };
  const text = `${escapeUnicode(JSON.stringify(manifest, null, 2))}\n`;
  return { artefacts: [...files, { name: "manifest.json", content: text }], manifest };
}

/** The envelope's JSON, its parts set off by `gap` (a line break for people, nothing for a module). */
function envelope(manifest: Manifest, tables: Tables, gap: string): string {
  const parts = [
    `"format":${asciiJson(formatName)}`,
    `"version":${formatVersion}`,
    `"checksum":${asciiJson(checksumOf(manifest, tables))}`,
    `"manifest":${asciiJson(manifest)}`,
    `"tables":${asciiJson(tables)}`,
  ];
  return `{${gap}${parts.join(`,${gap}`)}${gap}}`;
}

/** An ECMAScript module: the data on its second line, the runtime, and the exports. */
function moduleText(manifest: Manifest, tables: Tables, runtimeSource: string): string {
  const [before, after] = moduleData;
  const data = envelope(manifest, tables, "").replace(/[\\']/g, "\\$&");
  return [
    moduleHeader,
    `${before}${data}${after}`,
    runtimeSource.trimEnd(),
    "var policyBundle = sentrelyRuntime.loadBundle(policyData);",
    "export const decide = policyBundle.decide;",
    "export const decideAll = policyBundle.decideAll;",
    "export const revision = policyBundle.revision;",
    "export const manifest = policyBundle.manifest;",
    "export default { decide, decideAll, revision, manifest };",
    "",
  ].join("\n");
}

function escapeUnicode(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function sha256(content: string): string {
  return createHash("sha256").update(content, "utf8").digest("hex");
}
