import { expect, test } from "vitest";
import { GlobLibrary } from "../../../src/automata/glob-library.ts";
import { escalationPaths } from "../../../src/lint/escalation/paths.ts";
import { literalBeginnings, mayBeginAlike } from "../../../src/lint/literal-beginnings.ts";
import { defaultRegions } from "../../../src/lint/sensitive/default-regions.ts";
import { RegionReader } from "../../../src/lint/sensitive/region-scope.ts";

test.each([
  { pattern: "aws:ecs:UpdateService", beginnings: ["aws:ecs:updateservice"] },
  { pattern: "aws:ecs:{UpdateService,RunTask}", beginnings: ["aws:ecs:"] },
  { pattern: "{git,mcp:github}:push{-,_}*", beginnings: ["git:push", "mcp:github:push"] },
  { pattern: "{git,}hub", beginnings: ["github", "hub"] },
  { pattern: "{git,{a,b}}:push", beginnings: [""] },
  { pattern: "{git*,a}:push", beginnings: [""] },
  { pattern: "mcp:*:drop", beginnings: ["mcp:"] },
  { pattern: "git\\*:push", beginnings: ["git"] },
  { pattern: "**", beginnings: [""] },
])("$pattern begins with $beginnings", ({ pattern, beginnings }) => {
  expect(literalBeginnings([pattern])).toEqual(beginnings);
});

test("two beginnings go together when one begins with the other", () => {
  expect(mayBeginAlike(["git:push"], "git:")).toBe(true);
  expect(mayBeginAlike(["git:"], "git:push")).toBe(true);
  expect(mayBeginAlike(["aws:", ""], "git:push")).toBe(true);
  expect(mayBeginAlike(["git:push", "aws:"], "git:read")).toBe(false);
});

test("every action of a region and of a step begins with one of the beginnings that its text has", () => {
  const regions = Object.values(defaultRegions).flat();
  const steps = escalationPaths.flatMap((path) => path.steps);
  const library = new GlobLibrary();
  for (const { actions } of [...regions, ...steps]) {
    const beginnings = literalBeginnings(actions);
    for (const { globs } of new RegionReader().patterns(actions, "action")) {
      for (const glob of globs) {
        const { prefix } = library.entry(glob);
        expect(beginnings.filter((beginning) => prefix.startsWith(beginning))).not.toEqual([]);
      }
    }
  }
});
