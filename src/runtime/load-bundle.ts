/** Loads a bundle: reads its data, never runs its code. */
import type { Decision } from "../base/request.ts";
import { BundleError } from "./bundle-error.ts";
import { damaged } from "./check.ts";
import { decideRequests, type CombinedDecision } from "./decide-all.ts";
import { decideRequest } from "./decide.ts";
import { openEnvelope } from "./envelope.ts";
import { readManifest, type Manifest } from "./manifest.ts";
import { readTables } from "./tables.ts";

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
 * Loads `policy.json` or `policy.mjs`, as text, bytes, or (of `policy.json`) the parsed object. Every
 * index and shape is checked here, once. Throws `BundleError`, and nothing else, for anything that is
 * no whole bundle of this format.
 */
export function loadBundle(source: string | Uint8Array | object, options: LoadOptions = {}): Bundle {
  try {
    if (options.publicKeys !== undefined) {
      throw new BundleError(
        "this version cannot check signatures, so with `publicKeys` no bundle is accepted",
      );
    }
    return bundleOf(textOf(source));
  } catch (error) {
    if (error instanceof BundleError) throw error;
    // A hostile object's own error, or nesting that exhausts the stack.
    throw damaged("it cannot be read");
  }
}

function bundleOf(text: string): Bundle {
  const envelope = openEnvelope(text);
  const manifest = readManifest(envelope.manifest);
  const program = readTables(envelope.tables);
  if (manifest.revision !== program.revision) throw damaged("manifest and tables differ in revision");
  const decide = (request: unknown): Decision => decideRequest(program, request);
  return {
    decide,
    decideAll: (requests) => decideRequests(program.revision, decide, requests),
    revision: program.revision,
    manifest,
  };
}

function textOf(source: unknown): string {
  if (typeof source === "string") return source;
  if (source instanceof Uint8Array) return asciiText(source);
  if (typeof source !== "object" || source === null) throw new BundleError("this is no bundle");
  // A copy of its own, which nobody can change while it decides.
  return JSON.stringify(source);
}

/** Bundles are ASCII, so that any byte above is damage. */
function asciiText(bytes: Uint8Array): string {
  const chunk = 8192;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += chunk) {
    const units: number[] = [];
    for (let i = at; i < Math.min(at + chunk, bytes.length); i++) {
      const byte = bytes[i] ?? 0;
      if (byte > 0x7e) throw damaged("it is not ASCII");
      units.push(byte);
    }
    parts.push(String.fromCharCode(...units));
  }
  return parts.join("");
}
