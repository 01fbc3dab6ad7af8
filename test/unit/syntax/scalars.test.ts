import { expect, test } from "vitest";
import {
  isCalendarDate,
  parseClockRange,
  parseDuration,
  parseExpiry,
  parseFactor,
  parseInstant,
  parseInteger,
  parseMoney,
  parsePercent,
  parseWeekdays,
} from "../../../src/syntax/scalars.ts";

test.each([
  ["30s", 30],
  ["60m", 3_600],
  ["24h", 86_400],
  ["7d", 604_800],
  ["1y", 31_536_000],
  ["1h30m", 5_400],
  ["1y2d3h4m5s", 31_536_000 + 2 * 86_400 + 3 * 3_600 + 4 * 60 + 5],
  ["90m", 5_400],
])("%s is a duration of %i seconds", (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

test.each([
  "",
  "0s",
  "0h0m",
  "5",
  "m",
  "1w",
  "1.5h",
  "-1h",
  "+1h",
  "1h 30m",
  " 1h",
  "1h ",
  "30m1h",
  "1h1h",
  "1H",
  "1ms",
  "1_000s",
  "9999999999s",
  "1h30",
])("`%s` is no duration", (text) => {
  expect(parseDuration(text)).toBeNull();
});

test.each([
  ["$500", 50_000],
  ["$1,250.50", 125_050],
  ["$1250.50", 125_050],
  ["$0", 0],
  ["$0.05", 5],
  ["$12,345,678", 1_234_567_800],
])("%s is %i cents", (text, cents) => {
  expect(parseMoney(text)).toBe(cents);
});

test.each([
  "",
  "$",
  "500",
  "$ 500",
  "$1,25",
  "$12,34,567",
  "$1250,500",
  "$5.5",
  "$5.555",
  "$.50",
  "$-5",
  "-$5",
  "€5",
  "$1e3",
  "$5.00 ",
  "$99999999999999999",
])("`%s` is no money", (text) => {
  expect(parseMoney(text)).toBeNull();
});

test.each([
  ["80%", 80],
  ["0%", 0],
  ["100%", 100],
  ["150%", 150],
])("%s is a percent", (text, percent) => {
  expect(parsePercent(text)).toBe(percent);
});

test.each(["80", "%", "8.5%", "08%", "-5%", "80 %", "80%%"])("`%s` is no percent", (text) => {
  expect(parsePercent(text)).toBeNull();
});

test.each([
  ["50", 50],
  ["79_000", 79_000],
  ["1_2_3", 123],
  ["-4", -4],
  ["0", 0],
  ["9007199254740991", 9007199254740991],
])("%s is an integer", (text, value) => {
  expect(parseInteger(text)).toBe(value);
});

test.each(["", "_1", "1_", "1__0", "007", "+5", "1.0", "1e3", "0x10", "9007199254740992", " 1"])(
  "`%s` is no integer",
  (text) => {
    expect(parseInteger(text)).toBeNull();
  },
);

test("minus zero is zero", () => {
  expect(parseInteger("-0")).toBe(0);
});

test.each([
  ["10x", 10],
  ["2x", 2],
  ["1.5x", 1.5],
])("%s is a factor", (text, factor) => {
  expect(parseFactor(text)).toBe(factor);
});

test.each(["x", "10", "0x", "1x", "1.0x", "0.5x", "-2x", "10X", "1.2345x"])("`%s` is no factor", (text) => {
  expect(parseFactor(text)).toBeNull();
});

test.each(["2026-01-31", "2024-02-29", "2000-02-29", "2026-12-31"])("%s is a date", (text) => {
  expect(parseExpiry(text)).toEqual({ kind: "date", date: text });
});

test.each([
  "2026-02-29",
  "1900-02-29",
  "2026-04-31",
  "2026-00-10",
  "2026-13-01",
  "2026-01-00",
  "2026-1-1",
  "26-01-01",
  "2026-01-01 ",
])("`%s` is no date", (text) => {
  expect(isCalendarDate(text)).toBe(false);
  expect(parseExpiry(text)).toBeNull();
});

test.each([
  ["2026-01-05T03:00:00Z", "2026-01-05T03:00:00.000Z"],
  ["2026-01-05T03:00:00.5Z", "2026-01-05T03:00:00.500Z"],
  ["2026-01-05T03:00:00.123+02:00", "2026-01-05T01:00:00.123Z"],
  ["2025-12-31T23:30:00-05:30", "2026-01-01T05:00:00.000Z"],
])("%s is the instant %s", (text, instant) => {
  expect(parseInstant(text)).toBe(Date.parse(instant));
  expect(parseExpiry(text)).toEqual({ kind: "instant", milliseconds: Date.parse(instant) });
});

test.each([
  "2026-01-05T03:00:00",
  "2026-01-05T03:00Z",
  "2026-01-05 03:00:00Z",
  "2026-01-05t03:00:00z",
  "2026-01-05T24:00:00Z",
  "2026-01-05T23:60:00Z",
  "2026-01-05T23:59:60Z",
  "2026-02-30T00:00:00Z",
  "2026-01-05T03:00:00.1234Z",
  "2026-01-05T03:00:00+0200",
  "2026-01-05T03:00:00+24:00",
  "2026-01-05T03:00:00.Z",
])("`%s` is no instant", (text) => {
  expect(parseInstant(text)).toBeNull();
});

test("a clock range may cross midnight", () => {
  expect(parseClockRange("18:00-08:00")).toEqual({ from: 1080, to: 480 });
});

test("a clock range may end with the day", () => {
  expect(parseClockRange("18:30-24:00")).toEqual({ from: 1110, to: 1440 });
});

test.each([
  "18:00",
  "8:00-18:00",
  "18:00-18:00",
  "24:00-08:00",
  "18:60-19:00",
  "18:00 - 08:00",
  "25:00-08:00",
])("`%s` is no clock range", (text) => {
  expect(parseClockRange(text)).toBeNull();
});

test.each([
  ["mon", [1]],
  ["sunday", [0]],
  ["mon-fri", [1, 2, 3, 4, 5]],
  ["sat-sun", [0, 6]],
  ["friday-mon", [0, 1, 5, 6]],
])("%s names weekdays", (text, days) => {
  expect(parseWeekdays(text)).toEqual(days);
});

test.each(["", "mo", "Mon", "mon-", "-mon", "mon-mon", "mon-tue-wed", "weekend"])(
  "`%s` names no weekday",
  (text) => {
    expect(parseWeekdays(text)).toBeNull();
  },
);
