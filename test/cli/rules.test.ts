/** `rules` in a policy repository: what it narrows about sensitive operations, with the reasons. */
import { expect, test } from "vitest";
import { folderWith } from "../support/cli.ts";

const config = `version: 1
sensitive:
  ungated-financial:
    narrow:
      - resources: ["mcp/stripe/live/*"]
        when: context.amount > 0 && context.amount <= 50
        reason: small refunds are reviewed weekly
  self-modification:
    narrow:
      - {actions: ["files:write"], resources: ["files/fork/*"], reason: a fork without secrets}
    add:
      - {resources: ["files/policy/*"]}
`;

test("the page of a rule ends with what the set narrows about it, and why", async () => {
  const folder = folderWith({ "sentrely.yaml": config });
  const { code, stdout, stderr } = await folder.run(["rules", "ungated-financial"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^# ungated-financial\n/);
  expect(stdout.slice(stdout.indexOf("## Narrowed"))).toBe(
    "## Narrowed in this policy set\n\n- sentrely.yaml:5: on mcp/stripe/live/* when context.amount > 0 && context.amount <= 50: small refunds are reviewed weekly\n",
  );
});

test("the list of rules ends with all narrowings of the set", async () => {
  const folder = folderWith({ "sentrely.yaml": config, "sub/x.txt": "" });
  const { stdout } = await folder.run(["rules"], { cwd: "sub" });
  expect(stdout.slice(stdout.indexOf("\nNarrowed"))).toBe(
    "\nNarrowed in this policy set\n\nungated-financial: ../sentrely.yaml:5: on mcp/stripe/live/* when context.amount > 0 && context.amount <= 50: small refunds are reviewed weekly\nself-modification: ../sentrely.yaml:10: files:write on files/fork/*: a fork without secrets\n",
  );
});

test("without narrowings, and outside of a policy set, the page is all", async () => {
  const folder = folderWith({ "sentrely.yaml": config });
  expect((await folder.run(["rules", "unknown-key"])).stdout).not.toContain("Narrowed");
  expect((await folderWith({}).run(["rules", "ungated-financial"])).stdout).not.toContain("Narrowed");
});

test("a config with errors is told, and the page is shown all the same", async () => {
  const folder = folderWith({ "sentrely.yaml": "sensitive: {ungated-finance: {}}\n" });
  const { code, stdout, stderr } = await folder.run(["rules", "ungated-financial"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^# ungated-financial\n/);
  expect(stderr).toBe("sentrely.yaml has errors: what it narrows is not listed\n");
});
