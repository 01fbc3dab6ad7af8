/** What the YAML parser refuses, in the language's words: underlined text, message, help. */
import { expect, test } from "vitest";
import { parse } from "../../support/documents.ts";
import { read } from "../../support/yaml.ts";

const closes = (bracket: string): readonly [string, string] => [
  `this \`${bracket}\` closes nothing`,
  `remove it, or quote the text that the \`${bracket}\` belongs to`,
];

test.each([
  ["policies: ]\n", "]", ...closes("]")],
  ["agents: [a]]\n", "]", ...closes("]")],
  ["vars: {a: b}}\n", "}", ...closes("}")],
  [
    "agents: [a, , b]\n",
    ",",
    "this comma separates nothing",
    "remove it, or quote the text that it belongs to",
  ],
  [
    "agent: ci\n... junk\n",
    "junk",
    "`junk` follows a value that is already complete",
    "quote the whole text, or begin a line of its own",
  ],
  [
    "  agent: ci\npolicies: []\n",
    "policies",
    "this line is not in the column where it belongs",
    "entries of one list stand in one column, and so do the keys of one mapping; what belongs to a key stands deeper",
  ],
  [
    "policies:\n    - a:b on c\n  - a:d on c\n",
    "  ",
    "this line is not in the column where it belongs",
    "entries of one list stand in one column, and so do the keys of one mapping; what belongs to a key stands deeper",
  ],
  [
    "agents: [a\n  b: c]\n",
    "a",
    "a key does not stand on one line with its colon",
    "put a comma between entries, and quote text that holds a colon",
  ],
  [
    '"a"#b\n',
    "#",
    "this `#` follows what stands before it without a blank",
    "put a blank before the `#` of a comment, or quote the text that it belongs to",
  ],
])("%j is refused at `%s`: %s", (text, at, message, help) => {
  const { diagnostics } = read(text);
  expect(diagnostics.map((d) => ({ code: d.code, message: d.message, help: d.help }))).toEqual([
    { code: "yaml-syntax", message, help },
  ]);
  const span = diagnostics[0]?.span;
  expect(text.slice(span?.start, span?.end).startsWith(at.trimEnd())).toBe(true);
});

test.each([
  ["owner: > 5\n", ">", "> 5"],
  ["owner: |x y\n", "|", "|x y"],
  ["- >git:push on repos/*\n", ">", ">git:push on repos/*"],
  ["- `git:push`\n", "a backtick", "`git:push`"],
  ["owner: @ops\n", "@", "@ops"],
])("text that begins with a reserved character is to be quoted: %j", (text, _, at) => {
  const { diagnostics, problems } = read(text);
  expect(problems).toEqual([`reserved-start: ${at}`]);
  expect(diagnostics[0]?.help).toContain(`'${at}'`);
});

test.each(["- >-\n  a:b on c\n", "- |2+ # note\n    a:b\n", "a: >\n  b\n"])(
  "a block of text is no text that begins with its sign: %j",
  (text) => {
    expect(read(text).problems).toEqual([]);
  },
);

test.each([
  "policies:\n\t- a:b on c\n",
  "policies:\n\t- a:b on c\n\t- a:d on c\n",
  "budget:\n\ton_exceed: deny\n",
])("a tab that indents is said to be one, once: %j", (text) => {
  expect(read(text).diagnostics.map(({ code, help }) => [code, help])).toEqual([
    ["tab-indent", "indent with blanks"],
  ]);
});

test("text too deep to be read says what to look for", () => {
  expect(read(`- ${"[".repeat(70)}`).diagnostics.map(({ code, help }) => [code, help])).toEqual([
    [
      "yaml-depth",
      "no document needs more than a few levels: look for brackets that are not closed, or quote the text",
    ],
  ]);
});

test.each(["approvers: *leads", "approvers: @leads", "approvers: *leads, *ops"])(
  "an unquoted word is one mistake, though its key takes no text: %s",
  (line) => {
    const { found } = parse(`- statement: a:b on c/d\n  requires_approval: true\n  ${line}\n`);
    expect(found).toHaveLength(1);
    expect(["bare-star", "reserved-start"]).toContain(found[0]?.code);
  },
);

test.each([
  [
    "policies: - a:b on c\n",
    "misplaced-indent",
    "write the list below the key, each entry on a line that begins with `- `",
  ],
  ["agent: ci\n--\nagent: cd\n", "missing-colon", "documents are separated by `---`"],
  ["```yaml\nagent: ci\n```\n", "missing-colon", "remove the lines of Markdown around the policy"],
])("a line that belongs to nothing is helped: %j", (text, code, help) => {
  expect(read(text).diagnostics.map((d) => [d.code, d.help])).toEqual([[code, help]]);
});
