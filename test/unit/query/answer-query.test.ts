import { expect, test } from "vitest";
import { AnalysisContext } from "../../../src/analysis/analysis-context.ts";
import { answer, type Answered } from "../../../src/answer.ts";
import { compile } from "../../../src/pipeline.ts";

interface Asked {
  readonly policies: string | { readonly [path: string]: string };
  readonly config?: string;
}

function ask({ policies, config }: Asked, question: string, maxStates?: number): Answered {
  const files = typeof policies === "string" ? { "policies/ci.yaml": policies } : policies;
  const compilation = compile({
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    config: config === undefined ? null : { path: "sentrely.yaml", text: config },
  });
  return answer(compilation, question, maxStates === undefined ? {} : { maxStates });
}

/** Each answer as `agent effect: requests (ids)`, `≈` for those that are not exact; else what came of it. */
function shown(asked: Asked, question: string): string[] {
  const result = ask(asked, question);
  if (result.kind === "vacuous") return ["vacuous"];
  if (result.kind !== "answered")
    return result.diagnostics.map(({ message, help }) => `${message}; ${help ?? ""}`);
  return [
    ...result.answers.map(({ agent, effect, region, expires, statements }) => {
      const { actions, resources, except, when, exact } = region;
      const parts = [
        `${actions} on ${resources}`,
        ...(except === null ? [] : [`except ${except}`]),
        ...(when === null ? [] : [`when ${when}`]),
        ...(expires === null ? [] : [`until ${new Date(expires).toISOString().slice(0, 10)}`]),
      ];
      const ids = statements.map(({ id }) => id.replace(/\/[0-9a-f]{8}$/, ""));
      return `${agent} ${effect}: ${exact ? "" : "≈ "}${parts.join(" ")} (${ids.join(", ")})`;
    }),
    ...result.idle.map(({ grant, by }) => `idle ${grant.id} by ${by.map(({ id }) => id).join(", ")}`),
  ];
}

const gate = "requires_approval: true\n    approval_channel: dashboard\n    approval_timeout: 1h";

test("the grant's own patterns answer where they lie inside the question, the question's where inside the grant", () => {
  const policies = "policies:\n  - git:Push on repos/*/branches/feature/*\n";
  expect(shown({ policies }, "who can git:* on repos/*")).toEqual([
    "ci allow: git:Push on repos/*/branches/feature/* (ci)",
  ]);
  expect(shown({ policies }, "who can git:push on repos/app/branches/feature/x")).toEqual([
    "ci allow: git:Push on repos/app/branches/feature/x (ci)",
  ]);
});

test("patterns that cross are met exactly where they can be, else covered", () => {
  const policies = "policies:\n  - git:push on repos/*/branches/main, files/**/x, files/**a**b**\n";
  expect(shown({ policies }, "who can git:* on repos/app/*")).toEqual([
    "ci allow: git:push on repos/app/branches/main (ci)",
  ]);
  expect(shown({ policies }, "who can git:* on files/c/*")).toEqual([
    "ci allow: git:push on files/c/**/x, files/c/**a**b* (ci)",
  ]);
  expect(shown({ policies }, "who can git:* on **c**, **x")).toEqual([
    "ci allow: ≈ git:push on files/**/x, files/**a**b**, repos/*/branches/main (ci)",
  ]);
});

test("braces and capitals stay as they are written, words of the vocabulary are spelt out", () => {
  const config = "version: 1\nvocabulary: {actions: {push: git:Push}}\n";
  const policies = "policies:\n  - push, git:Merge on repos/{app,web}/*\n";
  expect(shown({ policies, config }, "what can ci do")).toEqual([
    "ci allow: git:Merge, git:push on repos/{app,web}/* (ci)",
  ]);
});

test("denies are carved out: resources, actions and conditions", () => {
  const policies = (deny: string): Asked => ({ policies: `policies:\n  - git:* on repos/*\n  - ${deny}\n` });
  expect(shown(policies("deny git:* on **secret**"), "what can ci do")).toEqual([
    "ci allow: git:* on repos/* except **secret** (ci)",
  ]);
  expect(shown(policies("deny git:push on repos/*"), "what can ci do")).toEqual([
    "ci allow: git:* except git:push on repos/* (ci)",
  ]);
  expect(shown(policies("deny git:* on repos/* when context.freeze"), "what can ci do")).toEqual([
    "ci allow: git:* on repos/* when context.freeze == false (ci)",
  ]);
  expect(shown(policies("deny git:* on repos/* except repos/docs/*"), "what can ci do")).toEqual([
    "ci allow: git:* on repos/docs/* (ci)",
  ]);
  expect(shown(policies("deny git:push on repos/*/main"), "what can ci do")).toEqual([
    "ci allow: ≈ git:* on repos/* (ci)",
  ]);
  expect(shown(policies("deny git:push on repos/*/main"), "who can git:push on repos/*")).toEqual([
    "ci allow: git:push on repos/* except repos/*/main (ci)",
  ]);
});

test("a grant that is gated in part has two answers, each with its witness", () => {
  const policies = {
    "policies/ci.yaml": "policies:\n  - statement: git:push on repos/*\n    id: push\n",
    "policies/guard.yaml": `guardrails:\n  - statement: git:* on repos/*/branches/main\n    id: main\n    ${gate}\n`,
  };
  expect(shown({ policies }, "who can git:push on repos/*")).toEqual([
    "ci allow: git:push on repos/* except repos/*/branches/main (push)",
    "ci require_approval: git:push on repos/*/branches/main (main, push)",
  ]);
  const result = ask({ policies }, "who can git:push on repos/*");
  const witnesses =
    result.kind === "answered" ? result.answers.map(({ witness }) => witness.request.resource) : [];
  expect(witnesses).toEqual(["repos/!", "repos/ /branches/main"]);
  expect(shown({ policies }, "who can git:push on repos/app/branches/main")).toEqual([
    "ci require_approval: git:push on repos/app/branches/main (main, push)",
  ]);
});

test("an own gate grants and gates; its approval is told", () => {
  const policies = `policies:\n  - statement: git:push on repos/*\n    id: push\n    ${gate}\n`;
  const result = ask({ policies }, "who can git:push on repos/*");
  expect(
    result.kind === "answered" && result.answers.map(({ effect, approvals }) => [effect, approvals]),
  ).toEqual([
    [
      "require_approval",
      [{ statements: ["push"], channels: ["dashboard"], timeout_seconds: 3600, approvers: [], needed: 1 }],
    ],
  ]);
});

test("`given` narrows the answer, and conditions and expiry are told", () => {
  const policies =
    "policies:\n  - statement: git:push on repos/*\n    when: context.force\n    expires: 2027-01-01\n";
  expect(shown({ policies }, "who can git:push on repos/* given context.ticket == 'x'")).toEqual([
    'ci allow: git:push on repos/* when context.force == true && context.ticket == "x" until 2027-01-01 (ci)',
  ]);
  expect(shown({ policies }, "who can git:push on repos/* given !context.force")).toEqual([]);
});

test("lists and `except` work, and vocabulary words do", () => {
  const config =
    "version: 1\nvocabulary: {actions: {push: git:push}, resources: {main: repos/*/branches/main}}\n";
  const policies = "policies:\n  - git:push, git:merge, git:read on repos/*\n";
  expect(shown({ policies, config }, "who can git:* except push on main")).toEqual([
    "ci allow: git:merge, git:read on repos/*/branches/main (ci)",
  ]);
});

test("agents come by name; who has nothing is not listed", () => {
  const policies = {
    "policies/b.yaml": "policies:\n  - git:push on repos/*\n",
    "policies/a.yaml": "policies:\n  - git:push on repos/*\n",
    "policies/c.yaml": "policies:\n  - git:read on repos/*\n",
    "policies/d.yaml": "policies:\n  - git:push on repos/*\n  - deny ** on **\n",
  };
  expect(shown({ policies }, "who can git:push on repos/x").map((line) => line.split(" ")[0])).toEqual([
    "a",
    "b",
  ]);
});

test("what is denied as a whole is listed with the denies that take it", () => {
  const statements = {
    g: "git:push on repos/*",
    d1: "deny git:* on repos/*/**",
    d2: "deny git:* on repos/*",
    n: "git:read on //",
    r: "git:read on docs/*",
  };
  const lines = Object.entries(statements).map(([id, text]) => `  - statement: ${text}\n    id: ${id}\n`);
  const policies = `policies:\n${lines.join("")}`;
  expect(shown({ policies }, "what can ci do")).toEqual([
    "ci allow: git:read on docs/* (r)",
    "idle g by d2",
    "idle n by ",
  ]);
});

test("names that nothing knows are errors with a suggestion", () => {
  const config = "version: 1\nvocabulary: {actions: {push: git:push}}\n";
  const policies = "policies:\n  - git:push on repos/*\n  - deny ** on **secret**\n";
  expect(shown({ policies, config }, "who can git:psuh on repos/*")).toEqual([
    "no such action: `git:psuh`; did you mean `git:push`?",
  ]);
  expect(shown({ policies, config }, "who can git:push, sql:* on repos/*")).toEqual([
    "no such action: `sql:**`; no statement of the set speaks of it",
  ]);
  expect(shown({ policies, config }, "who can pish on repos/*")[0]).toMatch(
    /^no such vocabulary word: `pish`; did you mean `push`/,
  );
  expect(shown({ policies, config }, "what can cj do")).toEqual(["no such agent: `cj`; did you mean `ci`?"]);
});

test("an action that a grant of everything or the caller knows is no error", () => {
  const everything = "policies:\n  - '** on repos/*'\n";
  expect(shown({ policies: everything }, "who can sql:drop on sql/x")).toEqual([]);
  const compilation = compile({
    files: [{ path: "policies/ci.yaml", text: "policies:\n  - git:push on repos/*\n" }],
    config: null,
  });
  const knownActions = {
    startingWith: (): readonly string[] => ["SQL:Drop"],
    isNone: (action: string): boolean => action === "git:psuh",
    near: (): readonly string[] => ["sql:drop"],
  };
  const kinds = (...questions: readonly string[]): string[] =>
    questions.map((question) => answer(compilation, question, { knownActions }).kind);
  expect(kinds("who can sql:drop on sql/x", "who can sql:* on sql/x")).toEqual(["answered", "answered"]);
  expect(kinds("who can sql:drip on sql/x")).toEqual(["invalid"]);
});

test("an action that is none of a closed service's is an error although a wildcard grants it", () => {
  const compilation = compile({
    files: [{ path: "policies/ci.yaml", text: "policies:\n  - git:* on repos/*\n" }],
    config: null,
  });
  const knownActions = {
    startingWith: (): readonly string[] => [],
    isNone: (action: string): boolean => action === "git:psuh",
    near: (): readonly string[] => ["git:push"],
  };
  const result = answer(compilation, "who can git:psuh on repos/x", { knownActions });
  expect(result.kind === "invalid" && result.diagnostics.map(({ help }) => help)).toEqual([
    "did you mean `git:push`?",
  ]);
  expect(answer(compilation, "who can git:push on repos/x", { knownActions }).kind).toBe("answered");
});

test("a question that no valid request matches is no question", () => {
  const policies = "policies:\n  - git:push on repos/*\n";
  expect(shown({ policies }, "who can git:push on /")).toEqual(["vacuous"]);
  expect(shown({ policies }, "who can git:push on repos/* except repos/*")).toEqual(["vacuous"]);
  expect(shown({ policies }, "who can git:push given context.a && !context.a")).toEqual(["vacuous"]);
});

test("what is over budget is told, never taken for nothing", () => {
  const policies = "policies:\n  - git:push on **/a/*/*/*/*/*/z\n  - deny git:push on **/a/*/*/*/*/y/z\n";
  const result = ask({ policies }, "who can git:push on **/a/**", 60);
  expect(result.kind === "answered" && result.undecided.length).toBeGreaterThan(0);
  const [part] = result.kind === "answered" ? result.undecided : [];
  expect(part?.question).toMatch(/\? \(more than 60 states\)$/);
});

test("a set that does not compile is not asked", () => {
  expect(ask({ policies: "policies:\n  - git:push on [\n" }, "who can git:push").kind).toBe("uncompiled");
});

test("one analysis answers several questions alike", () => {
  const compilation = compile({
    files: [
      {
        path: "policies/ci.yaml",
        text: "policies:\n  - git:push on repos/*\n  - deny git:* on **secret**\n",
      },
    ],
    config: null,
  });
  if (compilation.set === null) throw new Error("does not compile");
  const analysis = new AnalysisContext(compilation.set);
  const questions = ["who can git:push on repos/*", "what can ci do", "who can git:* on **"];
  for (const question of [...questions, ...questions]) {
    expect(answer(compilation, question, { analysis })).toEqual(answer(compilation, question));
  }
});
