/** A set with a few edits, for comparing: most of it stays, so that differences are small. */
import fc from "fast-check";
import type { Agent, PolicySet, Statement } from "../../src/ir/ir.ts";
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
  { weight: 1, arbitrary: arbitraryDeclarations.map((context): Edit => (set) => ({ ...set, context })) },
  { weight: 1, arbitrary: arbitraryZone.map((timezone): Edit => (set) => ({ ...set, timezone })) },
  { weight: 1, arbitrary: arbitrarySet.map(({ services }): Edit => (set) => ({ ...set, services })) },
);

/** The set after one to three edits. */
export function alteredSet(set: PolicySet): fc.Arbitrary<PolicySet> {
  return fc
    .array(arbitraryEdit, { minLength: 1, maxLength: 3 })
    .map((edits) => edits.reduce((at, edit) => edit(at), set));
}
