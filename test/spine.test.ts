/** The spine, end to end on the published snippets: text to decision, theorem and bundle. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hasErrors, type Diagnostic } from "../src/base/diagnostic.ts";
import { compile, type Compilation } from "../src/pipeline.ts";
import { interpret } from "../src/reference/interpret.ts";
import { runTests } from "../src/testing/run-tests.ts";

const published = (name: string): string =>
  readFileSync(new URL(`../examples/playbook/published/${name}`, import.meta.url), "utf8");

const vocabulary = {
  path: "sentrely.yaml",
  text: "vocabulary:\n  actions: {push: git:push}\n  resources: {main: repos/*/branches/main}\n",
};

/** Compiles one published snippet as the only policy file, with `tests` beside it. */
function compileSnippet(path: string, text: string, tests: readonly string[] = []): Compilation {
  const files = [{ path: `policies/${path}`, text }];
  if (tests.length > 0) {
    files.push({ path: "tests/spine.test.yaml", text: `tests:\n${tests.map((t) => `  - ${t}\n`).join("")}` });
  }
  return compile({ files, config: vocabulary });
}

/** Applies the edits of the first fix of each error. */
function applyFixes(text: string, diagnostics: readonly Diagnostic[]): string {
  const edits = diagnostics.filter((d) => d.severity === "error").flatMap((d) => d.fixes[0]?.edits ?? []);
  return [...edits]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce((t, e) => t.slice(0, e.span.start) + e.text + t.slice(e.span.end), text);
}

function twoAgents(tests: readonly string[] = []): Compilation {
  const text = published("two-agents.yaml");
  return compileSnippet("two.yaml", applyFixes(text, compileSnippet("two.yaml", text).diagnostics), tests);
}

function verdicts(compilation: Compilation): { status: string; name: string; counterexample: unknown }[] {
  if (compilation.set === null) throw new Error(compilation.diagnostics.map((d) => d.message).join("\n"));
  return runTests(compilation.set, compilation.tests).map((r) => ({
    status: r.status,
    name: r.name,
    counterexample: r.counterexample ?? null,
  }));
}

test("the published approval gate, unchanged, asks its channel for an hour before a production deploy", () => {
  const { set } = compileSnippet("approval-gate.yaml", published("approval-gate.yaml"));
  if (set === null) throw new Error("the snippet does not compile");
  const decision = interpret(set, {
    agent: "approval-gate",
    action: "aws:ecs:UpdateService",
    resource: "arn:aws:ecs:eu-west-1:123456789012:service/prod-web",
  });
  expect(decision).toMatchObject({
    effect: "require_approval",
    reason: "gated",
    statements: [{ file: "policies/approval-gate.yaml", line: 1, agent: "approval-gate" }],
    approvals: [{ channels: ["slack:#deploy-approvals"], timeout_seconds: 3600, approvers: [], needed: 1 }],
  });
});

test("the published two agents in one document are refused at the second `policies:` key, with the fix", () => {
  const { set, diagnostics } = compileSnippet("two.yaml", published("two-agents.yaml"));
  expect(set).toBeNull();
  const errors = diagnostics.filter((d) => d.severity === "error");
  expect(errors).toHaveLength(1);
  const [error] = errors;
  const at = published("two-agents.yaml").lastIndexOf("policies:");
  expect(error?.span).toMatchObject({ start: at });
  expect(error?.message).toContain("two `policies:` keys");
  expect(error?.related).toHaveLength(1);
  expect(error?.fixes).toHaveLength(1);
});

test("after that fix the two published agents compile without an error", () => {
  const { set, diagnostics } = twoAgents();
  expect(hasErrors(diagnostics)).toBe(false);
  expect(set?.agents.map((a) => a.name)).toEqual(["ci-runner", "code-reviewer"]);
});

test("`ci-runner cannot push main` is proven on the playbook", () => {
  expect(verdicts(twoAgents(["ci-runner cannot push main"]))).toMatchObject([{ status: "passed" }]);
});

test("a sentence that says too much is refuted by a request that the policies deny", () => {
  const [result] = verdicts(twoAgents(["ci-runner can git:push on repos/*/branches/*"]));
  expect(result).toMatchObject({
    status: "failed",
    counterexample: {
      request: { agent: "ci-runner", action: "git:push" },
      decision: { effect: "deny", reason: "no_grant" },
    },
  });
});

test("a subject that names no agent is an error, never a pass", () => {
  const compilation = twoAgents(["nobody cannot push main"]);
  const statuses = compilation.set === null ? [] : verdicts(compilation).map((v) => v.status);
  expect(statuses.includes("passed")).toBe(false);
  expect(compilation.set === null || statuses.includes("error")).toBe(true);
});

test.each(["budgets.yaml", "rate-limits.yaml", "audit-export.yaml"])(
  "the published %s, unchanged, becomes limits of every agent",
  (name) => {
    const { set, diagnostics } = compile({
      files: [
        { path: `policies/${name}`, text: published(name) },
        {
          path: "policies/reader.yaml",
          text: "agent: reader\nproject: web\npolicies:\n  - git:read on repos/*\n",
        },
      ],
      config: null,
    });
    expect(diagnostics.filter((d) => d.severity === "error").map((d) => d.message)).toEqual([]);
    expect(set?.limits.length).toBeGreaterThan(0);
    expect(set?.limits.every((l) => l.scope.agents.includes("reader"))).toBe(true);
  },
);
