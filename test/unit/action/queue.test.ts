import { expect, test } from "vitest";
import type { Step } from "../../../src/action/commits.ts";
import type { QueuePlan } from "../../../src/action/event.ts";
import { acknowledgeSteps } from "../../../src/action/queue.ts";
import type { AcknowledgementReport } from "../../../src/report/review-report.ts";
import { sha, startClient, type Client } from "../../support/github-client.ts";

const settings = { labels: ["policy-ok"], teams: [] };
const plan: QueuePlan = {
  kind: "queue",
  headSha: sha("2"),
  baseSha: sha("0"),
  baseRef: "main",
  lastNumber: 12,
};
/** Pull request 11 with the head `b`, then 12 with the head `c`. */
const steps: readonly Step[] = [
  { commit: sha("1"), parent: sha("0"), merged: sha("b") },
  { commit: sha("2"), parent: sha("1"), merged: sha("c") },
];

/** Both pull requests are known; those of `accepted` are acknowledged. */
async function client(accepted: readonly number[]): Promise<Client> {
  const started = await startClient();
  const { server } = started;
  server.permission("rosa", "write");
  for (const [number, head] of [
    [11, sha("b")],
    [12, sha("c")],
    [13, sha("f")],
  ] as const) {
    const headRef = `change-${String(number)}`;
    server.pullRequest(number, { author: "alice", headSha: head, headRef, baseSha: sha("0") });
    server.belongs(head, number);
    if (accepted.includes(number)) server.label(number, "policy-ok", { by: "rosa" });
  }
  return started;
}

function ask(
  { github }: Client,
  group: readonly Step[] | null,
  refused: readonly string[],
  queue = plan,
): Promise<AcknowledgementReport> {
  return acknowledgeSteps(
    github,
    queue,
    { steps: group, isRefused: ({ commit }) => refused.includes(commit) },
    settings,
  );
}

test("every step that is refused must be acknowledged, and the lines name the pull requests", async () => {
  const both = [sha("1"), sha("2")];
  const cases = [
    { accepted: [11, 12], refused: both, passes: true, named: ["#11", "#12"] },
    { accepted: [11], refused: both, passes: false, named: ["#11", "#12"] },
    { accepted: [12], refused: both, passes: false, named: ["#11", "#12"] },
    { accepted: [11], refused: [sha("1")], passes: true, named: ["#11"] },
    { accepted: [12], refused: [sha("1")], passes: false, named: ["#11"] },
    { accepted: [12], refused: [sha("2")], passes: true, named: ["#12"] },
  ];
  for (const { accepted, refused, passes, named } of cases) {
    const report = await ask(await client(accepted), steps, refused);
    expect([accepted, refused, report.isAcknowledged]).toEqual([accepted, refused, passes]);
    const numbers = new Set(report.lines.flatMap((line) => /#1\d/.exec(line) ?? []));
    expect([...numbers].sort()).toEqual(named);
  }
});

test("a group in which no single step is refused is not acknowledged by that", async () => {
  expect(await ask(await client([11, 12]), steps, [])).toEqual({ isAcknowledged: false, lines: [] });
});

test("one step alone is asked for, whatever it would be judged by itself", async () => {
  const alone = [{ commit: sha("2"), parent: sha("0"), merged: sha("c") }];
  expect((await ask(await client([12]), alone, [])).isAcknowledged).toBe(true);
  expect((await ask(await client([11]), alone, [])).isAcknowledged).toBe(false);
});

test("a squashed branch is the last step's, by the name of the queue's branch alone", async () => {
  const squashed = steps.map((step) => ({ ...step, merged: null }));
  const started = await client([11, 12]);
  expect((await ask(started, squashed, [sha("2")])).isAcknowledged).toBe(true);
  const earlier = await ask(started, squashed, [sha("1")]);
  expect(earlier.isAcknowledged).toBe(false);
  expect(earlier.lines.join()).toContain("no merge commit");
  const nameless = await ask(started, squashed, [sha("2")], { ...plan, lastNumber: null });
  expect(nameless.isAcknowledged).toBe(false);
});

test("a way that is not known may hold anything, and is not acknowledged", async () => {
  const report = await ask(await client([11, 12]), null, []);
  expect(report.isAcknowledged).toBe(false);
  expect(report.lines).toHaveLength(1);
});

test("a merge counts for the pull request whose head it merges, not for others that hold the commit", async () => {
  const started = await client([13]);
  started.server.belongs(sha("1"), 13);
  started.server.belongs(sha("b"), 13);
  expect((await ask(started, steps, [sha("1")])).isAcknowledged).toBe(false);
  const moved = await client([12]);
  const other = [{ commit: sha("2"), parent: sha("0"), merged: sha("e") }];
  const report = await ask(moved, other, []);
  expect(report.isAcknowledged).toBe(false);
  expect(report.lines.join()).toContain("another head");
});

test("two open pull requests with the same head are no single one", async () => {
  const started = await client([11, 13]);
  started.server.pullRequest(14, { author: "alice", headSha: sha("b"), baseSha: sha("0") });
  started.server.belongs(sha("b"), 14);
  const report = await ask(started, steps, [sha("1")]);
  expect(report.isAcknowledged).toBe(false);
  expect(report.lines.join()).toContain("several pull requests");
});

test("a server that does not answer acknowledges nothing", async () => {
  const started = await client([11, 12]);
  started.server.fail({ path: /./, status: 500 });
  const report = await ask(started, steps, [sha("1"), sha("2")]);
  expect(report.isAcknowledged).toBe(false);
  expect(report.lines).toHaveLength(2);
});
