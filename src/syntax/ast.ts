/**
 * The syntax tree: what a file says, with the place of every part, before any name is resolved.
 *
 * INVARIANT: a tree is only built from text that parsed without error; a part that did not parse
 * is absent and has been reported. Spans point into the file as its author wrote it.
 */
import type { Span } from "../base/source.ts";

/** A value and where it is written. */
export interface Located<T> {
  readonly value: T;
  readonly span: Span;
}

// ---------------------------------------------------------------- expressions

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

// ---------------------------------------------------------------- statements

/** `YYYY-MM-DD`, or a date-time with offset as milliseconds since the epoch. */
export type ExpiryNode =
  | { readonly kind: "date"; readonly date: string }
  | { readonly kind: "instant"; readonly milliseconds: number };

/** One statement with its options, whichever of the four spellings it had. */
export interface StatementNode {
  readonly expression: StatementExpression;
  /** The `when:` option; it and the inline clause must both hold. */
  readonly when: ConditionNode | null;
  /** The `except:` option, resources; carved out besides the inline clause. */
  readonly except: readonly PatternNode[];
  readonly requiresApproval: Located<boolean> | null;
  readonly approvalChannel: readonly Located<string>[];
  /** Seconds. */
  readonly approvalTimeout: Located<number> | null;
  readonly approvers: readonly Located<string>[];
  readonly approvals: Located<number> | null;
  readonly notify: readonly Located<string>[];
  readonly expires: Located<ExpiryNode> | null;
  readonly exact: Located<boolean> | null;
  readonly id: Located<string> | null;
  readonly description: string | null;
  /** From the statement's first character to the end of its last option. */
  readonly span: Span;
}

// ---------------------------------------------------------------- limits (LANGUAGE.md §8)

export type OnExceed = "deny" | "alert" | "throttle" | "throttle_and_alert" | "pause" | "pause_and_alert";

export interface BudgetNode {
  readonly kind: "budget";
  readonly maxTokensPerSession: Located<number> | null;
  readonly maxSessionsPerDay: Located<number> | null;
  /** Percents, as numbers from 0 to 100. */
  readonly alertAt: readonly Located<number>[];
  readonly onExceed: Located<OnExceed> | null;
  readonly span: Span;
}

export interface ProjectBudgetNode {
  readonly kind: "project_budget";
  /** US cents. */
  readonly monthlyLimit: Located<number> | null;
  readonly monthlyTokens: Located<number> | null;
  readonly alertThresholds: readonly Located<number>[];
  readonly onExceed: Located<OnExceed> | null;
  readonly span: Span;
}

export interface RateLimitsNode {
  readonly kind: "rate_limits";
  readonly maxRequestsPerMinute: Located<number> | null;
  readonly burstAllowance: Located<number> | null;
  readonly onExceed: Located<OnExceed> | null;
  readonly span: Span;
}

export interface CircuitBreakerNode {
  readonly kind: "circuit_breaker";
  readonly failures: Located<number> | null;
  /** Seconds. */
  readonly window: Located<number> | null;
  /** Status codes (`429`) and classes (`5xx`), lower-cased. */
  readonly statuses: readonly Located<string>[];
  /** Seconds. */
  readonly cooldown: Located<number> | null;
  readonly onOpen: Located<OnExceed> | null;
  readonly span: Span;
}

export interface AuditNode {
  readonly kind: "audit";
  /** Seconds. */
  readonly retention: Located<number> | null;
  readonly exportTo: {
    readonly destination: Located<string>;
    readonly format: Located<string> | null;
    readonly frequency: Located<string> | null;
  } | null;
  readonly include: readonly Located<string>[];
  readonly span: Span;
}

export interface AlertsNode {
  readonly kind: "alerts";
  readonly permissionDenied: { readonly channel: Located<string> | null; readonly span: Span } | null;
  readonly requestVolume: {
    readonly factor: Located<number>;
    readonly channel: Located<string> | null;
    readonly span: Span;
  } | null;
  readonly offHours: {
    readonly hours: Located<string> | null;
    readonly days: readonly Located<string>[];
    readonly timezone: Located<string> | null;
    readonly channel: Located<string> | null;
    readonly span: Span;
  } | null;
  readonly newResource: { readonly channel: Located<string> | null; readonly span: Span } | null;
  readonly span: Span;
}

export interface SessionNode {
  readonly kind: "session";
  /** Seconds. */
  readonly maxDuration: Located<number> | null;
  /** Seconds. */
  readonly idleTimeout: Located<number> | null;
  readonly span: Span;
}

export type LimitNode =
  BudgetNode | ProjectBudgetNode | RateLimitsNode | CircuitBreakerNode | AuditNode | AlertsNode | SessionNode;

// ---------------------------------------------------------------- tests (LANGUAGE.md §7)

/** Concrete requests over a matrix. Strings are literal. */
export interface MatrixTestNode {
  readonly kind: "matrix";
  readonly name: Located<string> | null;
  readonly agents: readonly Located<string>[];
  readonly actions: readonly Located<string>[];
  readonly resources: readonly Located<string>[];
  /** One entry per context of the matrix; a single empty one when none is given. */
  readonly contexts: readonly { readonly [name: string]: unknown }[];
  /** Milliseconds since the epoch. */
  readonly now: Located<number> | null;
  readonly expect: Located<"allow" | "deny" | "require_approval">;
  readonly because: readonly Located<string>[] | null;
  readonly approvalChannel: readonly Located<string>[] | null;
  readonly approvalTimeout: Located<number> | null;
  readonly notify: readonly Located<string>[] | null;
  readonly span: Span;
}

/** Validated against the schema; this version does not run it. */
export interface ScenarioTestNode {
  readonly kind: "scenario";
  readonly name: Located<string>;
  readonly span: Span;
}

export interface SentenceTestNode {
  readonly kind: "sentence";
  readonly sentence: SentenceExpression;
  readonly span: Span;
}

export type TestNode = SentenceTestNode | MatrixTestNode | ScenarioTestNode;

// ---------------------------------------------------------------- documents

export type DocumentKind = "agent" | "role" | "guardrail" | "limits" | "tests";

/**
 * One YAML document of a policy set, classified by LANGUAGE.md §1. Keys that its kind does not
 * know have been reported and are absent.
 */
export interface DocumentNode {
  readonly kind: DocumentKind;
  /** `agent:`/`agents:` of an agent policy or of limits; empty when neither is written. */
  readonly agents: readonly Located<string>[];
  /** True when the document is an agent policy without `agent`/`agents`: its file's stem names it. */
  readonly namedByStem: boolean;
  /** `role:`, for kind `role` only. */
  readonly role: Located<string> | null;
  readonly extends: readonly Located<string>[];
  /** `applies_to:`/`except_agents:` entries: agent globs or `label:NAME`; `null`: not written. */
  readonly appliesTo: readonly Located<string>[] | null;
  readonly exceptAgents: readonly Located<string>[];
  readonly project: Located<string> | null;
  readonly vars: readonly { readonly name: Located<string>; readonly value: Located<string> }[];
  readonly expires: Located<ExpiryNode> | null;
  readonly owner: string | null;
  readonly description: string | null;
  /** `policies:` or `guardrails:`. */
  readonly statements: readonly StatementNode[];
  readonly limits: readonly LimitNode[];
  readonly tests: readonly TestNode[];
  /** The whole document. */
  readonly span: Span;
}

/** A policy or test file. */
export interface FileNode {
  readonly file: string;
  readonly documents: readonly DocumentNode[];
  /** False when anything in the file was an error: then its tree is partial. */
  readonly complete: boolean;
}

// ---------------------------------------------------------------- sentrely.yaml

export type AttributeType = "bool" | "number" | "string" | "list";

export interface ProjectNode {
  readonly name: Located<string>;
  /** Agent globs or `label:NAME`. */
  readonly agents: readonly Located<string>[];
  readonly resources: readonly PatternNode[];
  readonly budget: ProjectBudgetNode | null;
  readonly span: Span;
}

/** A shape of resource names (LANGUAGE.md §3): `repos/{repo}/branches/{branch...}`. */
export type ShapePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "segment"; readonly name: string }
  | { readonly kind: "segments"; readonly name: string };

export interface ShapeNode {
  readonly parts: readonly ShapePart[];
  readonly text: string;
  readonly span: Span;
}

/** `catalog.services.NAME`: a list of shapes, or a map with `shapes` and `actions.NAME.shapes`. */
export interface ServiceNode {
  readonly name: Located<string>;
  /** Shapes of every action of the service; empty: none stated. */
  readonly shapes: readonly ShapeNode[];
  readonly actions: readonly { readonly name: Located<string>; readonly shapes: readonly ShapeNode[] }[];
}

export interface VocabularyNode {
  readonly name: Located<string>;
  readonly patterns: readonly PatternNode[];
}

export interface ConfigNode {
  readonly file: string;
  readonly project: Located<string> | null;
  readonly policies: readonly Located<string>[];
  readonly tests: readonly Located<string>[];
  readonly timezone: Located<string> | null;
  readonly projects: readonly ProjectNode[];
  readonly labels: readonly { readonly name: Located<string>; readonly agents: readonly Located<string>[] }[];
  readonly splitAgents: readonly Located<string>[];
  readonly vocabulary: {
    readonly actions: readonly VocabularyNode[];
    readonly resources: readonly VocabularyNode[];
    readonly conditions: readonly { readonly name: Located<string>; readonly condition: ConditionNode }[];
  };
  readonly context: readonly {
    readonly name: Located<string>;
    readonly type: AttributeType;
    readonly default: Located<string | number | boolean | readonly string[]> | null;
  }[];
  /** `null`: channels are not checked. */
  readonly channels: readonly Located<string>[] | null;
  readonly catalog: {
    readonly services: readonly ServiceNode[];
    /** Names of shipped shapes to adopt. */
    readonly shapes: readonly Located<string>[];
    readonly mcp: readonly Located<string>[];
  };
  readonly lint: {
    readonly rules: readonly {
      readonly id: Located<string>;
      readonly level: "off" | "info" | "warning" | "error";
    }[];
    readonly failLevel: "error" | "warning" | "info" | null;
  };
  readonly compliance: readonly Located<string>[];
  /** US dollars per million tokens. */
  readonly usdPerMillionTokens: number | null;
  readonly build: {
    readonly out: Located<string> | null;
    readonly targets: readonly Located<string>[] | null;
  };
}
