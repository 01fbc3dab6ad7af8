import { describe, expect, test } from "vitest";
import { createGitHub } from "../../../src/action/octokit-github.ts";
import { failureOf, sha, startClient } from "../../support/github-client.ts";
import { startGitHub } from "../../support/github-server.ts";

const head = sha("a");

describe("the address of the API", () => {
  test.each(["/api/v3", "/api/v3/"])("may have a path: %s", async (given) => {
    const { server, github } = await startClient({ basePath: "/api/v3" });
    const slashed = createGitHub({
      apiUrl: server.url.replace("/api/v3", given),
      token: server.token,
      repository: server.repository,
      userAgent: "x",
    });
    server.pullRequest(7, { headSha: head });
    for (let i = 0; i < 101; i++) server.comment(7, { by: "bob", body: "x" });
    expect(await slashed.comments(7)).toHaveLength(101);
    expect(await github.comments(7)).toHaveLength(101);
  });

  test.each(["", "api.github.com", "file:///etc/passwd", "https://user:secret@example.com"])(
    "that is none is refused: %j",
    async (apiUrl) => {
      const github = createGitHub({ apiUrl, token: "t", repository: "acme/policies", userAgent: "x" });
      expect((await failureOf(github.pullRequest(7))).kind).toBe("refused");
    },
  );

  test.each(["acme", "acme/..", "../policies", "acme/"])(
    "never leaves the repository for one called %j",
    async (repository) => {
      const { server, github } = await startClient({}, { repository });
      expect((await failureOf(github.pullRequest(7))).kind).toBe("not-found");
      expect(server.requests).toEqual([]);
    },
  );

  test("is asked for one login, whatever it holds", async () => {
    const { server, github } = await startClient();
    await github.permissionOf("a/../b?x=1#{y}");
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/repos/acme/policies/collaborators/a%2F..%2Fb%3Fx%3D1%23%7By%7D/permission",
    ]);
  });

  test("is told who asks", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    await github.pullRequest(7);
    expect(server.requests[0]?.userAgent).toMatch(/^sentrely-policy\/1\.2\.3 /);
  });
});

describe("redirects", () => {
  test("are followed within the API", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({
      path: /\/pulls\/6$/,
      status: 301,
      headers: { location: `${server.url}/repos/acme/policies/pulls/7` },
    });
    expect((await github.pullRequest(6)).number).toBe(7);
  });

  test("are not followed elsewhere, where the token would go along", async () => {
    const other = await startGitHub();
    const { server, github } = await startClient({ basePath: "/api/v3" });
    for (const location of [
      `${other.url}/repos/acme/policies/pulls/7`,
      `${server.url.replace("127.0.0.1", "localhost")}/repos/acme/policies/pulls/7`,
      `${server.url.replace("/api/v3", "")}/elsewhere`,
      // Begins as the API's address does, and is another.
      `${server.url}x/repos/acme/policies/pulls/7`,
      "../../../../..",
    ]) {
      server.recover();
      server.fail({ path: /./, status: 302, headers: { location } });
      const failure = await failureOf(github.pullRequest(7));
      expect(failure.kind).toBe("refused");
      expect(failure.message).toBe(
        "`GET /api/v3/repos/acme/policies/pulls/7` was sent elsewhere (status 302)",
      );
    }
    expect(other.requests).toEqual([]);
    expect(server.requests).toHaveLength(5);
    await other.close();
  });

  test("end, and are not followed with a comment", async () => {
    const { server, github } = await startClient();
    server.pullRequest(7, { headSha: head });
    const location = `${server.url}/repos/acme/policies/pulls/7`;
    server.fail({ path: /./, status: 307, headers: { location } });
    expect((await failureOf(github.pullRequest(7))).kind).toBe("refused");
    expect(server.requests).toHaveLength(4);
    expect((await failureOf(github.createComment(7, "x"))).kind).toBe("refused");
    expect(server.requests).toHaveLength(5);
  });
});

describe("the token", () => {
  test("is in no message, not even where the server repeats it", async () => {
    const token = "ghs_secret0123456789";
    const { server, github } = await startClient({ token });
    const messages: string[] = [];
    const faults = [
      ...[401, 403, 404, 422, 429, 500].map((status) => ({
        status,
        body: JSON.stringify({ message: `no \`${token}\` \n::error::\u202e here` }),
      })),
      { kind: "reset" as const },
      { kind: "malformed" as const, body: `"${token}"` },
      { kind: "malformed" as const, body: JSON.stringify({ number: token, user: token }) },
    ];
    for (const fault of faults) {
      server.recover();
      server.fail({ path: /./, ...fault });
      const failure = await failureOf(github.pullRequest(7));
      messages.push(
        `${failure.message}${String(failure.stack)}${JSON.stringify(failure)}${String(failure.cause)}`,
      );
    }
    expect(messages).toHaveLength(9);
    expect(messages.join("\n")).not.toContain(token);
    expect(messages[0]).toContain("status 401: no '***' \\u{a}::error::\\u{202e} here");
  });

  test("with a line break within is refused without being told", async () => {
    const { server } = await startClient();
    const github = createGitHub({
      apiUrl: server.url,
      token: "ghs_one\nghs_two",
      repository: server.repository,
      userAgent: "x",
      wait: () => Promise.resolve(),
    });
    const failure = await failureOf(github.pullRequest(7));
    expect(failure.message).not.toMatch(/ghs_/);
    expect(server.requests).toEqual([]);
  });

  test("may have blanks around it, and is not missing", async () => {
    const { server } = await startClient();
    server.pullRequest(7, { headSha: head });
    const options = { apiUrl: server.url, repository: server.repository, userAgent: "x" };
    const padded = createGitHub({ ...options, token: `${server.token}\n` });
    expect((await padded.pullRequest(7)).number).toBe(7);
    const failure = await failureOf(createGitHub({ ...options, token: " " }).pullRequest(7));
    expect(failure.kind).toBe("forbidden");
    expect(server.requests).toHaveLength(1);
  });
});
