/**
 * The grammar of conditions: `grammar/condition.ebnf`, rule by rule, straight to the syntax tree.
 *
 * INVARIANT: rule names are production names. Actions also run once, on placeholder tokens, while
 * chevrotain records the grammar: they may copy such a token's fields but nothing of a sub-rule's result.
 */
import { EmbeddedActionsParser } from "chevrotain";
import type { IToken, ParserMethod } from "chevrotain";
import { InternalError } from "../base/invariant.ts";
import type { Span } from "../base/source.ts";
import type {
  AttributeNode,
  CompareOperator,
  ConditionNode,
  Literal,
  Located,
  TextOperator,
  TimeField,
} from "./ast.ts";
import { plainText, spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { expectations } from "./expectations.ts";
import {
  And,
  Comparator,
  ConditionWord,
  ContextAttribute,
  Dot,
  expressionTokens,
  False,
  Has,
  In,
  LeftBracket,
  LeftParen,
  Not,
  NumberLiteral,
  Or,
  RightBracket,
  RightParen,
  Separator,
  StringLiteral,
  TextFunction,
  TimeAttribute,
  True,
} from "./tokens.ts";

/** Conditions, and what all grammars share. Concrete grammars call `performSelfAnalysis`. */
export abstract class ConditionGrammar extends EmbeddedActionsParser {
  /** The text that the input tokens count in; spans of the tree are its spans. */
  text: ScalarText = plainText("", "");

  protected constructor(validate: boolean) {
    super([...expressionTokens], {
      maxLookahead: 1,
      recoveryEnabled: false,
      skipValidations: !validate,
      errorMessageProvider: expectations,
    });
  }

  readonly condition: ParserMethod<[], ConditionNode> = this.RULE("condition", (): ConditionNode =>
    this.SUBRULE(this.disjunction),
  );

  private readonly disjunction: ParserMethod<[], ConditionNode> = this.RULE(
    "disjunction",
    (): ConditionNode => {
      const start = this.LA(1).startOffset;
      const first = this.SUBRULE(this.conjunction);
      const terms = [first];
      this.MANY(() => {
        this.CONSUME(Or);
        terms.push(this.SUBRULE2(this.conjunction));
      });
      return terms.length === 1 ? first : { kind: "or", terms, span: this.spanFrom(start) };
    },
  );

  private readonly conjunction: ParserMethod<[], ConditionNode> = this.RULE(
    "conjunction",
    (): ConditionNode => {
      const start = this.LA(1).startOffset;
      const first = this.SUBRULE(this.unary);
      const terms = [first];
      this.MANY(() => {
        this.CONSUME(And);
        terms.push(this.SUBRULE2(this.unary));
      });
      return terms.length === 1 ? first : { kind: "and", terms, span: this.spanFrom(start) };
    },
  );

  private readonly unary: ParserMethod<[], ConditionNode> = this.RULE("unary", (): ConditionNode =>
    this.OR([
      {
        ALT: (): ConditionNode => {
          const start = this.CONSUME(Not).startOffset;
          const term = this.SUBRULE(this.unary);
          return { kind: "not", term, span: this.spanFrom(start) };
        },
      },
      {
        ALT: (): ConditionNode => {
          this.CONSUME(LeftParen);
          const inner = this.SUBRULE(this.disjunction);
          this.CONSUME(RightParen);
          return inner;
        },
      },
      { ALT: (): ConditionNode => this.SUBRULE(this.comparison) },
    ]),
  );

  private readonly comparison: ParserMethod<[], ConditionNode> = this.RULE("comparison", (): ConditionNode =>
    this.OR([
      { ALT: (): ConditionNode => this.SUBRULE(this.attributeTest) },
      { ALT: (): ConditionNode => this.SUBRULE(this.membership) },
      { ALT: (): ConditionNode => this.SUBRULE(this.presence) },
      { ALT: (): ConditionNode => this.SUBRULE(this.word) },
    ]),
  );

  private readonly attributeTest: ParserMethod<[], ConditionNode> = this.RULE(
    "attributeTest",
    (): ConditionNode => {
      const start = this.LA(1).startOffset;
      const attribute = this.SUBRULE(this.attribute);
      return (
        this.OPTION(() =>
          this.OR([
            {
              ALT: (): ConditionNode => {
                const { image } = this.CONSUME(Comparator);
                const operator = this.ACTION(() => compareOperator(image));
                const literal = this.SUBRULE(this.literal);
                return { kind: "compare", attribute, operator, literal, span: this.spanFrom(start) };
              },
            },
            {
              ALT: (): ConditionNode => {
                this.CONSUME(In);
                const literals = this.SUBRULE(this.list);
                return { kind: "oneOf", attribute, literals, span: this.spanFrom(start) };
              },
            },
            {
              ALT: (): ConditionNode => {
                this.CONSUME(Dot);
                const { image } = this.CONSUME(TextFunction);
                const operator = this.ACTION(() => textOperator(image));
                this.CONSUME(LeftParen);
                const literal = this.SUBRULE(this.string);
                this.CONSUME(RightParen);
                return { kind: "text", attribute, operator, literal, span: this.spanFrom(start) };
              },
            },
          ]),
        ) ?? { kind: "truth", attribute, span: this.spanFrom(start) }
      );
    },
  );

  private readonly membership: ParserMethod<[], ConditionNode> = this.RULE(
    "membership",
    (): ConditionNode => {
      const start = this.LA(1).startOffset;
      const literal = this.SUBRULE(this.literal);
      this.CONSUME(In);
      const attribute = this.SUBRULE(this.attribute);
      return { kind: "member", literal, attribute, span: this.spanFrom(start) };
    },
  );

  private readonly presence: ParserMethod<[], ConditionNode> = this.RULE("presence", (): ConditionNode => {
    const start = this.CONSUME(Has).startOffset;
    this.CONSUME(LeftParen);
    const attribute = this.SUBRULE(this.attribute);
    this.CONSUME(RightParen);
    return { kind: "has", attribute, span: this.spanFrom(start) };
  });

  private readonly word: ParserMethod<[], ConditionNode> = this.RULE("word", (): ConditionNode => {
    const token = this.CONSUME(ConditionWord);
    return { kind: "word", name: token.image, span: this.spanOf(token) };
  });

  private readonly attribute: ParserMethod<[], AttributeNode> = this.RULE("attribute", (): AttributeNode =>
    this.OR([
      {
        ALT: (): AttributeNode => {
          const token = this.CONSUME(ContextAttribute);
          return { kind: "context", name: token.image.slice("context.".length), span: this.spanOf(token) };
        },
      },
      {
        ALT: (): AttributeNode => {
          const token = this.CONSUME(TimeAttribute);
          const field = this.ACTION(() => timeField(token.image.slice("time.".length)));
          return { kind: "time", field, span: this.spanOf(token) };
        },
      },
    ]),
  );

  private readonly list: ParserMethod<[], readonly Located<Literal>[]> = this.RULE(
    "list",
    (): readonly Located<Literal>[] => {
      this.CONSUME(LeftBracket);
      const literals = [this.SUBRULE(this.literal)];
      this.MANY(() => {
        this.CONSUME(Separator);
        literals.push(this.SUBRULE2(this.literal));
      });
      this.CONSUME(RightBracket);
      return literals;
    },
  );

  private readonly literal: ParserMethod<[], Located<Literal>> = this.RULE("literal", (): Located<Literal> =>
    this.OR([
      { ALT: (): Located<Literal> => this.SUBRULE(this.string) },
      {
        ALT: (): Located<Literal> => {
          const token = this.CONSUME(NumberLiteral);
          return { value: this.ACTION(() => numberPayload(token)), span: this.spanOf(token) };
        },
      },
      { ALT: (): Located<Literal> => ({ value: true, span: this.spanOf(this.CONSUME(True)) }) },
      { ALT: (): Located<Literal> => ({ value: false, span: this.spanOf(this.CONSUME(False)) }) },
    ]),
  );

  private readonly string: ParserMethod<[], Located<string>> = this.RULE("string", (): Located<string> => {
    const token = this.CONSUME(StringLiteral);
    return { value: this.ACTION(() => stringPayload(token)), span: this.spanOf(token) };
  });

  protected spanOf(token: IToken): Span {
    return spanWithin(this.text, token.startOffset, (token.endOffset ?? token.startOffset) + 1);
  }

  /** From `start` to the end of the token consumed last. */
  protected spanFrom(start: number): Span {
    return spanWithin(this.text, start, (this.LA(0).endOffset ?? start) + 1);
  }
}

function compareOperator(image: string): CompareOperator {
  switch (image) {
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
      return image;
    default:
      throw new InternalError(`no comparison operator: ${image}`);
  }
}

function textOperator(image: string): TextOperator {
  switch (image) {
    case "startsWith":
    case "endsWith":
    case "contains":
      return image;
    default:
      throw new InternalError(`no function of strings: ${image}`);
  }
}

function timeField(image: string): TimeField {
  switch (image) {
    case "hour":
    case "minute":
    case "weekday":
    case "date":
      return image;
    default:
      throw new InternalError(`no field of time: ${image}`);
  }
}

function stringPayload(token: IToken): string {
  const payload: unknown = token.payload;
  if (typeof payload !== "string") throw new InternalError("a string token without its value");
  return payload;
}

function numberPayload(token: IToken): number {
  const payload: unknown = token.payload;
  if (typeof payload !== "number") throw new InternalError("a number token without its value");
  return payload;
}
