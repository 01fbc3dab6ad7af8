import fc from "fast-check";
import { expect, test } from "vitest";
import { globText } from "../../../src/ir/glob.ts";
import { meetGlobs } from "../../../src/query/meet-globs.ts";
import { matchesGlob } from "../../../src/reference/matches.ts";
import { globOf } from "../../support/arbitrary-set.ts";
import { runs } from "../../support/runs.ts";
import { shortWords } from "../../support/short-requests.ts";

function meet(a: string, b: string): string | null {
  const met = meetGlobs(globOf("resource", a), globOf("resource", b));
  return met === null ? null : globText(met);
}

test.each([
  ["repos/*/branches/main", "repos/app/branches/*", "repos/app/branches/main"],
  ["repos/*/branches/*", "repos/app/*", "repos/app/branches/**"],
  ["arn:aws:ecs:*:*:service/prod-*", "arn:aws:ecs:eu-west-1:*:*", "arn:aws:ecs:eu-west-1:*:service/prod-**"],
  ["a/x*/c", "a/*y/c", "a/x*y/c"],
  ["a/b*/c", "a/bc*", "a/bc*/c"],
  ["a/*/c", "a/b*", "a/b*/c"],
  ["a/*x/c", "a/*x/*", "a/*x/c"],
  ["a/b**", "a/bc**", "a/bc**"],
])("`%s` and `%s` have `%s` in common", (a, b, both) => {
  expect(meet(a, b)).toBe(both);
  expect(meet(b, a)).toBe(both);
});

test.each([
  ["a/x*/c", "a/*x/c"],
  ["**/a", "b/**"],
  ["a/**/b", "a/b/*"],
  ["a/b", "a/c"],
  ["a:b", "a/b"],
  ["a", "a/b"],
])("what `%s` and `%s` have in common is not seen to be one glob", (a, b) => {
  expect(meet(a, b)).toBeNull();
  expect(meet(b, a)).toBeNull();
});

test("letters of actions meet in lower case, and `/` is no separator there", () => {
  const met = meetGlobs(globOf("action", "AWS:*:get/*"), globOf("action", "aws:s3:*"));
  expect(met === null ? null : globText(met)).toBe("aws:s3:get/**");
});

const piece = fc.constantFrom("a", "b", "ab", "*", "a*", "*b", "a*b", "b*");
const pattern = fc
  .tuple(fc.array(fc.tuple(piece, fc.constantFrom("/", ":")), { maxLength: 2 }), piece)
  .map(([parts, last]) => parts.flat().join("") + last);

test("what two globs have in common matches what both match", () => {
  const names = shortWords(["a", "b", "/", ":"], 5);
  fc.assert(
    fc.property(pattern, pattern, (x, y) => {
      const [a, b] = [globOf("resource", x), globOf("resource", y)];
      const met = meetGlobs(a, b);
      if (met === null) return;
      for (const name of names) {
        expect(matchesGlob(met, name), `${x} and ${y}: ${name} of ${globText(met)}`).toBe(
          matchesGlob(a, name) && matchesGlob(b, name),
        );
      }
    }),
    { numRuns: runs(150) },
  );
});
