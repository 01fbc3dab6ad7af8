import { expect, test } from "vitest";
import { folderWith } from "../support/cli.ts";

const files = {
  "sentrely.yaml":
    "version: 1\nvocabulary: {actions: {push: git:push}, resources: {main: repos/*/branches/main}}\n",
  "policies/ci.yaml":
    "policies:\n  - statement: git:push on repos/*/branches/feature/*\n    id: push\n  - statement: git:merge on repos/*\n    id: merge\n    requires_approval: true\n    approval_channel: dashboard\n    approval_timeout: 1h\n",
  "policies/docs.yaml": "policies:\n  - git:push on repos/docs/files/*\n",
};

test("who can is answered with a table", async () => {
  const { code, stdout, stderr } = await folderWith(files).run(["query", "who can push on repos/*"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.replace(/[0-9a-f]{8}/, "…")).toBe(
    [
      "agent  effect    requests",
      "ci     allow     git:push on repos/*/branches/feature/*",
      "                 by push (policies/ci.yaml:2)",
      "docs   allow     git:push on repos/docs/files/*",
      "                 by docs/… (policies/docs.yaml:2)",
      "",
      "2 agents can",
      "",
    ].join("\n"),
  );
});

test("what an agent can do is answered with its grants", async () => {
  const { code, stdout } = await folderWith(files).run(["query", "what can ci do"]);
  expect(code).toBe(0);
  expect(stdout).toContain(
    "approval  git:merge on repos/*\n          asks dashboard within 1h (merge)\n          by merge (policies/ci.yaml:4)\n",
  );
  expect(stdout).toMatch(/\nci can do this by 2 grants; all else is denied\n$/);
});

test("JSON goes to stdout alone, with paths from the config's folder", async () => {
  const folder = folderWith(files);
  const { code, stdout, stderr } = await folder.run(["query", "what can ci do", "--format", "json"], {
    cwd: "policies",
  });
  expect([code, stderr]).toEqual([0, ""]);
  const { answers } = JSON.parse(stdout) as { answers: readonly object[] };
  expect(answers).toMatchObject([
    { effect: "require_approval", statements: [{ id: "merge", file: "policies/ci.yaml", line: 4 }] },
    { effect: "allow", region: { actions: "git:push", exact: true } },
  ]);
});

test("that no agent can is an answer, plainly told", async () => {
  const folder = folderWith(files);
  expect(await folder.run(["query", "who can push main given context.force"])).toEqual({
    code: 0,
    stdout: "no agent can push main given context.force: every valid request of it is denied\n",
    stderr: "",
  });
  expect((await folder.run(["query", "who can push main", "--format", "json"])).stdout).toBe(
    '{\n  "answers": []\n}\n',
  );
});

test.each([
  ["who can git:psuh on repos/*", "no such action: `git:psuh`", "did you mean `git:push`?"],
  ["who can pish main", "no such vocabulary word: `pish`", "did you mean `push`?"],
  ["what can cii do", "no such agent: `cii`", "did you mean `ci`?"],
  ["who can push on /", "no valid request matches the question", "misspelt"],
  ["who can push can merge", "`can` cannot stand here", "ask one question at a time"],
  ["", "the question is empty", "query 'who can"],
  ["  ", "the question is empty", "query 'who can"],
  ["ci can push", "expected `who can` or `what can`, found `ci`", "a question is `who can"],
  ["who can git:\u001b[31mpush", "U+001B", "<question>:1:13"],
])("the question `%s` is refused with exit code 2", async (question, message, help) => {
  const { code, stdout, stderr } = await folderWith(files).run(["query", question]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(stderr).toContain(help);
  expect(stderr).not.toContain("\u001b");
});

test("a question as long as a book is refused unread", async () => {
  const question = `who can ${"git:push, ".repeat(7000)}git:push`;
  const { code, stderr } = await folderWith(files).run(["query", question]);
  expect([code, stderr]).toEqual([
    2,
    "error: the question has more than 65536 characters\n  help: ask about fewer patterns at a time\n",
  ]);
});

test("the place in the question is underlined", async () => {
  const { stderr } = await folderWith(files).run(["query", "who can push on mian"]);
  expect(stderr).toContain("1 | who can push on mian\n  |                 ^^^^\n");
});

test.each([
  [["who", "can", "push"], "the question is not in quotes"],
  [["who can push", "what can ci do"], "more than one question"],
])("%j is not one question", async (words, message) => {
  const { code, stderr } = await folderWith(files).run(["query", ...words]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test("no question at all is a usage error", async () => {
  const { code, stderr } = await folderWith(files).run(["query"]);
  expect([code, stderr]).toEqual([2, "error: missing required argument 'question'\n"]);
});

test("a set that does not compile, and one that holds no statement, are not asked", async () => {
  const broken = folderWith({ "policies/ci.yaml": "policies:\n  - git:push on [\n" });
  const { code, stdout, stderr } = await broken.run(["query", "who can git:push"]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("policies/ci.yaml:2");
  expect((await folderWith({}).run(["query", "who can git:push"])).code).not.toBe(0);
  const odd = folderWith({ ...files, "sentrely.yaml": "version: 2\n" });
  expect((await odd.run(["query", "who can git:push"])).code).toBe(2);
});

test("PATHs say which set is asked, and `-` is stdin", async () => {
  const folder = folderWith({ "other/x.yaml": "policies:\n  - git:push on repos/x\n" });
  expect((await folder.run(["query", "who can git:push on repos/x", "other"])).stdout).toMatch(
    /\n1 agent can\n$/,
  );
  const { stdout } = await folder.run(["query", "what can y do", "-"], {
    stdin: "agent: y\npolicies:\n  - git:push on repos/y\n",
  });
  expect(stdout).toContain("allow     git:push on repos/y\n");
});

test("names that would steer a terminal are shown", async () => {
  const folder = folderWith({ "policies/ci.yaml": 'policies:\n  - git:push on "repos/a##[error] b"\n' });
  const { stdout } = await folder.run(["query", "what can ci do"]);
  expect(stdout).not.toContain("##[error]");
});

test("a large question over many agents is answered", async () => {
  const agents = Array.from({ length: 40 }, (_, i) => [
    `policies/a${i}.yaml`,
    `policies:\n  - git:push on repos/a${i}/*\n`,
  ]);
  const folder = folderWith(Object.fromEntries(agents) as { readonly [path: string]: string });
  const patterns = Array.from({ length: 400 }, (_, i) => `repos/a${i % 40}/branches/b${i}`).join(", ");
  const { code, stdout } = await folder.run(["query", `who can git:push on ${patterns}`]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/\n40 agents can\n$/);
});
