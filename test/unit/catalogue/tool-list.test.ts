import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import type { ImportedTool } from "../../../src/catalogue/settings.ts";
import { readToolList, toolListTooLarge } from "../../../src/catalogue/tool-list.ts";

function read(text: string): { tools: readonly ImportedTool[] | null; found: readonly Diagnostic[] } {
  const found: Diagnostic[] = [];
  const tools = readToolList({ path: "mcp/kit.json", text }, (d) => found.push(d));
  return { tools, found };
}

/** Each fault as `message @ text under the span`, related places after ` < `. */
function faultsOf(text: string): readonly string[] {
  const { tools, found } = read(text);
  expect(tools).toBeNull();
  expect(found.every(({ code, span }) => code === "bad-tool-list" && span?.file === "mcp/kit.json")).toBe(
    true,
  );
  const at = (span: Diagnostic["span"]): string => text.slice(span?.start, span?.end);
  return found.map(({ message, span, related }) =>
    [`${message} @ ${at(span)}`, ...related.map((r) => at(r.span))].join(" < "),
  );
}

const listOf = (...names: readonly string[]): string =>
  JSON.stringify({ tools: names.map((name) => ({ name })) });

const reads = { name: "get", annotations: { readOnlyHint: true } };

test.each([
  ["the result", { tools: [reads] }],
  ["the whole answer", { jsonrpc: "2.0", id: 1, result: { tools: [reads], nextCursor: null } }],
  ["the bare list", [reads]],
])("%s of `tools/list` is read", (_, value) => {
  expect(read(JSON.stringify(value))).toEqual({
    tools: [{ name: "get", access: "read", isDestructive: false }],
    found: [],
  });
});

test.each([
  [undefined, "write", true],
  [{}, "write", true],
  [{ readOnlyHint: false }, "write", true],
  [{ readOnlyHint: false, destructiveHint: false }, "write", false],
  [{ destructiveHint: false }, "write", false],
  [{ readOnlyHint: true, destructiveHint: true }, "read", false],
  [{ title: "x", openWorldHint: true, idempotentHint: true, readOnlyHint: true }, "read", false],
])("with the annotations %j a tool is %s, destructive: %s", (annotations, access, isDestructive) => {
  const tool = { name: "go", description: "d", inputSchema: { type: "object" }, annotations };
  expect(read(JSON.stringify([tool])).tools).toEqual([{ name: "go", access, isDestructive }]);
});

test("tools are sorted by name, whatever the order of the list", () => {
  expect(read(listOf("b", "a-z", "C", "å")).tools?.map(({ name }) => name)).toEqual(["C", "a-z", "b", "å"]);
});

test.each([
  [listOf("get", "Get"), 'the name `Get` is taken, if in other letters @ "Get" < "get"'],
  [listOf("get", "get"), 'the name `get` is taken, if in other letters @ "get" < "get"'],
  [listOf("ﬁle", "file"), 'the name `file` is taken, if in other letters @ "file" < "ﬁle"'],
  [
    listOf("ÉTÉ", "e\u0301te\u0301"),
    'the name `e\u0301te\u0301` is taken, if in other letters @ "e\u0301te\u0301" < "ÉTÉ"',
  ],
  [listOf("a:b"), 'the name of a tool holds `:`, which separates the parts of an action @ "a:b"'],
  [listOf("a/b"), 'the name of a tool holds `/`, which no action holds @ "a/b"'],
  [listOf("a b"), 'the name of a tool holds a blank @ "a b"'],
  [listOf("a\\b"), 'the name of a tool holds a backslash @ "a\\\\b"'],
  [listOf("a`b"), 'the name of a tool holds a backtick @ "a`b"'],
  [listOf("a*"), 'the name of a tool holds `*`, which means something in patterns @ "a*"'],
  [listOf("{a}"), 'the name of a tool holds `{`, which means something in patterns @ "{a}"'],
  [listOf("a,b"), 'the name of a tool holds `,`, which means something in patterns @ "a,b"'],
  [listOf("$a"), 'the name of a tool holds `$`, which means something in patterns @ "$a"'],
  [listOf('a"'), 'the name of a tool holds `"`, which means something in patterns @ "a\\""'],
  [listOf("a?"), 'the name of a tool holds `?`, which means something in patterns @ "a?"'],
  [
    listOf("a%2Fb"),
    'the name of a tool holds `%` and two hexadecimal digits, which no request may @ "a%2Fb"',
  ],
  [listOf(""), 'the name of a tool is empty @ ""'],
  [listOf("a".repeat(129)), `the name of a tool has more than 128 characters @ "${"a".repeat(129)}"`],
])("%s is refused at the name", (text, fault) => {
  expect(faultsOf(text)).toEqual([fault]);
});

test.each([
  0x00, 0x09, 0x0a, 0x1b, 0x7f, 0x85, 0xa0, 0xad, 0x61c, 0x200b, 0x200e, 0x202e, 0x2028, 0x2060, 0x2066,
  0x3000, 0xfeff, 0xfff9, 0xe0041,
])("a name with U+%i is refused without printing it", (code) => {
  const [fault = ""] = faultsOf(listOf(`get${String.fromCodePoint(code)}`));
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  expect(fault).toContain(`holds the character U+${hex}, which is not seen`);
});

test("half a surrogate pair is refused", () => {
  expect(faultsOf('[{"name": "a\\ud800"}]')).toEqual([
    'the name of a tool holds the character U+D800, which is not seen @ "a\\ud800"',
  ]);
});

test("names of 128 characters, in any script, are fine", () => {
  expect(read(listOf("a".repeat(128), "支払い", "😀", "a.b-c_d@e%zz")).found).toEqual([]);
});

test.each([
  ["", "not JSON: the JSON text ends too early @ "],
  ["tools: []", "not JSON: no JSON value begins here @ t"],
  ['{"tools": [}', "not JSON: no JSON value begins here @ }"],
  ['{"tools": []}', "the list holds no tool @ []"],
  ['{"tools": {"get": {}}}', 'the file holds no list of tools @ {"get": {}}'],
  ['{"error": {"code": -32601}}', "the file holds no list of tools @ {"],
  ['"tools"', 'the file holds no list of tools @ "'],
  ["null", "the file holds no list of tools @ n"],
  ['[{"title": "get"}]', "a tool without a name @ {"],
  ['[{"name": 7}]', "a tool without a name @ 7"],
  ['["get"]', 'a tool without a name @ "'],
  ['[{"name": "get", "name": "set"}]', 'not JSON: a name stands twice in one object @ "name"'],
  ['{"tools": [{"name": "get"}], "nextCursor": "p2"}', 'the list goes on: this is one page of it @ "p2"'],
  [
    '[{"name": "get", "annotations": {"readOnlyHint": "yes"}}]',
    '`readOnlyHint` is neither `true` nor `false` @ "yes"',
  ],
  [
    '[{"name": "get", "annotations": {"destructiveHint": null}}]',
    "`destructiveHint` is neither `true` nor `false` @ null",
  ],
])("%s is refused", (text, fault) => {
  expect(faultsOf(text)).toEqual([fault]);
});

test("all faults are told, up to a number that can be read", () => {
  expect(faultsOf(listOf("a:", "b:", "c"))).toHaveLength(2);
  expect(faultsOf(listOf(...Array.from({ length: 500 }, (_, i) => `${String(i)}:`)))).toHaveLength(20);
});

test("a list that is too large is refused without its text", () => {
  expect(toolListTooLarge("mcp/kit.json", 6 * 2 ** 20)).toMatchObject({
    code: "bad-tool-list",
    message: "the tool list has 6.0 MiB; 5 MiB are read at most",
    span: { file: "mcp/kit.json" },
  });
});
