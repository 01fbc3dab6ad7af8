/** Loads a bundle: reads its data, never runs its code. */
import type { Decision } from "../base/request.ts";
import { asciiText } from "./ascii.ts";
import { decodeBase64 } from "./base64.ts";
import { wordAt } from "./block.ts";
import { BundleError } from "./bundle-error.ts";
import { damaged } from "./check.ts";
import { decideRequests, type CombinedDecision } from "./decide-all.ts";
import { decideRequest } from "./decide.ts";
import { tablesOfFile } from "./envelope.ts";
import * as layout from "./layout.ts";
import { readManifest, type Manifest } from "./manifest.ts";
import { openBlock } from "./open-block.ts";
import { openProgram, textOf, type Program } from "./program.ts";
import { makeShortcuts } from "./shortcuts.ts";
import { verify } from "./verify.ts";

/** A loaded bundle. Its functions need no `this` and never throw. */
export interface Bundle {
  /** The decision for one request, which may be any value: what is no request is denied. */
  readonly decide: (request: unknown) => Decision;
  /** One decision for several requests (a call that touches several resources), with each one's own. */
  readonly decideAll: (requests: unknown) => CombinedDecision;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly revision: string;
  readonly manifest: Manifest;
}

export interface LoadOptions {
  /** Keys of which one must have signed the bundle. This version checks no signatures, so it refuses. */
  readonly publicKeys?: readonly string[];
}

/**
 * Loads a bundle in any of its forms: `policy.json`, `policy.mjs`, `policy.njs.js` and `policy.lua` as
 * text or bytes, `policy.wasm` as bytes, and `policy.json` also as the parsed object. Its code is never
 * run. Every offset, count and index is checked here, once. Throws `BundleError`, and nothing else, for
 * anything that is no whole bundle of this format.
 */
export function loadBundle(source: string | Uint8Array | object, options: LoadOptions = {}): Bundle {
  try {
    if (options.publicKeys !== undefined) {
      throw new BundleError(
        "this version cannot check signatures, so with `publicKeys` no bundle is accepted",
      );
    }
    return bundleOf(tablesOfFile(source));
  } catch (error) {
    if (error instanceof BundleError) throw error;
    // A hostile object's own error, or nesting that exhausts the stack.
    throw damaged("it cannot be read");
  }
}

/** The bundle of tables in base64, as `policy.mjs` holds them. Throws as `loadBundle` does. */
export function loadTables(base64: string): Bundle {
  return bundleOf(decodeBase64(base64));
}

/** The bundle of a block of tables (docs/bundle-format.md). */
function bundleOf(tables: Uint8Array): Bundle {
  const block = openBlock(tables);
  verify(block);
  const program = openProgram(block);
  program.shortcuts = makeShortcuts(agentNames(program));
  const start = (block.words[layout.directoryAt + layout.MANIFEST * 2] ?? 0) * 4;
  const manifest = readManifest(parseManifest(asciiText(block.bytes.subarray(start))));
  if (manifest.revision !== program.revision) throw damaged("manifest and tables differ in revision");
  const decide = (request: unknown): Decision => decideRequest(program, request);
  return {
    decide,
    decideAll: (requests) => decideRequests(program.revision, decide, requests),
    revision: program.revision,
    manifest,
  };
}

/** The names of the declared agents, in their order. */
function agentNames(program: Program): string[] {
  const { block } = program;
  const count = wordAt(block, layout.directoryAt + layout.AGENTS * 2 + 1) / layout.agentWords;
  return Array.from({ length: count }, (_, i) =>
    textOf(program, wordAt(block, program.agents + i * layout.agentWords)),
  );
}

function parseManifest(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (_error) {
    throw damaged("its manifest");
  }
}
