import { describe, expect, test } from "vitest";
import {
  commentMarker,
  commentOn,
  findOurs,
  type Commented,
  type CommentRequest,
} from "../../../src/action/comment.ts";
import type { IssueComment } from "../../../src/action/github.ts";
import { sha, startClient, type Client } from "../../support/github-client.ts";

const marker = commentMarker({ workingDirectory: ".", config: null, paths: [] });
const bot = { login: "github-actions[bot]", type: "Bot" };

function request(changes: Partial<CommentRequest> = {}): CommentRequest {
  return {
    number: 7,
    headSha: sha("a"),
    isFork: false,
    marker,
    text: "All is well.\n",
    when: "auto",
    isWorthSaying: true,
    ...changes,
  };
}

async function client(options: Parameters<typeof startClient>[0] = {}): Promise<Client> {
  const started = await startClient(options);
  started.server.pullRequest(7, { author: "alice", headSha: sha("a"), baseSha: sha("b") });
  return started;
}

function bodies({ server }: Client): readonly string[] {
  return server.comments(7).map(({ body }) => body);
}

describe("the marker", () => {
  test("is an HTML comment on one line, whatever is in the inputs", () => {
    const hostile = "--> <img src=x>\n::error::x";
    const text = commentMarker({ workingDirectory: hostile, config: hostile, paths: [hostile, "&=%"] });
    expect(text).toMatch(/^<!-- sentrely-policy:[\w.%&=!'()*~-]+ -->$/);
  });

  test("tells uses in one repository apart, and not two ways of saying the same", () => {
    const places = [
      { workingDirectory: ".", config: null, paths: [] },
      { workingDirectory: "gateway", config: null, paths: [] },
      { workingDirectory: ".", config: "sentrely.yaml", paths: [] },
      { workingDirectory: ".", config: null, paths: ["sentrely.yaml"] },
      { workingDirectory: ".", config: null, paths: ["a", "b"] },
      { workingDirectory: ".", config: null, paths: ["a&b"] },
    ];
    expect(new Set(places.map(commentMarker)).size).toBe(places.length);
    for (const workingDirectory of ["./gateway", "gateway/", "././gateway//"]) {
      expect(commentMarker({ workingDirectory, config: null, paths: [] })).toBe(
        commentMarker({ workingDirectory: "gateway", config: null, paths: [] }),
      );
    }
    expect(commentMarker({ workingDirectory: "./", config: null, paths: [] })).toBe(marker);
    expect(commentMarker({ workingDirectory: ".", config: null, paths: ["b", "a"] })).toBe(
      commentMarker({ workingDirectory: ".", config: null, paths: ["a", "b"] }),
    );
  });
});

describe("our comment", () => {
  const comment = (id: number, login: string | null, body: string, type = "User"): IssueComment => ({
    id,
    user: login === null ? null : { login, type },
    body,
  });

  test("is the one of our account, whatever the case of its name", () => {
    const all = [
      comment(1, "stranger", `${marker}\nx`),
      comment(2, null, `${marker}\nx`),
      comment(3, "Robot", `${marker}\r\nx`),
    ];
    expect(findOurs(all, { login: "robot", type: "User" }, marker)?.id).toBe(3);
    expect(findOurs(all.slice(0, 2), { login: "robot", type: "User" }, marker)).toBeNull();
  });

  test("is a bot's where the token has no account, rather the runner's", () => {
    const all = [
      comment(1, "stranger", `${marker}\nx`),
      comment(2, "other[bot]", `${marker}\nx`, "Bot"),
      comment(3, bot.login, `${marker}\nx`, bot.type),
    ];
    expect(findOurs(all, null, marker)?.id).toBe(3);
    expect(findOurs(all.slice(0, 2), null, marker)?.id).toBe(2);
    expect(findOurs(all.slice(0, 1), null, marker)).toBeNull();
  });

  test("begins with the whole marker", () => {
    for (const body of [`See\n${marker}\nx`, `x ${marker}\n`, marker.slice(0, -1), `${marker} more\nx`, ""]) {
      expect(findOurs([comment(1, bot.login, body, bot.type)], null, marker)).toBeNull();
    }
  });
});

describe("`auto`", () => {
  test("makes a comment when there is something to say, and then keeps it current", async () => {
    const started = await client();
    const say = (changes: Partial<CommentRequest>): Promise<Commented> =>
      commentOn(started.github, request(changes));
    expect(await say({ isWorthSaying: false })).toEqual({ kind: "none" });
    expect(bodies(started)).toEqual([]);
    expect(await say({ text: "A star.\n" })).toEqual({ kind: "created" });
    expect(await say({ text: "A star.\n" })).toEqual({ kind: "unchanged" });
    expect(await say({ isWorthSaying: false })).toEqual({ kind: "updated" });
    expect(bodies(started)).toEqual([`${marker}\nAll is well.\n`]);
    expect(started.server.requests.filter(({ method }) => method !== "GET")).toHaveLength(2);
  });

  test("updates the one among a hundred others", async () => {
    const started = await client();
    for (let i = 0; i < 60; i++)
      started.server.comment(7, { by: "stranger", body: `${marker}\n${String(i)}` });
    await commentOn(started.github, request());
    for (let i = 0; i < 60; i++)
      started.server.comment(7, { by: "stranger", body: `${marker}\n${String(i)}` });
    expect(await commentOn(started.github, request({ text: "Other." }))).toEqual({ kind: "updated" });
    expect(bodies(started).filter((body) => body === `${marker}\nOther.`)).toHaveLength(1);
    expect(bodies(started)).toHaveLength(121);
  });
});

test("`always` makes a comment in any case, `never` asks for nothing", async () => {
  const started = await client();
  expect(await commentOn(started.github, request({ when: "never" }))).toEqual({ kind: "none" });
  expect(started.server.requests).toEqual([]);
  const always = request({ when: "always", isWorthSaying: false });
  expect(await commentOn(started.github, always)).toEqual({ kind: "created" });
});

test("a run that ends late leaves the comment to the run of the later head", async () => {
  const started = await client();
  started.server.push(7, { by: "alice", sha: sha("c") });
  expect(await commentOn(started.github, request())).toMatchObject({
    kind: "failed",
    reason: expect.stringContaining("another head"),
  });
  expect(bodies(started)).toEqual([]);
});

test("a comment that somebody removes meanwhile is made anew", async () => {
  const started = await client();
  await commentOn(started.github, request());
  started.server.fail({ method: "PATCH", path: /\/issues\/comments\//, status: 404, times: 1 });
  expect(await commentOn(started.github, request({ text: "Other." }))).toEqual({ kind: "created" });
});

test("without permission there is no comment, and the reason names what is missing", async () => {
  const started = await client({ mayWrite: false });
  const reason = async (isFork: boolean): Promise<unknown> => commentOn(started.github, request({ isFork }));
  expect(await reason(false)).toEqual({
    kind: "failed",
    reason: "the token may not write comments; the job needs `pull-requests: write`",
  });
  expect(await reason(true)).toEqual({
    kind: "failed",
    reason: "the pull request is from a fork, and its token may not write comments",
  });
});

test.each([
  ["GET", /\/comments$/],
  ["GET", /\/pulls\/7$/],
  ["POST", /\/comments$/],
])("a server that fails %s %s leaves no comment, without the token in its reason", async (method, path) => {
  const started = await client();
  started.server.fail({ method, path, status: 502 });
  const done = await commentOn(started.github, request());
  expect(done.kind).toBe("failed");
  expect(JSON.stringify(done)).not.toContain(started.server.token);
  expect(bodies(started)).toEqual([]);
});
