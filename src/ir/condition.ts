/** Conditions with all names resolved and typed (LANGUAGE.md §5). */
import type { CompareOperator, TextOperator, TimeField } from "../syntax/ast.ts";

export type Attribute =
  { readonly kind: "context"; readonly name: string } | { readonly kind: "time"; readonly field: TimeField };

export type Scalar = string | number | boolean;

/**
 * Normalised: `and`/`or` are flat, sorted by canonical text, without repetitions and with at least
 * two terms; a bare boolean attribute is `== true`; `in` lists are sorted and hold nothing twice
 * (one element is `==`); vocabulary words are replaced by what they stand for.
 */
export type Condition =
  | { readonly kind: "or"; readonly terms: readonly Condition[] }
  | { readonly kind: "and"; readonly terms: readonly Condition[] }
  | { readonly kind: "not"; readonly term: Condition }
  | {
      readonly kind: "compare";
      readonly attribute: Attribute;
      readonly operator: CompareOperator;
      readonly literal: Scalar;
    }
  | { readonly kind: "oneOf"; readonly attribute: Attribute; readonly literals: readonly Scalar[] }
  | { readonly kind: "member"; readonly literal: string; readonly attribute: Attribute }
  | {
      readonly kind: "text";
      readonly attribute: Attribute;
      readonly operator: TextOperator;
      readonly literal: string;
    }
  | { readonly kind: "has"; readonly attribute: Attribute };
