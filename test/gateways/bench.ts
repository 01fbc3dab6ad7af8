/** What the checks of one gateway share. */
import type { Bundle } from "./bundles.ts";
import { placeBundle } from "./bundles.ts";
import type { Case } from "./case.ts";
import { checkCase, type Target } from "./check-answers.ts";
import type { Gateway, Ports } from "./gateway.ts";
import { headerCases } from "./header-cases.ts";
import { launch, listening, type Running } from "./sandbox.ts";
import type { Upstream } from "./upstream.ts";
import { urlCases } from "./url-cases.ts";

export interface Bench {
  readonly gateway: Gateway;
  /** The installed one. */
  readonly program: string;
  /** The copy of the examples. */
  readonly folder: string;
  readonly ports: Ports;
  readonly upstream: Upstream;
  readonly bundle: Bundle;
  /** Notes one check: `null` when it passed. */
  readonly note: (problem: string | null) => void;
}

export const allCases: readonly Case[] = [...urlCases, ...headerCases];

/** Granted, gated and denied, on both listeners: enough to see whether a gateway decides. */
export const sample: readonly Case[] = allCases
  .filter((one) => one.expected.kind === "decided")
  .filter((_, index) => index % 5 === 0);

/** The first case, which is granted. */
export function grantedCase(): Case {
  const [first] = urlCases;
  if (first === undefined) throw new Error("there is no case");
  return first;
}

/** Starts the gateway; `up` is false when it ended instead of listening. */
export async function open(bench: Bench): Promise<{ readonly running: Running; readonly up: boolean }> {
  const running = launch(bench.gateway.start(bench.folder, bench.program), bench.folder);
  const up = await listening(running, [bench.ports.clients, bench.ports.adapters]);
  return { running, up };
}

/** Runs `use` while the gateway runs with its bundle; notes a failure when it does not start. */
export async function whileRunning(bench: Bench, use: () => Promise<void>): Promise<void> {
  placeBundle(bench.folder, bench.bundle.name, bench.bundle.bytes);
  const { running, up } = await open(bench);
  try {
    if (up) await use();
    else bench.note(`it does not start: ${running.said()}`);
  } finally {
    await running.stop();
  }
}

export async function checkAnswers(
  bench: Bench,
  cases: readonly Case[],
  target: Target = bench,
): Promise<void> {
  for (const one of cases) bench.note(await checkCase(one, target));
}
