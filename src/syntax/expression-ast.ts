/** Syntax trees of patterns, conditions, statements and sentences, as their grammars give them. */
import type { Span } from "../base/source.ts";

/** A value and where it is written. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

/** A piece of a pattern as written, braces and variables still in place. */
export type PatternPart =
  /** Ordinary characters and escaped ones, already unescaped. */
  | { readonly kind: "text"; readonly text: string; readonly span: Span }
  /** `*` */
  | { readonly kind: "star"; readonly span: Span }
  /** `**` */
  | { readonly kind: "deep"; readonly span: Span }
  /** `{a,b}`; alternatives may be empty and hold no further choice. */
  | {
      readonly kind: "choice";
      readonly alternatives: readonly (readonly PatternPart[])[];
      readonly span: Span;
    }
  /** `${name}` */
  | { readonly kind: "variable"; readonly name: string; readonly span: Span };

/** One entry of a list of actions or resources. */
export type PatternNode =
  /** An unquoted run without separator, wildcard, brace or variable: a vocabulary word, else an error. */
  | { readonly kind: "word"; readonly name: string; readonly span: Span }
  | {
      readonly kind: "pattern";
      readonly parts: readonly PatternPart[];
      readonly quoted: boolean;
      readonly span: Span;
    };

export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type TextOperator = "startsWith" | "endsWith" | "contains";
export type TimeField = "hour" | "minute" | "weekday" | "date";

export type AttributeNode =
  | { readonly kind: "context"; readonly name: string; readonly span: Span }
  | { readonly kind: "time"; readonly field: TimeField; readonly span: Span };

export type Literal = string | number | boolean;

export type ConditionNode =
  | { readonly kind: "or"; readonly terms: readonly ConditionNode[]; readonly span: Span }
  | { readonly kind: "and"; readonly terms: readonly ConditionNode[]; readonly span: Span }
  | { readonly kind: "not"; readonly term: ConditionNode; readonly span: Span }
  | {
      readonly kind: "compare";
      readonly attribute: AttributeNode;
      readonly operator: CompareOperator;
      readonly literal: Located<Literal>;
      readonly span: Span;
    }
  /** `attribute in [a, b]` */
  | {
      readonly kind: "oneOf";
      readonly attribute: AttributeNode;
      readonly literals: readonly Located<Literal>[];
      readonly span: Span;
    }
  /** `literal in attribute` */
  | {
      readonly kind: "member";
      readonly literal: Located<Literal>;
      readonly attribute: AttributeNode;
      readonly span: Span;
    }
  | {
      readonly kind: "text";
      readonly attribute: AttributeNode;
      readonly operator: TextOperator;
      readonly literal: Located<string>;
      readonly span: Span;
    }
  | { readonly kind: "has"; readonly attribute: AttributeNode; readonly span: Span }
  /** A bare attribute: a boolean. */
  | { readonly kind: "truth"; readonly attribute: AttributeNode; readonly span: Span }
  /** A word of `vocabulary.conditions`. */
  | { readonly kind: "word"; readonly name: string; readonly span: Span };

/** `[ effect ] actions [ "except" actions ] [ "on" resources [ "except" resources ] ] [ "when" condition ]` */
export interface StatementExpression {
  readonly effect: Located<"allow" | "deny"> | null;
  readonly actions: readonly PatternNode[];
  readonly exceptActions: readonly PatternNode[];
  /** `null`: no `on`, so every resource. */
  readonly resources: readonly PatternNode[] | null;
  readonly exceptResources: readonly PatternNode[];
  readonly when: ConditionNode | null;
  readonly span: Span;
}

export type SubjectNode =
  /** An agent's name or glob (`*` matches any characters). */
  | { readonly kind: "agents"; readonly glob: string; readonly span: Span }
  | { readonly kind: "label"; readonly name: string; readonly span: Span }
  | { readonly kind: "every"; readonly span: Span }
  | { readonly kind: "no"; readonly span: Span };

export type Verb = "can" | "cannot" | "needs approval to";

/** What `query` is asked. */
export type QueryExpression =
  /** `who can ACTIONS [on RESOURCES] [given CONDITION]` */
  | {
      readonly kind: "whoCan";
      readonly actions: readonly PatternNode[];
      readonly exceptActions: readonly PatternNode[];
      readonly resources: readonly PatternNode[] | null;
      readonly exceptResources: readonly PatternNode[];
      readonly given: ConditionNode | null;
      readonly span: Span;
    }
  /** `what can AGENT do` */
  | { readonly kind: "whatCan"; readonly agent: Located<string>; readonly span: Span };

export interface SentenceExpression {
  readonly subject: SubjectNode;
  readonly verb: Located<Verb>;
  readonly actions: readonly PatternNode[];
  readonly exceptActions: readonly PatternNode[];
  readonly resources: readonly PatternNode[] | null;
  readonly exceptResources: readonly PatternNode[];
  readonly given: ConditionNode | null;
  /** The sentence as written, blanks collapsed: its name in results. */
  readonly text: string;
  readonly span: Span;
}
