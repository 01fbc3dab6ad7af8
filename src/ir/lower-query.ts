/** Questions → questions whose names are resolved. */
import type { QueryExpression } from "../syntax/ast.ts";
import type { Query } from "./ir.ts";
import { lowerSpoken } from "./lower-spoken.ts";
import type { TestContext } from "./lower-test.ts";

/** The question with its names resolved; `null` when an error in it was reported. */
export function lowerQuery(node: QueryExpression, { lists, lowering }: TestContext): Query | null {
  if (node.kind === "whatCan") {
    if (lists.has(node.agent.value)) return { kind: "whatCan", agent: node.agent.value, place: node.span };
    lowering.references.undefined("agent", node.agent, lists.known);
    return null;
  }
  const spoken = lowerSpoken(node, "a question, which no one agent holds", lowering);
  if (spoken === null) return null;
  const words = new Set(node.actions.filter(({ kind }) => kind === "word").map(({ span }) => span.start));
  return {
    kind: "whoCan",
    ...spoken,
    spelled: spoken.scope.actions.filter(({ place }) => !words.has(place.start)),
    vocabulary: lowering.vocabulary.actionGlobs(),
    place: node.span,
  };
}
