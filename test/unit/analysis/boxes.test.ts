import { expect, test } from "vitest";
import { exceptBoxes, hasExcepts, leastBytes, regionOf } from "../../../src/analysis/boxes.ts";
import { GlobLibrary } from "../../../src/automata/glob-library.ts";
import { globOf } from "../../support/arbitrary-set.ts";
import { scopeOf } from "../../support/build-set.ts";

const library = new GlobLibrary();
const everything = {
  actions: [library.entry(globOf("action", "**"))],
  resources: [library.entry(globOf("resource", "**"))],
};

test("a region holds each glob of its scope once", () => {
  const region = regionOf(scopeOf("git:push, git:push", "a/*, b/*, a/*"), library);
  expect(region.actions.map((e) => e.glob.key)).toEqual(["action git:push"]);
  expect(region.resources).toHaveLength(2);
});

test("each alternative that is carved out is a box of its own", () => {
  const region = regionOf(
    scopeOf("git:*", "a/*", { exceptActions: "git:read", except: "a/b, a/c" }),
    library,
  );
  expect(hasExcepts(region)).toBe(true);
  const carved = exceptBoxes(region, everything);
  expect(carved.map((b) => [b.region.actions[0]?.glob.key, b.region.resources[0]?.glob.key])).toEqual([
    ["action git:read", "resource **"],
    ["action **", "resource a/b"],
    ["action **", "resource a/c"],
  ]);
});

test("a region is at least as long as its shortest alternatives", () => {
  expect(leastBytes(regionOf(scopeOf("git:*, sql:select", "a/*, abcd/*"), library))).toBe(6);
});
