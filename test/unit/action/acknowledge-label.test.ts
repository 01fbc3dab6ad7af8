import { describe, expect, test } from "vitest";
import { sha } from "../../support/github-client.ts";
import { askLabel, expectCounted, expectRefused, head, howTo } from "../../support/label-question.ts";

describe("a label", () => {
  test("counts when someone with write access set it after the last push, and the report says who, when and how", async () => {
    const report = await askLabel((server) => {
      server.label(7, "policy-ok", { by: "rosa" });
    });
    expect(report).toEqual({
      isAcknowledged: true,
      lines: [
        "`rosa`, who has write access, set the label `policy-ok` at `2026-03-02T09:02:00Z` for `aaaaaaaaaa`",
      ],
    });
  });

  test.each(["admin", "maintain", "write"] as const)("counts by a role that can %s", async (role) => {
    await expectCounted((server) => {
      server.permission("rosa", role);
      server.label(7, "policy-ok", { by: "rosa" });
    });
  });

  test.each(["triage", "read", "none"] as const)(
    "does not count by a role that can only %s",
    async (role) => {
      await expectRefused(
        `the label \`policy-ok\` was set by \`rosa\`, who has no write access (\`${role}\`)`,
        (server) => {
          server.permission("rosa", role);
          server.label(7, "policy-ok", { by: "rosa" });
        },
      );
    },
  );

  test("counts whatever the case of its name", async () => {
    const report = await askLabel((server) => {
      server.label(7, "Policy-OK", { by: "rosa" });
    });
    expect(report.isAcknowledged).toBe(true);
    expect(report.lines[0]).toContain("set the label `Policy-OK`");
  });

  test("counts as any of several, beside one that does not", async () => {
    const report = await askLabel(
      (server) => {
        server.label(7, "policy-ok", { by: "alice" });
        server.label(7, "risk-taken", { by: "rosa" });
      },
      { labels: ["policy-ok", "risk-taken"] },
    );
    expect(report.isAcknowledged).toBe(true);
    expect(report.lines).toEqual([expect.stringContaining("set the label `risk-taken`")]);
  });

  test("of another name is nothing", async () => {
    expect(await askLabel((server) => void server.label(7, "policy-okay", { by: "rosa" }))).toEqual({
      isAcknowledged: false,
      lines: [howTo],
    });
  });

  test("counts for a fork, whose pushes are looked up there", async () => {
    await expectCounted((server) => {
      server.pullRequest(7, { headSha: head, headRepository: "alice/policies", headRef: "main" });
      server.label(7, "policy-ok", { by: "rosa" });
    });
  });

  test("counts beside an approval that does not", async () => {
    const report = await askLabel(
      (server) => {
        server.review(7, { by: "rosa" });
        server.label(7, "policy-ok", { by: "rosa" });
      },
      { teams: ["acme/security"] },
    );
    expect(report.isAcknowledged).toBe(true);
    expect(report.lines).toHaveLength(1);
  });

  test("does not count by the author of the pull request", async () => {
    await expectRefused("the label `policy-ok` was set by `Alice`, who opened the pull request", (server) => {
      server.label(7, "policy-ok", { by: "Alice" });
    });
  });

  test("does not count by the author of a commit in it", async () => {
    await expectRefused(
      "the label `policy-ok` was set by `carol`, who is the author of `cccccccccc`",
      (server) => {
        server.pullRequest(7, {
          headSha: head,
          commits: [
            { sha: sha("c"), author: "carol" },
            { sha: head, author: "alice" },
          ],
        });
        server.label(7, "policy-ok", { by: "carol" });
      },
    );
  });

  test("does not count by who pushed the head", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa`, who pushed `aaaaaaaaaa`", (server) => {
      server.pullRequest(7, { headSha: head, pushedBy: "rosa" });
      server.label(7, "policy-ok", { by: "rosa" });
    });
  });

  test("does not count by who pushed an earlier commit that is still in it", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa`, who pushed `bbbbbbbbbb`", (server) => {
      server.pullRequest(7, { headSha: sha("b"), pushedBy: "rosa" });
      server.push(7, { by: "alice", sha: head });
      server.label(7, "policy-ok", { by: "rosa" });
    });
  });

  test("counts by who pushed only what is no longer in it", async () => {
    await expectCounted((server) => {
      server.pullRequest(7, { headSha: sha("b"), pushedBy: "rosa" });
      server.push(7, { by: "alice", sha: head, forced: true });
      server.label(7, "policy-ok", { by: "rosa" });
    });
  });

  test("does not count when nobody knows who pushed", async () => {
    await expectRefused("the label `policy-ok` was set by `rosa`, but who pushed is not known", (server) => {
      server.pullRequest(7, { headSha: head, pushedBy: null });
      server.label(7, "policy-ok", { by: "rosa" });
    });
  });

  test("does not count by a bot, with write access or not", async () => {
    await expectRefused("the label `policy-ok` was set by `robot[bot]`, who is no person", (server) => {
      server.label(7, "policy-ok", { by: "robot[bot]" });
    });
  });

  test("does not count by an account that is gone", async () => {
    await expectRefused("the label `policy-ok` was set by an account that is gone", (server) => {
      server.label(7, "policy-ok", { by: null });
    });
  });

  test.each([
    ["the labels", /\/issues\/7\/labels$/],
    ["the activity", /\/activity$/],
    ["the permission", /\/permission$/],
  ])("does not count when GitHub does not answer about %s", async (_, path) => {
    const report = await askLabel((server) => {
      server.label(7, "policy-ok", { by: "rosa" });
      server.fail({ path, status: 500 });
    });
    expect(report.isAcknowledged).toBe(false);
    expect(report.lines[0]).toMatch(/^no label counts, since GitHub could not be asked: `GET .*500/);
  });

  test("counts although GitHub does not answer about approvals", async () => {
    const report = await askLabel(
      (server) => {
        server.label(7, "policy-ok", { by: "rosa" });
        server.fail({ path: /\/reviews$/, status: 500 });
      },
      { teams: ["acme/security"] },
    );
    expect(report.isAcknowledged).toBe(true);
  });

  test("and login stay in their quotes, whatever they hold", async () => {
    const report = await askLabel(
      (server) => {
        server.label(7, "ok`\n::error::\u202e", { by: "alice" });
      },
      { labels: ["ok`\n::error::\u202e"] },
    );
    expect(report.lines[0]).toBe(
      "the label `ok\\u{60}\\u{a}::error::\\u{202e}` was set by `alice`, who opened the pull request",
    );
  });
});
