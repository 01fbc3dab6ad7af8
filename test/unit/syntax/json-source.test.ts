import fc from "fast-check";
import { expect, test } from "vitest";
import { memberOf, parseJson, type JsonNode } from "../../../src/syntax/json-source.ts";
import { runs } from "../../support/runs.ts";

function dataOf(node: JsonNode): unknown {
  switch (node.kind) {
    case "object":
      return Object.fromEntries(node.members.map(({ key, value }) => [key.value, dataOf(value)]));
    case "array":
      return node.items.map(dataOf);
    default:
      return node.value;
  }
}

function read(text: string): JsonNode {
  const reading = parseJson(text);
  if (reading.kind === "fault") throw new Error(reading.fault.problem);
  return reading.root;
}

test("what JSON.stringify writes is read to the same data, each value at its place", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1), (value, indent) => {
      fc.pre(!JSON.stringify(value).includes("__proto__"));
      const text = JSON.stringify(value, null, indent);
      const check = (node: JsonNode): void => {
        expect(dataOf(read(text.slice(node.start, node.end)))).toEqual(dataOf(node));
        if (node.kind === "array") node.items.forEach(check);
        if (node.kind === "object") for (const { value: member } of node.members) check(member);
      };
      const root = read(text);
      expect(dataOf(root)).toEqual(JSON.parse(text));
      check(root);
    }),
    { numRuns: runs(200) },
  );
});

test("a text is refused exactly when the engine's own reader refuses it, names that stand twice aside", () => {
  const piece = fc.constantFrom(
    '"a"',
    '"b"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "1",
    "-",
    "0",
    ".5",
    "e3",
    "true",
    "nul",
    "l",
    " ",
    "\n",
    "\\",
    '"\\u00e9"',
    '"\\x"',
    "\u00a0",
  );
  const engine = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      const reading = parseJson(text);
      const isTwice = reading.kind === "fault" && reading.fault.problem.includes("twice");
      if (!isTwice) expect(reading.kind === "tree").toBe(engine(text));
    }),
    { numRuns: runs(2_000) },
  );
});

test.each([
  ['{"a": 1, "a": 2}', '"a"', 9],
  ['{"a": 1, "\\u0061": 2}', '"\\u0061"', 9],
  ["[1,]", "]", 3],
  ['{"a" 1}', "1", 5],
  ["[1 2]", "2", 3],
  ["1 2", "2", 2],
  ['"a\nb"', "\n", 2],
  ['"a', '"', 0],
  ["[01]", "1", 2],
  ['{"a": 1', "", 7],
])("%j is refused at its fault", (text, under, start) => {
  const reading = parseJson(text);
  if (reading.kind === "tree") throw new Error("was read");
  expect([text.slice(reading.fault.start, reading.fault.end), reading.fault.start]).toEqual([under, start]);
});

test("nesting has a bound, so that no file can exhaust the stack", () => {
  expect(read(`${"[".repeat(64)}${"]".repeat(64)}`).kind).toBe("array");
  expect(parseJson("[".repeat(65))).toMatchObject({ fault: { problem: "JSON nested deeper than 64" } });
  expect(parseJson("[".repeat(1_000_000)).kind).toBe("fault");
  expect(parseJson('{"a":'.repeat(1_000_000)).kind).toBe("fault");
});

test("a string of millions of escapes is read", () => {
  const text = `"${"\\n".repeat(2_000_000)}"`;
  expect(read(text)).toMatchObject({ kind: "string", end: text.length });
});

test("members are found by name, and nothing else is", () => {
  const node = read('{"__proto__": 1, "a": null}');
  expect(memberOf(node, "__proto__")).toMatchObject({ value: 1 });
  expect(memberOf(node, "a")).toMatchObject({ kind: "literal", value: null });
  expect(memberOf(node, "toString")).toBeNull();
  expect(memberOf(read("[]"), "length")).toBeNull();
});
