/** LANGUAGE.md §4: which requests are valid. */
import { expect, test } from "vitest";
import { agentWith, policyOf, type Policy } from "../support/policy-of.ts";

const everything: Promise<Policy> = agentWith(["** on **"]);
const policyHere = (): Promise<Policy> => everything;

async function isValid(request: unknown): Promise<boolean> {
  const { effect, reason, statements, approvals, notify } = (await policyHere()).decide(request);
  if (reason === "invalid_request")
    expect([effect, statements, approvals, notify]).toEqual(["deny", [], [], []]);
  return reason !== "invalid_request";
}

const plain = { agent: "a", action: "git:push", resource: "repos/x" };

test("a request is a map of agent, action, resource and perhaps context and now; other keys are ignored", async () => {
  expect(await isValid(plain)).toBe(true);
  expect(await isValid({ ...plain, extra: [1], context: {}, now: 0 })).toBe(true);
  for (const key of ["agent", "action", "resource"]) {
    expect(await isValid({ ...plain, [key]: undefined }), key).toBe(false);
  }
});

test.each([
  null,
  undefined,
  1,
  "x",
  true,
  [],
  [plain],
  () => plain,
  new Map(Object.entries(plain)),
  new Date(0),
  Symbol("x"),
  1n,
])("what is no map is invalid: %o", async (value) => {
  expect(await isValid(value)).toBe(false);
});

test("an invalid request is invalid for an unknown agent, too", async () => {
  expect((await policyHere()).reason("nobody git:push on repos/")).toBe("invalid_request");
  expect((await policyHere()).reason("nobody git:push on repos/x")).toBe("unknown_agent");
});

const names = ["agent", "action", "resource"] as const;

test.each<[string, unknown]>([
  ["empty", ""],
  ["a number", 1],
  ["null", null],
  ["a list", ["x"]],
  ["a text object", Object("x")],
  ["a blank before", " x"],
  ["a blank behind", "x "],
  ["4,097 bytes", "x".repeat(4097)],
  ["4,097 bytes of fewer characters", `${"é".repeat(2048)}x`],
  ["a lone high surrogate", "x\ud800"],
  ["a lone low surrogate", "\udc00x"],
  ["surrogates in the wrong order", "x\udc00\ud800"],
  ["a backslash", "a\\b"],
  ["`%` and two digits", "a%2f"],
  ["`%` and two letters", "a%fFb"],
  ["`%` doubled before an escape", "a%%41"],
])("agent, action or resource are invalid when %s", async (_, value) => {
  for (const name of names) expect(await isValid({ ...plain, [name]: value }), name).toBe(false);
});

test.each<[string, string]>([
  ["4,096 bytes", "x".repeat(4096)],
  ["4,096 bytes of fewer characters", "é".repeat(2048)],
  ["a pair of surrogates", "x\ud83d\ude00"],
  ["`%` alone", "50%"],
  ["`%` and one digit", "50%2"],
  ["`%` and no digits", "a%zz"],
  ["`%` and a digit, then none", "a%2g"],
  ["letters of any script", "日本語-ü"],
  ["a combining sequence that is not NFC", "e\u0301"],
  ["points", "..."],
  ["quotes and stars", "a\"'*{}[]?$,;#"],
])("agent, action and resource are valid with %s", async (_, value) => {
  for (const name of names) expect(await isValid({ ...plain, [name]: value }), name).toBe(true);
});

test("a blank inside is valid in agents and resources, not in actions", async () => {
  expect(await isValid({ ...plain, agent: "a b" })).toBe(true);
  expect(await isValid({ ...plain, resource: "a b" })).toBe(true);
  expect(await isValid({ ...plain, action: "a b" })).toBe(false);
});

/** Inclusive ranges of forbidden code points, as the page lists them. */
const forbidden: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x5c, 0x5c],
  [0x7f, 0x9f],
  [0xa0, 0xa0],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x2060, 0x206f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff],
];
const isForbidden = (point: number): boolean => forbidden.some(([from, to]) => from <= point && point <= to);

test("every forbidden character is refused in every name, and its neighbours are not", async () => {
  const points = new Set(forbidden.flatMap(([from, to]) => [from - 1, from, from + 1, to - 1, to, to + 1]));
  for (const point of points) {
    // Blank, `/` and `:` have rules of their own.
    if (point < 0 || [0x20, 0x2f, 0x3a].includes(point)) continue;
    const text = `x${String.fromCodePoint(point)}y`;
    for (const name of names) {
      expect(await isValid({ ...plain, [name]: text }), `${name} U+${point.toString(16)}`).toBe(
        !isForbidden(point),
      );
    }
  }
});

test("all of Unicode up to U+FFFF is judged as the page says", async () => {
  const { bundle } = await policyHere();
  const wrong: string[] = [];
  for (let point = 0x21; point <= 0xffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const { reason } = bundle.decide({ ...plain, agent: `x${String.fromCharCode(point)}y` });
    if ((reason === "invalid_request") !== isForbidden(point)) wrong.push(point.toString(16));
  }
  expect(wrong).toEqual([]);
});

test.each<[string, boolean]>([
  ["git", true],
  ["git:push", true],
  ["a:b:c", true],
  [":git", false],
  ["git:", false],
  ["git::push", false],
  [":", false],
  ["git/push", false],
  ["git push", false],
  ["..", true],
])("the action %j is valid: %s", async (action, valid) => {
  expect(await isValid({ ...plain, action })).toBe(valid);
});

test.each<[string, boolean]>([
  ["a/b:c", true],
  ["/a", false],
  [":a", false],
  ["a/", false],
  ["a:", false],
  ["a://", false],
  [".", false],
  ["..", false],
  ["a/./b", false],
  ["a/../b", false],
  ["a:..:b", false],
  ["../a", false],
  ["a/..", false],
  ["a/.", false],
  ["a/...", true],
  ["a/.b", true],
  ["a/b.", true],
  ["a/..b", true],
  ["a//b", false],
  ["a///b", false],
  ["a/:b", false],
  ["a:/b", false],
  ["a::b", true],
  ["a:::b", true],
  ["a::/b", false],
  ["https://h/p", true],
  ["a/b://c", true],
  ["https:///h", false],
  ["https:////h", false],
  ["https//h", false],
  ["https::/h", false],
  ["https::// h", false],
  ["a:b://c", true],
  ["file:///etc/x", true],
  ["file://h/x", true],
  ["file:////x", false],
  ["FILE:///x", false],
  ["a/file:///x", false],
  ["xfile:///x", false],
  ["arn:aws:s3:::bucket", true],
  ["arn:aws:s3:::bucket/key", true],
  ["arn:aws:x:::/a", true],
  ["arn:aws:x:/a", true],
  ["arn:aws:x::::::/a/b", true],
  ["arn:aws:x://a", true],
  ["arn:aws:x::://a", false],
  ["arn:aws:x//a", false],
  ["arn:aws:x:/:a", false],
  ["arn:aws:x:///a", false],
  ["ARN:aws:x:/a", false],
  ["x/arn:aws:x:/a", false],
  ["arnx:aws:x:/a", false],
  ["arn/aws:x:/a", false],
  ["arn:aws:x:/a/b:/c", true],
])("the resource %j is valid: %s", async (resource, valid) => {
  expect(await isValid({ ...plain, resource })).toBe(valid);
  // The prover's words are the same: an invalid resource is none that a sentence could speak of.
  if (/^[A-Za-z0-9:/. ]+$/.test(resource)) {
    expect((await policyHere()).prove(`a can git:push on "${resource}"`)).toBe(valid ? "proven" : "vacuous");
  }
});

test.each<[unknown, boolean]>([
  [{}, true],
  [[], true],
  [undefined, true],
  [null, false],
  ["x", false],
  [1, false],
  [["a"], false],
  [new Map(), false],
  [Object.create(null), true],
])("the context %o is valid: %s", async (context, valid) => {
  expect(await isValid({ ...plain, context })).toBe(valid);
});

const listOf = (length: number): string[] => Array.from({ length }, () => "");
test.each<[string, object, boolean]>([
  ["strings, numbers, booleans and lists of strings", { s: "x", n: 1.5, b: false, l: ["a", "b"] }, true],
  ["a name that is no attribute's", { "a b/c": 1, "": 2 }, true],
  [
    "null, a map or a mixed list, which are ill-typed, not invalid",
    { a: null, b: { c: 1 }, d: ["x", 1], e: [null] },
    true,
  ],
  ["NaN", { a: NaN }, false],
  ["Infinity", { a: Infinity }, false],
  ["a number that is not finite in a list", { a: [1, -Infinity] }, false],
  ["a number that is not finite in a map", { a: { b: NaN } }, false],
  ["a lone surrogate in a value", { a: "\ud800" }, false],
  ["a lone surrogate in a name", { "\udc00": 1 }, false],
  ["a lone surrogate in a list", { a: ["\ud800"] }, false],
  ["a control character and a backslash in a value", { a: "\u0000\\\u202e%2f" }, true],
  ["256 names", Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`k${String(i)}`, 1])), true],
  ["257 names", Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`k${String(i)}`, 1])), false],
  ["1,024 list elements", { a: listOf(1024) }, true],
  ["1,025 list elements", { a: listOf(1025) }, false],
  ["1,024 list elements in all", { a: listOf(512), b: listOf(512) }, true],
  ["1,025 list elements in all", { a: listOf(512), b: listOf(513) }, false],
  ["65,536 bytes of names and strings", { a: "x".repeat(65_535) }, true],
  ["65,537 bytes of names and strings", { a: "x".repeat(65_536) }, false],
  ["65,537 bytes of names", { ["x".repeat(65_537)]: 1 }, false],
  ["bytes, not characters, count", { a: "é".repeat(32_768) }, false],
  ["strings of lists count", { a: ["x".repeat(40_000), "x".repeat(40_000)] }, false],
  ["a function", { a: () => 1 }, false],
  ["a bigint", { a: 1n }, false],
  ["undefined, which is absence", { a: undefined }, true],
])("a context with %s", async (_, context, valid) => {
  expect(await isValid({ ...plain, context })).toBe(valid);
});

test.each<[unknown, boolean]>([
  [0, true],
  [-0, true],
  [1, true],
  [4_102_444_800_000, true],
  [4_102_444_800_001, false],
  [-1, false],
  [0.5, false],
  [NaN, false],
  [Infinity, false],
  ["0", false],
  [null, false],
  [new Date(0), false],
  [1n, false],
  [undefined, true],
])("`now` of %o is valid: %s", async (now, valid) => {
  expect(await isValid({ ...plain, now })).toBe(valid);
});

test("comparison is by code point: names that only look alike or normalise alike differ", async () => {
  const policy = await agentWith(["x:y on r/\u00e9"]);
  expect(policy.reason("a x:y on r/\u00e9")).toBe("granted");
  expect(policy.reason("a x:y on r/e\u0301")).toBe("no_grant");
  expect(policy.reason("A x:y on r/\u00e9")).toBe("unknown_agent");
});

test("an empty map and an empty list count as each other", async () => {
  const policy = await policyOf('agent: a\npolicies:\n  - x:y on r/1 when !("q" in context.l)\n');
  for (const l of [[], {}]) expect(policy.reason("a x:y on r/1", { context: { l } })).toBe("granted");
  for (const l of [null, "", 0, { k: 1 }, [1], ["x", null]]) {
    expect(policy.reason("a x:y on r/1", { context: { l } })).toBe("no_grant");
  }
});

test("a request whose reading throws is refused, and `decide` never throws", async () => {
  const trap = new Proxy(
    {},
    {
      get: () => {
        throw new Error("no");
      },
      ownKeys: () => {
        throw new Error("no");
      },
      getPrototypeOf: () => {
        throw new Error("no");
      },
    },
  );
  const getter = {
    ...plain,
    get context(): never {
      throw new Error("no");
    },
  };
  const cycle: { [name: string]: unknown } = {};
  cycle["self"] = cycle;
  for (const request of [trap, getter, { ...plain, context: trap }, { ...plain, context: { a: trap } }]) {
    expect((await policyHere()).decide(request).reason).toBe("invalid_request");
  }
  expect((await policyHere()).decide({ ...plain, context: cycle }).effect).toBe("deny");
});

test("every witness is a valid request, whatever is left open", async () => {
  const policy = await agentWith(["x:y on a/**", "deny x:y on **/../**, **/, a/**///**"]);
  expect(policy.prove("a can x:y on **")).toBe("refuted: deny");
  expect(policy.prove("a can x:y on a/**/**")).toBe("proven");
});

test("what JSON could not carry is no value of a context, and holes in lists make them ill-typed", async () => {
  const policy = await policyOf(
    "agent: a\npolicies:\n  - x:y on r/* when 'q' in context.l\n  - x:h on r/* when has(context.l)\n",
  );
  const reason = (action: string, l: unknown): string =>
    policy.reason(`a ${action} on r/1`, { context: { l } });
  const holes: unknown[] = ["q"];
  holes.length = 3;
  for (const l of [holes, ["q", undefined], [["q"]], ["q", null]]) {
    expect([reason("x:y", l), reason("x:h", l)]).toEqual(["no_grant", "granted"]);
  }
  for (const l of [
    new Date(0),
    Object("q"),
    new Uint8Array(2),
    { toJSON: () => 1 },
    Object.create({ a: 1 }),
  ]) {
    expect(reason("x:h", l)).toBe("invalid_request");
  }
});
