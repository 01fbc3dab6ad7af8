import { expect, test } from "vitest";
import { printCondition } from "../../../src/ir/print-ir.ts";
import { compileText, errorsOf, saidOf, setOf } from "../../support/compile-text.ts";

const policy = (condition: string): string =>
  `agent: a\npolicies:\n  - statement: x:y on z/*\n    when: ${JSON.stringify(condition)}\n`;

function printed(condition: string, config?: string): string | null {
  const [statement] = setOf(policy(condition), config).statements;
  return statement?.condition ? printCondition(statement.condition) : null;
}

test.each([
  ["context.a", "context.a == true"],
  ["!context.a", "!(context.a == true)"],
  ["context.b && context.a", "context.a == true && context.b == true"],
  ["context.a && (context.b && context.a)", "context.a == true && context.b == true"],
  ["context.a && context.a", "context.a == true"],
  ["context.b || context.a && context.c", "context.a == true && context.c == true || context.b == true"],
  ["(context.b || context.a) && context.c", "(context.a == true || context.b == true) && context.c == true"],
  ["context.n in [3, 1, 3.0, 2]", "context.n in [1, 2, 3]"],
  ["context.n in [10, 9]", "context.n in [9, 10]"],
  ["context.n in [1]", "context.n == 1"],
  ["context.n == -0", "context.n == 0"],
  ["context.s in ['b', 'a']", 'context.s in ["a", "b"]'],
  ["'x' in context.list", '"x" in context.list'],
  ["context.s.startsWith('a\\n')", 'context.s.startsWith("a\\n")'],
  ["has(time.hour) || has(context.z)", "has(context.z) || has(time.hour)"],
  ["time.date >= '2026-02-28'", 'time.date >= "2026-02-28"'],
])("the condition %s is %s", (written, expected) => {
  expect(printed(written)).toBe(expected);
});

test("the inline clause and the option both count", () => {
  const set = setOf(
    "agent: a\npolicies:\n  - statement: x:y on z/* when context.b\n    when: context.a || context.c\n",
  );
  const condition = set.statements[0]?.condition;
  expect(condition ? printCondition(condition) : null).toBe(
    "(context.a == true || context.c == true) && context.b == true",
  );
});

test("equal conditions are one object", () => {
  const set = setOf(
    "agent: a\npolicies:\n  - x:y on z/* when context.a && context.b\n  - x:z on z/* when context.b && context.a\n",
  );
  expect(set.statements[0]?.condition).toBe(set.statements[1]?.condition);
});

test("a word of the vocabulary stands for its condition, as if in parentheses", () => {
  const config = 'vocabulary:\n  conditions:\n    quiet: "time.hour < 7 || time.hour >= 19"\n';
  expect(printed("context.a && quiet", config)).toBe(
    "context.a == true && (time.hour < 7 || time.hour >= 19)",
  );
  expect(errorsOf(policy("quite"), config)).toEqual([
    "undefined-reference no such vocabulary word: `quite` @ quite",
  ]);
});

test("a condition of the vocabulary holds no words", () => {
  const config = "vocabulary:\n  conditions:\n    a: time.hour < 7\n    b: a\n";
  expect(errorsOf(policy("time.hour < 3"), config)).toEqual([
    "nested-vocabulary the vocabulary entry `b` holds the word `a` @ a",
  ]);
});

test.each([
  ["context.n < 'a'", "`<` compares numbers and `time.date` only, not a string"],
  ["context.b >= true", "`>=` compares numbers and `time.date` only, not a boolean"],
  ["time.hour == '9'", "`time.hour` is a number, not a string"],
  ["time.date == 20260101", "`time.date` is compared with a date, not 20260101"],
  ["time.date == '2026-02-30'", '`time.date` is compared with a date, not "2026-02-30"'],
  ["time.date.startsWith('2026-')", "`time.date` is compared with a date"],
  ["time.hour.contains('1')", "`time.hour` is a number, used here as a string"],
  ["time.hour", "`time.hour` is a number, used here as a boolean"],
  ["1 in context.list", "lists hold strings, not a number"],
  ["'a' in time.date", "`time.date` is a date, used here as a list of strings"],
  ["context.n in [1, 'a']", "the list holds a number and a string"],
  ["context.a && context.a == 1", "`context.a` is a boolean, used here as a number"],
  ["'a' in context.l && context.l == 'a'", "`context.l` is a list of strings, used here as a string"],
])("%s is refused: %s", (condition, problem) => {
  const errors = errorsOf(policy(condition));
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`condition-type ${problem}`);
});

test("an attribute has one type across files and tests, and the error shows both places", () => {
  const compiled = compileText({
    "policies/a.yaml": policy("context.level == 3"),
    "tests/a.test.yaml": "tests:\n  - a can x:y on z/* given context.level == 'high'\n",
  });
  expect(saidOf(compiled)).toEqual([
    "condition-type `context.level` is a number, used here as a string @ context.level < context.level",
  ]);
  const [error] = compiled.diagnostics.filter((d) => d.severity === "error");
  expect(error?.span?.file).toBe("tests/a.test.yaml");
  expect(error?.related[0]?.span.file).toBe("policies/a.yaml");
});

test("declared attributes fix types and names", () => {
  const config = "context:\n  force: {type: bool, default: false}\n  ticket: {type: string}\n";
  expect(errorsOf(policy("context.forse"), config)).toEqual([
    "undefined-reference no such context attribute: `context.forse` @ context.forse",
  ]);
  expect(errorsOf(policy("has(context.tickt)"), config)).toHaveLength(1);
  expect(errorsOf(policy("context.force == 'yes'"), config)).toEqual([
    "condition-type `context.force` is a boolean, used here as a string @ context.force < force",
  ]);
  expect(setOf(policy("context.force"), config).context).toEqual([
    { name: "force", type: "bool", default: false },
    { name: "ticket", type: "string", default: null },
  ]);
});

test("attributes that are only asked for with `has` have no type", () => {
  expect(setOf(policy("has(context.z) && context.n > 1")).context).toEqual([
    { name: "n", type: "number", default: null },
    { name: "z", type: null, default: null },
  ]);
});

test("an attribute that `has` saw first may get its type later", () => {
  expect(setOf(policy("has(context.z) && context.z > 1")).context).toEqual([
    { name: "z", type: "number", default: null },
  ]);
});
