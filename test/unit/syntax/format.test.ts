import { expect, test } from "vitest";
import { formatFile } from "../../../src/syntax/format.ts";

function fmt(text: string, kind: "policy" | "config" = "policy", path = "ci.yaml"): string | null {
  const once = formatFile({ path, text }, kind, () => undefined);
  if (once !== null) expect(formatFile({ path, text: once }, kind, () => undefined)).toBe(once);
  return once;
}

test("the four spellings of a statement become two: plain, and a mapping when there are options", () => {
  expect(
    fmt(`policies:
- git:read on repos/*
- git:push on repos/a
  requires_approval: true
  approval_channel: slack:#ops
- git:push on repos/b:
    requires_approval: true
- statement: git:push on repos/c
  requires_approval: true
- statement: git:push on repos/d
- {statement: "git:push on repos/e, repos/f", requires_approval: true}
`),
  ).toBe(`policies:
  - git:read on repos/*
  - statement: git:push on repos/a
    requires_approval: true
    approval_channel: slack:#ops
  - statement: git:push on repos/b
    requires_approval: true
  - statement: git:push on repos/c
    requires_approval: true
  - git:push on repos/d
  - statement: "git:push on repos/e, repos/f"
    requires_approval: true
`);
});

test("comments stay with what they stand at, and blank lines are kept", () => {
  const text = `# head

# yaml-language-server: $schema=x
policies:   # the list
# first
- git:read on repos/*   # why


- git:push on repos/a   # gate
  requires_approval: true
  # where
  approval_channel: [dashboard,   # now
    slack:#ops]
  # - git:off on repos/b

# limits
budget:
      max_tokens_per_session: 100_000 # tokens
# end
`;
  expect(fmt(text)).toBe(`# head

# yaml-language-server: $schema=x
policies:  # the list
  # first
  - git:read on repos/*  # why

  - statement: git:push on repos/a  # gate
    requires_approval: true
    # where
    approval_channel:
      - dashboard  # now
      - slack:#ops
    # - git:off on repos/b

# limits
budget:
  max_tokens_per_session: 100_000  # tokens
# end
`);
});

test("long lines are not folded, and what was folded stands on one line", () => {
  const long = `git:read on ${Array.from({ length: 40 }, (_, i) => `repos/repository-${i}`).join(", ")}`;
  expect(fmt(`policies:\n- ${long}\n`)).toBe(`policies:\n  - ${long}\n`);
  expect(fmt("policies:\n- deny git:push\n    on repos/*\n    when context.x\n")).toBe(
    "policies:\n  - deny git:push on repos/* when context.x\n",
  );
});

test("a flow collection stays on one line; over several lines it becomes a block when it is long", () => {
  expect(fmt("agents: [ a,b ]\npolicies: [ 'git:read on repos/*' ]\n")).toBe(
    "agents: [a, b]\npolicies:\n  - 'git:read on repos/*'\n",
  );
  const names = Array.from({ length: 20 }, (_, i) => `agent-${i}`);
  expect(fmt(`agents: [${names.join(",\n  ")}]\npolicies:\n  - git:read on repos/*\n`)).toBe(
    `agents:\n${names.map((n) => `  - ${n}\n`).join("")}policies:\n  - git:read on repos/*\n`,
  );
});

test("block scalars keep their text", () => {
  const text = `description: |\n     one\n       two  \n\n     three\npolicies:\n  - git:read on repos/*\n`;
  expect(fmt(text)).toBe(`description: |\n  one\n    two  \n\n  three\npolicies:\n  - git:read on repos/*\n`);
});

test("CRLF stays CRLF", () => {
  expect(fmt("policies:\r\n- git:read on repos/* # x\r\n\r\n- git:push on repos/*\r\n")).toBe(
    "policies:\r\n  - git:read on repos/*  # x\r\n\r\n  - git:push on repos/*\r\n",
  );
});

test("documents keep their marks and the comments around them", () => {
  expect(
    fmt(
      "---\n# one\nagent: a\npolicies:\n- git:read on repos/*\n# after one\n---\n# two\nagent: b\npolicies:\n- git:read on repos/*\n",
    ),
  ).toBe(
    "# one\nagent: a\npolicies:\n  - git:read on repos/*\n# after one\n---\n# two\nagent: b\npolicies:\n  - git:read on repos/*\n",
  );
});

test("bare lists, tests and the config have the same layout", () => {
  expect(fmt("- git:read on repos/*\n-   git:push on repos/a:\n        requires_approval: true\n")).toBe(
    "- git:read on repos/*\n- statement: git:push on repos/a\n  requires_approval: true\n",
  );
  expect(
    fmt(
      "tests:\n- ci can git:read on repos/a\n- name:   x\n  agents: [ci]\n  actions: [a]\n  resources: [b]\n  expect: deny\n",
      "policy",
      "ci.test.yaml",
    ),
  ).toBe(
    "tests:\n  - ci can git:read on repos/a\n  - name: x\n    agents: [ci]\n    actions: [a]\n    resources: [b]\n    expect: deny\n",
  );
  expect(
    fmt(
      "version: 1\nlabels: {  trusted: [ a ] }\nvocabulary:\n    actions:\n        push: git:push\n",
      "config",
      "sentrely.yaml",
    ),
  ).toBe("version: 1\nlabels: {trusted: [a]}\nvocabulary:\n  actions:\n    push: git:push\n");
});

test("a file with an error is refused and the error reported", () => {
  const codes: string[] = [];
  const text = "policies:\n  - statement: git:push on repos/*\n    require_approval: true\n";
  expect(formatFile({ path: "ci.yaml", text }, "policy", (d) => codes.push(d.code))).toBe(null);
  expect(codes).toEqual(["unknown-key"]);
});
