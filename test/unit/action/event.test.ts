import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { isGating, planOf, type Plan } from "../../../src/action/event.ts";
import { valueAt } from "../../../src/action/payload.ts";
import { CallFailure } from "../../../src/cli/failure.ts";

const [base, head, after, queued, merge] = ["a", "b", "c", "d", "e"].map((c) => c.repeat(40));
const repository = "acme/policies";

function payload(name: string): unknown {
  const file = fileURLToPath(new URL(`../../fixtures/github/${name}.json`, import.meta.url));
  return JSON.parse(readFileSync(file, "utf8"));
}

function plan(eventName: string, fixture: string, baseInput: string | null = null): Plan {
  return planOf({ eventName, repository, sha: merge ?? "" }, payload(fixture), baseInput);
}

function refusal(call: () => unknown): CallFailure {
  try {
    call();
  } catch (error) {
    if (error instanceof CallFailure) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

/** A payload with the value at a path replaced; `undefined` removes it. */
function altered(value: unknown, keys: readonly string[], by: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return by;
  return { ...Object(value), [key]: altered(valueAt(value, key), rest, by) };
}

describe("pull requests", () => {
  const expected = { kind: "pull-request", number: 12, headSha: head, baseSha: base, baseRef: "main" };

  test.each([
    ["pull_request", "pull_request.opened", merge],
    ["pull_request", "pull_request.labeled", merge],
    ["pull_request_review", "pull_request_review.submitted", merge],
    // There GITHUB_SHA is a commit of the base.
    ["pull_request_target", "pull_request.opened", null],
  ])("%s with the payload %s compares the merge commit with its base", (event, fixture, mergeSha) => {
    const found = plan(event, fixture);
    expect(found).toEqual({ ...expected, mergeSha, isFork: false });
    expect(isGating(found)).toBe(true);
  });

  test("a branch of another repository, or of one that is gone, is a fork's", () => {
    expect(plan("pull_request", "pull_request.opened.fork")).toMatchObject({ ...expected, isFork: true });
    expect(plan("pull_request", "pull_request.opened.deleted-fork")).toMatchObject({ isFork: true });
    const sameName = altered(
      payload("pull_request.opened"),
      ["pull_request", "head", "repo", "full_name"],
      "Acme/Policies",
    );
    expect(planOf({ eventName: "pull_request", repository, sha: merge ?? "" }, sameName, null)).toMatchObject(
      {
        isFork: false,
      },
    );
  });

  test.each([["pull_request"], ["pull_request_target"], ["pull_request_review"]])(
    "an input `base` is refused on %s",
    (event) => {
      expect(refusal(() => plan(event, "pull_request.opened", "loose")).message).toBe(
        `input \`base\`: on \`${event}\` the event says what the base is`,
      );
    },
  );
});

test("a merge group is compared with where it stands, and its branch names the last pull request", () => {
  const found = plan("merge_group", "merge_group.checks_requested");
  expect(found).toEqual({ kind: "queue", headSha: queued, baseSha: base, baseRef: "main", lastNumber: 12 });
  expect(isGating(found)).toBe(true);
  expect(refusal(() => plan("merge_group", "merge_group.checks_requested", "loose")).message).toContain(
    "`base`",
  );
  for (const ref of ["refs/heads/main", "refs/heads/x/pr-012-" + "a".repeat(40), "refs/heads/x/pr-12-abc"]) {
    const other = altered(payload("merge_group.checks_requested"), ["merge_group", "head_ref"], ref);
    const source = { eventName: "merge_group", repository, sha: queued ?? "" };
    expect(planOf(source, other, null)).toMatchObject({ lastNumber: null });
  }
});

describe("events that do not gate", () => {
  const sha = merge;

  test("a push compares with what the ref held before", () => {
    const found = plan("push", "push");
    expect(found).toEqual({ kind: "push", headSha: sha, base, isBaseGiven: false, ref: "refs/heads/main" });
    expect(isGating(found)).toBe(false);
    expect(plan("push", "push.forced")).toEqual(found);
  });

  test("a push that makes a ref has no base, and the input gives one", () => {
    expect(plan("push", "push.created")).toMatchObject({ base: null, isBaseGiven: false });
    expect(plan("push", "push.created", "v1")).toMatchObject({ base: "v1", isBaseGiven: true });
    expect(plan("push", "push", "v1")).toMatchObject({ base: "v1", isBaseGiven: true });
  });

  test("a push that removes a ref leaves nothing to check", () => {
    expect(refusal(() => plan("push", "push.deleted")).message).toContain("removed `refs/heads/main`");
  });

  test.each([["schedule"], ["workflow_dispatch"]])("%s checks what is there", (event) => {
    expect(plan(event, event)).toEqual({ kind: "standing", headSha: sha, base: null });
    expect(plan(event, event, "v1")).toEqual({ kind: "standing", headSha: sha, base: "v1" });
    expect(isGating(plan(event, event))).toBe(false);
  });
});

test("an event that says nothing of policies is refused with those that do", () => {
  for (const event of ["issue_comment", "release", "workflow_run", "toString", ""]) {
    const { message, help } = refusal(() => plan(event, "pull_request.opened"));
    expect(message).toContain(`\`${event}\``);
    expect(help).toContain("pull_request_target");
    expect(help).toContain("merge_group");
  }
});

test("a payload that lacks what it must have, or has it in another shape, is refused by the name of what is missing", () => {
  const needs: readonly (readonly [
    event: string,
    fixture: string,
    path: string,
    wrong: readonly unknown[],
  ])[] = [
    ["pull_request", "pull_request.opened", "pull_request.number", ["12", 0, -1, 1.5, null, 2 ** 60]],
    [
      "pull_request",
      "pull_request.opened",
      "pull_request.head.sha",
      ["main", "B".repeat(40), "0".repeat(40), 1, {}],
    ],
    [
      "pull_request",
      "pull_request.opened",
      "pull_request.base.sha",
      ["--upload-pack=x", null, ["a".repeat(40)]],
    ],
    ["pull_request", "pull_request.opened", "pull_request.base.ref", ["", 5, null]],
    ["push", "push", "ref", [null, ""]],
    ["push", "push", "before", ["HEAD", 0, "-x"]],
    ["merge_group", "merge_group.checks_requested", "merge_group.head_sha", ["HEAD", null]],
    ["merge_group", "merge_group.checks_requested", "merge_group.base_sha", [undefined, "0".repeat(40)]],
    ["merge_group", "merge_group.checks_requested", "merge_group.base_ref", [undefined]],
    ["merge_group", "merge_group.checks_requested", "merge_group.head_ref", [undefined]],
  ];
  for (const [eventName, fixture, path, wrong] of needs) {
    for (const value of [...wrong, undefined]) {
      const bad = altered(payload(fixture), path.split("."), value);
      const source = { eventName, repository, sha: merge ?? "" };
      expect(refusal(() => planOf(source, bad, null)).message, path).toContain(`\`${path}\``);
    }
  }
  for (const nothing of [null, [], "x", 5, {}]) {
    const source = { eventName: "pull_request", repository, sha: merge ?? "" };
    expect(refusal(() => planOf(source, nothing, null)).message).toContain("pull_request.");
  }
});

test("the commit that was pushed is the workflow's, not the payload's", () => {
  expect(after).not.toBe(merge);
  expect(plan("push", "push")).toMatchObject({ headSha: merge });
});
