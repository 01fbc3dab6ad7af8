/** Random conditions over a few fixed attributes, and contexts and instants near what they mention. */
import fc from "fast-check";
import type { Attribute, AttributeType, Condition, ContextAttribute, TimeZone } from "../../src/ir/ir.ts";

/** The attributes that random conditions speak of, by type. */
export const attributes: { readonly [T in AttributeType]: readonly string[] } = {
  bool: ["force", "__proto__"],
  number: ["level"],
  string: ["team"],
  list: ["tags"],
};

const numbers = [0, 1, 1.5, -3, 1e300] as const;
const strings = ["", "a", "ab", "b", "é", "😀"] as const;
const dates = ["2025-12-31", "2026-01-01", "2026-03-29", "2026-03-30"] as const;

const context = (name: string): Attribute => ({ kind: "context", name });

const numberAttribute: fc.Arbitrary<{ attribute: Attribute; literal: number }> = fc.oneof(
  fc.record({ attribute: fc.constant(context("level")), literal: fc.constantFrom(...numbers) }),
  fc.record({
    attribute: fc.constant<Attribute>({ kind: "time", field: "hour" }),
    literal: fc.constantFrom(0, 1, 2, 3, 23),
  }),
  fc.record({
    attribute: fc.constant<Attribute>({ kind: "time", field: "minute" }),
    literal: fc.constantFrom(0, 30, 59),
  }),
  fc.record({
    attribute: fc.constant<Attribute>({ kind: "time", field: "weekday" }),
    literal: fc.constantFrom(0, 3, 6),
  }),
);

const anyAttribute: fc.Arbitrary<Attribute> = fc.oneof(
  fc.constantFrom("force", "__proto__", "level", "team", "tags", "constructor").map(context),
  fc.constantFrom<Attribute>({ kind: "time", field: "hour" }, { kind: "time", field: "date" }),
);

const equality = fc.constantFrom("==", "!=");
const operator = fc.constantFrom("==", "!=", "<", "<=", ">", ">=");

/** Sorted and without repetitions, as the IR's lists are. */
function distinct<T extends string | number>(values: readonly T[]): T[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

const atom: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ attribute: anyAttribute }).map((a): Condition => ({ kind: "has", ...a })),
  fc
    .record({
      attribute: fc.constantFrom(...attributes.bool).map(context),
      operator: equality,
      literal: fc.boolean(),
    })
    .map((a): Condition => ({ kind: "compare", ...a })),
  fc.tuple(numberAttribute, operator).map(([a, op]): Condition => ({ kind: "compare", operator: op, ...a })),
  fc
    .record({
      attribute: fc.constant(context("team")),
      operator: equality,
      literal: fc.constantFrom(...strings),
    })
    .map((a): Condition => ({ kind: "compare", ...a })),
  fc
    .record({
      attribute: fc.constant<Attribute>({ kind: "time", field: "date" }),
      operator,
      literal: fc.constantFrom(...dates),
    })
    .map((a): Condition => ({ kind: "compare", ...a })),
  fc
    .array(fc.constantFrom(...strings), { minLength: 2, maxLength: 3 })
    .filter((literals) => new Set(literals).size > 1)
    .map((l): Condition => ({ kind: "oneOf", attribute: context("team"), literals: distinct(l) })),
  fc
    .array(fc.constantFrom(...numbers), { minLength: 2, maxLength: 3 })
    .filter((literals) => new Set(literals).size > 1)
    .map((l): Condition => ({ kind: "oneOf", attribute: context("level"), literals: distinct(l) })),
  fc
    .constantFrom(...strings)
    .map((literal): Condition => ({ kind: "member", literal, attribute: context("tags") })),
  fc
    .record({
      operator: fc.constantFrom("startsWith", "endsWith", "contains"),
      literal: fc.constantFrom(...strings),
    })
    .map((a): Condition => ({ kind: "text", attribute: context("team"), ...a })),
);

/** Conditions of at most seven atoms. */
export const arbitraryCondition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 3, arbitrary: atom },
  { weight: 1, arbitrary: atom.map((term): Condition => ({ kind: "not", term })) },
  { weight: 2, arbitrary: junction(atom) },
  { weight: 1, arbitrary: junction(fc.oneof(atom, junction(atom))) },
  { weight: 1, arbitrary: junction(atom).map((term): Condition => ({ kind: "not", term })) },
);

function junction(term: fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  return fc
    .record({
      kind: fc.constantFrom("and", "or"),
      terms: fc.array(term, { minLength: 2, maxLength: 3 }),
    })
    .map(({ kind, terms }): Condition => ({ kind, terms }));
}

/** The attributes as a set declares them, some with defaults. */
export const arbitraryDeclarations: fc.Arbitrary<readonly ContextAttribute[]> = fc
  .record({
    force: fc.constantFrom(null, true, false),
    level: fc.constantFrom(null, ...numbers),
    team: fc.constantFrom(null, ...strings),
    tags: fc.constantFrom(null, [], ["a"]),
  })
  .map((defaults) => [
    { name: "__proto__", type: "bool", default: null },
    { name: "constructor", type: null, default: null },
    { name: "force", type: "bool", default: defaults.force },
    { name: "level", type: "number", default: defaults.level },
    { name: "tags", type: "list", default: defaults.tags },
    { name: "team", type: "string", default: defaults.team },
  ]);

/** One value of a context, well typed for some attribute or for none. */
export const arbitraryContextValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.boolean(),
  fc.constantFrom(...numbers, -0, 0.1, 2 ** 53),
  fc.constantFrom(...strings, "abba", "c"),
  fc.array(fc.constantFrom(...strings), { maxLength: 3 }),
  fc.constantFrom<unknown>(null, {}, [], { a: 1 }, ["a", 1], [["a"]], [null], undefined),
);

/** A context of some of the attributes; `__proto__` is an own name, as JSON makes it. */
export const arbitraryContext: fc.Arbitrary<{ readonly [name: string]: unknown }> = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom("force", "__proto__", "level", "team", "tags", "constructor", "other"),
      arbitraryContextValue,
    ),
    { selector: ([name]) => name, maxLength: 5 },
  )
  .map((entries) => Object.fromEntries(entries));

/** The change to summer time of 2026 in central Europe. */
const clockChange = Date.UTC(2026, 2, 29, 1);

export const arbitraryZone: fc.Arbitrary<TimeZone> = fc.constantFrom<TimeZone>(
  { name: "UTC", tzdata: "2026a", offsets: [{ from: 0, minutes: 0 }] },
  {
    name: "Europe/Berlin",
    tzdata: "2026a",
    offsets: [
      { from: 0, minutes: 60 },
      { from: clockChange, minutes: 120 },
      { from: Date.UTC(2026, 9, 25, 1), minutes: 60 },
    ],
  },
  {
    name: "Africa/Monrovia",
    tzdata: "2026a",
    offsets: [
      { from: 0, minutes: -44.5 },
      { from: 63_593_070_000, minutes: 0 },
    ],
  },
);

/** Instants at which a statement may expire. */
export const instants: readonly number[] = [0, 1_000_000, clockChange, 4_102_444_800_000];

/** `now`: absent, or within a millisecond, a minute, an hour or a day of what a set may mention. */
export const arbitraryNow: fc.Arbitrary<number | undefined> = fc.oneof(
  fc.constant(undefined),
  fc
    .tuple(
      fc.constantFrom(...instants, 63_593_070_000, Date.UTC(2026, 9, 25, 1), Date.UTC(2026, 0, 1)),
      fc.constantFrom(0, 1, -1, 60_000, -60_000, 1_800_000, 3_600_000, -3_600_000, 86_400_000, -86_400_000),
    )
    .map(([instant, shift]) => Math.min(4_102_444_800_000, Math.max(0, instant + shift))),
);
