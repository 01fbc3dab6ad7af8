import { expect, test } from "vitest";
import { agent, changesBetween, sideOf, difference, toldBetween } from "../../support/difference.ts";

const ci = agent("git:push on repos/*");

/** The policy with tests. */
function tested(...tests: readonly string[]): string {
  return `${ci}tests:\n${tests.map((text) => `  - ${text.replaceAll("\n", "\n    ")}\n`).join("")}`;
}

test("a test that is gone is told with its place", () => {
  const [change, ...more] = changesBetween(
    tested("ci can git:push on repos/a", "ci cannot sql:* on **"),
    tested("ci can git:push on repos/a"),
  );
  expect(more).toEqual([]);
  expect(change).toMatchObject({
    kind: "test",
    tags: ["test", "test-removed", "weakened"],
    agents: ["ci"],
    message: "test `ci cannot sql:* on **` was removed",
    base: [{ text: "ci cannot sql:* on **", line: 6 }],
    head: [],
  });
});

test("a test turned round is removed and added", () => {
  expect(toldBetween(tested("ci cannot git:push on repos/a"), tested("ci can git:push on repos/a"))).toEqual([
    "test: test `ci can git:push on repos/a` was added",
    "test: test `ci cannot git:push on repos/a` was removed",
  ]);
});

test("sentences that others imply are no change", () => {
  const narrow = tested(
    "ci cannot sql:select on **",
    "ci cannot sql:drop on x/*",
    "ci cannot sql:drop on y/*",
  );
  const lists = tested("ci cannot sql:select on **", "ci cannot sql:drop on x/*, y/*");
  expect(toldBetween(narrow, lists)).toEqual([]);
  expect(toldBetween(lists, narrow)).toEqual([]);
  expect(toldBetween(narrow, tested("ci cannot sql:* on **"))).toEqual([
    "test: test `ci cannot sql:* on **` was added",
  ]);
});

test("an agent that came is no new test of every agent", () => {
  const everyone = tested("every agent cannot sql:* on **");
  expect(toldBetween(everyone, `${everyone}---\n${ci.replace("agent: ci", "agent: bot")}`)).toEqual([
    "agent: agent `bot` was added, with 1 grant",
  ]);
});

test("a sentence given less is a weaker test", () => {
  expect(
    toldBetween(tested("ci cannot sql:* on **"), tested("ci cannot sql:* on ** given context.force")),
  ).toEqual(["test: test `ci cannot sql:* on **` was removed"]);
});

const matrix = (resources: string, expected = "allow"): string =>
  `name: pushes\nagents: [ci]\nactions: [git:push]\nresources: [${resources}]\nexpect: ${expected}`;

test("a structured test is compared case by case, whatever its name", () => {
  expect(
    toldBetween(
      tested(matrix("repos/a, repos/b")),
      tested(matrix("repos/a"), matrix("repos/b").replace("pushes", "more")),
    ),
  ).toEqual([]);
  expect(toldBetween(tested(matrix("repos/a, repos/b")), tested(matrix("repos/a")))).toEqual([
    "test: test `pushes` was removed in part, for `ci`",
  ]);
  expect(toldBetween(tested(matrix("repos/a")), tested(matrix("repos/a", "deny")))).toEqual([
    "test: test `pushes` was added",
    "test: test `pushes` was removed",
  ]);
});

test("because names statements by their meaning", () => {
  const because = (id: string): string =>
    `${agent(`statement: git:push on repos/*\nid: ${id}`)}tests:\n  - ${matrix("repos/a").replaceAll("\n", "\n    ")}\n    because: [${id}]\n`;
  expect(difference(sideOf(because("one")), sideOf(because("other"))).changes).toEqual([]);
});
