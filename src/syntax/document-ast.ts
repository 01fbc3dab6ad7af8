/** Syntax trees of documents: their statements with options, and their tests. */
import type { Span } from "../base/source.ts";
import type {
  ConditionNode,
  Located,
  PatternNode,
  SentenceExpression,
  StatementExpression,
} from "./expression-ast.ts";
import type { LimitNode } from "./limit-ast.ts";

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
