import { expect, test } from "vitest";
import { agent, changesBetween, difference, sideOf, toldByConfig } from "../../support/difference.ts";

const forced = agent("git:* on repos/** when context.force");

test("a default that is new changes what absence means, and nothing else", () => {
  const config = (rest: string): string => `version: 1\ncontext: {force: {type: bool${rest}}}\n`;
  expect(toldByConfig(forced, config(""), config(", default: true"))).toEqual([
    "widened: `ci` may now do `git:* on repos/* when context.force == true (as read now) && (!(context.force == true (as read before)) or unknown)`",
    "config: `context.force` went from `bool` to `bool, default true`",
  ]);
  expect(toldByConfig(forced, config(""), config(", default: false"))).toEqual([
    "config: `context.force` went from `bool` to `bool, default false`",
  ]);
});

test("another time zone is told by the hours that it moves", () => {
  const day = agent("git:* on repos/** when time.hour >= 9");
  const told = toldByConfig(day, "version: 1\n", "version: 1\ntimezone: Asia/Kolkata\n");
  expect(told.map((line) => line.split(":")[0])).toEqual(["widened", "narrowed", "config"]);
  const unconditional = agent("git:* on repos/**");
  expect(toldByConfig(unconditional, "version: 1\n", "version: 1\ntimezone: Asia/Kolkata\n")).toEqual([
    "config: `timezone` went from `UTC` to `Asia/Kolkata`",
  ]);
});

test("statements under one condition that is read otherwise are told together", () => {
  const day = agent("git:* on repos/** when time.hour >= 9", "sql:* on ** when time.hour >= 9");
  const changes = difference(
    sideOf(day, "version: 1\n"),
    sideOf(day, "version: 1\ntimezone: Asia/Kolkata\n"),
  ).changes;
  expect(changes.map(({ kind }) => kind)).toEqual(["widened", "narrowed", "config"]);
  expect(changes[0]?.region).toEqual({
    actions: "git:*, sql:*",
    resources: "**, repos/*",
    except: null,
    when: "time.hour >= 9 (as read now) && !(time.hour >= 9 (as read before))",
    exact: false,
  });
  expect(changes[0]?.base).toHaveLength(2);
});

test("an attribute of another type is one value of a request", () => {
  const [widened, narrowed, ...more] = changesBetween(
    agent("git:* on repos/** when context.level == 5"),
    agent('git:* on repos/** when context.level == "5"'),
  );
  expect(more).toEqual([]);
  expect(widened?.witness?.request.context).toEqual({ level: "5" });
  expect(narrowed?.witness?.request.context).toEqual({ level: 5 });
  // What neither type has is unknown on both sides.
  const negated = changesBetween(
    agent("git:* on repos/**", "deny git:push on repos/** when !(context.level == 5)"),
    agent("git:* on repos/**", 'deny git:push on repos/** when !(context.level == "5")'),
  );
  expect(negated.map(({ kind, witness }) => [kind, witness?.request.context])).toEqual([
    ["widened", { level: "5" }],
    ["narrowed", { level: 5 }],
  ]);
});

test("shapes that come to bind narrow what is named otherwise", () => {
  const bound = "version: 1\ncatalog: {services: {git: ['repos/{repo}']}}\n";
  expect(toldByConfig(agent("git:* on **"), "version: 1\n", bound)).toEqual([
    "narrowed: `ci` may no longer name resources without a shape of `git`, since its shapes bind",
    "config: `catalog.services.git` was added: `repos/{repo}`",
  ]);
  expect(toldByConfig(agent("git:* on repos/*"), bound, "version: 1\n")[0]).toBe(
    "widened: `ci` may now name resources without a shape of `git`, since its shapes no longer bind",
  );
});
