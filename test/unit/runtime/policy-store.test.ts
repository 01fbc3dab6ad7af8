import { expect, test } from "vitest";
import { decide, loadBundle, PolicyStore } from "../../../src/runtime/index.ts";
import { allow, buildSet } from "../../support/build-set.ts";
import { artefact, builtBundle } from "../../support/bundle-of.ts";

const revision = (digit: string): string => `sha256:${digit.repeat(64)}`;

function bundleText(resource: string, digit: string): string {
  const set = { ...buildSet({ agents: { a: [allow("read", resource)] } }), revision: revision(digit) };
  return artefact(builtBundle(set), "policy.json");
}

const first = bundleText("one", "1");
const second = bundleText("two", "2");
const one = { agent: "a", action: "read", resource: "one" };
const two = { agent: "a", action: "read", resource: "two" };

test("before the first bundle everything is denied", () => {
  const store = new PolicyStore({ clock: () => 0 });
  expect(store.decide(one)).toMatchObject({ effect: "deny", reason: "unknown_agent", revision: "" });
  expect(store.decideAll([one])).toMatchObject({ effect: "deny", reason: "unknown_agent" });
  expect(store.decideAll([])).toMatchObject({ effect: "deny", reason: "invalid_request" });
  expect(store.current).toBeNull();
  expect(store.staleness()).toBeNull();
});

test("a load swaps the whole bundle", () => {
  const store = new PolicyStore({ clock: () => 0 });
  expect(store.load(first).kind).toBe("loaded");
  expect(store.decide(one)).toMatchObject({ effect: "allow", revision: revision("1") });
  store.load(second);
  expect(store.decide(one).effect).toBe("deny");
  expect(store.decideAll([two])).toMatchObject({ effect: "allow", revision: revision("2") });
});

test("a bundle that is refused leaves the last good one in place", () => {
  const store = new PolicyStore({ clock: () => 0 });
  store.load(first);
  const result = store.load(second.slice(1));
  expect(result.kind).toBe("refused");
  expect(store.lastError?.message).toMatch(/no bundle/);
  expect(store.decide(one).effect).toBe("allow");
  store.load(first);
  expect(store.lastError).toBeNull();
});

test("staleness counts from the last good load, the same revision included", () => {
  let now = 1000;
  const store = new PolicyStore({ clock: () => now });
  store.load(first);
  now = 1500;
  expect(store.staleness()).toBe(500);
  store.load("damaged");
  expect(store.staleness()).toBe(500);
  store.load(first);
  expect(store.staleness()).toBe(0);
});

test("subscribers hear of each swap until they leave, and one that fails disturbs nobody", () => {
  const store = new PolicyStore({ clock: () => 0 });
  const heard: string[] = [];
  store.subscribe(() => {
    throw new Error("mine");
  });
  const leave = store.subscribe((bundle) => heard.push(bundle.revision));
  store.load(first);
  store.load("damaged");
  store.load(second);
  leave();
  store.load(first);
  expect(heard).toEqual([revision("1"), revision("2")]);
  expect(store.current?.revision).toBe(revision("1"));
});

test("a bundle taken before a swap goes on deciding by itself", () => {
  const store = new PolicyStore({ clock: () => 0 });
  store.load(first);
  const taken = store.current;
  store.load(second);
  expect(taken?.decide(one).effect).toBe("allow");
  expect(decide(loadBundle(first), one).effect).toBe("allow");
});

test("with keys configured the store refuses what no key has signed", () => {
  const store = new PolicyStore({ clock: () => 0, publicKeys: ["key"] });
  expect(store.load(first).kind).toBe("refused");
  expect(store.decide(one).effect).toBe("deny");
});
