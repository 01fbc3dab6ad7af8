import { expect, test } from "vitest";
import { parseInstant } from "../../../src/cli/instant.ts";

test.each([
  ["0", 0],
  ["1767571200000", 1_767_571_200_000],
  ["2026-01-05", 1_767_571_200_000],
  ["2026-01-05T03:00Z", 1_767_582_000_000],
  ["2026-01-05T03:00:00Z", 1_767_582_000_000],
  ["2026-01-05T04:00:00+01:00", 1_767_582_000_000],
])("%s is a point in time", (text, expected) => {
  expect(parseInstant(text, "--now")).toBe(expected);
});

test.each([
  "",
  "now",
  "2026-1-5",
  "2026-02-30",
  "2026-01-05T03:00:00",
  "2026-13-01",
  "-1",
  "9999999999999",
  "2101-01-01",
  "1e3",
])("%j is refused", (text) => {
  expect(() => parseInstant(text, "--now")).toThrow("is no point in time");
});
