/**
 * The grammar of statements, lists of patterns, test sentences and questions: `grammar/statement.ebnf`,
 * `grammar/sentence.ebnf` and `grammar/query.ebnf` on top of the conditions.
 *
 * INVARIANT: rules keep patterns as tokens; only a text without syntax errors has its patterns parsed.
 */
import type { IToken, ParserMethod } from "chevrotain";
import type { ConditionNode, Located, SubjectNode, Verb } from "./ast.ts";
import { ConditionGrammar } from "./condition-grammar.ts";
import {
  Agent,
  Allow,
  Approval,
  Can,
  Cannot,
  Comma,
  Deny,
  Do,
  Every,
  Except,
  Given,
  Label,
  Needs,
  No,
  On,
  Quoted,
  To,
  What,
  When,
  Who,
  Word,
} from "./tokens.ts";

/** Actions and resources of a statement or sentence, their patterns still tokens. */
export interface ScopeTokens {
  readonly actions: readonly IToken[];
  readonly exceptActions: readonly IToken[];
  readonly resources: readonly IToken[] | null;
  readonly exceptResources: readonly IToken[];
}

export interface StatementTokens extends ScopeTokens {
  readonly effect: Located<"allow" | "deny"> | null;
  readonly when: ConditionNode | null;
}

interface SpokenTokens extends ScopeTokens {
  readonly given: ConditionNode | null;
}

export interface SentenceTokens extends SpokenTokens {
  readonly subject: SubjectNode;
  readonly verb: Located<Verb>;
}

export type QueryTokens =
  (SpokenTokens & { readonly kind: "whoCan" }) | { readonly kind: "whatCan"; readonly agent: IToken };

const NONE: readonly IToken[] = [];

/** All expression grammars in one parser, so that it is built once. */
export class ExpressionGrammar extends ConditionGrammar {
  constructor(validate: boolean) {
    super(validate);
    this.performSelfAnalysis();
  }

  readonly statement: ParserMethod<[], StatementTokens> = this.RULE("statement", (): StatementTokens => {
    const effect = this.OPTION(() => this.SUBRULE(this.effect)) ?? null;
    const actions = this.SUBRULE(this.actions);
    const exceptActions =
      this.OPTION2(() => {
        this.CONSUME(Except);
        return this.SUBRULE2(this.actions);
      }) ?? NONE;
    let resources: readonly IToken[] | null = null;
    let exceptResources = NONE;
    this.OPTION3(() => {
      this.CONSUME(On);
      resources = this.SUBRULE(this.resources);
      this.OPTION4(() => {
        this.CONSUME2(Except);
        exceptResources = this.SUBRULE2(this.resources);
      });
    });
    const when =
      this.OPTION5(() => {
        this.CONSUME(When);
        return this.SUBRULE(this.condition);
      }) ?? null;
    return { effect, actions, exceptActions, resources, exceptResources, when };
  });

  readonly sentence: ParserMethod<[], SentenceTokens> = this.RULE("sentence", (): SentenceTokens => {
    const subject = this.SUBRULE(this.subject);
    const verb = this.SUBRULE(this.verb);
    return { subject, verb, ...this.SUBRULE(this.spoken) };
  });

  readonly query: ParserMethod<[], QueryTokens> = this.RULE("query", (): QueryTokens =>
    this.OR([
      {
        ALT: (): QueryTokens => {
          this.CONSUME(Who);
          this.CONSUME(Can);
          return { kind: "whoCan", ...this.SUBRULE(this.spoken) };
        },
      },
      {
        ALT: (): QueryTokens => {
          this.CONSUME(What);
          this.CONSUME2(Can);
          const agent = this.CONSUME(Word);
          this.CONSUME(Do);
          return { kind: "whatCan", agent };
        },
      },
    ]),
  );

  /** What sentences and questions speak of, after their verb. */
  private readonly spoken: ParserMethod<[], SpokenTokens> = this.RULE("spoken", (): SpokenTokens => {
    const actions = this.SUBRULE(this.actions);
    const exceptActions =
      this.OPTION(() => {
        this.CONSUME(Except);
        return this.SUBRULE2(this.actions);
      }) ?? NONE;
    let resources: readonly IToken[] | null = null;
    let exceptResources = NONE;
    this.OPTION2(() => {
      this.OPTION3(() => this.CONSUME(On));
      resources = this.SUBRULE(this.resources);
      this.OPTION4(() => {
        this.CONSUME2(Except);
        exceptResources = this.SUBRULE2(this.resources);
      });
    });
    const given =
      this.OPTION5(() => {
        this.CONSUME(Given);
        return this.SUBRULE(this.condition);
      }) ?? null;
    return { actions, exceptActions, resources, exceptResources, given };
  });

  readonly resources: ParserMethod<[], readonly IToken[]> = this.RULE("resources", (): readonly IToken[] => {
    const patterns = [this.SUBRULE(this.pattern)];
    this.MANY(() => {
      this.CONSUME(Comma);
      patterns.push(this.SUBRULE2(this.pattern));
    });
    return patterns;
  });

  private readonly actions: ParserMethod<[], readonly IToken[]> = this.RULE(
    "actions",
    (): readonly IToken[] => {
      const patterns = [this.SUBRULE(this.pattern)];
      this.MANY(() => {
        this.CONSUME(Comma);
        patterns.push(this.SUBRULE2(this.pattern));
      });
      return patterns;
    },
  );

  private readonly pattern: ParserMethod<[], IToken> = this.RULE("pattern", (): IToken =>
    this.OR([{ ALT: (): IToken => this.CONSUME(Word) }, { ALT: (): IToken => this.CONSUME(Quoted) }]),
  );

  private readonly effect: ParserMethod<[], Located<"allow" | "deny">> = this.RULE(
    "effect",
    (): Located<"allow" | "deny"> =>
      this.OR([
        {
          ALT: (): Located<"allow" | "deny"> => ({ value: "allow", span: this.spanOf(this.CONSUME(Allow)) }),
        },
        { ALT: (): Located<"allow" | "deny"> => ({ value: "deny", span: this.spanOf(this.CONSUME(Deny)) }) },
      ]),
  );

  private readonly subject: ParserMethod<[], SubjectNode> = this.RULE("subject", (): SubjectNode =>
    this.OR([
      {
        ALT: (): SubjectNode => {
          const start = this.CONSUME(Every).startOffset;
          this.CONSUME(Agent);
          return { kind: "every", span: this.spanFrom(start) };
        },
      },
      {
        ALT: (): SubjectNode => {
          const start = this.CONSUME(No).startOffset;
          this.CONSUME2(Agent);
          return { kind: "no", span: this.spanFrom(start) };
        },
      },
      {
        ALT: (): SubjectNode => {
          const token = this.CONSUME(Label);
          return { kind: "label", name: token.image.slice("label:".length), span: this.spanOf(token) };
        },
      },
      {
        ALT: (): SubjectNode => {
          const token = this.CONSUME(Word);
          return { kind: "agents", glob: token.image, span: this.spanOf(token) };
        },
      },
    ]),
  );

  private readonly verb: ParserMethod<[], Located<Verb>> = this.RULE("verb", (): Located<Verb> =>
    this.OR([
      { ALT: (): Located<Verb> => ({ value: "can", span: this.spanOf(this.CONSUME(Can)) }) },
      { ALT: (): Located<Verb> => ({ value: "cannot", span: this.spanOf(this.CONSUME(Cannot)) }) },
      {
        ALT: (): Located<Verb> => {
          const start = this.CONSUME(Needs).startOffset;
          this.CONSUME(Approval);
          this.CONSUME(To);
          return { value: "needs approval to", span: this.spanFrom(start) };
        },
      },
    ]),
  );
}

let shared: ExpressionGrammar | null = null;

/** The grammar that all entry points use, built on first use; parsing resets it. */
export function expressionGrammar(): ExpressionGrammar {
  shared ??= new ExpressionGrammar(false);
  return shared;
}
