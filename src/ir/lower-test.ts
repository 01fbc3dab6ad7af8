/** Tests (LANGUAGE.md §7) → tests whose names are resolved. */
import { assertNever } from "../base/invariant.ts";
import { sortedUnique } from "../base/order.ts";
import type {
  DocumentNode,
  MatrixTestNode,
  SentenceExpression,
  SubjectNode,
  TestNode,
} from "../syntax/ast.ts";
import type { MatrixTest, PolicyTest, Sentence } from "./ir.ts";
import { lowerSpoken } from "./lower-spoken.ts";
import type { Lowering } from "./lower-statement.ts";
import type { AgentLists } from "./registry.ts";

/** What lowering tests needs besides what statements need. */
export interface TestContext {
  readonly lists: AgentLists;
  /** Every id that a decision of the set can name. */
  readonly ids: ReadonlySet<string>;
  readonly lowering: Lowering;
}

/** The document's tests in their order, without those in which an error was reported. */
export function lowerTests(document: DocumentNode, context: TestContext): PolicyTest[] {
  return document.tests.flatMap((test) => lowerTest(test, context) ?? []);
}

/** The test with its names resolved; `null` when an error in it was reported, though a matrix stays. */
export function lowerTest(test: TestNode, context: TestContext): PolicyTest | null {
  switch (test.kind) {
    case "sentence":
      return lowerSentence(test.sentence, context);
    case "matrix":
      return lowerMatrix(test, context);
    case "scenario":
      return { kind: "scenario", name: test.name.value, place: test.span };
    default:
      return assertNever(test);
  }
}

/** The sentence with its names resolved; `null` when an error in it was reported. */
export function lowerSentence(node: SentenceExpression, { lists, lowering }: TestContext): Sentence | null {
  const agents = subjectAgents(node.subject, lists);
  const spoken = lowerSpoken(node, "a test, which no one agent holds", lowering);
  if (agents === null || spoken === null) return null;
  return {
    kind: "sentence",
    text: node.text,
    agents,
    verb: node.subject.kind === "no" ? "cannot" : node.verb.value,
    ...spoken,
    place: node.span,
  };
}

/** The agents of a sentence's subject, sorted; `null` when its label was reported. */
export function subjectAgents(subject: SubjectNode, lists: AgentLists): readonly string[] | null {
  switch (subject.kind) {
    case "agents":
      return lists.matching(subject.glob);
    case "label":
      return lists.label(subject.name, subject.span);
    case "every":
    case "no":
      return lists.every();
    default:
      return assertNever(subject);
  }
}

function lowerMatrix(node: MatrixTestNode, { lists, ids, lowering }: TestContext): MatrixTest {
  const { references, channels } = lowering;
  for (const agent of node.agents) {
    if (!lists.has(agent.value)) references.undefined("agent", agent, lists.known);
  }
  for (const id of node.because ?? []) {
    if (!ids.has(id.value)) references.undefined("statement id", id, ids);
  }
  const texts = (list: readonly { readonly value: string }[]): string[] => list.map(({ value }) => value);
  const agents = texts(node.agents);
  const actions = texts(node.actions);
  const resources = texts(node.resources);
  return {
    kind: "matrix",
    name: node.name?.value ?? matrixName(agents, actions, resources, node.expect.value),
    agents,
    actions,
    resources,
    contexts: node.contexts,
    now: node.now?.value ?? null,
    expect: node.expect.value,
    because: node.because === null ? null : sortedUnique(texts(node.because)),
    approvalChannel: node.approvalChannel === null ? null : channels.check(node.approvalChannel),
    approvalTimeout: node.approvalTimeout?.value ?? null,
    notify: node.notify === null ? null : channels.check(node.notify),
    place: node.span,
  };
}

/** What a matrix without a name is called. */
export function matrixName(
  agents: readonly string[],
  actions: readonly string[],
  resources: readonly string[],
  expect: string,
): string {
  const first = (list: readonly string[]): string =>
    `${list[0] ?? ""}${list.length > 1 ? ` and ${String(list.length - 1)} more` : ""}`;
  return `${first(agents)}: ${first(actions)} on ${first(resources)} is ${expect}`;
}
