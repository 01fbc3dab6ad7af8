/**
 * Syntax trees → the policy set: names resolved, conditions typed, variables put in, everything in
 * canonical order.
 *
 * INVARIANT: the set does not depend on names of files nor on the order of files, documents or keys;
 * there is no set when any error stands.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { DocumentNode, QueryExpression, SentenceExpression } from "../syntax/ast.ts";
import { limitText, revisionOf, sortStatements } from "./canonical.ts";
import { StatementHolding, type Holder, type Templates } from "./hold-statements.ts";
import type { Agent, Limit, PolicySet, PolicyTest, Query, Sentence, Statement } from "./ir.ts";
import { lowerLimits } from "./limits.ts";
import { lowerQuery } from "./lower-query.ts";
import { readRevision, type OtherRevision, type RevisionReading } from "./lower-revision.ts";
import { lowerSensitive, type SensitiveChange } from "./lower-sensitive.ts";
import { lowerExpiry, lowerStatement, type StatementTemplate } from "./lower-statement.ts";
import { lowerSentence, lowerTests, type TestContext } from "./lower-test.ts";
import { irMessages } from "./messages.ts";
import { agentsByProject } from "./projects.ts";
import { compareDocuments, type AgentDeclaration } from "./registry.ts";
import { resolveNames, type LowerInput, type Names } from "./resolve-names.ts";
import { ExplicitIds } from "./statement-ids.ts";
import { VariableScopes } from "./variables.ts";

export type { LowerInput } from "./resolve-names.ts";

export interface Lowered {
  /** `null` when an error stands. */
  readonly set: PolicySet | null;
  /** The tests in which no error was found, by file and place. */
  readonly tests: readonly PolicyTest[];
  /** What the config changes about the regions of sensitive operations. */
  readonly sensitive: readonly SensitiveChange[];
  /** Resolves a further sentence with the set's names; `null` when an error in it was reported. */
  readonly lowerSentence: (sentence: SentenceExpression, report: Report) => Sentence | null;
  /** The same for a question. */
  readonly lowerQuery: (query: QueryExpression, report: Report) => Query | null;
  /** The tests and sensitive regions of another revision, against this set. */
  readonly readRevision: (other: OtherRevision) => RevisionReading;
}

/** Lowers a whole policy set; all errors and warnings go to `report`. */
export function lowerPolicySet(input: LowerInput, report: Report): Lowered {
  let failed = input.files.some((file) => !file.complete);
  let receiver = report;
  const sink: Report = (diagnostic) => {
    failed ||= diagnostic.severity === "error";
    receiver(diagnostic);
  };
  const names = resolveNames(input, sink);
  const documents = input.files.flatMap((file) => file.documents).sort(compareDocuments);
  const ids = new ExplicitIds(sink);
  const templates = lowerAllStatements(documents, names, ids);
  failed ||= documents.some((d) => templates.get(d)?.length !== d.statements.length);

  const agents = lowerAgents(input, documents, templates, names, sink);
  const limits = sortLimits(
    lowerLimits(documents, {
      ...names.lowering,
      agents: names.agents,
      lists: names.lists,
      projectOf: names.assignment.projectOf,
      config: input.config,
    }),
  );
  const statements = sortStatements(distinctStatements(agents));
  const context: TestContext = {
    lists: names.lists,
    ids: new Set([...statements.map(({ id }) => id), ...ids.names()]),
    lowering: names.lowering,
  };
  const tests = documents.flatMap((document) => lowerTests(document, context));
  // What is read after this is checked against these types and adds none to the set.
  const attributes = names.types.attributes();
  const sensitive = lowerSensitive(input.config, names.lowering);
  const set = (): PolicySet => {
    const parts = {
      agents,
      statements,
      roles: rolesOf(names, agents),
      labels: sortNamed([...names.labels].map(([name, labelled]) => ({ name, agents: labelled }))),
      projects: projectsOf(names),
      limits,
      context: attributes,
      timezone: names.lowering.zone,
      services: names.services,
    };
    return { revision: revisionOf(parts), ...parts };
  };
  return {
    set: failed ? null : set(),
    tests,
    sensitive,
    lowerSentence: (sentence, sentenceReport) => {
      receiver = sentenceReport;
      return names.types.apart(() => lowerSentence(sentence, context));
    },
    lowerQuery: (query, queryReport) => {
      receiver = queryReport;
      return names.types.apart(() => lowerQuery(query, context));
    },
    readRevision: (other) => {
      const reading = { agents: names.lists.every(), lowering: names.lowering };
      const receive = (next: Report): void => {
        receiver = next;
      };
      return names.types.apart(() => readRevision(other, reading, receive));
    },
  };
}

/** Lowers each statement of the text once, with its checks and warnings. */
function lowerAllStatements(
  documents: readonly DocumentNode[],
  { lowering }: Names,
  ids: ExplicitIds,
): Templates {
  const templates = new Map<DocumentNode, readonly StatementTemplate[]>();
  for (const document of documents) {
    const section = document.kind === "guardrail" ? "guardrails" : "policies";
    const lowered = document.statements.flatMap(
      (statement) => lowerStatement(statement, section, lowering) ?? [],
    );
    for (const { id } of document.statements) ids.add(id);
    templates.set(document, lowered);
  }
  return templates;
}

function lowerAgents(
  { config }: LowerInput,
  documents: readonly DocumentNode[],
  templates: Templates,
  names: Names,
  report: Report,
): Agent[] {
  const { graph, lists, labels, assignment, borders, lowering } = names;
  const variables = new VariableScopes(report);
  const holding = new StatementHolding(templates, lowering);
  const labelsOf = invert(labels);
  const holders = new Map<string, Holder>();
  const rolesOfAgent = new Map<string, readonly string[]>();
  for (const agent of names.agents.values()) {
    const closure = graph.closure(graph.resolve(agent.documents.flatMap((document) => document.extends)));
    const project = assignment.projectOf.get(agent.name) ?? null;
    const values = variables.values(agent, project, closure);
    holders.set(agent.name, { agent, values, roles: closure.extendingFirst });
    rolesOfAgent.set(agent.name, closure.roles);
  }
  const guardrailDocuments = documents.filter(({ kind }) => kind === "guardrail");
  if (!holding.checkSize(holders.values(), guardrailDocuments, lists)) return [];
  // A project that an agent's own file may choose must not steer what a guardrail says.
  const trusted = new Set((config?.projects.length ?? 0) > 0 ? ["agent", "project"] : ["agent"]);
  const guardrails = holding.guardrails(guardrailDocuments, holders, lists, trusted);
  return [...holders].map(([name, holder]) => {
    const { agent, roles } = holder;
    const project = assignment.projectOf.get(name) ?? null;
    return {
      name,
      project,
      labels: (labelsOf.get(name) ?? []).sort(compareCodePoints),
      roles: rolesOfAgent.get(name) ?? [],
      expires: agentExpiry(agent, names, report),
      statements: sortById([
        ...holding.own(holder),
        ...roles.flatMap((role) => holding.ofRole(role, holder)),
      ]),
      guardrails: sortById([...(guardrails.get(name) ?? []), ...borders(project)]),
      place: agent.place,
    };
  });
}

/** The agent's `expires`, on which its documents must agree. */
function agentExpiry(
  { name, documents }: AgentDeclaration,
  { lowering }: Names,
  report: Report,
): number | null {
  const [first, ...more] = documents.flatMap(({ expires }) => expires ?? []);
  if (first === undefined) return null;
  const expires = lowerExpiry(first.value, lowering.zone);
  for (const other of more) {
    if (lowerExpiry(other.value, lowering.zone) === expires) continue;
    report(
      irMessages.build["conflicting-agent"](
        other.span,
        { name, what: "`expires`" },
        { related: [{ message: "first given here", span: first.span }] },
      ),
    );
  }
  return expires;
}

function sortById<T extends Statement>(statements: T[]): T[] {
  return statements.sort((a, b) => compareCodePoints(a.id, b.id));
}

function distinctStatements(agents: readonly Agent[]): Set<Statement> {
  const distinct = new Set<Statement>();
  for (const { statements, guardrails } of agents) {
    for (const statement of statements) distinct.add(statement);
    for (const statement of guardrails) distinct.add(statement);
  }
  return distinct;
}

/** From names with their members to members with their names. */
function invert(lists: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const inverted = new Map<string, string[]>();
  for (const [name, members] of lists) {
    for (const member of members) {
      const names = inverted.get(member);
      if (names === undefined) inverted.set(member, [name]);
      else names.push(name);
    }
  }
  return inverted;
}

function rolesOf({ roles }: Names, agents: readonly Agent[]): PolicySet["roles"] {
  const takers = invert(new Map(agents.map((agent) => [agent.name, agent.roles])));
  return [...roles.values()].map(({ name, place }) => ({ name, takenBy: takers.get(name) ?? [], place }));
}

function projectsOf({ assignment }: Names): PolicySet["projects"] {
  const agents = agentsByProject(assignment);
  return sortNamed(
    [...assignment.places].map(([name, place]) => ({ name, agents: agents.get(name) ?? [], place })),
  );
}

function sortNamed<T extends { readonly name: string }>(named: T[]): T[] {
  return named.sort((a, b) => compareCodePoints(a.name, b.name));
}

function sortLimits(limits: readonly Limit[]): Limit[] {
  return limits
    .map((limit) => ({ limit, text: limitText(limit) }))
    .sort((a, b) => compareCodePoints(a.text, b.text))
    .map(({ limit }) => limit);
}
