/** A new bundle while the gateway runs and answers. */
import { setTimeout as sleep } from "node:timers/promises";
import { checkAnswers, grantedCase, open, sample, type Bench } from "./bench.ts";
import { bundleOf, exampleSet, placeBundle, type Bundle } from "./bundles.ts";
import { requestText } from "./case.ts";
import { exchange, type RawResponse } from "./raw-http.ts";
import { launch, type Running } from "./sandbox.ts";

function reload(bench: Bench, running: Running): Running | Promise<Running> {
  const { gateway, folder, program } = bench;
  switch (gateway.reload.kind) {
    case "signal":
      process.kill(running.pid, gateway.reload.signal);
      return running;
    case "restart":
      return running.stop().then(() => launch(gateway.start(folder, program), folder));
    case "successor":
      return launch(gateway.reload.start(folder, program, running.pid), folder);
  }
}

/** The answer to the granted call; `null` when there is none, as between the end of a server and the start of the next. */
function ask(bench: Bench): Promise<RawResponse | null> {
  return exchange(bench.ports.clients, requestText(grantedCase())).catch(() => null);
}

/**
 * Whether the gateway comes to answer the granted call with `status`, and goes on: while a server is replaced, the old
 * and the new one may both answer.
 */
async function comesTo(bench: Bench, status: number): Promise<boolean> {
  for (let tries = 0, right = 0; tries < 300; tries++) {
    right = (await ask(bench))?.status === status ? right + 1 : 0;
    if (right === 8) return true;
    await sleep(50);
  }
  return false;
}

/** Each answer while bundles are swapped is wholly of the one or of the other; gives those that are not. */
async function watch(bench: Bench, second: Bundle, isOver: () => boolean): Promise<string[]> {
  const revisionOf = (bundle: Bundle): string =>
    bundle.decide({ agent: "", action: "", resource: "" }).revision;
  const expected = new Map([
    [revisionOf(bench.bundle), 200],
    [revisionOf(second), 403],
  ]);
  const torn: string[] = [];
  let answers = 0;
  while (!isOver()) {
    const answer = await ask(bench);
    if (answer === null || answer.status === 0) continue;
    answers++;
    const revision = (answer.headers.get("x-policy-revision") ?? []).join();
    if (expected.get(revision) !== answer.status) torn.push(`${String(answer.status)} of ${revision}`);
  }
  return answers === 0 ? ["no answer while bundles were swapped"] : torn;
}

/** For a while after a broken bundle took the place of one that denies, nothing is let through. */
async function staysClosed(bench: Bench): Promise<string | null> {
  for (let tries = 0; tries < 20; tries++) {
    bench.upstream.take();
    await ask(bench);
    if (bench.upstream.take().length > 0) return "after a broken bundle, a call was passed on";
    await sleep(50);
  }
  return null;
}

/** The new bundle is taken, no answer is torn between the two, and a broken one opens nothing. */
export async function checkSwap(bench: Bench): Promise<void> {
  const closed = bundleOf(
    bench.bundle.name,
    exampleSet((text) => text.replace("https:get, ", "")),
  );
  placeBundle(bench.folder, bench.bundle.name, bench.bundle.bytes);
  const first = await open(bench);
  const runs = [first.running];
  const swap = async (bytes: Buffer): Promise<void> => {
    placeBundle(bench.folder, bench.bundle.name, bytes);
    runs.push(await reload(bench, runs.at(-1) ?? first.running));
  };
  try {
    if (!first.up) return bench.note(`it does not start: ${first.running.said()}`);
    bench.note((await comesTo(bench, 200)) ? null : "the first bundle does not decide");
    let isOver = false;
    const watching = watch(bench, closed, () => isOver);
    await swap(closed.bytes);
    const taken = await comesTo(bench, 403);
    isOver = true;
    bench.note(taken ? null : "the second bundle is not taken");
    const [torn] = await watching;
    bench.note(torn === undefined ? null : `while bundles were swapped: ${torn}`);
    await checkAnswers(bench, sample, { ...bench, bundle: closed });
    await swap(bench.bundle.bytes.subarray(0, bench.bundle.bytes.length / 2));
    bench.note(await staysClosed(bench));
  } finally {
    for (const running of new Set(runs)) await running.stop();
  }
}
