/**
 * The typed intermediate representation: what a policy set means, all names resolved.
 *
 * INVARIANT: readonly and canonical. Everything but the `place` fields is independent of file
 * names, file order, document order and key order; lists that are sets in meaning are sorted in
 * code-point order and hold nothing twice. Places are for people and never reach a hash.
 */
export type {
  AttributeType,
  CompareOperator,
  OnExceed,
  TextOperator,
  TimeField,
  Verb,
} from "../syntax/ast.ts";
export type * from "./condition.ts";
export type * from "./limit.ts";
export type * from "./pattern.ts";
export type * from "./policy-set.ts";
export type * from "./policy-test.ts";
export type * from "./query.ts";
export type * from "./statement.ts";
