import { describe, expect, test, vi } from "vitest";
import { createGitHub } from "../../../src/action/octokit-github.ts";
import { failureOf, sha, startClient } from "../../support/github-client.ts";

const head = sha("a");

describe("what may pass", () => {
  test.each([
    ["status 500", { status: 500 }],
    ["status 503", { status: 503 }],
    ["status 408", { status: 408 }],
    ["a connection that is reset", { kind: "reset" }],
    ["an answer that breaks off", { kind: "truncated" }],
    ["an answer that is no JSON", { kind: "malformed" }],
  ] as const)("is tried again: %s", async (_, fault) => {
    const { server, github, waits } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /./, times: 3, ...fault });
    expect((await github.pullRequest(7)).number).toBe(7);
    expect(waits).toEqual([1000, 2000, 4000]);
    server.fail({ path: /./, ...fault });
    expect((await failureOf(github.pullRequest(7))).kind).toBe("unreachable");
    expect(server.requests).toHaveLength(8);
  });

  test.each([400, 401, 403, 404, 409, 410, 422, 451])("is not status %i", async (status) => {
    const { server, github, waits } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /./, status });
    const failure = await failureOf(github.pullRequest(7));
    const kinds: { readonly [status: number]: string } = {
      401: "forbidden",
      403: "forbidden",
      404: "not-found",
      410: "not-found",
    };
    expect(failure.kind).toBe(kinds[status] ?? "refused");
    expect(failure.message).toBe(
      `\`GET /repos/acme/policies/pulls/7\` was answered with status ${String(status)}: made to fail with ${String(status)}`,
    );
    expect(waits).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test("waits as long as the server asks", async () => {
    const { server, github, waits } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /./, status: 503, headers: { "retry-after": "9" }, times: 1 });
    await github.pullRequest(7);
    expect(waits).toEqual([9000]);
  });

  test("ends when answers took two minutes in all, and nothing more is asked", async () => {
    let clock = 0;
    // A look at the clock before and after each request.
    const { server, github } = await startClient({}, { now: () => (clock += 25_000) });
    server.pullRequest(7, { headSha: head });
    await github.pullRequest(7);
    server.fail({ path: /./, kind: "reset" });
    expect((await failureOf(github.pullRequest(7))).message).toContain("ECONNRESET");
    server.recover();
    const failure = await failureOf(github.pullRequest(7));
    expect(failure.kind).toBe("unreachable");
    expect(failure.message).toBe(
      "`GET /repos/acme/policies/pulls/7` was not asked: GitHub has taken too long already",
    );
    expect(server.requests).toHaveLength(5);
  });

  test("does not hang on a server that does not answer", async () => {
    const { server, github } = await startClient({}, { requestTime: 30 });
    server.fail({ path: /./, delay: 60_000 });
    const failure = await failureOf(github.pullRequest(7));
    expect(failure.kind).toBe("unreachable");
    expect(failure.message).toBe("`GET /repos/acme/policies/pulls/7` had no answer in time");
    expect(server.requests).toHaveLength(4);
  });

  test("is not a host that there is not", async () => {
    const github = createGitHub({
      apiUrl: "http://127.0.0.1:1",
      token: "t",
      repository: "acme/policies",
      userAgent: "x",
      wait: () => Promise.resolve(),
    });
    const failure = await failureOf(github.pullRequest(7));
    expect(failure.kind).toBe("unreachable");
    expect(failure.message).toMatch(/^`GET \/repos\/acme\/policies\/pulls\/7` had no answer( \([A-Z]+\))?$/);
  });
});

describe("rate limits", () => {
  const reset = (seconds: number): string =>
    String(Math.floor(Date.parse("2026-03-02T10:00:00Z") / 1000) + seconds);
  const date = "Mon, 02 Mar 2026 10:00:00 GMT";

  test.each([
    ["429 with retry-after", 429, { "retry-after": "7" }, 7000],
    ["403 with retry-after", 403, { "retry-after": "7" }, 7000],
    [
      "403 with nothing left",
      403,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset(20), date },
      21_000,
    ],
    [
      "429 with nothing left",
      429,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset(-5), date },
      1000,
    ],
    ["429 that says no more", 429, {}, 60_000],
  ])("are waited for: %s", async (_, status, headers, wait) => {
    const { server, github, waits } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /./, status, headers, times: 1 });
    await github.pullRequest(7);
    expect(waits).toEqual([wait]);
  });

  test("hold for comments too, which were not made", async () => {
    const { server, github, waits } = await startClient();
    server.pullRequest(7, { headSha: head });
    const body = JSON.stringify({ message: "You have exceeded a secondary rate limit. Please wait." });
    server.fail({ path: /./, status: 403, body, times: 1 });
    await github.createComment(7, "once");
    expect(server.comments(7)).toHaveLength(1);
    expect(waits).toEqual([60_000]);
  });

  test("of more than a minute, in one wait or in all, are failures", async () => {
    const { server, github, waits } = await startClient();
    server.pullRequest(7, { headSha: head });
    server.fail({ path: /./, status: 429, headers: { "retry-after": "61" }, times: 1 });
    expect((await failureOf(github.pullRequest(7))).kind).toBe("rate-limited");
    server.fail({
      path: /./,
      status: 403,
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset(3600), date },
      times: 1,
    });
    expect((await failureOf(github.pullRequest(7))).kind).toBe("rate-limited");
    expect(waits).toEqual([]);
    server.fail({ path: /./, status: 429, headers: { "retry-after": "40" }, times: 2 });
    expect((await failureOf(github.pullRequest(7))).kind).toBe("rate-limited");
    expect(waits).toEqual([40_000]);
  });
});

test("Nothing is written to any stream, not even about what is deprecated", async () => {
  const { server, github } = await startClient();
  server.pullRequest(7, { headSha: head });
  const streams = [
    vi.spyOn(process.stdout, "write"),
    vi.spyOn(process.stderr, "write"),
    vi.spyOn(console, "warn"),
    vi.spyOn(console, "error"),
    vi.spyOn(console, "log"),
  ];
  const headers = {
    deprecation: "true",
    sunset: "Fri, 01 Jan 2027 00:00:00 GMT",
    link: '<x>; rel="deprecation"',
  };
  server.fail({ path: /./, delay: 0, headers, times: 1 });
  await github.pullRequest(7);
  server.fail({ path: /./, status: 500 });
  await failureOf(github.pullRequest(7));
  const calls = streams.map((stream) => stream.mock.calls.length);
  for (const stream of streams) stream.mockRestore();
  expect(calls).toEqual([0, 0, 0, 0, 0]);
});
