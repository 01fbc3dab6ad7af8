/** Hanging options: options below their statement without a colon after it. */
import { expect, test } from "vitest";
import { positionAt, type Span } from "../../../src/base/source.ts";
import type { YamlMap } from "../../../src/syntax/yaml-node.ts";
import { plain, read } from "../../support/yaml.ts";

const S = "a:b on c/*";

/** Hanging options, and the valid spelling that must give the same tree. */
const twins: readonly (readonly [title: string, hanging: string, valid: string])[] = [
  [
    "options in the statement's column",
    `- ${S}\n  id: x\n  exact: true\n`,
    `- ${S}:\n  id: x\n  exact: true\n`,
  ],
  ["options deeper by two", `- ${S}\n    id: x\n    exact: true\n`, `- ${S}:\n    id: x\n    exact: true\n`],
  ["a list within a list", `- - ${S}\n    id: x\n`, `- - ${S}:\n    id: x\n`],
  ["a blank line between", `- ${S}\n\n  id: x\n`, `- ${S}:\n\n  id: x\n`],
  ["CRLF", `- ${S}\r\n  id: x\r\n  exact: true\r\n`, `- ${S}:\n  id: x\n  exact: true\n`],
  [
    "a flow list as value",
    `- ${S}\n  approvers: [user:a, user:b]\n`,
    `- ${S}:\n  approvers: [user:a, user:b]\n`,
  ],
  [
    "a block list and a literal as values",
    `- ${S}\n  notify:\n    - dashboard\n  description: |\n    x: y\n  id: z\n`,
    `- ${S}:\n  notify:\n    - dashboard\n  description: |\n    x: y\n  id: z\n`,
  ],
  [
    "a folded value",
    `- ${S}\n  description: a\n    b\n  id: x\n`,
    `- ${S}:\n  description: a\n    b\n  id: x\n`,
  ],
  ["blanks at line ends", `- ${S}  \n  id: x  \n`, `- ${S}:\n  id: x\n`],
  ["a byte-order mark", `\ufeff- ${S}\n  id: x\n`, `- ${S}:\n  id: x\n`],
  ["a list in its key's column", `policies:\n- ${S}\n  id: x\n`, `policies:\n- ${S}:\n  id: x\n`],
  ["a statement of two lines", `- a:b on\n    c/*\n  id: x\n`, `- ${S}:\n  id: x\n`],
  ["a comment after the statement", `- ${S} # why\n  id: x\n`, `- ${S}: # why\n  id: x\n`],
  [
    "a comment of two lines and options with comments",
    `- ${S} # why\n  # so\n  id: x # y\n`,
    `- ${S}:\n  id: x\n`,
  ],
  ["a comment on a line of its own", `- ${S}\n  # why\n  id: x\n`, `- ${S}:\n  id: x\n`],
  ["a double-quoted statement", `- "${S}"\n  id: x\n`, `- "${S}":\n  id: x\n`],
  ["a single-quoted statement", `- '${S}'\n  id: x\n`, `- '${S}':\n  id: x\n`],
  ["a quoted statement of two lines", `- "a:b on\n    c/*"\n  id: x\n`, `- "${S}":\n  id: x\n`],
  ["a quoted key", `- ${S}\n  "id": x\n`, `- ${S}:\n  "id": x\n`],
  ["a commented statement of two lines", `- a:b on\n    c/* # why\n  id: x\n`, `- ${S}:\n  id: x\n`],
  [
    "several documents",
    `- ${S}\n  id: x\n---\n- ${S} # y\n  id: z\n`,
    `- ${S}:\n  id: x\n---\n- ${S}:\n  id: z\n`,
  ],
  [
    "a sentence of a test",
    `tests:\n  - ci can ${S}\n    name: x\n`,
    `tests:\n  - ci can ${S}:\n    name: x\n`,
  ],
  [
    "a statement without resources",
    `- a:b\n  requires_approval: true\n`,
    `- a:b:\n  requires_approval: true\n`,
  ],
];

test.each(twins)("%s: hanging options read as if the colon were there", (_, hanging, valid) => {
  const repaired = read(hanging);
  expect(repaired.problems).toEqual([]);
  expect(repaired.complete).toBe(true);
  expect(repaired.repairs.length).toBeGreaterThan(0);
  expect(repaired.data).toEqual(read(valid).data);
  expect(read(valid).repairs).toEqual([]);
});

const valid: readonly (readonly [title: string, text: string])[] = [
  ["a mapping named like a statement", "grant:\n  a: b\n"],
  ["an entry that is a mapping", "- stmt:\n    id: x\n"],
  ["a flow mapping after the statement", "- a:b on c: {id: x}\n"],
  ["a flow list", 'policies: ["a:b on c"]\n'],
  ["a block scalar", "- |\n  a:b on c\n    id: x\n"],
  ["the statement as a key", "- a:b on c:\n  id: x\n- a:b on d:\n    id: y\n"],
  ["a key of several lines behind a question mark", "? a on\n  b\n: id\n"],
  ["a key of several lines in braces", "{a on\n  b: id}\n"],
];

test.each(valid)("%s is valid YAML and needs no repair", (_, text) => {
  const { repairs, problems } = read(text);
  expect(repairs).toEqual([]);
  expect(problems).toEqual([]);
});

test("every key and value below a statement keeps its line and column", () => {
  const text =
    "policies:\n  - a:b on\n      c/* # why\n    requires_approval: true\n    approval_timeout: 60m\n";
  const root = read(text).documents[0]?.root;
  const list = root?.kind === "map" ? root.entries[0]?.value : undefined;
  const item = list?.kind === "seq" ? list.items[0] : undefined;
  const places = (item as YamlMap).entries.flatMap(({ key, value }) => [key.span, value.span]);
  const shown = places.map(({ start, end }: Span) => {
    const { line, column } = positionAt({ path: "", text }, start);
    return `${line}:${column} ${text.slice(start, end)}`;
  });
  expect(shown).toEqual([
    "2:5 a:b on\n      c/*",
    "3:10 ",
    "4:5 requires_approval",
    "4:24 true",
    "5:5 approval_timeout",
    "5:23 60m",
  ]);
});

test("each character of a repaired statement of two lines keeps its place", () => {
  const text = "- a:b on\n    c/*\n  id: x\n";
  const root = read(text).documents[0]?.root;
  const item = root?.kind === "seq" ? root.items[0] : undefined;
  const key = item?.kind === "map" ? item.entries[0]?.key : undefined;
  expect(key?.text.value).toBe("a:b on c/*");
  expect(text.charAt(key?.text.offsets?.[7] ?? 0)).toBe("c");
});

test("a repaired statement may be longer than a key of valid YAML", () => {
  const long = `a:b on ${"c/d,".repeat(300)}e`;
  expect(read(`- ${long}\n  id: x\n`).data).toEqual([
    [
      [
        [long, null],
        ["id", "x"],
      ],
    ],
  ]);
  expect(read(`- ${long}:\n    id: x\n`).problems).toEqual([`yaml-syntax: ${long}`]);
});

test("a long statement as a key is told where to go", () => {
  const [first] = read(`- a:b on ${"c".repeat(1100)}:\n    id: x\n`).diagnostics;
  expect(first?.help).toBe("write a long statement as the value of `statement:`");
});

test("an option left of its statement is an error at the option", () => {
  expect(read("-   a:b on c\n  requires_approval: true\n").problems).toEqual([
    "misplaced-indent: requires_approval: true",
  ]);
  expect(read("policies:\n  - a:b on c\n  requires_approval: true\n").problems).toEqual([
    "misplaced-indent: requires_approval",
  ]);
});

test("options below a block of text are an error that says where the text goes", () => {
  const { diagnostics, problems } = read("- >-\n    a:b on c\n  id: x\n");
  expect(problems).toEqual(["misplaced-indent: id: x"]);
  expect(diagnostics[0]?.help).toBe("write the block of text as the value of `statement:`");
});

test("an option deeper than `statement` is an error at the option", () => {
  expect(read("- statement: a:b on c\n    requires_approval: true\n").problems).toEqual([
    "misplaced-indent: requires_approval",
  ]);
});

test("a tab before an option is an error at the tab", () => {
  expect(read("- a:b on c\n\trequires_approval: true\n").problems).toEqual(["tab-indent: \t"]);
});

test("an option twice is an error at the second, which points at the first", () => {
  const text = "- a:b on c\n  id: x\n  id: y\n";
  const { problems, diagnostics } = read(text);
  expect(problems).toEqual(["duplicate-key: id"]);
  expect(diagnostics[0]?.span?.start).toBe(text.lastIndexOf("id"));
  expect(diagnostics[0]?.related[0]?.span.start).toBe(text.indexOf("id"));
});

test("what looks no more like a statement than like a lost line is not repaired", () => {
  expect(read("agents:\n  - web\n    api: x\n").problems).toEqual(["missing-colon: web"]);
});

test("the published approval gate reads as the statement with its three options", () => {
  const text =
    "- aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*\n" +
    "  requires_approval: true\n  approval_channel: slack:#deploy-approvals\n  approval_timeout: 60m\n";
  const root = read(text).documents[0]?.root;
  expect(root == null ? null : plain(root)).toEqual([
    [
      ["aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*", null],
      ["requires_approval", true],
      ["approval_channel", "slack:#deploy-approvals"],
      ["approval_timeout", "60m"],
    ],
  ]);
});
