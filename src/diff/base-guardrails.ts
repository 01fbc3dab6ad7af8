/**
 * The base's guardrails and borders for agents that the head alone declares: what would hold them had they
 * come without any other change.
 *
 * INVARIANT: whom a guardrail holds is said by the base alone: its lists, labels and projects.
 */
import { hasErrors, type Diagnostic } from "../base/diagnostic.ts";
import type { Agent } from "../ir/ir.ts";
import { lowerPolicySet } from "../ir/lower.ts";
import type { DocumentNode, FileNode } from "../syntax/ast.ts";
import { emptyDocument } from "../syntax/document-node.ts";
import type { Side } from "./side.ts";

/**
 * The agents as the base would hold them, without statements of their own, in their order; `null` when that
 * has no answer, such as for a variable that a guardrail needs and the agent lacks.
 */
export function heldByBase(base: Side, added: readonly Agent[]): readonly Agent[] | null {
  const { trees = [] } = base;
  if (trees.length === 0) return [];
  const isHeld = trees.some(({ documents }) => documents.some(({ kind }) => kind === "guardrail"));
  if (!isHeld && (base.config?.projects.length ?? 0) === 0) return [];
  const found: Diagnostic[] = [];
  const { set } = lowerPolicySet(
    {
      files: [...trees.map(guardingPart), ...added.map(declarationOf)],
      config: base.config,
      sources: base.sources,
    },
    (diagnostic) => found.push(diagnostic),
  );
  if (set === null || hasErrors(found)) return null;
  const names = new Set(added.map(({ name }) => name));
  return set.agents.filter(({ name }) => names.has(name));
}

/** The file with its guardrails, and its agents without what they may do. */
function guardingPart(file: FileNode): FileNode {
  const documents = file.documents.flatMap((document): DocumentNode[] => {
    if (document.kind === "guardrail") return [{ ...document, tests: [] }];
    return document.kind === "agent" ? [{ ...document, ...nothing }] : [];
  });
  return { ...file, documents };
}

const nothing = { extends: [], statements: [], limits: [], tests: [] } as const;

function declarationOf({ name, place }: Agent): FileNode {
  const document = { ...emptyDocument("agent", place), agents: [{ value: name, span: place }] };
  return { file: place.file, documents: [document], complete: true };
}
