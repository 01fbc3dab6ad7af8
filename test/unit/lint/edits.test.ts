import { expect, test } from "vitest";
import type { Edit } from "../../../src/base/diagnostic.ts";
import { editSources } from "../../../src/cli/apply-fixes.ts";
import type { Statement } from "../../../src/ir/ir.ts";
import { addOption, guardCondition, removePattern, removeStatement } from "../../../src/lint/edits.ts";
import type { LintContext } from "../../../src/lint/lint-context.ts";
import { compile } from "../../../src/pipeline.ts";
import { meaningOf, setOf } from "../../support/compile-text.ts";
import { contextOf } from "../../support/lint-context.ts";

type Edits = readonly Edit[] | null;

/** The statement whose text begins with some words; fails when there is none. */
function statementAt(context: LintContext, text: string, words: string): Statement {
  const at = text.indexOf(words);
  const found = context.set.statements.find(({ place: { span } }) => span.start <= at && at < span.end);
  if (at === -1 || found === undefined) throw new Error(`no statement at ${words}`);
  return found;
}

/** The text after the edits, which still compiles; `null` when there are none. */
function edited(text: string, make: (context: LintContext) => Edits): string | null {
  const { context } = contextOf(text);
  const edits = make(context);
  if (edits === null) return null;
  const [after] = editSources([{ path: "policies/a.yaml", text }], edits);
  if (after === undefined) return null;
  const { diagnostics } = compile({ files: [after], config: null });
  expect(diagnostics.filter((d) => d.severity === "error").map((d) => d.message)).toEqual([]);
  return after.text;
}

function without(text: string, words: string): string | null {
  return edited(text, (context) => removeStatement(context, statementAt(context, text, words)));
}

/** Takes out the last pattern that is written so. */
function withoutPattern(text: string, statement: string, pattern: string): string | null {
  return edited(text, (context) => {
    const found = statementAt(context, text, statement);
    const start = text.lastIndexOf(pattern);
    const place = { file: "policies/a.yaml", start, end: start + pattern.length };
    return removePattern(context, found, place);
  });
}

function withOption(text: string, words: string, key: string, value: string): string | null {
  return edited(text, (context) => addOption(context, statementAt(context, text, words), key, value));
}

function meanings(text: string | null): string[] {
  return text === null ? [] : setOf(text).statements.map(meaningOf);
}

const spellings = `agent: a
policies:
  - git:read on repos/*                         # plain
  - git:push on repos/hanging
    requires_approval: true                     # asked
    # in the channel
    approval_channel: slack:#ops
    approval_timeout: 1h                        # soon
  - git:push on repos/key:
      requires_approval: true
      approval_channel:
        - slack:#ops
        - dashboard
      approval_timeout: 1h
  - statement: git:push on repos/named
    requires_approval: true
    approval_channel: slack:#ops
    approval_timeout: 1h
    description: |
      some text
      # not a comment
  - {statement: "git:push on repos/flow", notify: [dashboard]}
owner: me
`;

test.each([
  ["git:read", ["  - git:read on repos/*                         # plain\n"]],
  [
    "git:push on repos/hanging",
    [
      spellings.slice(
        spellings.indexOf("  - git:push on repos/hanging"),
        spellings.indexOf("  - git:push on repos/key"),
      ),
    ],
  ],
  [
    "git:push on repos/key",
    [spellings.slice(spellings.indexOf("  - git:push on repos/key"), spellings.indexOf("  - statement"))],
  ],
  [
    "statement: git:push on repos/named",
    [spellings.slice(spellings.indexOf("  - statement"), spellings.indexOf("  - {"))],
  ],
  ["{statement", ['  - {statement: "git:push on repos/flow", notify: [dashboard]}\n']],
])("a statement goes with all its lines, whatever its spelling: %s", (words, [lines = ""]) => {
  const after = without(spellings, words);
  expect(after).toBe(spellings.replace(lines, ""));
  const crlf = without(spellings.replaceAll("\n", "\r\n"), words);
  expect(crlf).toBe(after?.replaceAll("\n", "\r\n"));
  expect(meanings(after)).toEqual(
    meanings(spellings).filter((m) => !meanings(`agent: a\npolicies:\n${lines}`).includes(m)),
  );
});

test("the only statement of a list stays, since an empty list is an error", () => {
  const text =
    "agent: a\npolicies:\n  - git:read on r/*\n---\nagent: b\npolicies:\n  - git:read on r/a\n  - git:read on r/b\n";
  expect(without(text, "git:read on r/*")).toBeNull();
  expect(without(text, "git:read on r/b")).toBe(text.replace("  - git:read on r/b\n", ""));
});

test("a bare list, a list at the margin and guardrails lose an entry like any other", () => {
  expect(without("# x\n- a:b on r/*\n- c:d on r/*\n", "c:d")).toBe("# x\n- a:b on r/*\n");
  expect(without("agent: a\npolicies:\n- a:b on r/*\n- c:d on r/*\n", "a:b")).toBe(
    "agent: a\npolicies:\n- c:d on r/*\n",
  );
  const guardrails = "- a:b on r/*\n---\nguardrails:\n  - deny a:b on r/x\n  - deny a:b on r/y\n".replace(
    "- a",
    "agent: a\npolicies:\n  - a",
  );
  expect(without(guardrails, "deny a:b on r/x")).toBe(guardrails.replace("  - deny a:b on r/x\n", ""));
});

test("a dash on a line of its own, with a comment, goes too", () => {
  const text = "- a:b on r/*\n-   # odd\n  c:d on r/*\n- e:f on r/*\n";
  expect(without(text, "c:d")).toBe("- a:b on r/*\n- e:f on r/*\n");
});

test("the last entry of a text without a final line break goes", () => {
  expect(without("- a:b on r/*\n- c:d on r/*", "c:d")).toBe("- a:b on r/*\n");
});

test("a comment above that can only speak of the statement goes with it", () => {
  const each =
    "policies:\n  # one\n  - a:b on r/*\n  # two\n  # more\n  - c:d on r/*\n  # three\n  - e:f on r/*\n";
  expect(without(`agent: a\n${each}`, "a:b")).toBe(
    `agent: a\n${each.replace("  # one\n  - a:b on r/*\n", "")}`,
  );
  expect(without(`agent: a\n${each}`, "c:d")).toBe(
    `agent: a\n${each.replace("  # two\n  # more\n  - c:d on r/*\n", "")}`,
  );
  expect(without(`agent: a\n${each}`, "e:f")).toBe(
    `agent: a\n${each.replace("  # three\n  - e:f on r/*\n", "")}`,
  );
});

test("a comment above that may head several statements, or the list, stays", () => {
  const group = "policies:\n  # all of them\n  - a:b on r/*\n  # pushing\n  - c:d on r/*\n  - e:f on r/*\n";
  expect(without(`agent: a\n${group}`, "c:d")).toBe(`agent: a\n${group.replace("  - c:d on r/*\n", "")}`);
  const list = "agent: a\npolicies:\n  # all of them\n  - a:b on r/*\n\n  - c:d on r/*\n";
  expect(without(list, "a:b")).toBe("agent: a\npolicies:\n  # all of them\n\n  - c:d on r/*\n");
});

test("a suppression above goes, and other comments between stay", () => {
  const text =
    "agent: a\npolicies:\n  # reading\n  # sentrely-ignore overlap: it is meant\n  # and so on\n  - a:b on r/*\n  - c:d on r/*\n";
  expect(without(text, "a:b")).toBe("agent: a\npolicies:\n  # reading\n  # and so on\n  - c:d on r/*\n");
});

test("a note below, further right than the dash, goes; one at the dash's column stays", () => {
  const text = "- a:b on r/*\n    # about a:b\n- c:d on r/*\n# end\n";
  expect(without(text, "a:b")).toBe("- c:d on r/*\n# end\n");
  expect(without(text, "c:d")).toBe("- a:b on r/*\n    # about a:b\n# end\n");
});

test("two blank lines do not meet", () => {
  const text = "- a:b on r/*\n\n- c:d on r/*\n\n- e:f on r/*\n";
  expect(without(text, "c:d")).toBe("- a:b on r/*\n\n- e:f on r/*\n");
  expect(without(text, "e:f")).toBe("- a:b on r/*\n\n- c:d on r/*\n");
  const headed = "agent: a\npolicies:\n  - a:b on r/*\n\n  - c:d on r/*\n";
  expect(without(headed, "a:b")).toBe("agent: a\npolicies:\n  - c:d on r/*\n");
});

test("an entry of a flow list goes with one comma", () => {
  const text = 'agent: a\npolicies: ["a:b on r/*", {statement: "c:d on r/*", exact: false}, "e:f on r/*"]\n';
  expect(without(text, "a:b")).toBe(
    'agent: a\npolicies: [{statement: "c:d on r/*", exact: false}, "e:f on r/*"]\n',
  );
  expect(without(text, "{statement")).toBe('agent: a\npolicies: ["a:b on r/*", "e:f on r/*"]\n');
  expect(without(text, "e:f")).toBe(
    'agent: a\npolicies: ["a:b on r/*", {statement: "c:d on r/*", exact: false}]\n',
  );
});

test("a flow list over several lines keeps its lines and the comments of others", () => {
  const text = `agent: a
policies: [
  "a:b on r/*", # one
  "c:d on r/*", # two
  "e:f on r/*", "g:h on r/*", # three, four
  "i:j on r/*" # five
]
`;
  expect(without(text, "c:d")).toBe(text.replace('  "c:d on r/*", # two\n', ""));
  expect(without(text, "e:f")).toBe(text.replace('"e:f on r/*", ', ""));
  expect(without(text, "g:h")).toBe(text.replace(' "g:h on r/*",', " "));
  expect(without(text, "i:j")).toBe(text.replace('  "i:j on r/*" # five\n', ""));
});

test("a pattern of a comma list goes with one comma", () => {
  const text = "- a:b, c:d, e:f except e:x, e:y on r/a, r/b, r/c except r/c/1, r/c/2  # list\n- x:y on z/*\n";
  const only = (pattern: string): string | null => withoutPattern(text, "a:b", pattern);
  expect(only("a:b")).toBe(text.replace("a:b, ", ""));
  expect(only("c:d")).toBe(text.replace("c:d, ", ""));
  expect(only("e:f")).toBe(text.replace(", e:f", ""));
  expect(only("e:y")).toBe(text.replace(", e:y", ""));
  expect(only("r/a")).toBe(text.replace("r/a, ", ""));
  expect(only("r/c/2")).toBe(text.replace(", r/c/2", ""));
});

test("the only pattern of a list stays", () => {
  expect(withoutPattern("- a:b on r/a except r/b\n- x:y on z/*\n", "a:b", "r/b")).toBeNull();
  expect(withoutPattern("- a:b on r/a\n- x:y on z/*\n", "a:b", "r/a")).toBeNull();
});

test("a pattern in quotes of YAML or of the language, or on a line of its own, goes", () => {
  const inner = `- 'a:b on "r/a b", r/c, r/d'\n- "c:d on \\"r/e f\\", r/g"\n- e:f on r/h,\n    r/i,\n    r/j\n`;
  expect(withoutPattern(inner, "'a:b", '"r/a b"')).toBe(inner.replace('"r/a b", ', ""));
  expect(withoutPattern(inner, '"c:d', '\\"r/e f\\"')).toBe(inner.replace('\\"r/e f\\", ', ""));
  expect(withoutPattern(inner, "e:f", "r/i")).toBe(inner.replace("r/i,\n    ", ""));
  expect(withoutPattern(inner, "e:f", "r/j")).toBe(inner.replace(",\n    r/j", ""));
});

test("what YAML would read otherwise once it comes first is put in quotes", () => {
  expect(withoutPattern("- a:b, *:list on r/*\n", "a:b", "a:b")).toBe("- '*:list on r/*'\n");
  const hanging = "- a:b, {c,d}:list on r/*\n  requires_approval: true\n  approval_channel: dashboard\n";
  expect(withoutPattern(hanging, "a:b", "a:b")).toBe(
    hanging.replace("a:b, {c,d}:list on r/*", "'{c,d}:list on r/*'"),
  );
  expect(withoutPattern("- a:b on r/a, r/b,#c/d\n", "a:b", "r/b")).toBe("- 'a:b on r/a, #c/d'\n");
});

test("patterns of the option `except` go, from a text and from a list", () => {
  const list = "- statement: a:b on r/*\n  except: [r/a, 'r/b, r/c']\n- c:d on r/*\n";
  expect(withoutPattern(list, "statement: a:b", "r/a")).toBe(list.replace("r/a, ", ""));
  expect(withoutPattern(list, "statement: a:b", "r/c")).toBe(list.replace(", r/c", ""));
  const block = "- a:b on r/*\n  except:\n    - r/a # one\n    - r/b\n- c:d on r/*\n";
  expect(withoutPattern(block, "a:b", "r/a")).toBe(block.replace("    - r/a # one\n", ""));
  const text = "- a:b on r/*:\n    except: r/a, r/b\n- c:d on r/*\n";
  expect(withoutPattern(text, "a:b", "r/b")).toBe(text.replace(", r/b", ""));
  expect(withoutPattern("- a:b on r/*:\n    except: r/a\n", "a:b", "r/a")).toBeNull();
});

test("an option comes below the last one, indented like it", () => {
  expect(withOption(spellings, "git:push on repos/hanging", "exact", "true")).toBe(
    spellings.replace(
      "1h                        # soon\n",
      "1h                        # soon\n    exact: true\n",
    ),
  );
  expect(withOption(spellings, "git:push on repos/key", "exact", "true")).toBe(
    spellings.replace(
      "dashboard\n      approval_timeout: 1h\n",
      "dashboard\n      approval_timeout: 1h\n      exact: true\n",
    ),
  );
  expect(withOption(spellings, "statement: git:push on repos/named", "exact", "true")).toBe(
    spellings.replace("# not a comment\n", "# not a comment\n    exact: true\n"),
  );
  expect(withOption(spellings, "{statement", "exact", "true")).toBe(
    spellings.replace("[dashboard]}", "[dashboard], exact: true}"),
  );
});

test("a plain statement becomes a mapping", () => {
  expect(withOption(spellings, "git:read", "exact", "true")).toBe(
    spellings.replace(
      "- git:read on repos/*                         # plain\n",
      "- statement: git:read on repos/*                         # plain\n    exact: true\n",
    ),
  );
  expect(withOption("-   'a:b on \"r/a b\"'", "'a:b", "exact", "true")).toBe(
    "-   statement: 'a:b on \"r/a b\"'\n    exact: true",
  );
  expect(withOption("- a:b on\r\n  r/*\r\n- c:d on r/*\r\n", "a:b", "exact", "true")).toBe(
    "- statement: a:b on r/*\r\n  exact: true\r\n- c:d on r/*\r\n",
  );
  expect(withOption('agent: a\npolicies: ["a:b on r/*"]\n', '"a:b', "exact", "true")).toBe(
    'agent: a\npolicies: [{statement: "a:b on r/*", exact: true}]\n',
  );
});

test("an option that is there gets the value", () => {
  const text = "- a:b on r/*\n  exact: false # for now\n";
  expect(withOption(text, "a:b", "exact", "true")).toBe(text.replace("false", "true"));
  expect(withOption("- a:b on r/*\n  notify: [dashboard]\n", "a:b", "notify", "dashboard")).toBeNull();
});

test("a guard holds for the whole condition", () => {
  const guarded = (text: string): string | null =>
    edited(text, (context) => guardCondition(context, statementAt(context, text, "a:b"), "has(context.x)"));
  expect(guarded("- a:b on r/* when context.x\n")).toBe("- a:b on r/* when has(context.x) && context.x\n");
  expect(guarded("- a:b on r/* when context.x || context.y\n")).toBe(
    "- a:b on r/* when has(context.x) && (context.x || context.y)\n",
  );
  expect(guarded("- a:b on r/*\n  when: '(context.x || context.y) && context.z'\n")).toBe(
    "- a:b on r/*\n  when: 'has(context.x) && (context.x || context.y) && context.z'\n",
  );
  expect(guarded("- a:b on r/* when (context.x || context.y)\n")).toContain("has(context.x) && (");
  expect(guarded("- a:b on r/*\n")).toBeNull();
  const guardedMeaning = (text: string): string[] => meanings(guarded(text));
  expect(guardedMeaning("- a:b on r/* when (context.x || context.y)\n")).toEqual(
    meanings("- a:b on r/* when has(context.x) && (context.x || context.y)\n"),
  );
});

test("a border is no statement of the text", () => {
  const config =
    "version: 1\nprojects:\n  x: {agents: [a], resources: [r/x]}\n  y: {agents: [b], resources: [r/y]}\n";
  const { context } = contextOf(
    "agent: a\npolicies:\n  - a:b on r/*\n  - a:b on q/*\n---\nagent: b\npolicies:\n  - a:b on r/*\n",
    config,
  );
  const border = context.set.agents
    .flatMap(({ guardrails }) => guardrails)
    .find(({ owner }) => owner.kind === "border");
  if (border === undefined) throw new Error("no border");
  expect(removeStatement(context, border)).toBeNull();
  expect(addOption(context, border, "exact", "true")).toBeNull();
});
