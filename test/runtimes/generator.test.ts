/** The vectors are what docs/conformance.md promises: near everything that decides, and the same for a seed. */
import { beforeAll, expect, test } from "vitest";
import type { PolicySet } from "../../src/ir/ir.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { boundaryNames, boundaryPoints, forbiddenRanges } from "./generate/boundaries.ts";
import { contextsAtLimits } from "./generate/contexts.ts";
import { illFormed, textOfBytes, bytesOf, wellFormed } from "./generate/hostile.ts";
import { writeJson } from "./generate/json-text.ts";
import { exampleSets, randomSets, renamedSet, writtenSets, type NamedSet } from "./generate/policy-sets.ts";
import { vectorsOf, type Vector, type Vectors } from "./generate/vectors.ts";
import { vectorKinds } from "./host.ts";

let sets: readonly NamedSet[];
const made = new Map<string, Vectors>();

function setOf(name: string): PolicySet {
  const found = sets.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no set ${name}`);
  return found.set;
}

function vectors(name: string): Vectors {
  const found = made.get(name);
  if (found === undefined) throw new Error(`no vectors of ${name}`);
  return found;
}

beforeAll(() => {
  const written = writtenSets();
  sets = [...written, ...exampleSets(), ...randomSets(4, 1)];
  sets = [...sets, renamedSet("strange-texts", setOf("ids"))];
  for (const { name, set, allBoundaries } of sets) {
    made.set(name, vectorsOf(set, { seed: 7, count: 800, allBoundaries }));
  }
});

function reasonsOf(list: readonly Vector[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { expected } of list) {
    const reason = /"reason":"(\w+)"/.exec(expected)?.[1] ?? expected;
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
}

/** The parts of a request; none of what is no request. */
function partsOf(request: string): { readonly [part: string]: unknown } {
  const value: unknown = JSON.parse(request);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Those that are texts. */
function textsOf(request: string): (readonly [part: string, text: string])[] {
  return Object.entries(partsOf(request)).flatMap(([part, value]) =>
    typeof value === "string" ? [[part, value] as const] : [],
  );
}

test("there are at least twelve sets written by hand, and every set has vectors of every kind", () => {
  expect(writtenSets().length).toBeGreaterThanOrEqual(12);
  for (const { name } of sets) {
    for (const kind of vectorKinds) expect(vectors(name)[kind].length, `${name} ${kind}`).toBeGreaterThan(7);
    expect(vectors(name).vectors.length).toBeGreaterThanOrEqual(800);
  }
});

test("the same seed makes the same vectors, and another seed makes others", () => {
  for (const name of ["conditions", "times-berlin", "random-000"]) {
    const options = { count: 100, allBoundaries: false };
    const first = vectorsOf(setOf(name), { ...options, seed: 3 });
    expect(vectorsOf(setOf(name), { ...options, seed: 3 })).toEqual(first);
    expect(vectorsOf(setOf(name), { ...options, seed: 4 })).not.toEqual(first);
  }
  expect(randomSets(3, 5)).toEqual(randomSets(3, 5));
});

test("every line is one line, with a tab before the decision alone", () => {
  for (const { name } of sets) {
    for (const kind of vectorKinds) {
      for (const { request, expected } of vectors(name)[kind]) {
        expect(`${request}${expected}`).not.toMatch(/[\t\n\r]/);
        if (expected !== "deny") expect(JSON.stringify(JSON.parse(expected))).toBe(expected);
      }
    }
  }
});

test("every reason is decided often, in requests and in lists", () => {
  const requests = reasonsOf(sets.flatMap(({ name }) => vectors(name).vectors));
  const lists = reasonsOf(sets.flatMap(({ name }) => vectors(name).lists));
  for (const reason of ["invalid_request", "denied", "unknown_agent", "no_grant", "gated", "granted"]) {
    expect(requests.get(reason), reason).toBeGreaterThan(300);
    expect(lists.get(reason), reason).toBeGreaterThan(2);
  }
});

test("every boundary of a name is asked in the agent, the action and the resource", () => {
  const asked = new Set(
    vectors("names").vectors.flatMap(({ request }) =>
      textsOf(request).map(([part, text]) => `${part} ${text}`),
    ),
  );
  const missing = boundaryNames().filter(({ part, text }) => !asked.has(`${part} ${text}`));
  expect(missing).toEqual([]);
});

test("of each forbidden range the first and last character are refused, and none beside it for its sake", () => {
  const set = setOf("names");
  const forbidden = (point: number): boolean =>
    forbiddenRanges.some(([first, last]) => first <= point && point <= last);
  expect(forbiddenRanges).toHaveLength(18);
  for (const { point } of boundaryPoints()) {
    const agent = `x${String.fromCodePoint(point)}y`;
    const { reason } = interpret(set, { agent, action: "a", resource: "a" });
    expect(reason, point.toString(16)).toBe(forbidden(point) ? "invalid_request" : "unknown_agent");
  }
});

test("names of 4,095, 4,096 and 4,097 bytes are asked in characters of every width", () => {
  const found = new Set(
    vectors("names")
      .vectors.filter(({ group }) => group === "length")
      .flatMap(({ request, expected }) =>
        textsOf(request).map(([, text]) => {
          const width = Buffer.byteLength(String.fromCodePoint(text.codePointAt(0) ?? 0));
          const refused = expected.includes("invalid_request");
          return `${String(Buffer.byteLength(text))} of ${String(width)} ${refused ? "refused" : "read"}`;
        }),
      ),
  );
  for (const width of [1, 2, 3, 4]) {
    expect(found).toContain(`4095 of ${String(width)} read`);
    expect(found).toContain(`4096 of ${String(width)} read`);
    expect(found).toContain(`4097 of ${String(width)} refused`);
  }
});

test("contexts are asked at each limit and one beyond", () => {
  const requests = vectors("names").vectors.filter(({ group }) => group.startsWith("context "));
  expect(requests).toHaveLength(contextsAtLimits().length);
  for (const group of ["names", "elements", "bytes", "form"]) {
    const reasons = requests
      .filter((one) => one.group === `context ${group}`)
      .map(({ expected }) => expected);
    expect(reasons.some((text) => text.includes('"invalid_request"'))).toBe(true);
    expect(reasons.some((text) => !text.includes('"invalid_request"'))).toBe(true);
  }
});

test("every pattern of a written set is tried, and missed by little", () => {
  for (const { name } of sets.filter((one) => !one.name.startsWith("random-"))) {
    const groups = vectors(name).vectors.map(({ group }) => group);
    const patterns = new Set(
      setOf(name).statements.flatMap(({ scope }) =>
        [scope.actions, scope.exceptActions, scope.resources, scope.exceptResources].flatMap((list) =>
          list.flatMap((pattern) => pattern.globs.map(({ key }) => key)),
        ),
      ),
    );
    expect(groups.filter((group) => group === "pattern").length, name).toBeGreaterThanOrEqual(patterns.size);
    expect(groups.filter((group) => group === "near miss").length).toBeGreaterThanOrEqual(patterns.size);
  }
});

test("each change of a clock and each expiry is asked with the milliseconds beside it", () => {
  const nows = (name: string): Set<unknown> =>
    new Set(vectors(name).vectors.map(({ request }) => partsOf(request)["now"]));
  for (const name of ["times-berlin", "times-lord-howe", "times-monrovia", "times-apia"]) {
    const asked = nows(name);
    const { offsets } = setOf(name).timezone;
    expect(offsets.length).toBeGreaterThan(1);
    for (const { from } of offsets.filter((offset) => offset.from > 0)) {
      expect(
        [from - 1, from, from + 1].filter((now) => !asked.has(now)),
        name,
      ).toEqual([]);
    }
  }
  const expiries = setOf("expiry").statements.flatMap((one) => ("expires" in one ? [one.expires] : []));
  const asked = nows("expiry");
  for (const at of expiries.filter((one) => one !== null && one > 0)) {
    expect([-1, 0, 1].filter((shift) => !asked.has(Number(at) + shift))).toEqual([]);
  }
});

test("values of every kind are asked: near literals, ill-typed, strange, absent", () => {
  const groups = new Set(sets.flatMap(({ name }) => vectors(name).vectors.map(({ group }) => group)));
  for (const group of [
    ...["names", "near values", "ill-typed", "strange values", "unknown agent", "now any", "now hour"],
    ...[
      "missing part",
      "ill-typed part",
      "further part",
      "no request",
      "now invalid",
      "percent",
      "runs",
      "dots",
    ],
    ...["blanks", "width", "context depth"],
  ]) {
    expect(groups, group).toContain(group);
  }
  const written = vectors("conditions").vectors.map(({ request }) => request);
  for (const piece of [":null", ":[]", ":{}", "[null]", "-0", "5e-324", "__proto__", "\\u0000"]) {
    expect(
      written.some((request) => request.includes(piece)) ||
        vectors("numbers").vectors.some(({ request }) => request.includes(piece)),
      piece,
    ).toBe(true);
  }
});

test("lists ask several agents at once, for whom statements of one name speak", () => {
  const lists = sets.flatMap(({ name }) => vectors(name).lists);
  expect(lists.filter(({ group }) => group === "list of agents").length).toBeGreaterThan(100);
  const shared = lists.filter(({ expected }) => {
    const combined = expected.slice(0, expected.indexOf('"approvals"'));
    return new Set(combined.match(/"agent":"[^"]*"/g)).size > 1;
  });
  expect(shared.length).toBeGreaterThan(10);
});

test("gates are told apart by their options, and guardrails, borders, shapes and roles take part", () => {
  const decided = (name: string): string =>
    vectors(name)
      .vectors.map(({ expected }) => expected)
      .join("\n");
  expect(decided("gates")).toMatch(/"approvals":\[\{"statements":\["[^\]]*","[^\]]*"\][^\]]*\][^{}]*\},\{/);
  expect(decided("borders")).toContain('"id":"border/web"');
  expect(decided("roles")).toContain('"id":"view"');
  expect(decided("roles")).toContain('"id":"no-secret"');
  const shapes = reasonsOf(vectors("shapes").vectors);
  expect(shapes.get("invalid_request")).toBeGreaterThan(100);
  expect(shapes.get("granted")).toBeGreaterThan(100);
});

test("bytes that are no UTF-8 are refused, and those at the ends of what it can say are read", () => {
  expect(illFormed.filter((hex) => textOfBytes(bytesOf(hex)) !== "\ud800")).toEqual([]);
  expect(wellFormed.filter((hex) => textOfBytes(bytesOf(hex)) === "\ud800")).toEqual([]);
  const bytes = sets.flatMap(({ name }) => vectors(name).bytes);
  const ill = reasonsOf(bytes.filter(({ group }) => group.startsWith("ill-formed")));
  expect([...ill.keys()]).toEqual(["invalid_request"]);
  expect(reasonsOf(bytes.filter(({ group }) => group.startsWith("well-formed"))).size).toBeGreaterThan(3);
  const surrogates = sets.flatMap(({ name }) => vectors(name).utf16);
  expect([...reasonsOf(surrogates).keys()]).toEqual(["invalid_request"]);
  const encoded = sets.flatMap(({ name }) => vectors(name).encoded.map(({ group }) => group));
  for (const group of ["cut short", "unknown tag", "length over the end", "count over the end"]) {
    expect(encoded).toContain(group);
  }
});

test("numbers take other forms and stay the same double", () => {
  const list = sets.flatMap(({ name }) => vectors(name).vectors);
  expect(list.some(({ request }) => request.includes("9007199254740993"))).toBe(true);
  expect(list.some(({ request }) => /:\d+\.0[,}]/.test(request))).toBe(true);
  expect(list.some(({ request }) => /:\d+(\.\d+)?e[+]?\d+[,}]/i.test(request))).toBe(true);
  expect(writeJson(-0)).toBe("0");
});
