/** What YAML takes for something else than its author meant: the code, the underlined text, the fix. */
import { expect, test } from "vitest";
import { fixed, read } from "../../support/yaml.ts";

/** Title, text, problems, the text after the first problem's first fix (`null`: none is offered). */
const traps: readonly (readonly [
  title: string,
  text: string,
  problems: readonly string[],
  after: string | null,
])[] = [
  ["an entry that begins with a bare star", "- * on c\n", ["bare-star: * on c"], "- '* on c'\n"],
  ["an action that begins with a star", "- *:read on c\n", ["bare-star: *:read on c"], "- '*:read on c'\n"],
  ["two stars", "- **:x on y # all\n", ["bare-star: **:x on y"], "- '**:x on y' # all\n"],
  ["a star before hanging options", "- * on c\n  id: x\n", ["bare-star: * on c"], "- '* on c'\n  id: x\n"],
  ["a star before options", "- * on c:\n    id: x\n", ["bare-star: * on c"], "- '* on c':\n    id: x\n"],
  [
    "a star that YAML could read as an alias for a key",
    "- *k : a on b\n",
    ["bare-star: *k : a on b"],
    "- '*k : a on b'\n",
  ],
  ["a star as a value", "applies_to: *\n", ["bare-star: *"], "applies_to: '*'\n"],
  ["a star in a flow list", "agents: [web-*, *]\n", ["bare-star: *"], "agents: [web-*, '*']\n"],
  ["a star and a quotation mark", "- * on it's\n", ["bare-star: * on it's"], "- '* on it''s'\n"],
  ["a deny with an exclamation mark", "- !deny a:b on c\n", ["yaml-tag: !deny"], null],
  ["a tag", "owner: !!str 5\n", ["yaml-tag: !!str"], null],
  ["an anchor", "owner: &me x\n", ["yaml-anchor: &me"], null],
  ["an alias", "owner: &me x\nproject: *me\n", ["yaml-anchor: &me", "yaml-alias: *me"], null],
  ["a merge key", "<<: {id: x}\nid: y\n", ["merge-key: <<"], null],
  [
    "a negated condition",
    "- statement: a on b\n  when: !context.vip\n",
    ["reserved-start: !context.vip"],
    "- statement: a on b\n  when: '!context.vip'\n",
  ],
  [
    "a negated condition with more of it",
    "- statement: a on b\n  when: !context.a && context.b # c\n",
    ["reserved-start: !context.a && context.b"],
    "- statement: a on b\n  when: '!context.a && context.b' # c\n",
  ],
  [
    "a negated parenthesis",
    "when: !(context.a || context.b)\n",
    ["reserved-start: !(context.a || context.b)"],
    "when: '!(context.a || context.b)'\n",
  ],
  [
    "a condition that begins with a string",
    '- statement: a on b\n  when: "a" in context.b\n',
    ["partly-quoted: in context.b"],
    "- statement: a on b\n  when: '\"a\" in context.b'\n",
  ],
  ["a statement quoted in part", '- "a:b" on c\n', ["partly-quoted: on c"], "- '\"a:b\" on c'\n"],
  [
    "a statement that begins with a brace",
    "- {a,b}:c on d\n",
    ["reserved-start: {a,b}:c on d"],
    "- '{a,b}:c on d'\n",
  ],
  ["a text that begins with `@`", "owner: @web\n", ["reserved-start: @web"], "owner: '@web'\n"],
  ["a text in backticks", "owner: `web`\n", ["reserved-start: `web`"], "owner: '`web`'\n"],
  [
    "a colon inside a condition",
    '- statement: a on b\n  when: context.x == "k: v"\n',
    ["split-value: :"],
    "- statement: a on b\n  when: 'context.x == \"k: v\"'\n",
  ],
  [
    "a colon inside a condition on a folded line",
    '- a on b\n  when context.x == "k: v"\n',
    ["split-value: :"],
    "- 'a on b\n  when context.x == \"k: v\"'\n",
  ],
  [
    "a colon inside a statement with options",
    '- a on b when context.x == "k: v"\n    id: x\n',
    ["split-value: :"],
    "- 'a on b when context.x == \"k: v\"'\n    id: x\n",
  ],
  [
    "a colon inside a description",
    "description: one: two\n",
    ["split-value: :"],
    "description: 'one: two'\n",
  ],
  [
    "a channel without quotation marks",
    "- statement: a on b\n  approval_channel: #ops\n",
    ["comment-cut: #ops"],
    "- statement: a on b\n  approval_channel: '#ops'\n",
  ],
  [
    "a channel in a list",
    "notify:\n  - #ops\n  - dashboard\n",
    ["comment-cut: #ops"],
    "notify:\n  - '#ops'\n  - dashboard\n",
  ],
  ["a channel in a flow list", "channels: [dashboard, #ops]\nowner: x\n", ["comment-cut: #ops]"], null],
  [
    "a channel after a blank",
    "- chat:post on channel/ #general\n",
    ["comment-cut: #general"],
    "- 'chat:post on channel/ #general'\n",
  ],
  [
    "a comment that is the rest of a statement",
    "- a:b # on c\n",
    ["comment-cut: # on c"],
    "- 'a:b # on c'\n",
  ],
  [
    "a comment that excepts",
    "- a:b on c # except d\n",
    ["comment-cut: # except d"],
    "- 'a:b on c # except d'\n",
  ],
  [
    "a comment that is a condition",
    "- a:b on c # when context.x\n  id: x\n",
    ["comment-cut: # when context.x"],
    "- 'a:b on c # when context.x'\n  id: x\n",
  ],
  [
    "an option without its blank",
    "- a:b on c\n  requires_approval:true\n",
    ["swallowed-option: requires_approval:"],
    "- a:b on c\n  requires_approval: true\n",
  ],
  [
    "an option without its blank among others",
    "- a:b on c\n  requires_approval:true\n  id: x\n",
    ["swallowed-option: requires_approval:"],
    "- a:b on c\n  requires_approval: true\n  id: x\n",
  ],
  [
    "an option with an equals sign",
    "- a:b on c\n  requires_approval = true\n",
    ["swallowed-option: requires_approval ="],
    "- a:b on c\n  requires_approval: true\n",
  ],
  [
    "a misspelt option without its blank",
    "- a:b on c\n  require_approval:true\n",
    ["swallowed-option: require_approval:"],
    "- a:b on c\n  require_approval: true\n",
  ],
  [
    "an option with nothing between",
    "- a:b on c\n  requires_approval true\n",
    ["swallowed-option: requires_approval"],
    "- a:b on c\n  requires_approval: true\n",
  ],
  [
    "a backslash in double quotation marks",
    '- "a:b on c\\[1"\n',
    ["yaml-escape: \\["],
    '- "a:b on c\\\\[1"\n',
  ],
  [
    "a backslash that makes a control character",
    '- "a:b on c\\branches"\n',
    ["yaml-escape: \\b"],
    '- "a:b on c\\\\branches"\n',
  ],
  ["a Unicode escape cut short", '- "a:b on \\u12"\n', ["yaml-escape: \\u"], '- "a:b on \\\\u12"\n'],
  [
    "a statement in a flow list",
    "policies: [a:b on c]\n",
    ["unquoted-in-flow: a:b on c"],
    "policies: ['a:b on c']\n",
  ],
  [
    "a statement with braces in a flow list",
    "policies: [a:b on c/{d,e}]\n",
    ["unquoted-in-flow: a:b on c/{d,e}"],
    "policies: ['a:b on c/{d,e}']\n",
  ],
  [
    "a statement with a comma in a flow list",
    "policies: [a:b, c:d on e]\n",
    ["unquoted-in-flow: a:b", "unquoted-in-flow: c:d on e"],
    "policies: ['a:b', c:d on e]\n",
  ],
  [
    "a statement in a flow mapping",
    "- {statement: a:b on c/{d,e}, id: x}\n",
    ["unquoted-in-flow: a:b on c/{d,e}"],
    "- {statement: 'a:b on c/{d,e}', id: x}\n",
  ],
  [
    "braces in a flow list of resources",
    "except: [c/{d,e}, f]\n",
    ["unquoted-in-flow: c/{d,e}"],
    "except: ['c/{d,e}', f]\n",
  ],
  ["a quotation mark that is never closed", 'owner: "web\nproject: x\n', ['yaml-unclosed: "'], null],
  ["a closing quotation mark that is escaped", 'owner: "web\\"\n', ['yaml-unclosed: "'], null],
  ["a closing quotation mark that is doubled", "owner: 'web''\n", ["yaml-unclosed: '"], null],
  ["a bracket that is never closed", "agents: [a, b\nowner: x\n", ["yaml-unclosed: ["], null],
  ["a line without a colon", "agent: x\npolices\nbudget: {}\n", ["missing-colon: polices"], null],
  ["a line after a comment", "- a:b on # why\n  c\n", ["missing-colon: c"], null],
  ["a key in a wrong column", "a:\n  b: 1\n c: 2\n", ["misplaced-indent: c"], null],
  ["a key deeper than its sibling", "a: 1\n  b: 2\n", ["misplaced-indent: b"], null],
  ["a tab before a key", "a:\n\tb: 1\n", ["tab-indent: \t"], null],
  ["a key twice", "owner: x\nowner: y\n", ["duplicate-key: owner"], null],
  ["a key twice, once quoted", 'vars:\n  a: x\n  "a": y\n', ['duplicate-key: "a"'], null],
  ["a number and a text as one key", "vars:\n  1: x\n  '1': y\n", ["duplicate-key: '1'"], null],
  ["a list as a key", "? [a]\n: b\n", ["complex-key: [a]"], null],
  ["a missing key", "- : b\n", ["complex-key: "], null],
  ["a directive", "%YAML 1.1\n---\nowner: x\n", ["yaml-directive: %YAML 1.1"], null],
  ["a lone carriage return", "owner: a\rb\n", ["control-character: \r"], null],
  ["a zero byte", "owner: a\0b\n", ["control-character: \0"], null],
];

test.each(traps)("%s is one error that names the cause", (_, text, problems, after) => {
  const { diagnostics, problems: found, complete } = read(text);
  expect(found).toEqual(problems);
  expect(complete).toBe(false);
  const fix = diagnostics[0]?.fixes[0];
  expect(fix === undefined ? null : fixed(text, fix)).toBe(after);
  expect(diagnostics.every(({ severity, help }) => severity === "error" && help !== null)).toBe(true);
});

test.each(traps.filter(([, , problems, after]) => after !== null && problems.length === 1))(
  "%s: the fix leaves nothing to report",
  (_, text, __, after) => {
    expect(read(after ?? "").problems).toEqual([]);
    expect(read(text).diagnostics).toHaveLength(1);
  },
);

const innocent: readonly (readonly [title: string, text: string])[] = [
  ["a comment after a statement", "- a:b on c # staging free\n- a:b on d # once a day\n- a:b on e #\n"],
  ["a comment after a number", "budget:\n  max_sessions_per_day: 50    #fifty\n"],
  ["a comment after a quoted text", '- "a:b on c" #general\n'],
  ["a comment between a statement and its options", "- a:b on c: #general\n    id: x\n"],
  [
    "a comment that begins with a keyword, after no statement",
    "agents:\n  - ci # on call\nowner: x # when needed\n",
  ],
  [
    "a `#` inside a word",
    "- chat:post on channel/#general\nnotify: slack:#ops\n".replace("notify", "- notify"),
  ],
  ["a folded line that is an action", "- git:read,\n  git:push on repos/*\n"],
  ["escapes in a description", '- statement: a:b on c\n  description: "one\\ntwo"\n'],
  ["a backslash written twice", '- "a:b on c\\\\[1"\n'],
  ["a list of resources between brackets", "except: [a/b, c/d]\n"],
  ["stars inside words", "agents: [web-*, '*']\n"],
  ["the value of a key in another mapping", "a: {statement: x}\n"],
];

test.each(innocent)("%s is no error", (_, text) => {
  expect(read(text).problems).toEqual([]);
});

test("several mistakes in one file are all reported in one run", () => {
  const text =
    "- * on c\n- !deny a on b\n- statement: a on b\n  when: !context.x\n- a:b on c\n  requires_approval:true\n- ok:ok on d\n";
  expect(read(text).problems).toEqual([
    "bare-star: * on c",
    "yaml-tag: !deny",
    "reserved-start: !context.x",
    "swallowed-option: requires_approval:",
  ]);
});

test("an entry that makes no sense is left out with all that it holds", () => {
  expect(read("- !deny a on b\n- a on b #c\n- c on d\n").data).toEqual([["c on d"]]);
});

test("a value that a comment cut is kept, so that what stands beside it is judged too", () => {
  const text = "- statement: a on b\n  notify: #ops\n  id: x #y\n";
  expect(read(text).data).toEqual([
    [
      [
        ["statement", "a on b"],
        ["notify", "#ops"],
        ["id", "x"],
      ],
    ],
  ]);
  expect(read(text).complete).toBe(false);
});

test("a list that lost every entry takes its document along, so that it does not read as empty", () => {
  expect(read("policies:\n  - !deny a on b\nagent: x\n---\nagent: y\n").data).toEqual([[["agent", "y"]]]);
});

test("an error in one document leaves the others standing", () => {
  expect(read("a: [\n---\nb: 1\n").data).toContainEqual([["b", 1]]);
});

test("the help of a cut channel says to quote it", () => {
  expect(read("approval_channel: #ops\n").diagnostics[0]).toMatchObject({
    message: "`#` began a comment: `#ops` is not read",
    help: "quote text that begins with `#`",
  });
});

test("the help of a negated condition says to quote the whole of it", () => {
  expect(read("when: !context.vip\n").diagnostics[0]?.help).toBe("quote the whole condition: '!context.vip'");
});

test("a `#` right before a word offers both readings", () => {
  const text = "- a:b on c #why\n";
  expect(read(text).diagnostics[0]?.fixes.map((fix) => fixed(text, fix))).toEqual([
    "- 'a:b on c #why'\n",
    "- a:b on c # why\n",
  ]);
});

test("a file with more than a thousand errors is not read on", () => {
  const { diagnostics, documents, complete } = read("- *x on y\n".repeat(5000));
  expect(diagnostics).toHaveLength(1000);
  expect(documents).toEqual([]);
  expect(complete).toBe(false);
});
