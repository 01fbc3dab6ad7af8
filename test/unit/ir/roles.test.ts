import { expect, test } from "vitest";
import {
  agentOf,
  compileText,
  errorsOf,
  meaningsOf,
  placesOf,
  saidOf,
  setOf,
} from "../../support/compile-text.ts";

const role = (name: string, extended: readonly string[] = [], vars = ""): string =>
  `role: ${name}\n${extended.length > 0 ? `extends: [${extended.map((e) => `"${e}"`).join(", ")}]\n` : ""}${vars}policies:\n  - x:${name} on z/*\n---\n`;
const agent = (extended: string, rest = ""): string =>
  `agent: a\nextends: [${extended}]\n${rest}policies:\n  - x:own on z/*\n`;

test("each role counts once, however often it is reached", () => {
  const text =
    role("top", ["left", "right"]) + role("left", ["base"]) + role("right", ["base"]) + role("base");
  const set = setOf(text + agent('"top", "base"'));
  expect(agentOf(set, "a").roles).toEqual(["base", "left", "right", "top"]);
  expect(meaningsOf(set, "a").sort()).toEqual(
    ["base", "left", "own", "right", "top"].map((name) => `allow x:${name} on z/**`),
  );
});

test("forty roles that each extend two others are reached in no time", () => {
  const roles = Array.from({ length: 40 }, (_, i) =>
    role(`r${String(i)}`, i < 38 ? [`r${String(i + 1)}`, `r${String(i + 2)}`] : []),
  );
  expect(agentOf(setOf(roles.join("") + agent('"r0"')), "a").roles).toHaveLength(40);
});

test("a chain of five thousand roles is followed to its end", () => {
  const roles = Array.from({ length: 5000 }, (_, i) =>
    role(`r${String(i)}`, i < 4999 ? [`r${String(i + 1)}`] : []),
  );
  expect(agentOf(setOf(roles.join("") + agent('"r0"')), "a").statements).toHaveLength(5001);
});

test("a cycle is one error, on the edge that closes it", () => {
  const compiled = compileText(role("p", ["q"]) + role("q", ["r"]) + role("r", ["p"]) + agent('"q"'));
  expect(saidOf(compiled)).toEqual([
    'role-cycle the role extends itself in a cycle: `p` → `q` → `r` → `p` @ "p"',
  ]);
  expect(placesOf(compiled)).toEqual(["policies/a.yaml:12:11"]);
});

test("a role that extends itself is a cycle", () => {
  expect(errorsOf(role("p", ["p"]) + agent('"p"'))).toHaveLength(1);
});

test("every cycle is found in one run", () => {
  const text = role("p", ["q"]) + role("q", ["p"]) + role("s", ["t"]) + role("t", ["s"]);
  expect(errorsOf(text + agent('"p"'))).toHaveLength(2);
});

test("an undeclared role is an error where it is extended, with the name that was meant", () => {
  const compiled = compileText(role("reader") + agent('"raeder"'));
  expect(saidOf(compiled)).toEqual(['undefined-reference no such role: `raeder` @ "raeder"']);
  expect(compiled.diagnostics.find((d) => d.code === "undefined-reference")?.help).toBe(
    "did you mean `reader`?",
  );
});

test("a role that is declared twice is an error that shows both places", () => {
  expect(errorsOf(role("p") + role("p") + agent('"p"'))).toEqual([
    "duplicate-role the role `p` is declared twice @ p < p",
  ]);
});

test("the set lists every role with its takers, taken or not", () => {
  const set = setOf(role("used") + role("unused") + agent('"used"'));
  expect(set.roles.map(({ name, takenBy }) => [name, takenBy])).toEqual([
    ["unused", []],
    ["used", ["a"]],
  ]);
});

test("agents that bind a role alike share its statements", () => {
  const text = "role: r\npolicies:\n  - x:y on z/${team}/*\n  - x:z on z/*\n---\n";
  const taker = (name: string, team: string): string =>
    `agent: ${name}\nextends: [r]\nvars: {team: ${team}}\npolicies:\n  - x:own on z/*\n`;
  const set = setOf([text + taker("a", "web"), taker("b", "web"), taker("c", "data")].join("---\n"));
  const ofRole = (name: string): unknown[] =>
    agentOf(set, name).statements.filter(({ owner }) => owner.kind === "role");
  expect(ofRole("a")).toHaveLength(2);
  ofRole("a").forEach((statement, i) => {
    expect(statement).toBe(ofRole("b")[i]);
  });
  expect(new Set([...ofRole("a"), ...ofRole("c")]).size).toBe(3);
  const ids = set.statements.filter(({ owner }) => owner.kind === "role").map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});
