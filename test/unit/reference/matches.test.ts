import { expect, test } from "vitest";
import { matchesGlob, walk } from "../../../src/reference/matches.ts";
import { globOf } from "../../support/arbitrary-set.ts";

test.each([
  ["repos/*/branches/feature/*", "repos/app/branches/feature/login/v2", true],
  ["repos/*/branches/feature/*", "repos/app/branches/main", false],
  ["repos/*/branches/main", "repos/acme/app/branches/main", false],
  ["repos/*", "repos/app", true],
  ["repos/*", "repos/", true],
  ["repos/*", "repos", false],
  ["files/app/**/.env", "files/app/.env", true],
  ["files/app/**/.env", "files/app/a/b/.env", true],
  ["files/app/**/.env", "files/app/x.env", false],
  ["**/.env", ".env", true],
  ["**/.env", "a/.env", true],
  ["**/.env", "a.env", false],
  ["**secret**", "a/secrets", true],
  ["a/**/b/**/c", "a/x/b/c", true],
  ["a/**/b/**/c", "a/x/b/y/b/c", true],
  ["a/**/b/**/c", "a/c", false],
  ["arn:aws:ecs:*:*:service/prod-*", "arn:aws:ecs:eu:1:service/prod-cluster/web", true],
  ["arn:aws:ecs:*:*:service/prod-*", "arn:aws:ecs:eu:1:x:service/prod-web", false],
  ["Repos/*", "repos/app", false],
  ["a*a*a/*", "aaa/", true],
  ["*a*/b", "xa:a/b", false],
])("on resources, %s matches %s: %s", (pattern, name, matches) => {
  expect(matchesGlob(globOf("resource", pattern), name)).toBe(matches);
});

test.each([
  ["aws:s3:*", "aws:s3:GetObject", true],
  ["aws:s3:*", "AWS:S3:getobject", true],
  ["aws:*:Get*", "aws:s3:get:more", true],
  ["aws:*:list", "aws:s3:a:list", false],
  ["**:read", "a:b:read", true],
  ["KELVIN", "\u212aelvin", false],
])("on actions, %s matches %s: %s", (pattern, name, matches) => {
  expect(matchesGlob(globOf("action", pattern), name)).toBe(matches);
});

test("how far a pattern reaches ends where its best alternative fails", () => {
  const glob = globOf("resource", "repos/*/branches/feature/*");
  expect(walk(glob, "repos/app/branches/main").reached).toBe("repos/app/branches/".length);
  expect(walk(glob, "repos/app").reached).toBe("repos/app".length);
  expect(walk(glob, "files/x").reached).toBe(0);
});

test("a pattern of many stars is decided at once", () => {
  const glob = globOf("resource", `**${"a*".repeat(200)}/b`);
  expect(matchesGlob(glob, "a".repeat(4096))).toBe(false);
});
