/** LANGUAGE.md §5: conditions, three-valued. */
import { expect, test } from "vitest";
import { agentText, policyOf, problemsOf, type Policy } from "../support/policy-of.ts";

/**
 * A condition on a grant and on a deny: `true` grants and denies, `unknown` denies only, `false`
 * does neither.
 */
async function truthOf(condition: string, config?: string): Promise<(more?: object) => string> {
  const policy = await conditionPolicy(condition, config);
  return (more = {}) => {
    const granted = policy.reason("a x:grant on r/1", more) === "granted";
    const denied = policy.reason("a x:deny on r/1", more) === "denied";
    const gated = policy.reason("a x:gate on r/1", more) === "gated";
    expect(gated, "a gate holds where a deny does").toBe(denied);
    return granted ? (denied ? "true" : "granted, not denied") : denied ? "unknown" : "false";
  };
}

function conditionPolicy(condition: string, config?: string): Promise<Policy> {
  const text = JSON.stringify(condition);
  return policyOf(
    [
      "agent: a",
      "policies:",
      `  - {statement: 'x:grant on r/*', when: ${text}}`,
      "  - x:deny on r/*",
      `  - {statement: 'deny x:deny on r/*', when: ${text}}`,
      "  - x:gate on r/*",
      `  - {statement: 'x:gate on r/*', requires_approval: true, when: ${text}}`,
      "",
    ].join("\n"),
    config,
  );
}

type Row = readonly [condition: string, cases: readonly (readonly [context: object, truth: string])[]];

const rows: readonly Row[] = [
  [
    "context.a == 1",
    [
      [{ a: 1 }, "true"],
      [{ a: 1.0 }, "true"],
      [{ a: 2 }, "false"],
      [{}, "unknown"],
      [{ a: "1" }, "unknown"],
      [{ a: true }, "unknown"],
      [{ a: null }, "unknown"],
      [{ a: [] }, "unknown"],
      [{ a: {} }, "unknown"],
    ],
  ],
  [
    "context.a != 1",
    [
      [{ a: 1 }, "false"],
      [{ a: 2 }, "true"],
      [{}, "unknown"],
      [{ a: "2" }, "unknown"],
    ],
  ],
  [
    "context.a < 1.5",
    [
      [{ a: 1 }, "true"],
      [{ a: 1.5 }, "false"],
      [{ a: 2 }, "false"],
      [{ a: "0" }, "unknown"],
    ],
  ],
  [
    "context.a <= 1.5",
    [
      [{ a: 1.5 }, "true"],
      [{ a: 1.6 }, "false"],
    ],
  ],
  [
    "context.a > -1e3",
    [
      [{ a: -999.5 }, "true"],
      [{ a: -1000 }, "false"],
    ],
  ],
  [
    "context.a >= 0",
    [
      [{ a: -0 }, "true"],
      [{ a: 0 }, "true"],
      [{ a: -5e-324 }, "false"],
    ],
  ],
  ["context.a == 0", [[{ a: -0 }, "true"]]],
  [
    "context.a == 0.1",
    [
      [{ a: 0.1 }, "true"],
      [{ a: 0.2 - 0.1 }, "true"],
      [{ a: 0.3 - 0.2 }, "false"],
    ],
  ],
  [
    "context.a == 9007199254740991",
    [
      [{ a: 9007199254740991 }, "true"],
      [{ a: 9007199254740990 }, "false"],
    ],
  ],
  [
    'context.s == "x"',
    [
      [{ s: "x" }, "true"],
      [{ s: "X" }, "false"],
      [{ s: "" }, "false"],
      [{ s: 1 }, "unknown"],
      [{ s: ["x"] }, "unknown"],
    ],
  ],
  ["context.s == 'x\\n\\t\\\\\\'\\\"\\u00e9'", [[{ s: "x\n\t\\'\"\u00e9" }, "true"]]],
  [
    'context.s == ""',
    [
      [{ s: "" }, "true"],
      [{}, "unknown"],
    ],
  ],
  [
    "context.b",
    [
      [{ b: true }, "true"],
      [{ b: false }, "false"],
      [{}, "unknown"],
      [{ b: "true" }, "unknown"],
      [{ b: 1 }, "unknown"],
      [{ b: null }, "unknown"],
    ],
  ],
  [
    "context.b == false",
    [
      [{ b: false }, "true"],
      [{ b: true }, "false"],
      [{}, "unknown"],
    ],
  ],
  [
    "context.b != true",
    [
      [{ b: false }, "true"],
      [{}, "unknown"],
    ],
  ],
  [
    "!context.b",
    [
      [{ b: false }, "true"],
      [{ b: true }, "false"],
      [{}, "unknown"],
    ],
  ],
  [
    "!!context.b",
    [
      [{ b: true }, "true"],
      [{}, "unknown"],
    ],
  ],
  [
    "!context.a == 1",
    [
      [{ a: 1 }, "false"],
      [{ a: 2 }, "true"],
      [{}, "unknown"],
    ],
  ],
  [
    "context.a in [1, 2.5, -3]",
    [
      [{ a: 2.5 }, "true"],
      [{ a: -3 }, "true"],
      [{ a: 4 }, "false"],
      [{}, "unknown"],
      [{ a: "1" }, "unknown"],
    ],
  ],
  [
    "context.s in ['x', \"y\"]",
    [
      [{ s: "y" }, "true"],
      [{ s: "z" }, "false"],
      [{ s: ["x"] }, "unknown"],
    ],
  ],
  [
    "context.b in [true]",
    [
      [{ b: true }, "true"],
      [{ b: false }, "false"],
    ],
  ],
  [
    "'x' in context.l",
    [
      [{ l: ["y", "x"] }, "true"],
      [{ l: ["y"] }, "false"],
      [{ l: [] }, "false"],
      [{ l: {} }, "false"],
      [{}, "unknown"],
      [{ l: "x" }, "unknown"],
      [{ l: ["x", 1] }, "unknown"],
      [{ l: { x: 1 } }, "unknown"],
      [{ l: null }, "unknown"],
    ],
  ],
  [
    "context.s.startsWith('ab')",
    [
      [{ s: "abc" }, "true"],
      [{ s: "ab" }, "true"],
      [{ s: "aab" }, "false"],
      [{ s: "" }, "false"],
      [{ s: 1 }, "unknown"],
      [{}, "unknown"],
    ],
  ],
  [
    "context.s.endsWith('ab')",
    [
      [{ s: "cab" }, "true"],
      [{ s: "abc" }, "false"],
    ],
  ],
  [
    "context.s.contains('ab')",
    [
      [{ s: "xaby" }, "true"],
      [{ s: "a" }, "false"],
      [{ s: ["ab"] }, "unknown"],
    ],
  ],
  [
    "context.s.contains('')",
    [
      [{ s: "" }, "true"],
      [{ s: "x" }, "true"],
      [{}, "unknown"],
    ],
  ],
  [
    "has(context.x)",
    [
      [{ x: 1 }, "true"],
      [{ x: null }, "true"],
      [{ x: { y: 1 } }, "true"],
      [{ x: [1] }, "true"],
      [{}, "false"],
      [{ x: undefined }, "false"],
    ],
  ],
  [
    "!has(context.x)",
    [
      [{ x: 1 }, "false"],
      [{}, "true"],
    ],
  ],
  [
    "context.a == 1 || context.b == 2",
    [
      [{ a: 1 }, "true"],
      [{ b: 2 }, "true"],
      [{ a: 0 }, "unknown"],
      [{ a: 0, b: 0 }, "false"],
      [{}, "unknown"],
      [{ a: "x", b: 2 }, "true"],
    ],
  ],
  [
    "context.a == 1 && context.b == 2",
    [
      [{ a: 1, b: 2 }, "true"],
      [{ a: 0 }, "false"],
      [{ a: 1 }, "unknown"],
      [{ a: 1, b: 0 }, "false"],
      [{}, "unknown"],
      [{ a: "x", b: 0 }, "false"],
    ],
  ],
  [
    "context.a == 1 || context.b == 2 && context.c == 3",
    [
      [{ a: 1, b: 0, c: 0 }, "true"],
      [{ a: 0, b: 2, c: 3 }, "true"],
      [{ a: 0, b: 2, c: 0 }, "false"],
    ],
  ],
  [
    "(context.a == 1 || context.b == 2) && context.c == 3",
    [
      [{ a: 1, b: 0, c: 0 }, "false"],
      [{ a: 1, b: 0, c: 3 }, "true"],
    ],
  ],
  [
    "!(context.a == 1 && context.b == 2)",
    [
      [{ a: 0 }, "true"],
      [{ a: 1 }, "unknown"],
      [{ a: 1, b: 2 }, "false"],
    ],
  ],
  [
    "!(context.a == 1 || context.b == 2)",
    [
      [{ a: 1 }, "false"],
      [{ a: 0 }, "unknown"],
      [{ a: 0, b: 0 }, "true"],
    ],
  ],
  [
    "has(context.a) && context.a == 1",
    [
      [{}, "false"],
      [{ a: 1 }, "true"],
      [{ a: null }, "unknown"],
    ],
  ],
  [
    "context.a == 1 || !(context.a == 1)",
    [
      [{}, "unknown"],
      [{ a: 5 }, "true"],
    ],
  ],
  [
    "context.x > 1 && context.x < 3",
    [
      [{ x: 2 }, "true"],
      [{ x: 3 }, "false"],
      [{}, "unknown"],
    ],
  ],
  [
    "context.__proto__ == 1",
    [
      [{}, "unknown"],
      [JSON.parse('{"__proto__":1}') as object, "true"],
    ],
  ],
  [
    "has(context.constructor)",
    [
      [{}, "false"],
      [{ constructor: 1 }, "true"],
    ],
  ],
];

test.each(rows)("the condition `%s`", async (condition, cases) => {
  const truth = await truthOf(condition);
  for (const [context, expected] of cases) expect(truth({ context }), JSON.stringify(context)).toBe(expected);
});

test("without a context every attribute is absent", async () => {
  expect((await truthOf("context.a == 1"))()).toBe("unknown");
  expect((await truthOf("has(context.a)"))()).toBe("false");
});

const declared = `version: 1
context:
  force: {type: bool, default: false}
  level: {type: number, default: 3}
  name: {type: string, default: x}
  tags: {type: list, default: [a, b]}
  plain: {type: string}
`;
test.each<Row>([
  [
    "context.force",
    [
      [{}, "false"],
      [{ force: true }, "true"],
      [{ force: null }, "unknown"],
      [{ force: "x" }, "unknown"],
    ],
  ],
  [
    "!context.force",
    [
      [{}, "true"],
      [{ force: null }, "unknown"],
    ],
  ],
  [
    "context.level >= 3",
    [
      [{}, "true"],
      [{ level: 2 }, "false"],
      [{ level: "9" }, "unknown"],
    ],
  ],
  ["context.level in [1, 3]", [[{}, "true"]]],
  [
    "context.name.startsWith('x')",
    [
      [{}, "true"],
      [{ name: "y" }, "false"],
      [{ name: [] }, "unknown"],
    ],
  ],
  [
    "'a' in context.tags",
    [
      [{}, "true"],
      [{ tags: [] }, "false"],
      [{ tags: "a" }, "unknown"],
      [{ tags: ["a", 1] }, "unknown"],
    ],
  ],
  [
    "has(context.force)",
    [
      [{}, "false"],
      [{ force: null }, "true"],
      [{ force: false }, "true"],
    ],
  ],
  [
    "has(context.level) && context.level == 3",
    [
      [{}, "false"],
      [{ level: 3 }, "true"],
    ],
  ],
  ["context.plain == 'x'", [[{}, "unknown"]]],
])("a declared default fills absence only: `%s`", async (condition, cases) => {
  const truth = await truthOf(condition, declared);
  for (const [context, expected] of cases) expect(truth({ context }), JSON.stringify(context)).toBe(expected);
});

test("analyses know the default, absence and ill-typed values", async () => {
  const policy = await policyOf("agent: a\npolicies:\n  - x:y on r/* when !context.force\n", declared);
  expect(policy.prove("a can x:y on r/1")).toBe("refuted: deny");
  expect(policy.prove("a can x:y on r/1 given !has(context.force)")).toBe("proven");
  expect(policy.prove("a can x:y on r/1 given !context.force")).toBe("proven");
  expect(policy.prove("a cannot x:y on r/1 given has(context.force)")).toBe("refuted: allow");
  expect(policy.prove("a cannot x:y on r/1 given context.force")).toBe("proven");
});

const utc = (text: string): object => ({ now: Date.parse(text) });
test.each<[string, string, string, string]>([
  ["time.hour == 23", "UTC", "2026-01-05T23:59:59Z", "true"],
  ["time.minute == 59", "UTC", "2026-01-05T23:59:59.999Z", "true"],
  ["time.hour in [0, 1]", "UTC", "2026-01-05T00:00:00Z", "true"],
  ["time.weekday == 0", "UTC", "2026-01-04T12:00:00Z", "true"],
  ["time.weekday == 6", "UTC", "2026-01-03T12:00:00Z", "true"],
  ["time.weekday == 4", "UTC", "1970-01-01T00:00:00Z", "true"],
  ['time.date == "2026-01-05"', "UTC", "2026-01-05T23:59:59Z", "true"],
  ['time.date < "2026-01-06"', "UTC", "2026-01-05T23:59:59Z", "true"],
  ['time.date >= "2026-01-06"', "UTC", "2026-01-06T00:00:00Z", "true"],
  ['time.date in ["2026-01-05", "2026-01-07"]', "UTC", "2026-01-06T00:00:00Z", "false"],
  ['time.date == "2100-01-01"', "UTC", "2100-01-01T00:00:00Z", "true"],
  ['time.date != "2026-01-05"', "UTC", "2026-01-06T00:00:00Z", "true"],
  // Berlin is an hour ahead in winter, two in summer.
  ["time.hour == 1", "Europe/Berlin", "2026-01-05T00:30:00Z", "true"],
  ["time.hour == 2", "Europe/Berlin", "2026-07-05T00:30:00Z", "true"],
  ['time.date == "2026-07-05"', "Europe/Berlin", "2026-07-04T22:00:00Z", "true"],
  ["time.weekday == 1", "Europe/Berlin", "2026-01-04T23:00:00Z", "true"],
  // The clock jumps from 02:00 to 03:00 on 29 March 2026 and repeats 02:00 on 25 October 2026.
  ["time.hour == 1", "Europe/Berlin", "2026-03-29T00:59:59.999Z", "true"],
  ["time.hour == 3", "Europe/Berlin", "2026-03-29T01:00:00Z", "true"],
  ["time.hour == 2", "Europe/Berlin", "2026-10-25T00:30:00Z", "true"],
  ["time.hour == 2", "Europe/Berlin", "2026-10-25T01:30:00Z", "true"],
  ["time.hour == 3", "Europe/Berlin", "2026-10-25T02:00:00Z", "true"],
  ["time.hour == 5", "Asia/Kolkata", "2026-01-05T00:00:00Z", "true"],
  ["time.minute == 30", "Asia/Kolkata", "2026-01-05T00:00:00Z", "true"],
  ["time.minute == 45", "Asia/Kathmandu", "2026-01-05T00:00:00Z", "true"],
  ['time.date == "2026-01-04"', "America/New_York", "2026-01-05T04:59:59Z", "true"],
  ['time.date == "2026-01-05"', "America/New_York", "2026-01-05T05:00:00Z", "true"],
  ['time.date == "1969-12-31"', "America/New_York", "1970-01-01T00:00:00Z", "true"],
  ["time.hour == 14", "Pacific/Kiritimati", "2026-01-05T00:00:00Z", "true"],
  ["time.hour == 3", "Europe/Berlin", "2099-06-01T01:00:00Z", "true"],
])("`%s` in %s at %s is %s", async (condition, timezone, now, expected) => {
  const truth = await truthOf(condition, `version: 1\ntimezone: ${timezone}\n`);
  expect(truth(utc(now))).toBe(expected);
});

test("an absent `now` makes `time.*` unknown; `has(time.x)` asks for it", async () => {
  expect((await truthOf("time.hour == 3"))()).toBe("unknown");
  expect((await truthOf("!(time.hour == 3)"))()).toBe("unknown");
  for (const field of ["hour", "minute", "weekday", "date"]) {
    const has = await truthOf(`has(time.${field})`);
    expect([has(), has({ now: 0 })]).toEqual(["false", "true"]);
  }
});

test("the bundle names its zone and tz database, and carries the offsets itself", async () => {
  const { bundle } = await policyOf(
    "agent: a\npolicies: ['x:y on r/* when time.hour == 3']\n",
    "version: 1\ntimezone: Europe/Berlin\n",
  );
  expect(bundle.manifest.timezone).toBe("Europe/Berlin");
  expect(bundle.manifest.tzdata).toMatch(/^\d{4}[a-z]$/);
});

test("`time.*` and `expires` are analysed together over the range of `now`", async () => {
  const policy = await policyOf(
    'agent: a\npolicies:\n  - statement: x:y on r/*\n    expires: 2030-01-01\n    when: time.date < "2031-01-01" && time.weekday in [1, 2, 3, 4, 5]\n',
  );
  expect(policy.prove('a cannot x:y on r/1 given time.date >= "2030-01-01"')).toBe("proven");
  expect(policy.prove('a can x:y on r/1 given time.date == "2029-12-31"')).toBe("proven");
  expect(policy.prove('a cannot x:y on r/1 given time.date == "2029-12-30"')).toBe("proven");
  expect(policy.prove('a can x:y on r/1 given time.date < "2030-01-01"')).toBe("refuted: deny");
  expect(policy.prove("a can x:y on r/1 given time.hour == 24")).toBe("vacuous");
  expect(policy.prove('a can x:y on r/1 given time.date == "2026-01-05" && time.weekday == 2')).toBe(
    "vacuous",
  );
  expect(policy.prove('a can x:y on r/1 given time.date > "2100-01-01"')).toBe("vacuous");
  expect(policy.prove('a can x:y on r/1 given time.date < "1970-01-01"')).toBe("vacuous");
});

test("summer time is known to analyses: the hour that is skipped does not exist", async () => {
  const policy = await policyOf(
    "agent: a\npolicies:\n  - x:y on r/*\n",
    "version: 1\ntimezone: Europe/Berlin\n",
  );
  expect(policy.prove('a can x:y on r/1 given time.date == "2026-03-29" && time.hour == 2')).toBe("vacuous");
  expect(policy.prove('a can x:y on r/1 given time.date == "2026-10-25" && time.hour == 2')).toBe("proven");
});

const grouped = (depth: number): string => `${"(".repeat(depth)}context.a == 1${")".repeat(depth)}`;
test("parentheses nest at most 32 deep", () => {
  expect(problemsOf(agentText([`x:y on r/1 when ${grouped(32)}`]))).toEqual([]);
  expect(problemsOf(agentText([`x:y on r/1 when ${grouped(33)}`]))[0]).toMatch(/^condition-depth/);
});

test.each<[string, string, string?]>([
  ["`=`", "context.a = 1"],
  ["`===`", "context.a === 1"],
  ["`and`", "context.a == 1 and context.b == 2"],
  ["`&`", "context.a == 1 & context.b == 2"],
  ["`not`", "not context.a"],
  ["a literal on the left", "1 == context.a"],
  ["two attributes", "context.a == context.b"],
  ["a literal alone", "true"],
  ["null", "context.a == null"],
  ["a list compared by `==`", "context.a == ['x']"],
  ["an empty list", "context.a in []"],
  ["a comma before `]`", "context.a in [1,]"],
  ["mixed types in one list", "context.a in [1, 'x']"],
  ["an order of texts", "context.a < 'x'"],
  ["an order of booleans", "context.a >= true"],
  ["`startsWith` of a number", "context.a.startsWith(1)"],
  ["`startsWith` of an attribute of another type", "context.a == 1 && context.a.startsWith('x')"],
  ["an unknown function", "context.a.matches('x')"],
  ["a function of CEL that is left out", "context.a.size() == 1"],
  ["`has` of more than an attribute", "has(context.a == 1)"],
  ["`has` of nothing", "has()"],
  ["a number in a list attribute", "1 in context.a"],
  ["one attribute of two types", "context.a == 1 || context.a == 'x'"],
  ["one attribute as text and as list", "context.a == 'x' || 'x' in context.a"],
  ["one attribute as boolean and number", "context.a && context.a == 1"],
  ["an integer literal beyond 2^53-1", "context.a == 9007199254740992"],
  ["a negative one", "context.a == -9007199254740992"],
  ["a number beyond doubles", "context.a == 1e999"],
  ["a number with `_`", "context.a == 1_000"],
  ["a number with a sign `+`", "context.a == +1"],
  ["a number that begins with a zero", "context.a == 01"],
  ["a number without digits before the point", "context.a == .5"],
  ["a hexadecimal number", "context.a == 0x10"],
  ["money", "context.a <= $500"],
  ["an unknown escape", "context.a == '\\q'"],
  ["half a surrogate pair", "context.a == '\\ud800'"],
  ["a text that is not closed", "context.a == 'x"],
  ["an attribute of neither context nor time", "request.a == 1"],
  ["a nested attribute", "context.a.b == 1"],
  ["an index", "context.a[0] == 1"],
  ["an attribute with a sign", "context.a-b == 1"],
  ["an attribute that begins with a digit", "context.1a == 1"],
  ["`context` alone", "context == 1"],
  ["a field that time has not", "time.second == 1"],
  ["`time.hour` with a text", "time.hour == '3'"],
  ["`time.hour` as a boolean", "time.hour"],
  ["`time.date` with a number", "time.date == 20260105"],
  ["`time.date` of another form", "time.date == '5 Jan 2026'"],
  ["`time.date` that does not exist", "time.date == '2026-02-30'"],
  ["`time.date` with `startsWith`", "time.date.startsWith('2026')"],
  ["`in` of `time.date`", "'x' in time.date"],
  ["an unmatched parenthesis", "(context.a == 1"],
  ["an unknown word", "off_hours"],
  ["nothing behind `&&`", "context.a == 1 &&"],
  ["`in` without a list", "context.a in 'x'"],
  ["an undeclared attribute where types are declared", "context.other == 1", declared],
  ["an undeclared attribute in `has`", "has(context.other)", declared],
  ["a declared attribute of another type", "context.force == 'x'", declared],
  ["a declared list as a text", "context.tags == 'a'", declared],
  ["a declared number as a boolean", "context.level", declared],
  ["a declared string as a list", "'x' in context.name", declared],
])("it is an error: %s", (_, condition, config) => {
  expect(
    problemsOf(
      `agent: a\npolicies:\n  - {statement: 'x:y on r/1', when: ${JSON.stringify(condition)}}\n`,
      config,
    ),
  ).toHaveLength(1);
});

test("an attribute has one type across the set, tests and vocabulary included", () => {
  const text = (other: string): string => `agent: a\npolicies:\n  - x:y on r/1 when context.a == 1\n${other}`;
  expect(problemsOf(text("---\nagent: b\npolicies:\n  - x:y on r/1 when context.a == 'x'\n"))).toHaveLength(
    1,
  );
  expect(problemsOf(text("tests:\n  - a cannot x:z on r/1 given context.a == 'x'\n"))).toHaveLength(1);
  expect(problemsOf(text(""), "version: 1\nvocabulary: {conditions: {w: context.a == 'x'}}\n")).toHaveLength(
    1,
  );
});

test("blanks are needed only where two tokens would run together", async () => {
  const truth = await truthOf("(context.a==1||!context.b)&&context.s in['x','y']");
  expect(truth({ context: { a: 1, s: "x" } })).toBe("true");
});
