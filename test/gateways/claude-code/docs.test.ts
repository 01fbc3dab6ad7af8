/** The page lists what the hook knows: no tool, program or wrapper is missing from it. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mappedTools } from "../../../examples/gateways/claude-code/src/map-tool.ts";
import { opaque, shells } from "../../../examples/gateways/claude-code/src/shell/programs.ts";
import { programsWithSubcommands } from "../../../examples/gateways/claude-code/src/shell/subcommands.ts";
import { wrapperNames } from "../../../examples/gateways/claude-code/src/shell/wrappers.ts";

const page = readFileSync(new URL("../../../docs/gateways/claude-code.md", import.meta.url), "utf8");

/** The names in backticks of the paragraph that begins so. */
function listed(beginning: string): readonly string[] {
  const paragraph = page.split("\n\n").find((text) => text.startsWith(beginning)) ?? "";
  return [...paragraph.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
}

test("docs/gateways/claude-code.md has a row for every tool", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  const named = rows.flatMap((row) =>
    [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map((match) => match[1]),
  );
  expect(mappedTools.length).toBeGreaterThan(40);
  expect(mappedTools.filter((tool) => !named.includes(tool))).toEqual([]);
});

test("it lists the programs that are known by their subcommands, those looked into, and those never parsed", () => {
  expect(listed("Programs with subcommands")).toEqual(programsWithSubcommands);
  expect(listed("Programs whose inner command")).toEqual([...wrapperNames, "find", ...shells]);
  expect(listed("Never parsed")).toEqual([...opaque]);
});
