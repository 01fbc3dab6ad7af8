/** Limits of one agent's own documents, or of one project, that contradict each other (LANGUAGE.md §1, §8). */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { DocumentNode, LimitNode, ProjectBudgetNode } from "../syntax/ast.ts";
import { irMessages } from "./messages.ts";
import type { AgentDeclaration } from "./registry.ts";

const { build } = irMessages;

export interface DeclaredBudget {
  readonly node: ProjectBudgetNode;
  readonly project: string;
  readonly declaredBy: string;
}

/** One budget for each project; of different ones the second place is reported. */
export function checkProjectBudgets(budgets: readonly DeclaredBudget[], report: Report): DeclaredBudget[] {
  const kept = new Map<string, DeclaredBudget>();
  const inOrder = [...budgets].sort(
    (a, b) => compareCodePoints(a.declaredBy, b.declaredBy) || comparePlaces(a.node.span, b.node.span),
  );
  for (const budget of inOrder) {
    const first = kept.get(budget.project);
    if (first === undefined) kept.set(budget.project, budget);
    else if (blockText(first.node) !== blockText(budget.node)) {
      report(
        build["limit-conflict"](
          budget.node.span,
          { limit: "project_budget", of: `project \`${budget.project}\`` },
          { related: [{ message: "the other one", span: first.node.span }] },
        ),
      );
    }
  }
  return [...kept.values()];
}

/**
 * Reports keys to which documents of an agent's own give different values: its policies, and limits
 * that name it alone.
 */
export function checkOwnLimits(
  agents: ReadonlyMap<string, AgentDeclaration>,
  documents: readonly DocumentNode[],
  report: Report,
): void {
  const own = new Map<string, DocumentNode[]>();
  for (const agent of agents.values()) own.set(agent.name, [...agent.documents]);
  for (const document of documents) {
    const [only, other] = document.agents;
    if (document.kind !== "limits" || only === undefined || other !== undefined) continue;
    own.get(only.value)?.push(document);
  }
  for (const [agent, ownDocuments] of own) {
    const blocks = ownDocuments.flatMap((document) => document.limits);
    if (blocks.length > 1) compareBlocks(agent, blocks, report);
  }
}

function compareBlocks(agent: string, blocks: readonly LimitNode[], report: Report): void {
  const first = new Map<string, { readonly text: string; readonly span: Span }>();
  for (const block of [...blocks].sort((a, b) => comparePlaces(a.span, b.span))) {
    if (block.kind === "project_budget") continue;
    for (const [name, text] of valuesOf(block)) {
      const key = `${block.kind}.${name}`;
      const before = first.get(key);
      if (before === undefined) first.set(key, { text, span: block.span });
      else if (before.text !== text) {
        report(
          build["limit-conflict"](
            block.span,
            { limit: key, of: `agent \`${agent}\`` },
            { related: [{ message: "the other value", span: before.span }] },
          ),
        );
      }
    }
  }
}

/** The keys that the block sets, as in the YAML, with their values as text. */
function valuesOf(block: LimitNode): (readonly [string, string])[] {
  return Object.entries(block).flatMap(([name, value]: [string, unknown]) => {
    if (name === "kind" || name === "span" || value === null) return [];
    if (Array.isArray(value) && value.length === 0) return [];
    const key = name === "exportTo" ? "export" : name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
    return [[key, withoutPlaces(value)] as const];
  });
}

function blockText(block: LimitNode): string {
  return withoutPlaces(block);
}

function withoutPlaces(value: unknown): string {
  return JSON.stringify(value, (key, inner: unknown) => (key === "span" ? undefined : inner));
}

function comparePlaces(a: Span, b: Span): number {
  return compareCodePoints(a.file, b.file) || a.start - b.start;
}
