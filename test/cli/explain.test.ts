import { expect, test } from "vitest";
import { folderWith } from "../support/cli.ts";

const files = {
  "policies/ci.yaml":
    "policies:\n  - git:read on repos/*\n  - git:push on repos/*/branches/feature/*\n  - statement: git:push on repos/*/branches/hotfix/* when context.urgent\n    id: hotfix\n",
};
const ask = (resource: string, ...more: readonly string[]): string[] => [
  "explain",
  ...["--agent", "ci", "--action", "git:push", "--resource", resource, "--now", "2026-01-05", ...more],
];

test("an allowed request names the statement that grants", async () => {
  const { code, stdout } = await folderWith(files).run(ask("repos/a/branches/feature/x"));
  expect(code).toBe(0);
  expect(stdout).toContain("decision  allow (granted)\n");
  expect(stdout).toMatch(/● grant ci\/[0-9a-f]{8} {2}policies\/ci.yaml:3\n {6}matches\n/);
});

test("a denied request names the nearest grant and where it stops matching", async () => {
  const { code, stdout } = await folderWith(files).run(ask("repos/a/branches/main"));
  expect(code).toBe(0);
  expect(stdout).toContain("decision  deny (no_grant)\n");
  expect(stdout).toContain("      at column 18 of its pattern: repos/*/branches/▸feature/*\n");
  expect(stdout).toContain("nearest grant\n  ci/");
  expect(stdout).toContain(
    "  it stops matching at column 18 of the resource: repos/a/branches/▸main\n" +
      "  to reach it: change `feature/*` to `{feature/*,main}`\n",
  );
});

test("JSON has the fields that INTERFACES.md names", async () => {
  const { stdout } = await folderWith(files).run(
    ask("repos/a/branches/hotfix/1", "--format", "json", "--context", '{"urgent": 1}'),
  );
  const explained = JSON.parse(stdout) as { considered: readonly { id: string }[] };
  expect(explained).toMatchObject({
    request: { agent: "ci", action: "git:push", context: { urgent: 1 }, now: 1767571200000 },
    decision: { effect: "deny", reason: "no_grant" },
    nearest: {
      statement: { id: "hotfix", file: "policies/ci.yaml", line: 4 },
      edit: "needs `context.urgent == true`",
    },
  });
  expect(explained.considered.find(({ id }) => id === "hotfix")).toEqual({
    id: "hotfix",
    file: "policies/ci.yaml",
    line: 4,
    matched: false,
    stopped_at: { part: "condition" },
    condition: "unknown",
  });
});

test("an unknown agent and an invalid request are said to be so", async () => {
  const folder = folderWith(files);
  const other = await folder.run([
    "explain",
    "--agent",
    "cj",
    "--action",
    "a",
    "--resource",
    "b",
    "--now",
    "0",
  ]);
  expect(other.stdout).toContain("no policy declares this agent; did you mean `ci`?");
  expect((await folder.run(ask("a//b"))).stdout).toContain("deny (invalid_request)");
});

test("a context that is no JSON map exits 2", async () => {
  for (const context of ["{", "[]", "null", "1"]) {
    const { code, stdout } = await folderWith(files).run(ask("x", "--context", context));
    expect([code, stdout]).toEqual([2, ""]);
  }
});

test("JSON holds what INTERFACES.md names and nothing else", async () => {
  const { stdout } = await folderWith(files).run(ask("repos/a/branches/main", "--format", "json"));
  const explained = JSON.parse(stdout) as { considered: readonly object[]; nearest: object };
  expect(Object.keys(explained)).toEqual(["request", "decision", "considered", "nearest"]);
  expect(Object.keys(explained.nearest)).toEqual(["statement", "edit"]);
  expect(explained.considered[0]).toMatchObject({ stopped_at: { part: "resource", column: 18 } });
  expect(explained.considered[1]).toMatchObject({ stopped_at: { part: "action", column: 5 } });
});

test("the edit of a denied request lets it through", async () => {
  const folder = folderWith(files);
  const before = await folder.run(ask("repos/a/branches/main", "--format", "json"));
  const { edit } = (JSON.parse(before.stdout) as { nearest: { edit: string } }).nearest;
  const [, from = "", to = ""] = /^change `(.*)` to `(.*)`$/.exec(edit) ?? [];
  folder.write({ "policies/ci.yaml": files["policies/ci.yaml"].replace(from, to) });
  expect((await folder.run(ask("repos/a/branches/main"))).stdout).toContain("decision  allow (granted)\n");
  expect((await folder.run(ask("repos/a/branches/feature/x"))).stdout).toContain("allow (granted)");
});

test("a request that a deny takes says which, and that no grant reaches it", async () => {
  const folder = folderWith({
    "policies/ci.yaml":
      "policies:\n  - git:* on repos/*\n  - statement: deny git:push on **/main\n    id: no-main\n",
  });
  const { stdout } = await folder.run(ask("repos/a/branches/main"));
  expect(stdout).toContain("decision  deny (denied)\n");
  expect(stdout).toContain("  to reach it: denied by `no-main`: no grant reaches it\n");
});

test("a gated request tells where approval is asked for, and who is told", async () => {
  const folder = folderWith({
    "policies/ci.yaml":
      "policies:\n  - statement: git:push on repos/*\n    id: push\n    requires_approval: true\n    approval_channel: slack:#ops\n    approval_timeout: 90m\n    approvers: [group:ops]\n    approvals: 2\n    notify: dashboard\n",
  });
  const { stdout } = await folder.run(ask("repos/a"));
  expect(stdout).toContain("decision  require_approval (gated)\n");
  expect(stdout).toContain(
    "  asks    slack:#ops by group:ops within 1h30m, 2 answers\n  tells   dashboard\n",
  );
  expect(stdout).not.toContain("nearest grant");
});
