import { describe, expect, test } from "vitest";
import type { GitHub } from "../../../src/action/github.ts";
import { failureOf, sha, startClient } from "../../support/github-client.ts";

const head = sha("a");

describe("answers that are not understood", () => {
  const calls: readonly (readonly [string, (github: GitHub) => Promise<unknown>])[] = [
    ["pullRequest", (github) => github.pullRequest(7)],
    ["reviews", (github) => github.reviews(7)],
    ["commits", (github) => github.commits(7)],
    ["timeline", (github) => github.timeline(7)],
    ["labels", (github) => github.labels(7)],
    ["pushes", (github) => github.pushes("acme/policies", "change")],
    ["permissionOf", (github) => github.permissionOf("rosa")],
    ["isTeamMember", (github) => github.isTeamMember("acme", "security", "rosa")],
    ["pullRequestsOf", (github) => github.pullRequestsOf(head)],
    ["comments", (github) => github.comments(7)],
    ["self", (github) => github.self()],
  ];

  test.each(calls)("fail `%s`, whatever JSON they are", async (_, call) => {
    const { server, github } = await startClient({ mayReadMembers: true, self: "me" });
    for (const body of ["{}", "[{}]", "[null]", "null", '{"message":"ok"}', '[["x"]]']) {
      server.recover();
      server.fail({ path: /./, kind: "malformed", body });
      const failure = await failureOf(call(github));
      expect(failure.kind).toBe("refused");
      expect(failure.message).toMatch(/^the answer to `GET \/[^`]*` is not understood: /);
    }
  });

  test.each([
    ["a state that is not known", /reviews$/, { state: "RATHER_YES" }, "`state` is none of a review"],
    ["a time that is none", /reviews$/, { submitted_at: "soon" }, "`submitted_at` is no time"],
    ["a number that is none", /reviews$/, { id: 1.5 }, "`id` is no whole number"],
    ["no reviewer at all", /reviews$/, { user: undefined }, "`login` is no text"],
    ["a commit that is no text", /reviews$/, { commit_id: 7 }, "`id` is no text"],
  ])("are those with %s", async (_, path, part, reason) => {
    const { server, github } = await startClient();
    const review = {
      id: 1,
      user: null,
      state: "APPROVED",
      commit_id: head,
      submitted_at: "2026-03-02T09:00:00Z",
    };
    server.fail({ path, kind: "malformed", body: JSON.stringify([{ ...review, ...part }]) });
    expect((await failureOf(github.reviews(7))).message).toContain(reason);
    server.recover();
    server.fail({ path, kind: "malformed", body: JSON.stringify([review]) });
    expect(await github.reviews(7)).toHaveLength(1);
  });

  test("do not include a commit without an account, whichever way GitHub writes it", async () => {
    const { server, github } = await startClient();
    const body = JSON.stringify([{ sha: head, author: {}, committer: null, commit: { message: "x" } }]);
    server.fail({ path: /commits$/, kind: "malformed", body });
    expect(await github.commits(7)).toEqual([{ sha: head, author: null, committer: null, message: "x" }]);
  });
});
