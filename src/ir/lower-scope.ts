/** The actions and resources of a statement or sentence, and what they except. */
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { PatternNode } from "../syntax/ast.ts";
import type { GlobStore } from "./glob.ts";
import type { Pattern, Scope } from "./ir.ts";
import {
  bindPattern,
  listTexts,
  variableUses,
  type PatternTemplate,
  type VariableUse,
} from "./lower-pattern.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What statements and sentences have in common. */
export interface ScopeNode {
  readonly actions: readonly PatternNode[];
  readonly exceptActions: readonly PatternNode[];
  readonly resources: readonly PatternNode[] | null;
  readonly exceptResources: readonly PatternNode[];
  readonly span: Span;
}

/** A scope before variables have values. */
export interface ScopeTemplate {
  readonly actions: readonly PatternTemplate[];
  readonly exceptActions: readonly PatternTemplate[];
  readonly resources: readonly PatternTemplate[];
  readonly exceptResources: readonly PatternTemplate[];
}

/** Lowers all four lists; `null` when an error in one of them was reported. */
export function lowerScope(node: ScopeNode, vocabulary: Vocabulary, globs: GlobStore): ScopeTemplate | null {
  const actions = vocabulary.lowerList(node.actions, "action");
  const exceptActions = vocabulary.lowerList(node.exceptActions, "action");
  const resources =
    node.resources === null
      ? [everyResource(node.span, globs)]
      : vocabulary.lowerList(node.resources, "resource");
  const exceptResources = vocabulary.lowerList(node.exceptResources, "resource");
  return actions === null || exceptActions === null || resources === null || exceptResources === null
    ? null
    : { actions, exceptActions, resources, exceptResources };
}

function everyResource(place: Span, globs: GlobStore): PatternTemplate {
  return { kind: "fixed", pattern: { globs: [globs.everything("resource")], place } };
}

/** The scope with these values in place of its variables; every variable it uses must have one. */
export function bindScope(
  template: ScopeTemplate,
  values: ReadonlyMap<string, string>,
  globs: GlobStore,
): Scope {
  const bind = (list: readonly PatternTemplate[]): readonly Pattern[] =>
    sortPatterns(list.map((pattern) => bindPattern(pattern, values, globs)));
  return {
    actions: bind(template.actions),
    exceptActions: bind(template.exceptActions),
    resources: bind(template.resources),
    exceptResources: bind(template.exceptResources),
  };
}

/** Canonical order; of patterns that say the same, the first written stays. */
export function sortPatterns(patterns: readonly Pattern[]): readonly Pattern[] {
  if (patterns.length < 2) return patterns;
  const byText = new Map<string, Pattern>();
  for (const pattern of patterns) {
    const text = pattern.globs.map((glob) => glob.key).join("\n");
    if (!byText.has(text)) byText.set(text, pattern);
  }
  return [...byText].sort(([a], [b]) => compareCodePoints(a, b)).map(([, pattern]) => pattern);
}

/** The four lists' alternatives: equal for scopes that mean the same for every agent. */
export function scopeTexts(template: ScopeTemplate): readonly (readonly string[])[] {
  return [
    listTexts(template.actions),
    listTexts(template.exceptActions),
    listTexts(template.resources),
    listTexts(template.exceptResources),
  ];
}

/** Every use of a variable in the scope. */
export function scopeVariables(template: ScopeTemplate): readonly VariableUse[] {
  const found: VariableUse[] = [];
  const { actions, exceptActions, resources, exceptResources } = template;
  for (const list of [actions, exceptActions, resources, exceptResources]) {
    for (const pattern of list) if (pattern.kind === "open") found.push(...variableUses(pattern));
  }
  return found;
}
