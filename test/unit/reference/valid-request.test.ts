import { expect, test } from "vitest";
import { readRequest } from "../../../src/reference/read-request.ts";
import { isValidAction, isValidName, isValidResource } from "../../../src/reference/valid-request.ts";

test.each([
  ["a", true],
  ["agent 1", true],
  ["", false],
  [" a", false],
  ["a ", false],
  ["a\tb", false],
  ["a\u007f", false],
  ["a\u009f", false],
  ["a\\b", false],
  ["%41", false],
  ["%4g", true],
  ["100%", true],
  ["a%2fb", false],
  ["a\u00a0b", false],
  ["a\u3000b", false],
  ["a\u00adb", false],
  ["a\u202eb", false],
  ["\ufeffa", false],
  ["a\u{e0041}", false],
  ["a\u{e1000}", true],
  ["é😀", true],
  ["\ud800", false],
  ["a".repeat(4096), true],
  ["a".repeat(4097), false],
  ["é".repeat(2048), true],
  [`${"é".repeat(2048)}a`, false],
])("as a name, %j is valid: %s", (name, valid) => {
  expect(isValidName(name)).toBe(valid);
});

test.each([
  ["git:push", true],
  ["git", true],
  ["git:", false],
  [":git", false],
  ["git::push", false],
  ["git/push", false],
  ["git push", false],
])("as an action, %j is valid: %s", (action, valid) => {
  expect(isValidAction(action)).toBe(valid);
});

test.each([
  ["repos/app", true],
  ["/repos", false],
  ["repos/", false],
  ["a:", false],
  ["a/./b", false],
  ["a/../b", false],
  ["a:..", false],
  ["a/.../b", true],
  ["a/.b", true],
  ["a//b", false],
  ["a::b", true],
  ["arn:aws:s3:::bucket/key", true],
  ["arn:aws:x:::/key", true],
  ["arn:aws:x://key", true],
  ["arn:aws:x/://key", false],
  ["arn:aws:x:/:key", false],
  ["x:/key", false],
  ["https://host/path", true],
  ["https:///path", false],
  ["file:///etc/passwd", true],
  ["afile:///etc/passwd", false],
  ["a/file:///etc", false],
  ["https://a//b", false],
])("as a resource, %j is valid: %s", (resource, valid) => {
  expect(isValidResource(resource)).toBe(valid);
});

const named = { agent: "a", action: "a", resource: "a" };
const manyNames = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, 1]));
const manyElements = (count: number): readonly string[] => Array.from({ length: count }, () => "x");

test.each<[string, unknown, boolean]>([
  ["nothing, being absent,", undefined, true],
  ["nothing, being an empty map,", {}, true],
  ["nothing, being an empty list as Lua writes an empty map,", [], true],
  ["null in its place", null, false],
  ["a list in its place", ["a"], false],
  ["256 names", manyNames(256), true],
  ["257 names", manyNames(257), false],
  ["a name in a nested map as well", { ...manyNames(255), nested: { more: 1 } }, false],
  ["1,024 elements in two lists", { a: manyElements(1000), b: manyElements(24) }, true],
  ["1,025 elements in two lists", { a: manyElements(1000), b: manyElements(25) }, false],
  ["65,536 bytes", { a: "b".repeat(65_535) }, true],
  ["65,537 bytes", { a: "b".repeat(65_536) }, false],
  ["65,537 bytes in a list", { a: ["é".repeat(32_768)] }, false],
  ["null as a value", { a: null }, true],
  ["a mixed list as a value", { a: ["b", 1, null, { c: [] }] }, true],
  ["a number that is not finite", { a: 1 / 0 }, false],
  ["one in a mixed list", { a: ["b", NaN] }, false],
  ["half a surrogate pair in a value", { a: "\ud800" }, false],
  ["half a surrogate pair in a name", { "\udfff": 1 }, false],
  ["half a surrogate pair in a nested map", { a: { b: "\ud800" } }, false],
])("a context with %s is judged by its limits", (_, context, valid) => {
  expect(readRequest({ ...named, context }) !== null).toBe(valid);
});

test.each<[unknown, boolean]>([
  [0, true],
  [4_102_444_800_000, true],
  [4_102_444_800_001, false],
  [-1, false],
  [1.5, false],
  ["0", false],
  [null, false],
])("as `now`, %j is valid: %s", (now, valid) => {
  expect(readRequest({ ...named, now }) !== null).toBe(valid);
});

test("a getter is read once, so what was checked is what is decided", () => {
  let reads = 0;
  const request = {
    ...named,
    get resource(): string {
      reads += 1;
      return reads === 1 ? "a" : "b";
    },
  };
  expect(readRequest(request)?.resource).toBe("a");
  expect(reads).toBe(1);
});

test("`__proto__` is a name of the context like any other", () => {
  const request: unknown = JSON.parse(
    '{"agent":"a","action":"a","resource":"a","context":{"__proto__":true}}',
  );
  expect(readRequest(request)?.context.get("__proto__")).toBe(true);
});
