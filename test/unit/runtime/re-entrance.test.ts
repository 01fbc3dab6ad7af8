/** Requests that run code while they are read: another decision in between tears none of the two. */
import { expect, test } from "vitest";
import type { Decision } from "../../../src/base/request.ts";
import { interpret, interpretAll } from "../../../src/reference/interpret.ts";
import { loadBundle, PolicyStore, type Bundle } from "../../../src/runtime/index.ts";
import { allow, attribute, buildSet, compare, deny, gate } from "../../support/build-set.ts";
import { artefact, builtBundle, importModule } from "../../support/bundle-of.ts";

const set = buildSet({
  agents: {
    first: [
      allow("git:*", "repos/*/b*", { id: "f1", when: compare("level", ">", 1) }),
      gate("git:push", "repos/**", { id: "f2", approval: { channels: ["slack:#a"] }, notify: ["slack:#n"] }),
    ],
    second: [
      allow("**", "**/x", { id: "s1" }),
      deny("sql:*", "**", { id: "s2", when: compare("team", "!=", "ops") }),
    ],
  },
  context: [attribute("level", "number"), attribute("team", "string")],
});
const built = builtBundle(set, { targets: ["js", "json", "njs"] });

/** Of every form, so that each has its own memory. */
const bundles: readonly (readonly [string, () => Promise<Bundle>])[] = [
  ["a loaded bundle", () => Promise.resolve(loadBundle(artefact(built, "policy.json")))],
  ["policy.mjs", () => importModule(artefact(built, "policy.mjs"))],
  ["policy.njs.js", () => importModule(artefact(built, "policy.njs.js"))],
];

const outer = {
  agent: "first",
  action: "git:push",
  resource: "repos/app/branch",
  context: { level: 2, team: "ops" },
  now: 5,
};
const inner = {
  agent: "second",
  action: "sql:read",
  resource: "tables/x",
  context: { team: "web", level: "?" },
};

/** The request, each of whose names and attributes runs `code` when it is read. */
function running(code: (name: string) => void): unknown {
  const getters = (values: object): object =>
    Object.defineProperties(
      {},
      Object.fromEntries(
        Object.entries(values).map(([name, value]: [string, unknown]) => [
          name,
          {
            enumerable: true,
            get: () => {
              code(name);
              return value;
            },
          },
        ]),
      ),
    );
  return getters({ ...outer, context: getters(outer.context) });
}

test.each(bundles)("%s that is asked while it reads a request answers both rightly", async (_, load) => {
  const bundle = await load();
  const answers: { name: string; decision: Decision }[] = [];
  const request = running((name) => {
    answers.push({ name, decision: bundle.decide(inner) });
  });
  expect(bundle.decide(request)).toEqual(interpret(set, outer));
  expect(new Set(answers.map(({ name }) => name))).toEqual(
    new Set(["agent", "action", "resource", "context", "level", "team", "now"]),
  );
  for (const { decision } of answers) expect(decision).toEqual(interpret(set, inner));
});

test.each(bundles)("%s asked about many while it reads one of many answers all rightly", async (_, load) => {
  const bundle = await load();
  let asked = 0;
  const request = running(() => {
    asked += 1;
    expect(bundle.decideAll([inner, outer, null])).toEqual(interpretAll(set, [inner, outer, null]));
  });
  expect(bundle.decideAll([request, inner])).toEqual(interpretAll(set, [outer, inner]));
  expect(asked).toBeGreaterThan(5);
});

test("a getter that asks again and again exhausts the stack once, and is decided", async () => {
  for (const [, load] of bundles) {
    const bundle = await load();
    const reasons = new Set<string>();
    const endless = {
      ...outer,
      get agent(): string {
        reasons.add(bundle.decide(endless).reason);
        return outer.agent;
      },
    };
    expect(bundle.decide(endless)).toEqual(interpret(set, outer));
    // The innermost of all could not be read.
    expect(reasons).toContain("invalid_request");
    expect(bundle.decide(inner)).toEqual(interpret(set, inner));
  }
});

test("a proxy is read as what it shows", async () => {
  const shown = new Proxy(outer, {});
  const counted: string[] = [];
  const watching = new Proxy(outer, {
    get: (target, name, receiver): unknown => {
      counted.push(String(name));
      return Reflect.get(target, name, receiver);
    },
  });
  for (const [, load] of bundles) {
    const bundle = await load();
    expect(bundle.decide(shown)).toEqual(interpret(set, outer));
    counted.length = 0;
    expect(bundle.decide(watching)).toEqual(interpret(set, outer));
    // Each name once, so that what was checked is what is decided.
    expect(counted.filter((name) => name in outer).sort()).toEqual(Object.keys(outer).sort());
  }
});

test("a request that swaps the store's bundle while it is read is decided by one whole bundle", () => {
  const revision = (digit: string): string => `sha256:${digit.repeat(64)}`;
  const text = (digit: string, resource: string): string =>
    artefact(
      builtBundle({
        ...buildSet({ agents: { first: [allow("**", resource, { id: `of ${digit}` })] } }),
        revision: revision(digit),
      }),
      "policy.json",
    );
  const [one, two] = [text("1", "repos/**"), text("2", "other/**")];
  const store = new PolicyStore({ clock: () => 0 });
  store.load(one);
  let swaps = 0;
  const request = running(() => {
    swaps += 1;
    store.load(swaps % 2 === 0 ? one : two);
  });
  const decisions = [store.decide(request), store.decideAll([request, request])];
  expect(swaps).toBeGreaterThan(10);
  for (const { revision: of, effect, statements } of decisions) {
    expect(effect).toBe(of === revision("1") ? "allow" : "deny");
    expect(statements.map(({ id }) => id)).toEqual(of === revision("1") ? ["of 1"] : []);
  }
  const both = store.decideAll([request, request]);
  expect(new Set(both.decisions.map((decision) => decision.revision)).size).toBe(1);
  expect(both.decisions[0]?.revision).toBe(both.revision);
});
