import { describe, expect, test } from "vitest";
import { findAcknowledgement } from "../../../src/action/acknowledgement.ts";
import { sha, startClient } from "../../support/github-client.ts";
import { askLabel, expectCounted, expectRefused, head, howTo } from "../../support/label-question.ts";

describe("the time of a label", () => {
  test("does not count when it was set before the last push", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa` before the last push", (server) => {
      server.pullRequest(7, { headSha: sha("b") });
      server.label(7, "policy-ok", { by: "rosa" });
      server.push(7, { by: "alice", sha: head });
    });
  });

  test("does not count when it was set before a force push", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa` before the last push", (server) => {
      server.pullRequest(7, { headSha: sha("b") });
      server.label(7, "policy-ok", { by: "rosa" });
      server.push(7, { by: "alice", sha: head, forced: true });
    });
  });

  test("does not count when a force push brought back the head that it was set for", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa` before the last push", (server) => {
      server.label(7, "policy-ok", { by: "rosa" });
      server.push(7, { by: "alice", sha: sha("b"), forced: true });
      server.push(7, { by: "alice", sha: head, forced: true });
    });
  });

  test("does not count when it stands after a commit of a forged date, but is older than its push", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa` before the last push", (server) => {
      // Behind the commit in the timeline, and yet of a time before its push.
      server.label(7, "policy-ok", { by: "rosa", at: "2026-03-02T09:00:59Z" });
    });
  });

  test("does not count when it stands before a commit, whatever its time", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa` before the last push", (server) => {
      server.pullRequest(7, { headSha: sha("b") });
      server.label(7, "policy-ok", { by: "rosa", at: "2026-03-02T23:00:00Z" });
      server.push(7, { by: "alice", sha: head });
    });
  });

  test("does not count within the second of the push", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa` before the last push", (server) => {
      server.label(7, "policy-ok", { by: "rosa", at: "2026-03-02T09:01:00Z" });
    });
  });

  test("counts when it was set before the last push, taken off and set again after it", async () => {
    await expectCounted((server) => {
      server.pullRequest(7, { headSha: sha("b") });
      server.label(7, "policy-ok", { by: "rosa" });
      server.push(7, { by: "alice", sha: head });
      server.unlabel(7, "policy-ok", { by: "alice" });
      server.label(7, "policy-ok", { by: "rosa" });
    });
  });

  test("does not count when it was taken off again, and set anew by the author", async () => {
    await expectRefused("the label `policy-ok` was set by `alice`, who opened the pull request", (server) => {
      server.label(7, "policy-ok", { by: "rosa" });
      server.unlabel(7, "policy-ok", { by: "alice" });
      server.label(7, "policy-ok", { by: "alice" });
    });
  });

  test("does not count when it was taken off again", async () => {
    await expectRefused("the label `policy-ok` was taken off again", (server) => {
      server.label(7, "policy-ok", { by: "rosa" });
      server.unlabel(7, "policy-ok", { by: "rosa" });
    });
  });

  test("does not count when the pull request was given another base afterwards", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa` before the base was changed", (server) => {
      server.label(7, "policy-ok", { by: "rosa" });
      server.retarget(7, { by: "alice", baseRef: "release" });
    });
  });

  test("does not count when the server does not tell of pushes, and says so", async () => {
    const report = await askLabel(
      (server) => void server.label(7, "policy-ok", { by: "rosa" }),
      {},
      {
        hasActivities: false,
      },
    );
    expect(report).toEqual({
      isAcknowledged: false,
      lines: [
        "the label `policy-ok` was set by `rosa`, but when `aaaaaaaaaa` was pushed is not known: this server, or this token, does not tell the activity of `acme/policies`",
        howTo,
      ],
    });
  });

  test("does not count when the newest push that is told is another's", async () => {
    await expectRefused(
      "the label `policy-ok` was set by `rosa`, but when `aaaaaaaaaa` was pushed is not known: it is not the newest push",
      (server) => {
        server.pullRequest(8, { headSha: sha("b") });
        server.label(7, "policy-ok", { by: "rosa" });
      },
    );
  });

  test("does not count for a fork that was deleted", async () => {
    await expectRefused(
      "the label `policy-ok` was set by `rosa`, but the fork is gone, and with it when its head was pushed",
      (server) => {
        server.pullRequest(7, { headSha: head, headRepository: "alice/policies" });
        server.label(7, "policy-ok", { by: "rosa" });
        server.deleteFork(7);
      },
    );
  });

  test.each([
    ["that it was set", ["labeled"], "the label `policy-ok` is set, but GitHub does not tell by whom"],
    [
      "of a push",
      ["committed"],
      "the label `policy-ok` was set, but GitHub tells of no push to set it after",
    ],
  ])("does not count when the timeline does not tell %s", async (_, missing, line) => {
    const { server, github } = await startClient();
    server.permission("rosa", "write");
    server.pullRequest(7, { headSha: head });
    server.label(7, "policy-ok", { by: "rosa" });
    const timeline: typeof github.timeline = async (number) =>
      (await github.timeline(number)).filter(({ event }) => !missing.includes(event));
    const report = await findAcknowledgement(
      { ...github, timeline },
      { number: 7, headSha: head },
      { labels: ["policy-ok"], teams: [] },
    );
    expect(report).toEqual({ isAcknowledged: false, lines: [line, howTo] });
  });

  test("does not count when the timeline tells last that it was taken off", async () => {
    const { server, github } = await startClient();
    server.permission("rosa", "write");
    server.pullRequest(7, { headSha: head });
    server.label(7, "policy-ok", { by: "rosa" });
    server.unlabel(7, "policy-ok", { by: "rosa" });
    const report = await findAcknowledgement(
      { ...github, labels: () => Promise.resolve(["policy-ok"]) },
      { number: 7, headSha: head },
      { labels: ["policy-ok"], teams: [] },
    );
    expect(report.lines[0]).toBe("the label `policy-ok` is set, but GitHub tells only that it was taken off");
    expect(report.isAcknowledged).toBe(false);
  });
});
