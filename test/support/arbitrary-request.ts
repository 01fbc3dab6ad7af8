/** Random requests near a policy set: names its patterns nearly match, contexts and instants it mentions. */
import fc from "fast-check";
import type { Request } from "../../src/base/request.ts";
import type { Dimension, Glob, GlobToken, Pattern, PolicySet, Scope } from "../../src/ir/ir.ts";
import { arbitraryContext, arbitraryNow } from "./arbitrary-condition.ts";

type Fillings = { readonly [K in Exclude<GlobToken["kind"], "text">]: readonly string[] };

const fillings: { readonly [D in Dimension]: Fillings } = {
  action: {
    star: ["a", "b", "ab", "A", "", "é", "a:b"],
    deep: ["a", "b", "ab", "a:b", "B:a:b", "😀"],
    gap: [""],
  },
  resource: {
    star: ["a", "b", "ab", "a", "b", "", "é", "a/b", "a:b"],
    deep: ["a", "b", "ab", "a", "a/b", "a/b", "b:a", "", "ab/😀", "a//b"],
    gap: ["", "", "a/", "a/b/", "a:b/", "/"],
  },
};

/** A name the glob matches, or nearly: a star may be filled with a separator. */
function instance(glob: Glob): fc.Arbitrary<string> {
  return fc
    .tuple(
      ...glob.tokens.map((token) =>
        token.kind === "text"
          ? fc.constant(token.text)
          : fc.constantFrom(...fillings[glob.dimension][token.kind]),
      ),
    )
    .map((parts) => parts.join(""));
}

/** One edit somewhere in the name: a near miss. */
function nearMiss(name: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(
      name,
      fc.nat(40),
      fc.constantFrom("", "a", "b", "B", ":", "/", " ", ".", "..", "é", "%41", "\\", "\u200b", "\u0000"),
      fc.nat(1),
    )
    .map(([text, at, insert, removed]) => {
      const points = [...text];
      points.splice(at % (points.length + 1), removed, insert);
      return points.join("");
    });
}

function globsOf(patterns: readonly Pattern[]): Glob[] {
  return patterns.flatMap((pattern) => pattern.globs);
}

function arbitraryName(
  wanted: readonly Pattern[],
  excepted: readonly Pattern[],
  plain: readonly string[],
): fc.Arbitrary<string> {
  const within = globsOf(wanted);
  const matching = within.length === 0 ? fc.constantFrom(...plain) : fc.oneof(...within.map(instance));
  const outside = globsOf(excepted);
  return fc.oneof(
    { weight: 8, arbitrary: matching },
    { weight: 1, arbitrary: outside.length === 0 ? matching : fc.oneof(...outside.map(instance)) },
    { weight: 1, arbitrary: fc.constantFrom(...plain) },
    { weight: 1, arbitrary: nearMiss(matching) },
  );
}

const plainActions = ["a", "a:b", "A:B", "a:ab", "a:ab:b", "b:a", "é"];
const plainResources = [
  "a",
  "a/b",
  "a/a/b",
  "b/a/b",
  "a:ab",
  "arn:a:::b",
  "arn:a::/b",
  "x:/b",
  "https://a/a",
  "file:///a/b",
  "xfile:///a",
  "a/b/b:a",
  "A/b",
];

/** Mostly valid requests, each aimed at a statement of the set or just past it. */
export function arbitraryRequest(set: PolicySet): fc.Arbitrary<Request> {
  const nobody: readonly (readonly [string, Scope])[] = [
    ["a", { actions: [], exceptActions: [], resources: [], exceptResources: [] }],
  ];
  const targets = set.agents.flatMap((agent) =>
    [...agent.statements, ...agent.guardrails].map(({ scope }) => [agent.name, scope] as const),
  );
  return fc
    .constantFrom(...(targets.length === 0 ? nobody : targets))
    .chain(([agent, scope]) =>
      fc.record({
        agent: fc.oneof(
          { weight: 15, arbitrary: fc.constant(agent) },
          { weight: 1, arbitrary: fc.constantFrom("A", "nobody", "", " a", "a\u0000") },
        ),
        action: arbitraryName(scope.actions, scope.exceptActions, plainActions),
        resource: arbitraryName(scope.resources, scope.exceptResources, plainResources),
        context: fc.option(arbitraryContext, { nil: undefined, freq: 5 }),
        now: arbitraryNow,
      }),
    )
    .map(({ context, now, ...names }) => ({
      ...names,
      ...(context === undefined ? {} : { context }),
      ...(now === undefined ? {} : { now }),
    }));
}

/** Some requests of each of two sets. */
export function arbitraryRequests(one: PolicySet, other: PolicySet): fc.Arbitrary<Request[]> {
  const some = (set: PolicySet): fc.Arbitrary<Request[]> =>
    fc.array(arbitraryRequest(set), { minLength: 5, maxLength: 20 });
  return fc.tuple(some(one), some(other)).map((lists) => lists.flat());
}

/** Values that are no requests, or whose reading misbehaves; built anew by each call. */
export function hostileValues(): { readonly [name: string]: unknown } {
  const request = { agent: "a", action: "a:b", resource: "a/b" };
  const cycle: Record<string, unknown> = { ...request };
  cycle["context"] = cycle;
  const list: unknown[] = [];
  list.push(list);
  const revoked = Proxy.revocable({ ...request }, {});
  revoked.revoke();
  const throwing = (): never => {
    throw new Error("hostile");
  };
  const thrower: ProxyHandler<object> = { get: throwing, ownKeys: throwing, getPrototypeOf: throwing };
  return {
    null: null,
    undefined,
    number: 7,
    bigint: 7n,
    symbol: Symbol("s"),
    text: "a",
    function: () => request,
    list: [request],
    "empty list": [],
    "empty map": {},
    date: new Date(0),
    map: new Map(Object.entries(request)),
    "class instance": new (class {
      readonly agent = "a";
      readonly action = "a:b";
      readonly resource = "a/b";
    })(),
    "names inherited": Object.create(request),
    "throwing getter": Object.defineProperty({ ...request }, "resource", { enumerable: true, get: throwing }),
    "throwing getter in context": {
      ...request,
      context: Object.defineProperty({}, "force", { enumerable: true, get: throwing }),
    },
    "throwing proxy": new Proxy({ ...request }, thrower),
    "revoked proxy": revoked.proxy,
    "proxy in context": { ...request, context: new Proxy({}, thrower) },
    "proxy as context value": { ...request, context: { team: new Proxy({}, thrower) } },
    cycle,
    "cyclic list": { ...request, context: { tags: list } },
    "ten mebibytes": { ...request, resource: "a".repeat(10 * 1024 * 1024) },
    "ten mebibytes of context": { ...request, context: { team: "a".repeat(10 * 1024 * 1024) } },
    "an endless list": { ...request, context: { tags: new Array(2 ** 32 - 1) } },
    "lone surrogate": { ...request, agent: "\ud800" },
    "lone surrogate in context": { ...request, context: { team: "\udc00" } },
    "context is a list": { ...request, context: ["a"] },
    "context is null": { ...request, context: null },
    "context is a class instance": { ...request, context: new Map() },
    "a function in context": { ...request, context: { team: () => "a" } },
    "not a number": { ...request, context: { level: NaN } },
    "infinity in a list": { ...request, context: { tags: [Infinity] } },
    "now is null": { ...request, now: null },
    "now is a fraction": { ...request, now: 0.5 },
    "now is negative": { ...request, now: -1 },
    "now is too late": { ...request, now: 4_102_444_800_001 },
    "agent is a string object": { ...request, agent: Object("a") as unknown },
  };
}
