/**
 * What a host of the conformance suite is: a real runtime that decides the same vectors as all others.
 * `docs/conformance.md` describes the files and what a driver prints.
 */

/**
 * The files of a vector set, by what a host must be able to express:
 * - `vectors`: requests whose JSON every reader reads alike. Every host runs these.
 * - `lists`: lists of requests, for `decideAll`. Every host runs these.
 * - `utf16`: JSON with lone surrogates (`\ud800`) and numbers beyond the doubles (`1e400`), for JavaScript.
 * - `bytes`: JSON whose strings are the hexadecimal digits of bytes, for hosts whose strings are bytes (Lua).
 * - `encoded`: requests in the encoding of the WASM interface as hexadecimal digits, for hosts of `policy.wasm`.
 */
export const vectorKinds = ["vectors", "lists", "utf16", "bytes", "encoded"] as const;

export type VectorKind = (typeof vectorKinds)[number];

/** The file of a kind, in the folder of its set. */
export const vectorFiles: { readonly [K in VectorKind]: string } = {
  vectors: "vectors.jsonl",
  lists: "lists.jsonl",
  utf16: "utf16.jsonl",
  bytes: "bytes.jsonl",
  encoded: "encoded.tsv",
};

export type ArtefactName = "policy.mjs" | "policy.json" | "policy.njs.js" | "policy.wasm" | "policy.lua";

/** One policy set: a folder with its bundle and its vector files. */
export interface VectorSet {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  /** Lines of each file. */
  readonly counts: { readonly [K in VectorKind]: number };
}

/** A request that was not decided as expected. */
export interface Disagreement {
  /** Name of the set: the last part of its folder. */
  readonly set: string;
  /** A key of `vectorFiles`. */
  readonly kind: string;
  /** From 1. */
  readonly line: number;
  /** As in the file. */
  readonly request: string;
  readonly expected: string;
  readonly got: string;
}

/** What a driver prints, as one line of JSON: the last line of its output that begins with `{`. */
export interface HostResult {
  /** Lines decided, in all files of all sets. */
  readonly vectors: number;
  /** How many were decided otherwise than expected. */
  readonly disagreed: number;
  /** The first few of them. */
  readonly disagreements: readonly Disagreement[];
  /** Nanoseconds spent deciding all vectors, by the driver's own clock; `null` on a host without one. */
  readonly ns: number | null;
}

export type Installation =
  | { readonly ready: true; readonly version: string }
  /** `reason` is shown in the table. */
  | { readonly ready: false; readonly reason: string };

export interface HostRun {
  readonly sets: readonly VectorSet[];
  /** A folder for the host's own files, empty at first, removed after the run. */
  readonly scratch: string;
  /** As given to `install`. */
  readonly cache: string;
}

export interface Host {
  /** Unique: what `--host` takes. */
  readonly name: string;
  /** The host whose runtime this is, with another bundle or other flags; such a variant is no host of its own. */
  readonly variantOf?: string;
  readonly artefact: ArtefactName;
  /** The files it runs; always `vectors` and `lists`. */
  readonly kinds: readonly VectorKind[];
  /**
   * Makes the host ready: installs what it needs from package registries below `cache` (a folder
   * that is kept between runs, shared by all hosts) or by apt. Never throws.
   */
  readonly install: (cache: string) => Promise<Installation>;
  /** Runs all sets; stops what it started. Throws when the host fails: the run is then red. */
  readonly run: (run: HostRun) => Promise<HostResult>;
}
