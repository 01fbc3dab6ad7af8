import fc from "fast-check";
import { expect, test } from "vitest";
import type {
  ConditionNode,
  PatternNode,
  PatternPart,
  SentenceExpression,
  StatementExpression,
  SubjectNode,
} from "../../src/syntax/ast.ts";
import { printCondition, printSentence, printStatement } from "../../src/syntax/print.ts";
import { KEYWORDS } from "../../src/syntax/tokens.ts";
import { expressionForms, parseAs, withoutPlaces } from "../support/expressions.ts";
import { runs } from "../support/runs.ts";

const span = { file: "f", start: 0, end: 0 };

// ---------------------------------------------------------------- patterns

const ordinary = fc.constantFrom(..."abZ0_.-@#=:/$'’&()|!~+;%^ é😀日".split(/(?:)/u));
const special = fc.constantFrom("*", "{", "}", "?", "[", "]", "\\", '"', ",", "$", "${");
const unblanked = fc.oneof({ weight: 4, arbitrary: ordinary.filter((c) => c !== " ") }, special);
const characters = fc.oneof({ weight: 4, arbitrary: ordinary }, special);
const name = fc
  .stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,8}$/)
  .filter((text) => !KEYWORDS.includes(text));

const text = (unit: fc.Arbitrary<string>): fc.Arbitrary<PatternPart> =>
  fc
    .array(unit, { minLength: 1, maxLength: 6 })
    .map((units) => ({ kind: "text", text: units.join(""), span }));
const wildcard: fc.Arbitrary<PatternPart> = fc.constantFrom({ kind: "star", span }, { kind: "deep", span });
const variable: fc.Arbitrary<PatternPart> = name.map((found) => ({ kind: "variable", name: found, span }));

/** No two texts and no two wildcards side by side, as parsers never leave them. */
function settle(parts: readonly PatternPart[]): PatternPart[] {
  const isWild = (part: PatternPart | undefined): boolean => part?.kind === "star" || part?.kind === "deep";
  return parts.filter((part, i) => {
    const before = parts[i - 1];
    return !(part.kind === "text" && before?.kind === "text") && !(isWild(part) && isWild(before));
  });
}

const partsOf = (unit: fc.Arbitrary<string>): fc.Arbitrary<PatternPart[]> => {
  const flat = fc.oneof(text(unit), wildcard, variable);
  const alternatives = fc.array(fc.array(flat, { maxLength: 3 }).map(settle), { minLength: 2, maxLength: 3 });
  const choice: fc.Arbitrary<PatternPart> = alternatives.map((found) => ({
    kind: "choice",
    alternatives: found,
    span,
  }));
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: flat }, choice), { minLength: 1, maxLength: 5 })
    .map(settle);
};

/** Whether an unquoted pattern of these parts would read as a word. */
function readsAsWord(parts: readonly PatternPart[]): boolean {
  const [first] = parts;
  return parts.length === 1 && first?.kind === "text" && !/[:/]/.test(first.text);
}

const word = name.filter(
  (found) => !["if", "where", "unless", "provided", "while", "not", "never"].includes(found),
);
const pattern: fc.Arbitrary<PatternNode> = fc.oneof(
  word.map((found): PatternNode => ({ kind: "word", name: found, span })),
  partsOf(characters).map((parts): PatternNode => ({ kind: "pattern", parts, quoted: true, span })),
  partsOf(unblanked)
    .filter((parts) => !readsAsWord(parts))
    .map((parts): PatternNode => ({ kind: "pattern", parts, quoted: false, span })),
);
const patterns = fc.array(pattern, { minLength: 1, maxLength: 3 });
const excepted = fc.oneof(fc.constant([]), patterns);

// ---------------------------------------------------------------- conditions

const attributeName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/);
const attribute = fc.oneof(
  attributeName.map((found) => ({ kind: "context" as const, name: found, span })),
  fc
    .constantFrom("hour" as const, "minute" as const, "weekday" as const, "date" as const)
    .map((field) => ({ kind: "time" as const, field, span })),
);
const string = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("", '"', "'", "\\", "\n\t\r\0\u007f", "😀"),
);
const number = fc
  .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => (value === 0 ? 0 : value));
const literal = fc.oneof(string, number, fc.boolean()).map((value) => ({ value, span }));
const operator = fc.constantFrom(
  "==" as const,
  "!=" as const,
  "<" as const,
  "<=" as const,
  ">" as const,
  ">=" as const,
);
const conditionWord = name.filter(
  (found) =>
    !/^(?:true|false|in|has|context|time|and|or|not|\d.*)$/i.test(found) &&
    !/^(?:context|time)[.@-]/.test(found),
);

const atom: fc.Arbitrary<ConditionNode> = fc.oneof(
  attribute.map((found): ConditionNode => ({ kind: "truth", attribute: found, span })),
  attribute.map((found): ConditionNode => ({ kind: "has", attribute: found, span })),
  conditionWord.map((found): ConditionNode => ({ kind: "word", name: found, span })),
  fc
    .tuple(attribute, operator, literal)
    .map(([a, op, l]): ConditionNode => ({ kind: "compare", attribute: a, operator: op, literal: l, span })),
  fc
    .tuple(attribute, fc.array(literal, { minLength: 1, maxLength: 3 }))
    .map(([a, literals]): ConditionNode => ({ kind: "oneOf", attribute: a, literals, span })),
  fc
    .tuple(attribute, literal)
    .map(([a, l]): ConditionNode => ({ kind: "member", literal: l, attribute: a, span })),
  fc
    .tuple(
      attribute,
      fc.constantFrom("startsWith" as const, "endsWith" as const, "contains" as const),
      string,
    )
    .map(([a, op, value]): ConditionNode => ({
      kind: "text",
      attribute: a,
      operator: op,
      literal: { value, span },
      span,
    })),
);

const { condition } = fc.letrec<{ condition: ConditionNode }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    atom,
    tie("condition").map((term): ConditionNode => ({ kind: "not", term, span })),
    fc
      .array(tie("condition"), { minLength: 2, maxLength: 3 })
      .map((terms): ConditionNode => ({ kind: "and", terms, span })),
    fc
      .array(tie("condition"), { minLength: 2, maxLength: 3 })
      .map((terms): ConditionNode => ({ kind: "or", terms, span })),
  ),
}));

// ---------------------------------------------------------------- statements and sentences

const optional = <T>(found: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(found, { nil: null });
const scope = fc
  .record({
    actions: patterns,
    exceptActions: excepted,
    resources: optional(patterns),
    exceptResources: excepted,
  })
  .map((found) => (found.resources === null ? { ...found, exceptResources: [] } : found));
const effect = fc.constantFrom("allow" as const, "deny" as const).map((value) => ({ value, span }));
const statement: fc.Arbitrary<StatementExpression> = fc
  .tuple(optional(effect), scope, optional(condition))
  .map(([found, where, when]) => ({ effect: found, ...where, when, span }));

const glob = fc
  .stringMatching(/^[A-Za-z0-9_*][A-Za-z0-9_.@*-]{0,8}$/)
  .filter(
    (found) => !found.includes("**") && !KEYWORDS.includes(found) && found !== "every" && found !== "no",
  );
const subject: fc.Arbitrary<SubjectNode> = fc.oneof(
  glob.map((found): SubjectNode => ({ kind: "agents", glob: found, span })),
  name.map((found): SubjectNode => ({ kind: "label", name: found, span })),
  fc.constant<SubjectNode>({ kind: "every", span }),
  fc.constant<SubjectNode>({ kind: "no", span }),
);
const verb = fc.constantFrom("can" as const, "cannot" as const, "needs approval to" as const);
const sentence: fc.Arbitrary<SentenceExpression> = fc
  .tuple(subject, verb, scope, optional(condition))
  .map(([who, found, where, given]) => ({
    subject: who,
    verb: { value: who.kind === "no" ? "can" : found, span },
    ...where,
    given,
    text: "",
    span,
  }));

test("a printed statement parses to the same statement", () => {
  fc.assert(
    fc.property(statement, (tree) => {
      const parsed = parseAs("statement", printStatement(tree));
      expect(parsed.diagnostics).toEqual([]);
      expect(withoutPlaces(parsed.tree)).toEqual(withoutPlaces(tree));
    }),
    { numRuns: runs(500) },
  );
});

test("a printed sentence parses to the same sentence", () => {
  fc.assert(
    fc.property(sentence, (tree) => {
      const parsed = parseAs("sentence", printSentence(tree));
      expect(parsed.diagnostics).toEqual([]);
      expect(withoutPlaces(parsed.tree)).toEqual(withoutPlaces(tree));
    }),
    { numRuns: runs(300) },
  );
});

test("a printed condition parses to the same condition", () => {
  fc.assert(
    fc.property(condition, (tree) => {
      const parsed = parseAs("condition", printCondition(tree));
      expect(parsed.diagnostics).toEqual([]);
      expect(withoutPlaces(parsed.tree)).toEqual(withoutPlaces(tree));
    }),
    { numRuns: runs(500) },
  );
});

// ---------------------------------------------------------------- arbitrary text

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...KEYWORDS,
        "every",
        "no",
        "agent",
        "label:x",
        "if",
        "not",
        "and",
        "or",
        "in",
        "has",
        "true",
      ),
      fc.constantFrom(
        "a:b",
        "c/*",
        "{a,b}",
        "${v}",
        '"x y"',
        "main",
        "context.a",
        "time.hour",
        "'s'",
        "5",
        "-1",
        "1e9",
        "requires_approval:true",
      ),
      fc.constantFrom(
        "(",
        ")",
        "[",
        "]",
        "==",
        "!=",
        "<",
        "=",
        "!",
        "&&",
        "||",
        ",",
        ".",
        "startsWith",
        "$",
        "\\",
        '"',
        "'",
        "{",
        "}",
        "*",
        "?",
        "“",
      ),
      fc.constantFrom(" ", " ", " ", "\t", "\n", "\u00a0", "\ud800", "\udc00", "\0", "é", "😀"),
    ),
    { maxLength: 25 },
  )
  .chain((tokens) => fc.constantFrom(" ", "").map((glue) => tokens.join(glue)));
const anyText = fc.oneof(
  soup,
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) }),
);

test("any text is either a tree or an error inside the text, never an exception", () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(...expressionForms), (value, form) => {
      const { tree, diagnostics, printed } = parseAs(form, value);
      expect(diagnostics.length === 0).toBe(tree !== null);
      for (const { span: place, message } of diagnostics) {
        expect(place).toSatisfy(
          () => place !== null && place.start >= 0 && place.start <= place.end && place.end <= value.length,
        );
        expect(message.isWellFormed()).toBe(true);
        expect(message).not.toMatch(/[\0-\x1f\x7f-\x9f]/);
      }
      // What was accepted means the same once printed.
      if (printed !== null) expect(withoutPlaces(parseAs(form, printed).tree)).toEqual(withoutPlaces(tree));
    }),
    { numRuns: runs(5000) },
  );
});

test.each([
  "*",
  "(",
  "{",
  ",",
  "!",
  '"',
  "[",
  "a",
  "${",
  "a ",
  "a,",
  "a:b ",
  "context.",
  "context.a&&",
  "1",
  "\\",
  "{a,",
  "and ",
  "😀",
  "\ud800",
  "-",
  "in ",
])("100 kB of `%s` end, without an exception", (unit) => {
  const value = unit.repeat(100_000 / unit.length);
  for (const form of expressionForms) {
    const { tree, diagnostics } = parseAs(form, value);
    expect(diagnostics.length === 0).toBe(tree !== null);
  }
});
