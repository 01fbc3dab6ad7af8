import { describe, expect, test } from "vitest";
import { findAcknowledgement } from "../../../src/action/acknowledgement.ts";
import { sha, startClient } from "../../support/github-client.ts";
import { askReview as ask, expectRefused, head, howTo, teams } from "../../support/review-question.ts";

describe("an approving review", () => {
  test("counts at the head by a member of the team, and the report says who, when and how", async () => {
    let id = 0;
    const { report } = await ask((server) => {
      id = server.review(7, { by: "rosa" });
    });
    expect(report).toEqual({
      isAcknowledged: true,
      lines: [
        `\`rosa\`, a member of \`acme/security\`, approved \`aaaaaaaaaa\` at \`2026-03-02T09:02:00Z\` (review \`${String(id)}\`)`,
      ],
    });
  });

  test("counts whatever the case of the login and of the team", async () => {
    const { report } = await ask(
      (server) => {
        server.review(7, { by: "BORIS" });
      },
      { settings: { teams: ["Acme/Security"] } },
    );
    expect(report.isAcknowledged).toBe(true);
  });

  test("counts by a member of any of several teams", async () => {
    const { report } = await ask((server) => void server.review(7, { by: "petra" }), {
      settings: { teams: ["acme/security", "acme/platform"] },
    });
    expect(report.lines).toEqual([expect.stringContaining("`petra`, a member of `acme/platform`, approved")]);
  });

  test("counts beside others that do not", async () => {
    const { report } = await ask((server) => {
      server.review(7, { by: "stranger" });
      server.review(7, { by: "rosa" });
      server.review(7, { by: "alice", state: "COMMENTED" });
    });
    expect(report.isAcknowledged).toBe(true);
    expect(report.lines).toHaveLength(1);
  });

  test("counts when the same person commented on it later", async () => {
    const { report } = await ask((server) => {
      server.review(7, { by: "rosa" });
      server.review(7, { by: "rosa", state: "COMMENTED" });
    });
    expect(report.isAcknowledged).toBe(true);
  });

  test("counts when it is given again after requested changes", async () => {
    const { report } = await ask((server) => {
      server.review(7, { by: "rosa", state: "CHANGES_REQUESTED" });
      server.review(7, { by: "rosa" });
    });
    expect(report.isAcknowledged).toBe(true);
  });

  test("counts for a fork that is gone, since its commit is named", async () => {
    const { report } = await ask((server) => {
      server.deleteFork(7);
      server.review(7, { by: "rosa" });
    });
    expect(report.isAcknowledged).toBe(true);
  });

  test("does not count by the author of the pull request", async () => {
    await expectRefused("`Alice` approved, but opened the pull request", (server) => {
      server.review(7, { by: "Alice" });
    });
  });

  test("does not count by the author of a commit in it", async () => {
    await expectRefused("`carol` approved, but is the author of `cccccccccc`", (server) => {
      server.pullRequest(7, {
        headSha: head,
        commits: [
          { sha: sha("c"), author: "carol" },
          { sha: head, author: "alice" },
        ],
      });
      server.review(7, { by: "carol" });
    });
  });

  test("does not count by who committed another's work", async () => {
    await expectRefused("`rosa` approved, but committed `aaaaaaaaaa`", (server) => {
      server.pullRequest(7, { headSha: head, commits: [{ sha: head, author: "alice", committer: "rosa" }] });
      server.review(7, { by: "rosa" });
    });
  });

  test("counts when GitHub itself committed", async () => {
    const { report } = await ask((server) => {
      server.pullRequest(7, {
        headSha: head,
        commits: [{ sha: head, author: "alice", committer: "web-flow" }],
      });
      server.review(7, { by: "rosa" });
    });
    expect(report.isAcknowledged).toBe(true);
  });

  test.each([
    "Co-authored-by: Rosa <1234+rosa@users.noreply.github.com>",
    "co-Authored-By: Rosa R. <ROSA@users.noreply.github.example>\r",
  ])("does not count by a co-author: %j", async (trailer) => {
    await expectRefused("`rosa` approved, but is a co-author of `aaaaaaaaaa`", (server) => {
      const message = `Widen\n\n${trailer}\nCo-authored-by: Ann <ann@example.com>`;
      server.pullRequest(7, { headSha: head, commits: [{ sha: head, author: "alice", message }] });
      server.review(7, { by: "rosa" });
    });
  });

  test("does not count by who pushed the head", async () => {
    await expectRefused("`rosa` approved, but pushed `aaaaaaaaaa`", (server) => {
      server.pullRequest(7, { headSha: head, pushedBy: "rosa" });
      server.review(7, { by: "rosa" });
    });
  });

  test("does not count for an earlier head", async () => {
    await expectRefused("`rosa` approved `bbbbbbbbbb`, and the head is now `aaaaaaaaaa`", (server) => {
      server.pullRequest(7, { headSha: sha("b") });
      server.review(7, { by: "rosa" });
      server.push(7, { by: "alice", sha: head });
    });
  });

  test("does not count for a commit that GitHub no longer names", async () => {
    await expectRefused(
      "`rosa` approved a commit that is gone, and the head is now `aaaaaaaaaa`",
      (server) => {
        server.review(7, { by: "rosa", commit: null });
      },
    );
  });

  test("does not count when the same person requested changes later", async () => {
    await expectRefused("`rosa` approved, but requested changes later", (server) => {
      server.review(7, { by: "rosa" });
      server.review(7, { by: "rosa", state: "CHANGES_REQUESTED" });
    });
  });

  test("does not count when it was dismissed", async () => {
    await expectRefused("the review of `rosa` was dismissed", (server) => {
      server.dismiss(7, server.review(7, { by: "rosa" }));
    });
  });

  test("does not count when a later approval of the same person was dismissed", async () => {
    await expectRefused("the review of `rosa` was dismissed", (server) => {
      server.review(7, { by: "rosa" });
      server.dismiss(7, server.review(7, { by: "rosa" }));
    });
  });

  test("does not count by who is no member", async () => {
    await expectRefused("`stranger` approved, but is no member of `acme/security`", (server) => {
      server.review(7, { by: "stranger" });
    });
  });

  test("does not count by who was invited to the team and has not answered", async () => {
    await expectRefused("`ivan` approved, but is no member of `acme/security`", (server) => {
      server.review(7, { by: "ivan" });
    });
  });

  test("does not count by a bot, member or not", async () => {
    await expectRefused("`robot[bot]` approved, but is no person", (server) => {
      server.review(7, { by: "robot[bot]" });
    });
  });

  test("does not count by an account that is gone", async () => {
    const { report } = await ask((server) => {
      server.review(7, { by: null });
    });
    expect(report).toEqual({ isAcknowledged: false, lines: [howTo] });
  });

  test("does not count when the pull request was given another base afterwards", async () => {
    await expectRefused("`rosa` approved before the base was changed", (server) => {
      server.review(7, { by: "rosa" });
      server.retarget(7, { by: "alice", baseRef: "release" });
    });
  });

  test("does not count when the base was changed within the same second, as nobody knows which came first", async () => {
    const { server, github } = await startClient({ mayReadMembers: true });
    server.team("acme/security", ["rosa"]);
    server.pullRequest(7, { headSha: head });
    server.retarget(7, { by: "alice", baseRef: "release" });
    server.review(7, { by: "rosa" });
    const [review] = await github.reviews(7);
    const timeline: typeof github.timeline = async (number) =>
      (await github.timeline(number)).map((entry) =>
        entry.event === "base_ref_changed" ? { ...entry, createdAt: review?.submittedAt ?? null } : entry,
      );
    const asked = { number: 7, headSha: head };
    const settings = { labels: [], teams };
    expect((await findAcknowledgement(github, asked, settings)).isAcknowledged).toBe(true);
    const refused = await findAcknowledgement({ ...github, timeline }, asked, settings);
    expect(refused).toEqual({
      isAcknowledged: false,
      lines: ["`rosa` approved before the base was changed", howTo],
    });
  });

  test("counts when the base was changed before", async () => {
    const { report } = await ask((server) => {
      server.retarget(7, { by: "alice", baseRef: "release" });
      server.review(7, { by: "rosa" });
    });
    expect(report.isAcknowledged).toBe(true);
  });

  test("counts by the last word, in whatever order GitHub lists them", async () => {
    const { server, github } = await startClient({ mayReadMembers: true });
    server.team("acme/security", ["rosa"]);
    server.pullRequest(7, { headSha: head });
    server.review(7, { by: "rosa" });
    server.review(7, { by: "rosa", state: "CHANGES_REQUESTED" });
    const reviews: typeof github.reviews = async (number) => (await github.reviews(number)).toReversed();
    const ask = { number: 7, headSha: head };
    const settings = { labels: [], teams };
    const refused = await findAcknowledgement({ ...github, reviews }, ask, settings);
    expect(refused.lines[0]).toBe("`rosa` approved, but requested changes later");
    expect(refused.isAcknowledged).toBe(false);
    server.review(7, { by: "rosa" });
    expect((await findAcknowledgement({ ...github, reviews }, ask, settings)).isAcknowledged).toBe(true);
  });
});
