import { describe, expect, test } from "vitest";
import { sha } from "../../support/github-client.ts";
import type { GitHubServer } from "../../support/github-server.ts";
import { askReview as ask, head, howTo } from "../../support/review-question.ts";

describe("a team", () => {
  const unknown = (team: string): string =>
    `\`rosa\` approved, but whether they are a member of \`${team}\` is not known: there is no such team, or the token may not read its members`;

  test("that does not exist has no members, and says so", async () => {
    const { report } = await ask((server) => void server.review(7, { by: "rosa" }), {
      settings: { teams: ["acme/nobody"] },
    });
    expect(report.isAcknowledged).toBe(false);
    expect(report.lines[0]).toBe(unknown("acme/nobody"));
  });

  test("whose members the token may not read has none, and says so", async () => {
    const { report } = await ask((server) => void server.review(7, { by: "rosa" }), {
      server: { mayReadMembers: false },
    });
    expect(report).toEqual({ isAcknowledged: false, lines: [unknown("acme/security"), howTo] });
  });

  test("is not asked about more than thirty approvals, of which the newest count", async () => {
    const { report, server } = await ask((s) => {
      s.review(7, { by: "rosa" });
      for (let i = 0; i < 30; i++) s.review(7, { by: `stranger-${String(i)}` });
    });
    expect(report.isAcknowledged).toBe(false);
    expect(report.lines).toContain("1 earlier approvals were not looked at");
    expect(server.requests.filter(({ path }) => path.includes("/memberships/"))).toHaveLength(30);
  });
});

describe("nothing counts", () => {
  const nothing = async (
    line: string,
    arrange: (server: GitHubServer) => void,
    options: Parameters<typeof ask>[1] = {},
  ): Promise<void> => {
    const { report } = await ask((server) => {
      arrange(server);
      server.review(7, { by: "rosa" });
    }, options);
    expect(report).toEqual({ isAcknowledged: false, lines: [line] });
  };

  test("when the pull request has moved on since the head that is judged", async () => {
    await nothing(
      "no acknowledgement counts: the head that is judged is `aaaaaaaaaa`, and the pull request has moved on to `dddddddddd`",
      (server) => {
        server.push(7, { by: "alice", sha: sha("d") });
      },
    );
  });

  test("when a commit has an author whom GitHub does not know", async () => {
    await nothing(
      "no acknowledgement counts: GitHub knows no account of the author of `aaaaaaaaaa`",
      (server) => {
        server.pullRequest(7, {
          headSha: head,
          commits: [{ sha: head, author: null, committer: "web-flow" }],
        });
      },
    );
  });

  test("when a commit has a committer whom GitHub does not know", async () => {
    await nothing(
      "no acknowledgement counts: GitHub knows no account of the committer of `aaaaaaaaaa`",
      (server) => {
        server.pullRequest(7, { headSha: head, commits: [{ sha: head, author: "alice", committer: null }] });
      },
    );
  });

  const many = (count: number): { readonly sha: string; readonly author: string }[] =>
    Array.from({ length: count }, (_, i) => ({
      sha: i === count - 1 ? head : i.toString(16).padStart(40, "0"),
      author: "alice",
    }));

  test("when there are more commits than GitHub lists", async () => {
    await nothing(
      "no acknowledgement counts: the pull request has more commits than GitHub lists (250), so who wrote them all is not known",
      (server) => {
        server.pullRequest(7, { headSha: head, commits: many(251) });
      },
    );
  });

  test("but 250 commits are all listed", async () => {
    const { report } = await ask((server) => {
      server.pullRequest(7, { headSha: head, commits: many(250) });
      server.review(7, { by: "rosa" });
    });
    expect(report.isAcknowledged).toBe(true);
  });

  test("when the commits that GitHub lists are not those of the head", async () => {
    await nothing(
      "no acknowledgement counts: the commits of the pull request do not hold the head that is judged, `aaaaaaaaaa`",
      (server) => {
        server.pullRequest(7, { headSha: head, commits: [{ sha: sha("b"), author: "alice" }] });
      },
    );
  });

  test.each([
    ["the pull request", /\/pulls\/7$/],
    ["its commits", /\/pulls\/7\/commits$/],
    ["its timeline", /\/timeline$/],
  ])("when GitHub does not answer about %s", async (_, path) => {
    const { report } = await ask((server) => {
      server.review(7, { by: "rosa" });
      server.fail({ path, status: 502 });
    });
    expect(report).toEqual({
      isAcknowledged: false,
      lines: [
        expect.stringMatching(/^no acknowledgement counts, since GitHub could not be asked: `GET .*502/),
      ],
    });
  });

  test.each([
    ["the reviews", /\/reviews$/],
    ["memberships", /\/memberships\//],
    ["pushes", /\/activity$/],
  ])("of the approvals when GitHub does not answer about %s", async (_, path) => {
    const { report } = await ask((server) => {
      server.review(7, { by: "rosa" });
      server.fail({ path, kind: "reset" });
    });
    expect(report.isAcknowledged).toBe(false);
    expect(report.lines[0]).toMatch(
      /^no approval counts, since GitHub could not be asked: `GET .*ECONNRESET/,
    );
  });

  test("when it is not said who could acknowledge", async () => {
    const { report, server } = await ask((s) => void s.review(7, { by: "rosa" }), {
      settings: { teams: [] },
    });
    expect(report).toEqual({
      isAcknowledged: false,
      lines: ["nobody can acknowledge this here: the workflow sets neither `allow-label` nor `allow-team`"],
    });
    expect(server.requests).toEqual([]);
  });

  test("when nothing was offered, and the report says how it would be", async () => {
    const { report } = await ask(() => undefined, { settings: { labels: ["policy-ok", "risk-taken"] } });
    expect(report).toEqual({
      isAcknowledged: false,
      lines: [
        howTo,
        "to acknowledge it, somebody with write access who had no part in the pull request sets the label `policy-ok` or `risk-taken` after the last push",
      ],
    });
  });
});
