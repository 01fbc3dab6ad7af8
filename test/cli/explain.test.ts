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
  expect(stdout).toContain("nearest grant\n  ci/");
  expect(stdout).toContain(
    "  it stops matching at column 18 of the resource: repos/a/branches/▸main\n" +
      "  to change: let its resources match `repos/a/branches/main`\n",
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
      edit: "let its condition be true for this request",
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
