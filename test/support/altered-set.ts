/** A set with a few edits, for comparing: most of it stays, so that differences are small. */
import fc from "fast-check";
import { compareCodePoints } from "../../src/base/order.ts";
import type { Agent, Condition, PolicySet, Statement } from "../../src/ir/ir.ts";
import { arbitraryCondition, arbitraryDeclarations, arbitraryZone } from "./arbitrary-condition.ts";
import { arbitraryScope, arbitrarySet } from "./arbitrary-set.ts";

type Edit = (set: PolicySet) => PolicySet;

/** Changes what the statements of all agents are. */
function mapStatements(
  set: PolicySet,
  change: (statement: Statement, index: number) => Statement | null,
): PolicySet {
  const index = new Map(set.statements.map((s, i) => [s, i]));
  const changed = new Map(set.statements.map((s) => [s, change(s, index.get(s) ?? 0)]));
  const list = <S extends Statement>(statements: readonly S[]): S[] =>
    statements.flatMap((s) => {
      const now = changed.get(s);
      return now === null || now === undefined ? [] : [now as S];
    });
  return {
    ...set,
    statements: list(set.statements),
    agents: set.agents.map((a): Agent => ({
      ...a,
      statements: list(a.statements),
      guardrails: list(a.guardrails),
    })),
  };
}

const onOne =
  (edit: (statement: Statement) => Statement | null, which: number): Edit =>
  (set) =>
    mapStatements(set, (s, i) => (i === which % Math.max(1, set.statements.length) ? edit(s) : s));

/** A condition about other attributes; those of time stay. */
function renamed(condition: Condition, names: ReadonlyMap<string, string>): Condition {
  switch (condition.kind) {
    case "and":
    case "or":
      return { ...condition, terms: condition.terms.map((term) => renamed(term, names)) };
    case "not":
      return { ...condition, term: renamed(condition.term, names) };
    default: {
      const { attribute } = condition;
      if (attribute.kind === "time") return condition;
      return { ...condition, attribute: { ...attribute, name: names.get(attribute.name) ?? attribute.name } };
    }
  }
}

/** Attributes trade their names, and so their types. */
function withSwappedAttributes(set: PolicySet, names: readonly [string, string]): PolicySet {
  const [a, b] = names;
  const swap = new Map([
    [a, b],
    [b, a],
  ]);
  const altered = mapStatements(set, (s) =>
    s.condition === null ? s : { ...s, condition: renamed(s.condition, swap) },
  );
  const context = set.context
    .map((attribute) => ({ ...attribute, name: swap.get(attribute.name) ?? attribute.name }))
    .sort((x, y) => compareCodePoints(x.name, y.name));
  return { ...altered, context };
}

const arbitraryEdit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 3, arbitrary: fc.nat(20).map((n) => onOne(() => null, n)) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(20), arbitraryScope).map(([n, scope]) => onOne((s) => ({ ...s, scope }), n)),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat(20), fc.option(arbitraryCondition))
      .map(([n, condition]) => onOne((s) => ({ ...s, condition }), n)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(20), fc.constantFrom<readonly string[]>([], ["dashboard"], ["slack:#b"]))
      .map(([n, notify]) => onOne((s) => (s.kind === "deny" ? s : { ...s, notify }), n)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(20), fc.constantFrom(null, 0, 1_000_000))
      .map(([n, expires]) => onOne((s) => (s.kind === "deny" ? s : { ...s, expires }), n)),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(20), fc.constantFrom(60, 7200))
      .map(([n, timeoutSeconds]) =>
        onOne((s) => (s.kind === "gate" ? { ...s, approval: { ...s.approval, timeoutSeconds } } : s), n),
      ),
  },
  {
    weight: 2,
    arbitrary: arbitrarySet.map((other): Edit => (set) => {
      const [agent] = other.agents;
      return {
        ...set,
        agents: set.agents.map((a) => ({
          ...a,
          statements: [...a.statements, ...(agent?.statements ?? [])],
        })),
        statements: [...set.statements, ...(agent?.statements ?? [])],
      };
    }),
  },
  { weight: 2, arbitrary: arbitraryDeclarations.map((context): Edit => (set) => ({ ...set, context })) },
  { weight: 2, arbitrary: arbitraryZone.map((timezone): Edit => (set) => ({ ...set, timezone })) },
  { weight: 1, arbitrary: arbitrarySet.map(({ services }): Edit => (set) => ({ ...set, services })) },
);

/** Last of all, so that conditions and declarations stay of one type. */
const arbitrarySwap: fc.Arbitrary<Edit> = fc
  .constantFrom<readonly [string, string]>(
    ["level", "team"],
    ["tags", "team"],
    ["force", "tags"],
    ["force", "level"],
    ["constructor", "team"],
  )
  .map((names) => (set) => withSwappedAttributes(set, names));

/** The set after one to four edits. */
export function alteredSet(set: PolicySet): fc.Arbitrary<PolicySet> {
  return fc
    .tuple(
      fc.array(arbitraryEdit, { minLength: 1, maxLength: 3 }),
      fc.option(arbitrarySwap, { freq: 2, nil: null }),
    )
    .map(([edits, swap]) => [...edits, ...(swap === null ? [] : [swap])].reduce((at, edit) => edit(at), set));
}
