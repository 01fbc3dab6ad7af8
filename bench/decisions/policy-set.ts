/**
 * The workload as a policy set: through the compiler from text, or, where compiling would take most of
 * the benchmark's time, built as IR. Both ways give the same set, which the benchmark checks at the
 * sizes that are quick to compile.
 */
import { hash } from "node:crypto";
import { compareCodePoints } from "../../src/base/order.ts";
import type { Span } from "../../src/base/source.ts";
import { revisionOf, sortStatements } from "../../src/ir/canonical.ts";
import { conditionText } from "../../src/ir/condition-text.ts";
import { GlobStore, lowerAscii, pushToken, tokensText, type TemplateToken } from "../../src/ir/glob.ts";
import type { Agent, Condition, Dimension, GlobToken, Pattern, PolicySet } from "../../src/ir/ir.ts";
import type { Statement } from "../../src/ir/ir.ts";
import { compile } from "../../src/pipeline.ts";
import { partsOf } from "./patterns.ts";
import { conditions, type AgentGrants, type Grant } from "./workload.ts";

const config = `version: 1
context:
  environment: {type: string}
  amount: {type: number}
  ticket: {type: string}
`;

const pathOf = (agent: string): string => `policies/${agent}.yaml`;

/** The agent's file, as a person would write it. */
function textOf({ agent, grants }: AgentGrants): string {
  const lines = [`agent: ${agent}\npolicies:\n`];
  for (const grant of grants) lines.push(statementText(grant));
  return lines.join("");
}

function statementText({ kind, action, pattern, condition }: Grant): string {
  const when = condition === null ? "" : `    when: ${JSON.stringify(condition)}\n`;
  const effect = kind === "deny" ? "deny " : "";
  const statement = `  - statement: ${JSON.stringify(`${effect}${action} on ${pattern}`)}\n${when}`;
  if (kind !== "gate") return statement;
  return `${statement}    requires_approval: true\n    approval_channel: slack:#approvals\n    approval_timeout: 30m\n`;
}

/** The set, compiled from text. */
export function compiledSet(fleet: readonly AgentGrants[]): PolicySet {
  const files = fleet.map((agent) => ({ path: pathOf(agent.agent), text: textOf(agent) }));
  const { set, diagnostics } = compile({ files, config: { path: "sentrely.yaml", text: config } });
  if (set === null) throw new Error(`the fleet does not compile: ${diagnostics[0]?.message ?? ""}`);
  return set;
}

/** The same set without the compiler's front half. */
export function builtSet(fleet: readonly AgentGrants[]): PolicySet {
  // What does not depend on the grants comes from a small compiled set.
  const model = compiledSet([{ agent: "model", grants: modelGrants() }]);
  const known = new Map(
    model.statements.map(({ scope, condition }) => [scope.resources[0]?.globs[0]?.key, condition]),
  );
  const byText = new Map(conditions.map((text, i) => [text, known.get(`resource:model/${i}`) ?? null]));
  const globs = new GlobStore();
  const agents = fleet.map((agent): Agent => ({
    name: agent.agent,
    project: null,
    labels: [],
    roles: [],
    expires: null,
    statements: statementsOf(agent, byText, globs),
    guardrails: [],
    place: nowhere(agent.agent),
  }));
  agents.sort((a, b) => compareCodePoints(a.name, b.name));
  const statements = sortStatements(agents.flatMap((agent) => agent.statements));
  const { revision: _, ...rest } = { ...model, agents, statements };
  return { revision: revisionOf(rest), ...rest };
}

function modelGrants(): Grant[] {
  return conditions.map((condition, i) => ({
    kind: "allow",
    action: "model:read",
    pattern: `model/${i}`,
    condition,
  }));
}

function nowhere(agent: string): Span {
  return { file: pathOf(agent), start: 0, end: 0 };
}

function statementsOf(
  { agent, grants }: AgentGrants,
  byText: ReadonlyMap<string, Condition | null>,
  globs: GlobStore,
): Statement[] {
  const place = nowhere(agent);
  const taken = new Set<string>();
  // Equal digests among very many statements are told apart as the compiler does.
  const fresh = (id: string): string => {
    const free = taken.has(id) ? `${id}~2` : id;
    taken.add(free);
    return free;
  };
  // Lines as the text would have them: a header of two, then the statement and its options.
  let line = 3;
  const statements = grants.map((grant): Statement => {
    const condition = grant.condition === null ? null : (byText.get(grant.condition) ?? null);
    if (grant.condition !== null && condition === null) throw new Error(`unknown: ${grant.condition}`);
    const actions = patternOf("action", grant.action, globs, place);
    const resources = patternOf("resource", grant.pattern, globs, place);
    const base = {
      owner: { kind: "agent", name: agent },
      scope: { actions: [actions], exceptActions: [], resources: [resources], exceptResources: [] },
      condition,
      exact: false,
      place: { span: place, line, hasResources: true },
    } as const;
    line += 1 + (condition === null ? 0 : 1) + (grant.kind === "gate" ? 3 : 0);
    const id = fresh(`${agent}/${digestOf(grant, actions, resources, condition)}`);
    if (grant.kind === "deny") return { kind: "deny", id, ...base };
    if (grant.kind === "allow") return { kind: "grant", id, ...base, notify: [], expires: null };
    const approval = { channels: ["slack:#approvals"], timeoutSeconds: 1800, approvers: [], needed: 1 };
    return { kind: "gate", id, ...base, grants: true, approval, notify: [], expires: null };
  });
  return statements.sort((a, b) => compareCodePoints(a.id, b.id));
}

/** The end of the statement's id, as the compiler makes it. */
function digestOf(grant: Grant, actions: Pattern, resources: Pattern, condition: Condition | null): string {
  const texts = (pattern: Pattern): string[] => pattern.globs.map((glob) => tokensText(glob.tokens));
  const form = JSON.stringify([
    grant.kind === "allow" ? "grant" : grant.kind,
    texts(actions),
    [],
    texts(resources),
    [],
    condition === null ? null : conditionText(condition),
    false,
    grant.kind === "gate" ? [["slack:#approvals"], 1800, [], 1] : null,
    [],
    null,
  ]);
  return hash("sha256", form, "hex").slice(0, 8);
}

function patternOf(dimension: Dimension, text: string, globs: GlobStore, place: Span): Pattern {
  const tokens: TemplateToken[] = [];
  if (dimension === "action") tokens.push({ kind: "text", text: lowerAscii(text) });
  else for (const part of partsOf(text)) pushToken(tokens, part);
  const fixed = tokens.filter((token): token is GlobToken => token.kind !== "variable");
  return { globs: [globs.intern(dimension, fixed, tokensText(fixed))], place };
}
