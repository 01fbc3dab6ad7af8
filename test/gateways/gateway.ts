/** What a gateway of these tests is: a real server with its example configuration, started and stopped by the test. */
import type { ArtefactName } from "../runtimes/host.ts";
import type { Setup } from "./install.ts";

/** A program to start, in the foreground. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
  /** Relative to the copy of `examples/gateways`; absent: that folder. */
  readonly cwd?: string;
}

export interface Gateway {
  /** Also the name of its folder in `examples/gateways` and of its page in `docs/gateways`. */
  readonly name: string;
  readonly artefact: Extract<ArtefactName, "policy.mjs" | "policy.njs.js" | "policy.lua">;
  readonly setup: Setup;
  /** Programs that its page starts and that are called otherwise here: name, and a line of shell. */
  readonly programs?: { readonly [name: string]: string };
  /** What is tested where the gateway itself cannot be installed. */
  readonly instead?: string;
  /** Adds what else the copy of `examples/gateways` needs, before its ports are put in. */
  readonly prepare?: (folder: string) => void;
  /** `folder` is the copy of `examples/gateways`, with the bundle in `dist/`; `program` is the installed one. */
  readonly start: (folder: string, program: string) => Start;
  /** Speaks HTTP/2 without TLS to callers who begin with it. */
  readonly http2?: boolean;
  /**
   * How a running gateway takes a new bundle: by a signal, by a second process that replaces the first (given its
   * process id), or by being stopped and started.
   */
  readonly reload:
    | { readonly kind: "signal"; readonly signal: NodeJS.Signals }
    | { readonly kind: "successor"; readonly start: (folder: string, program: string, pid: number) => Start }
    | { readonly kind: "restart" };
}

/** The ports that the example configurations are written with. */
export const examplePorts = { clients: 8080, adapters: 8081, upstream: 9000 } as const;

export type Ports = { readonly [K in keyof typeof examplePorts]: number };

export interface Row {
  readonly gateway: string;
  readonly version: string;
  readonly checks: number;
  /** One sentence each; a gateway that could not be installed has its reason here. */
  readonly failures: readonly string[];
  readonly installed: boolean;
}
