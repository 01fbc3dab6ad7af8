import { expect, test } from "vitest";
import { AnalysisContext } from "../../../src/analysis/analysis-context.ts";
import {
  compareNames,
  NameMatcher,
  namesOf,
  type RequestNames,
} from "../../../src/analysis/request-names.ts";
import { allow, buildSet } from "../../support/build-set.ts";

const names = (action: string, resource: string): RequestNames =>
  namesOf(action, resource, Buffer.byteLength(action + resource));

test("fewer bytes come first, then code-point order", () => {
  expect(compareNames(names("a", "b"), names("a", "bb"))).toBeLessThan(0);
  expect(compareNames(names("a", "z"), names("a", "é"))).toBeLessThan(0);
  expect(compareNames(names("A", "z"), names("a", "b"))).toBeLessThan(0);
  expect(compareNames(names("ab", "c"), names("a", "bc"))).toBeGreaterThan(0);
  expect(compareNames(names("a", "\uffff!"), names("a", "😀"))).toBeLessThan(0);
  expect(compareNames(names("a", "b"), names("a", "b"))).toBe(0);
});

test("a matcher knows what a box admits and what it carves out", () => {
  const grant = allow("git:*", "repos/*", { except: "repos/secret" });
  const context = new AnalysisContext(buildSet({ agents: { a: [grant] } }));
  const admits = (action: string, resource: string): boolean =>
    new NameMatcher(context, names(action, resource)).admits(context.effectBox(grant));
  expect(admits("GIT:push", "repos/app")).toBe(true);
  expect(admits("git:push", "repos/secret")).toBe(false);
  expect(admits("sql:push", "repos/app")).toBe(false);
});
