import { describe, expect, test } from "vitest";
import { failureOf, sha, startClient } from "../../support/github-client.ts";

const head = sha("a");

describe("GitHub's answers", () => {
  test("are read: the pull request, its reviews, commits, timeline and labels", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, {
      headSha: head,
      headRef: "feature/Ü#1",
      headRepository: "alice/policies",
      baseSha: sha("b"),
      commits: [{ sha: head, author: null, committer: "web-flow", message: "Widen\n\nMore" }],
    });
    const review = server.review(7, { by: "rosa", state: "CHANGES_REQUESTED" });
    server.review(7, { by: null, state: "PENDING", commit: null });
    server.label(7, "policy-ok", { by: "robot[bot]" });
    expect(await github.pullRequest(7)).toEqual({
      number: 7,
      author: "alice",
      headSha: head,
      headRef: "feature/Ü#1",
      headRepository: "alice/policies",
      baseSha: sha("b"),
      baseRef: "main",
    });
    expect(await github.reviews(7)).toEqual([
      {
        id: review,
        user: { login: "rosa", type: "User" },
        state: "CHANGES_REQUESTED",
        commitId: head,
        submittedAt: "2026-03-02T09:02:00Z",
      },
      { id: expect.any(Number), user: null, state: "PENDING", commitId: null, submittedAt: null },
    ]);
    expect(await github.commits(7)).toEqual([
      { sha: head, author: null, committer: { login: "web-flow", type: "User" }, message: "Widen\n\nMore" },
    ]);
    expect(await github.timeline(7)).toEqual([
      { event: "committed", actor: null, createdAt: null, label: null },
      {
        event: "labeled",
        actor: { login: "robot[bot]", type: "Bot" },
        createdAt: "2026-03-02T09:03:00Z",
        label: "policy-ok",
      },
    ]);
    expect(await github.labels(7)).toEqual(["policy-ok"]);
    expect(await github.pushes("alice/policies", "feature/Ü#1")).toEqual([
      { after: head, timestamp: "2026-03-02T09:01:00Z", actor: { login: "alice", type: "User" } },
    ]);
    expect(await github.pullRequestsOf(head)).toEqual([7]);
    server.deleteFork(7);
    expect((await github.pullRequest(7)).headRepository).toBeNull();
  });

  test.each(["admin", "maintain", "write", "triage", "read", "none"] as const)(
    "tell the permission `%s`",
    async (role) => {
      const { server, github } = await startClient();
      server.permission("rosa", role);
      expect(await github.permissionOf("rosa")).toBe(role);
    },
  );

  test.each([
    ["read", "release-manager", "read"],
    ["write", "security-lead", "write"],
    ["read", "write", "read"],
    ["read", "maintain", "read"],
    ["none", "triage", "none"],
    ["owner", "admin", "none"],
  ])("tell of `%s` with a role called `%s` what it can do at least", async (permission, role_name, told) => {
    const { server, github } = await startClient();
    server.fail({ path: /permission$/, kind: "malformed", body: JSON.stringify({ permission, role_name }) });
    expect(await github.permissionOf("rosa")).toBe(told);
  });

  test("tell who is a member of a team, and `null` where it cannot be told", async () => {
    const { server, github } = await startClient({ mayReadMembers: true });
    server.team("acme/security", ["rosa"], ["ivan"]);
    expect(await github.isTeamMember("acme", "security", "Rosa")).toBe(true);
    expect(await github.isTeamMember("acme", "security", "ivan")).toBe(false);
    expect(await github.isTeamMember("acme", "security", "bob")).toBe(false);
    expect(await github.isTeamMember("acme", "nobody", "rosa")).toBeNull();
    const { github: runner } = await startClient();
    expect(await runner.isTeamMember("acme", "security", "rosa")).toBeNull();
  });

  test("tell whose the token is, and `null` for one of the runner", async () => {
    expect(await (await startClient()).github.self()).toBeNull();
    const { github } = await startClient({ self: "deployer" });
    expect(await github.self()).toEqual({ login: "deployer", type: "User" });
  });

  test("tell no pushes where the server has no such endpoint", async () => {
    const { server, github } = await startClient({ hasActivities: false });
    server.pullRequest(7, { headSha: head });
    expect(await github.pushes("acme/policies", "change")).toBeNull();
  });
});

describe("comments", () => {
  test("are listed, made and changed", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    const id = server.comment(7, { by: "bob", body: "hello" });
    await github.createComment(7, "first\nsecond `::error::`");
    await github.updateComment(id, "changed");
    expect(await github.comments(7)).toEqual([
      { id, user: { login: "bob", type: "User" }, body: "changed" },
      {
        id: expect.any(Number),
        user: { login: "github-actions[bot]", type: "Bot" },
        body: "first\nsecond `::error::`",
      },
    ]);
  });

  test("are not made twice when the answer to the first is lost", async () => {
    const { server, github, waits } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /comments$/, method: "POST", kind: "reset", after: true, times: 1 });
    await github.createComment(7, "once");
    expect(server.comments(7).map(({ body }) => body)).toEqual(["once"]);
    expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
    expect(waits).toEqual([1000]);
  });

  test("are made on a second attempt when the first did not arrive", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /comments$/, method: "POST", status: 502, times: 1 });
    await github.createComment(7, "once");
    expect(server.comments(7).map(({ body }) => body)).toEqual(["once"]);
  });

  test("are given up after four attempts", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /comments$/, method: "POST", status: 502 });
    expect((await failureOf(github.createComment(7, "once"))).kind).toBe("unreachable");
    expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(4);
  });

  test("are refused to the token of a fork's pull request, at once", async () => {
    const { server, github, waits } = await startClient({ mayWrite: false });
    server.pullRequest(7, { headSha: head });
    const failure = await failureOf(github.createComment(7, "x"));
    expect(failure.kind).toBe("forbidden");
    expect(failure.message).toBe(
      "`POST /repos/acme/policies/issues/7/comments` was answered with status 403: Resource not accessible by integration",
    );
    expect(waits).toEqual([]);
  });
});

describe("pages", () => {
  test("are all read, a hundred entries each", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    for (let i = 0; i < 250; i++) server.comment(7, { by: "bob", body: String(i) });
    const comments = await github.comments(7);
    expect(comments.map(({ body }) => body)).toEqual(Array.from({ length: 250 }, (_, i) => String(i)));
    expect(server.requests.map(({ query }) => [query["page"] ?? "1", query["per_page"]])).toEqual([
      ["1", "100"],
      ["2", "100"],
      ["3", "100"],
    ]);
  });

  test("of pushes are read up to the third, by their cursor", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    for (let i = 0; i < 310; i++) server.push(7, { by: "bob", sha: i.toString(16).padStart(40, "0") });
    const pushes = await github.pushes("acme/policies", "change");
    expect(pushes).toHaveLength(300);
    expect(pushes?.[0]?.after).toBe((309).toString(16).padStart(40, "0"));
    expect(server.requests.map(({ query }) => query["after"])).toEqual([undefined, "100", "200"]);
  });

  test("of commits end at 250, and more are `null`", async () => {
    const { server, github } = await startClient();
    const commits = Array.from({ length: 251 }, (_, i) => ({ sha: i.toString(16).padStart(40, "0") }));
    server.pullRequest(7, { headSha: head, commits });
    server.pullRequest(8, { headSha: head, commits: commits.slice(1) });
    expect(await github.commits(7)).toBeNull();
    expect(await github.commits(8)).toHaveLength(250);
  });

  test("are not followed to another host, nor without end", async () => {
    const other = await startClient();
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    const path = /\/comments$/;
    server.fail({
      path,
      delay: 0,
      times: 1,
      headers: { link: `<${other.server.url}/repos/acme/policies/issues/7/comments?page=2>; rel="next"` },
    });
    const failure = await failureOf(github.comments(7));
    expect(failure.kind).toBe("refused");
    expect(failure.message).toBe(
      "the next page of `GET /repos/acme/policies/issues/7/comments` is elsewhere",
    );
    expect(other.server.requests).toEqual([]);
    const own = `${server.url}/repos/acme/policies/issues/7/comments`;
    server.fail({ path, delay: 0, headers: { link: `<${own}>; rel="next"` } });
    expect((await failureOf(github.comments(7))).message).toBe(
      "`GET /repos/acme/policies/issues/7/comments` has more than 50 pages",
    );
  });

  test("that fail in the middle fail the whole", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    for (let i = 0; i < 101; i++) server.review(7, { by: "bob" });
    server.fail({ path: /\/reviews$/, delay: 0, times: 1 });
    server.fail({ path: /\/reviews$/, status: 409 });
    expect((await failureOf(github.reviews(7))).kind).toBe("refused");
    expect(server.requests).toHaveLength(2);
  });
});
