import { describe, expect, test } from "vitest";
import { findCommits, stepsBetween } from "../../../src/action/commits.ts";
import type { PullRequestPlan, PushPlan } from "../../../src/action/event.ts";
import { CallFailure } from "../../../src/cli/failure.ts";
import { fakeStore, type CommitWorld, type FakeStore } from "../../support/commit-store.ts";

const name = (character: string): string => character.repeat(40);
const [base, head, merge, other, later] = [name("a"), name("b"), name("c"), name("d"), name("e")];

const pull: PullRequestPlan = {
  kind: "pull-request",
  number: 12,
  headSha: head,
  baseSha: other,
  baseRef: "main",
  mergeSha: merge,
  isFork: false,
};
const target: PullRequestPlan = { ...pull, mergeSha: null };
const merged = { head: merge, base, headName: head.slice(0, 10), baseName: "main", notes: [] };

function noWait(): Promise<void> {
  throw new Error("it waits");
}

async function failureOf(call: Promise<unknown>): Promise<CallFailure> {
  try {
    await call;
  } catch (error) {
    if (error instanceof CallFailure) return error;
    throw error;
  }
  throw new Error("nothing failed");
}

describe("a pull request", () => {
  test("is the event's merge commit against its first parent, which is fetched where it is missing", async () => {
    const store = fakeStore({ here: { [merge]: [base, head] }, there: { [base]: [] } });
    expect(await findCommits(pull, store, noWait)).toEqual(merged);
    expect(store.fetches).toEqual([`${base} 1`]);
    const deep = fakeStore({ here: { [merge]: [base, head], [base]: [] } });
    expect(await findCommits(pull, deep, noWait)).toEqual(merged);
    expect(deep.fetches).toEqual([]);
  });

  test("has its merge commit fetched by name where the checkout holds another commit", async () => {
    const store = fakeStore({ here: { [head]: [] }, there: { [merge]: [base, head], [base]: [] } });
    expect(await findCommits(pull, store, noWait)).toEqual(merged);
    expect(store.fetches).toEqual([`${merge} 1`, `${base} 1`]);
  });

  test("never takes a commit for its merge whose parents are others", async () => {
    const worlds: readonly CommitWorld[] = [
      // Of another head, of the two the other way round, of three, of one, of none.
      { here: { [merge]: [base, later] } },
      { here: { [merge]: [head, base] } },
      { here: { [merge]: [base, head, later] } },
      { here: { [merge]: [base] } },
      { here: { [merge]: [] } },
    ];
    for (const world of worlds) {
      const store = fakeStore({
        here: { ...world.here, [base]: [], [later]: [] },
        there: { [head]: [], [other]: [] },
        refs: { "refs/pull/12/merge": merge, "refs/pull/12/head": later },
      });
      const found = await findCommits(pull, store, noWait);
      expect(found).toMatchObject({ head, base: other });
      expect(found.notes.join()).toContain("there is no merge commit");
    }
  });

  test("of `pull_request_target` has its merge ref fetched", async () => {
    const store = fakeStore({
      here: { [base]: [] },
      there: { [merge]: [base, head] },
      refs: { "refs/pull/12/merge": merge },
    });
    expect(await findCommits(target, store, noWait)).toEqual(merged);
  });

  test("waits for a merge commit that the server is still making", async () => {
    const store: FakeStore = fakeStore({
      here: { [base]: [] },
      there: { [head]: [], [later]: [base, other] },
      refs: { "refs/pull/12/head": head, "refs/pull/12/merge": later },
    });
    const waits: number[] = [];
    const found = await findCommits(target, store, (milliseconds) => {
      waits.push(milliseconds);
      if (waits.length === 2)
        store.serve({ there: { [merge]: [base, head] }, refs: { "refs/pull/12/merge": merge } });
      return Promise.resolve();
    });
    expect(found).toEqual(merged);
    expect(waits).toHaveLength(2);
  });

  test("with conflicts is its branch against the base of the event, and says so", async () => {
    const store = fakeStore({ there: { [head]: [], [other]: [] }, refs: { "refs/pull/12/head": head } });
    let waits = 0;
    const found = await findCommits(target, store, () => {
      waits++;
      return Promise.resolve();
    });
    expect(found).toMatchObject({ head, base: other, headName: head.slice(0, 10), baseName: "main" });
    expect(found.notes).toHaveLength(1);
    expect(waits).toBeGreaterThan(0);
  });

  test("fails where its base or its head cannot be had, and names `fetch-depth`", async () => {
    for (const world of [
      { here: { [merge]: [base, head] } },
      { there: { [other]: [] } },
      { here: { [head]: [] } },
    ]) {
      const { message, help } = await failureOf(findCommits(pull, fakeStore(world), () => Promise.resolve()));
      expect(message).toContain("could not be fetched: no `");
      expect(help).toContain("fetch-depth");
    }
  });
});

test("a merge group is its head against its base, both fetched where they are missing", async () => {
  const plan = { kind: "queue", headSha: head, baseSha: base, baseRef: "main", lastNumber: 12 } as const;
  const store = fakeStore({ there: { [head]: [base], [base]: [] } });
  expect(await findCommits(plan, store, noWait)).toMatchObject({ head, base, baseName: "main" });
  await failureOf(findCommits(plan, fakeStore({ there: { [head]: [base] } }), noWait));
});

describe("a push", () => {
  const push: PushPlan = { kind: "push", headSha: head, base, isBaseGiven: false, ref: "refs/heads/main" };
  const here = { [head]: [base] };

  test("is compared with what the ref held", async () => {
    const store = fakeStore({ here, there: { [base]: [] } });
    expect(await findCommits(push, store, noWait)).toMatchObject({ head, base, notes: [] });
  });

  test("of a new ref, and one after which the old commit is gone, are compared with nothing and say so", async () => {
    for (const plan of [push, { ...push, base: null }]) {
      const found = await findCommits(plan, fakeStore({ here }), noWait);
      expect(found).toMatchObject({ head, base: null });
      expect(found.notes).toHaveLength(1);
    }
  });

  test("fails where the base that was given cannot be had", async () => {
    const plan = { ...push, isBaseGiven: true };
    for (const given of [base, "nowhere", "HEAD~3"]) {
      const { message } = await failureOf(findCommits({ ...plan, base: given }, fakeStore({ here }), noWait));
      expect(message).toContain("`base`");
    }
  });

  test("is compared with the branch or tag that was given", async () => {
    for (const ref of ["refs/heads/v1", "refs/tags/v1"]) {
      const store = fakeStore({ here, there: { [base]: [] }, refs: { [ref]: base } });
      const plan = { ...push, base: "v1", isBaseGiven: true };
      expect(await findCommits(plan, store, noWait)).toMatchObject({ base, baseName: "v1" });
    }
    const known = fakeStore({ here, names: { "HEAD~1": base } });
    const plan = { ...push, base: "HEAD~1", isBaseGiven: true };
    expect(await findCommits(plan, known, noWait)).toMatchObject({ base, baseName: "HEAD~1" });
  });
});

test("without a change, what is checked out is checked, and another commit than the workflow's is told", async () => {
  const plan = { kind: "standing", headSha: head, base: null } as const;
  const found = await findCommits(plan, fakeStore({ names: { HEAD: head } }), noWait);
  expect(found).toMatchObject({ head, base: null, notes: [] });
  const elsewhere = await findCommits(plan, fakeStore({ names: { HEAD: later } }), noWait);
  expect(elsewhere.head).toBe(later);
  expect(elsewhere.notes).toHaveLength(1);
  await failureOf(findCommits(plan, fakeStore({}), noWait));
});

describe("the steps of a merge group", () => {
  const [one, two] = [name("1"), name("2")];

  test("are the first parents from the base to the head, in order", () => {
    const store = fakeStore({ here: { [two]: [one, head], [one]: [base, other], [base]: [] } });
    expect(stepsBetween(store, base, two)).toEqual([
      { commit: one, parent: base, merged: other },
      { commit: two, parent: one, merged: head },
    ]);
    expect(stepsBetween(store, two, two)).toEqual([]);
    expect(store.fetches).toEqual([]);
  });

  test("are fetched where a shallow clone ends", () => {
    const store = fakeStore({
      here: { [two]: [one, head] },
      there: { [one]: [base], [base]: [later], [later]: [] },
    });
    expect(stepsBetween(store, base, two)).toEqual([
      { commit: one, parent: base, merged: null },
      { commit: two, parent: one, merged: head },
    ]);
    expect(store.fetches).toHaveLength(1);
  });

  test("are not known where the base is none of them, or history is missing", () => {
    expect(stepsBetween(fakeStore({ here: { [two]: [one], [one]: [] } }), base, two)).toBeNull();
    expect(stepsBetween(fakeStore({ here: { [two]: [one] } }), base, two)).toBeNull();
    expect(stepsBetween(fakeStore({ here: { [two]: [base, head, later] } }), base, two)).toBeNull();
  });
});
