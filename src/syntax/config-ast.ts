/** The syntax tree of `sentrely.yaml`. */
import type { Span } from "../base/source.ts";
import type { ConditionNode, Located, PatternNode } from "./expression-ast.ts";
import type { ProjectBudgetNode } from "./limit-ast.ts";
import type { SensitiveRuleId } from "./sensitive-rule-ids.ts";

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

/** `catalog.services.NAME`: a list of shapes, or a map with `closed`, `fold_case`, `shapes` and `actions`. */
export interface ServiceNode {
  readonly name: Located<string>;
  /** `null`: not said. */
  readonly closed: boolean | null;
  readonly foldCase: boolean | null;
  /** Shapes of every action of the service; empty: none stated. */
  readonly shapes: readonly ShapeNode[];
  readonly actions: readonly ServiceActionNode[];
}

export interface ServiceActionNode {
  /** In full, or without its service. */
  readonly name: Located<string>;
  /** `null`: not said. */
  readonly access: "read" | "list" | "write" | "permissions" | "tagging" | null;
  /** Empty: the service's hold. */
  readonly shapes: readonly ShapeNode[];
}

/** An entry of `catalog.mcp`. */
export interface ToolListNode {
  /** Without `mcp:`; taken from the file's name where nothing says it. */
  readonly server: Located<string>;
  /** Relative to the config's folder, with `/`; no part of it is `.` or `..`. */
  readonly path: Located<string>;
}

export interface VocabularyNode {
  readonly name: Located<string>;
  readonly patterns: readonly PatternNode[];
}

/** An entry of `sensitive.RULE.add` or `.narrow`. */
export interface SensitiveEntryNode {
  readonly rule: SensitiveRuleId;
  readonly kind: "add" | "narrow";
  /** `null`: all of the rule's. */
  readonly actions: readonly PatternNode[] | null;
  readonly resources: readonly PatternNode[] | null;
  readonly when: ConditionNode | null;
  /** Never `null` where it narrows. */
  readonly reason: string | null;
  readonly span: Span;
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
    readonly mcp: readonly ToolListNode[];
  };
  readonly sensitive: readonly SensitiveEntryNode[];
  readonly lint: {
    readonly rules: readonly {
      readonly id: Located<string>;
      readonly level: "off" | "info" | "warning" | "error";
    }[];
    readonly failLevel: "error" | "warning" | "info" | null;
    readonly failLevelPlace: Span | null;
  };
  readonly compliance: readonly Located<string>[];
  /** US dollars per million tokens. */
  readonly usdPerMillionTokens: number | null;
  readonly build: {
    readonly out: Located<string> | null;
    readonly targets: readonly Located<string>[] | null;
  };
}
