import { expect, test } from "vitest";
import { nodeHost, type Host } from "../../../src/cli/host.ts";
import { startProgress } from "../../../src/cli/progress.ts";
import { createSession } from "../../../src/cli/session.ts";

function hostWith(isTerminal: boolean): { host: Host; written: () => string; pass: (ms: number) => void } {
  let text = "";
  let now = 0;
  const host: Host = {
    ...nodeHost("file:///"),
    now: () => now,
    stderr: {
      isTerminal,
      write: (more) => {
        text += more;
        return Promise.resolve(true);
      },
    },
  };
  return { host, written: () => text, pass: (ms) => (now += ms) };
}

test("on a terminal, work that takes long shows one line that is gone at the end", async () => {
  const { host, written, pass } = hostWith(true);
  const progress = startProgress(createSession(host, {}));
  await progress.update("testing 1 of 3");
  expect(written()).toBe("");
  pass(300);
  await progress.update("testing 2 of 3");
  expect(written()).toBe("\r\u001b[Ktesting 2 of 3");
  await progress.end();
  expect(written().endsWith("\r\u001b[K")).toBe(true);
});

test("elsewhere nothing is shown", async () => {
  const { host, written, pass } = hostWith(false);
  const progress = startProgress(createSession(host, {}));
  pass(10_000);
  await progress.update("testing 2 of 3");
  await progress.announce("compiling 3 files");
  await progress.end();
  expect(written()).toBe("");
});
