import { expect, test } from "vitest";
import { decide, loadBundle, PolicyStore, type Bundle } from "../../../src/runtime/index.ts";
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

test("of a bundle that a listener has replaced nobody hears after the new one", () => {
  const store = new PolicyStore({ clock: () => 0 });
  const heard: string[] = [];
  const hear = (who: string, bundle: Bundle): void => {
    heard.push(`${who} ${bundle.revision.slice(-1)}`);
  };
  store.subscribe((bundle) => {
    hear("first", bundle);
  });
  store.subscribe((bundle) => {
    hear("swaps", bundle);
    if (bundle.revision === revision("1")) store.load(second);
  });
  store.subscribe((bundle) => {
    hear("last", bundle);
  });
  store.load(first);
  expect(heard).toEqual(["first 1", "swaps 1", "first 2", "swaps 2", "last 2"]);
  expect(store.current?.revision).toBe(revision("2"));
  expect(store.decide(two)).toMatchObject({ effect: "allow", revision: revision("2") });
});

test("a clock that throws leaves the store as it was", () => {
  let fails = false;
  const clock = (): number => {
    if (fails) throw new Error("no clock");
    return 0;
  };
  const store = new PolicyStore({ clock });
  store.load(first);
  fails = true;
  expect(() => store.load(second)).toThrow("no clock");
  expect(store.decide(one)).toMatchObject({ effect: "allow", revision: revision("1") });
});

test("listeners that come and go while others are called disturb nobody", () => {
  const store = new PolicyStore({ clock: () => 0 });
  const heard: string[] = [];
  const leave = store.subscribe(() => {
    heard.push("leaves");
    leave();
  });
  store.subscribe(() => {
    heard.push("stays");
    store.subscribe(() => heard.push("new"));
  });
  store.load(first);
  expect(heard).toEqual(["leaves", "stays"]);
  store.load(second);
  expect(heard).toEqual(["leaves", "stays", "stays", "new"]);
});

test("whatever is loaded by turns, each decision is of one bundle", () => {
  const store = new PolicyStore({ clock: () => 0 });
  const sources: readonly (string | Uint8Array | object)[] = [
    first,
    second,
    "damaged",
    second.slice(0, -200),
    new Uint8Array(0),
    {},
    JSON.parse(first) as object,
  ];
  for (let i = 0; i < 70; i++) {
    store.load(sources[(i * 3) % sources.length] ?? "");
    const { revision: decidedBy } = store.decide(one);
    expect(store.current?.revision).toBe(decidedBy);
    expect(store.decide(one).effect).toBe(decidedBy === revision("1") ? "allow" : "deny");
    expect(store.decide(two).effect).toBe(decidedBy === revision("2") ? "allow" : "deny");
  }
});

test("a clock that goes back makes nothing younger than new", () => {
  let now = 1000;
  const store = new PolicyStore({ clock: () => now });
  store.load(first);
  now = 10;
  expect(store.staleness()).toBe(0);
});

test("what is no bundle at all is refused, and nothing throws", () => {
  const store = new PolicyStore({ clock: () => 0 });
  const hostile = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("hostile");
      },
    },
  );
  for (const source of ["", [], {}, hostile, new Date(0), new Uint8Array(3)]) {
    expect(store.load(source).kind).toBe("refused");
    expect(store.lastError?.name).toBe("BundleError");
  }
  expect(store.current).toBeNull();
});
