/** Names whose hashes are one and the same, in each of the tables that are searched by hash. */
import { expect, test } from "vitest";
import { interpret } from "../../../src/reference/interpret.ts";
import { loadBundle, type Bundle } from "../../../src/runtime/index.ts";
import { allow, attribute, buildSet, compare } from "../../support/build-set.ts";
import { allTargets, artefact, artefactBytes, builtBundle, importModule } from "../../support/bundle-of.ts";
import { wasmPolicy } from "../../support/wasm-policy.ts";
import type { PolicySet } from "../../../src/ir/ir.ts";

/** The hash of docs/bundle-format.md. */
function hashOf(name: string): number {
  return new TextEncoder().encode(name).reduce((hash, byte) => (hash * 33 + byte) % 2 ** 24, 0);
}

/** 2^`length` names of one hash: of two blocks with one hash each, at every place either. */
function colliding(one: string, other: string, length: number): string[] {
  const names = Array.from({ length: 2 ** length }, (_, bits) =>
    Array.from({ length }, (_unused, place) => ((bits >> place) % 2 === 0 ? one : other)).join(""),
  );
  expect(new Set(names.map(hashOf)).size).toBe(1);
  return names;
}

const built = (set: PolicySet): ReturnType<typeof builtBundle> => builtBundle(set, { targets: allTargets });

/** Every evaluator at hand decides as the reference does. */
async function expectSame(set: PolicySet, requests: readonly unknown[]): Promise<void> {
  const artefacts = built(set);
  const bundles: readonly Bundle[] = [
    loadBundle(artefact(artefacts, "policy.json")),
    await importModule(artefact(artefacts, "policy.mjs")),
    await importModule(artefact(artefacts, "policy.njs.js")),
  ];
  const wasm = wasmPolicy(artefactBytes(artefacts, "policy.wasm"));
  for (const request of requests) {
    const expected = JSON.stringify(interpret(set, request));
    for (const bundle of bundles) expect(JSON.stringify(bundle.decide(request))).toBe(expected);
    wasm.decide(request);
    expect(wasm.json()).toBe(expected);
  }
}

test("agents of one hash are told apart, and from one that is not declared", async () => {
  const names = colliding("ab", "bA", 6);
  const declared = names.slice(0, 40);
  const set = buildSet({
    agents: Object.fromEntries(declared.map((name, i) => [name, [allow("x", `r/${i}`, { id: `s${i}` })]])),
  });
  const requests = names.flatMap((agent, i) => [
    { agent, action: "x", resource: `r/${i}` },
    { agent, action: "x", resource: `r/${(i + 1) % 40}` },
  ]);
  await expectSame(set, requests);
  expect(new Set(requests.map((request) => interpret(set, request).reason))).toEqual(
    new Set(["granted", "no_grant", "unknown_agent"]),
  );
});

test("agents that differ only in case, or in their end, are agents of their own", async () => {
  const names = ["Bot", "bot", "BOT", "bo", "bot2", "botbot", "é", "É"];
  const set = buildSet({
    agents: Object.fromEntries(names.map((name, i) => [name, [allow("x", `r/${i}`, { id: `s${i}` })]])),
  });
  const asked = [...names, "b", "boT", "bot ", "bot22", "e"];
  await expectSame(
    set,
    asked.flatMap((agent) => names.map((_, i) => ({ agent, action: "x", resource: `r/${i}` }))),
  );
});

test("actions of one hash are told apart, in either case", async () => {
  const names = colliding("a~", "b]", 6);
  const set = buildSet({
    agents: {
      a: names.slice(0, 30).map((action, i) => allow(action, `r/${i}`, { id: `s${i}` })),
      // The same names, and a pattern for those that are not among them.
      b: [
        ...names.slice(10, 50).map((action, i) => allow(action, `r/${i}`, { id: `t${i}` })),
        allow("a*", "w"),
      ],
    },
  });
  const requests = names.flatMap((name, i) =>
    ["a", "b"].flatMap((agent) => [
      { agent, action: name, resource: `r/${i}` },
      { agent, action: name.toUpperCase(), resource: `r/${i - 10}` },
      { agent, action: name, resource: "w" },
    ]),
  );
  await expectSame(set, requests);
});

test("attributes of one hash are told apart", async () => {
  const names = colliding("ab", "bA", 5);
  const set = buildSet({
    agents: {
      a: names
        .slice(0, 20)
        .map((name, i) => allow("x", `r/${i}`, { id: `s${i}`, when: compare(name, "==", i) })),
    },
    context: names.slice(0, 20).map((name) => attribute(name, "number")),
  });
  const requests = names.flatMap((name, i) =>
    [i, i + 1].map((value) => ({
      agent: "a",
      action: "x",
      resource: `r/${i}`,
      context: { [name]: value, other: i },
    })),
  );
  await expectSame(set, requests);
});

test("one agent with every number of names around a table's sizes", async () => {
  for (const count of [0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 64, 65]) {
    const names = Array.from({ length: count }, (_, i) => `act:n${i}`);
    const set = buildSet({ agents: { a: names.map((name, i) => allow(name, "r", { id: `s${i}` })) } });
    await expectSame(
      set,
      [...names, "act:n", "act", `act:n${count}`].map((action) => ({ agent: "a", action, resource: "r" })),
    );
  }
});
