/** Everything that one gateway is put through. */
import { allCases, checkAnswers, sample, whileRunning, type Bench } from "./bench.ts";
import { bundleOf, exampleSet } from "./bundles.ts";
import { requestText } from "./case.ts";
import { checkBroken } from "./check-broken.ts";
import { checkConnections } from "./check-connections.ts";
import { checkPage } from "./check-page.ts";
import { checkSwap } from "./check-swap.ts";
import type { Gateway, Row } from "./gateway.ts";
import { install } from "./install.ts";
import { exchange } from "./raw-http.ts";
import { copyExamples, freePort, removeFolder } from "./sandbox.ts";
import { startUpstream } from "./upstream.ts";

/** Denies do not need the upstream; without it no call is answered as if it had been done. */
async function checkWithoutUpstream(bench: Bench): Promise<void> {
  await bench.upstream.stop();
  for (const one of sample) {
    if (one.expected.kind !== "decided") continue;
    const { effect } = bench.bundle.decide(one.expected.request);
    const { status } = await exchange(bench.ports[one.listener], requestText(one));
    const right = effect === "allow" ? status >= 500 : status === 403;
    bench.note(right ? null : `without an upstream, ${one.name}: the answer is ${String(status)}`);
  }
}

export async function checkGateway(gateway: Gateway, cache: string): Promise<Row> {
  const installed = await install(cache, gateway.name, gateway.setup);
  if (!installed.ready) {
    return { gateway: gateway.name, version: "-", checks: 0, failures: [installed.reason], installed: false };
  }
  const failures: string[] = [];
  let checks = 0;
  const note = (problem: string | null): void => {
    checks++;
    if (problem !== null) failures.push(problem);
  };
  const upstream = await startUpstream();
  const ports = { clients: await freePort(), adapters: await freePort(), upstream: upstream.port };
  const folder = copyExamples(ports, gateway.prepare);
  const bundle = bundleOf(gateway.artefact, exampleSet());
  const bench: Bench = { gateway, program: installed.program, folder, ports, upstream, bundle, note };
  try {
    await whileRunning(bench, async () => {
      await checkAnswers(bench, allCases);
      for (const problem of await checkConnections(bench, gateway.http2 === true)) note(problem);
    });
    await checkBroken(bench);
    await checkSwap(bench);
    await whileRunning(bench, () => checkWithoutUpstream(bench));
    for (const problem of await checkPage(gateway, cache)) note(problem);
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
  } finally {
    await upstream.stop().catch(() => undefined);
    await removeFolder(folder);
  }
  const { instead } = gateway;
  const version = instead === undefined ? installed.version : `${instead} on ${installed.version}`;
  return { gateway: gateway.name, version, checks, failures, installed: true };
}
