import { expect, test } from "vitest";
import { agent, changesBetween, toldBetween } from "../../support/difference.ts";

const ci = agent("git:read on **");
const named = (name: string, ...statements: string[]): string =>
  `---\n${agent(...statements).replace("agent: ci", `agent: ${name}`)}`;

test("an added agent is one change that widens, with what it may do", () => {
  const [change, ...more] = changesBetween(ci, ci + named("bot", "git:push on repos/a", "deny sql:* on **"));
  expect(more).toEqual([]);
  expect(change).toMatchObject({
    kind: "agent",
    tags: ["agent", "agent-added", "widened"],
    agents: ["bot"],
    message: "agent `bot` was added, with 1 grant and 1 deny",
    witness: { request: { agent: "bot", action: "git:push", resource: "repos/a" } },
    before: { reason: "unknown_agent" },
    after: { reason: "granted" },
    base: [],
    head: [{ text: "allow git:push on repos/a" }, { text: "deny sql:* on **" }],
  });
});

test("an agent without anything that it may do widens nothing", () => {
  const [change] = changesBetween(ci, ci + named("bot", "git:push on repos/a", "deny git:* on **"));
  expect(change?.tags).toEqual(["agent", "agent-added"]);
  expect(change?.witness).toBeNull();
});

test("a removed agent narrows", () => {
  const [change] = changesBetween(ci + named("bot", "git:push on repos/a"), ci);
  expect(change).toMatchObject({
    tags: ["agent", "agent-removed", "narrowed"],
    before: { reason: "granted" },
    after: { reason: "unknown_agent" },
  });
});

test("an agent that is gone and one that came with the same statements are one agent renamed", () => {
  const changes = changesBetween(
    ci + named("bot", "git:push on repos/a"),
    ci + named("robot", "git:push on repos/a"),
  );
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    tags: ["agent", "agent-renamed", "agent-added", "agent-removed", "widened", "narrowed"],
    agents: ["bot", "robot"],
    message: "agent `bot` is now called `robot`, and holds the same",
  });
});

test("agents that came together with the same statements are told together", () => {
  expect(toldBetween(ci, ci + named("x", "git:push on repos/a") + named("y", "git:push on repos/a"))).toEqual(
    ["agent: `x` and `y` were added, with 1 grant"],
  );
});
