/**
 * Which agent holds which statements: its own and its roles', and the guardrails that apply to it.
 *
 * INVARIANT: a statement that several agents bind alike is one object, so that guardrails and roles
 * cost once, not once for each agent.
 */
import { compareCodePoints } from "../base/order.ts";
import type { DocumentNode } from "../syntax/ast.ts";
import { bindingKey, bindStatement } from "./bind-statement.ts";
import type { Deny, Gate, Owner, Statement } from "./ir.ts";
import type { Lowering, StatementTemplate } from "./lower-statement.ts";
import { irMessages } from "./messages.ts";
import type { AgentDeclaration, AgentLists, RoleDeclaration } from "./registry.ts";
import { assignIds } from "./statement-ids.ts";

/** Templates of each document's statements, lowered once. */
export type Templates = ReadonlyMap<DocumentNode, readonly StatementTemplate[]>;

/** Statements that agents hold of their own or by their roles: each may be an object. */
const maxBound = 1_500_000;
/** Guardrails that agents are held by: shared objects. */
const maxHeld = 10_000_000;

/** An agent with what its patterns may use. */
export interface Holder {
  readonly agent: AgentDeclaration;
  readonly values: ReadonlyMap<string, string>;
  /** The roles it takes, each once. */
  readonly roles: readonly RoleDeclaration[];
}

/** Statements with their ids, before they are bound; their bindings by the values they use. */
interface Block {
  readonly entries: readonly {
    readonly template: StatementTemplate;
    readonly id: string;
    readonly bound: Map<string, Statement>;
  }[];
  readonly owner: Owner;
}

/** Binds statements for their holders; one per compilation. */
export class StatementHolding {
  readonly #templates: Templates;
  readonly #lowering: Lowering;
  readonly #roles: Map<string, Block> = new Map<string, Block>();
  readonly #missing: Map<StatementTemplate, Set<string>> = new Map<StatementTemplate, Set<string>>();

  constructor(templates: Templates, lowering: Lowering) {
    this.#templates = templates;
    this.#lowering = lowering;
  }

  /** Reports a set whose roles and lists of agents multiply to more than a machine can hold. */
  checkSize(holders: Iterable<Holder>, guardrails: readonly DocumentNode[], lists: AgentLists): boolean {
    const count = (document: DocumentNode): number => this.#templates.get(document)?.length ?? 0;
    let bound = 0;
    for (const { agent, roles } of holders) {
      for (const document of agent.documents) bound += count(document);
      for (const { document } of roles) bound += count(document);
    }
    const applied = guardrails.reduce((sum, d) => sum + count(d) * lists.every().length, 0);
    if (bound <= maxBound && applied <= maxHeld) return true;
    const problem =
      bound > maxBound
        ? `the agents hold ${String(bound)} statements together, roles included, more than ${String(maxBound)}`
        : `the guardrails hold for more than ${String(maxHeld)} pairs of statement and agent`;
    this.#lowering.report(
      irMessages.build["set-size"](null, { problem }, { help: "split the set into several" }),
    );
    return false;
  }

  /** The agent's own statements, by id. */
  own({ agent, values }: Holder): Statement[] {
    const templates = agent.documents.flatMap((document) => this.#templates.get(document) ?? []);
    const block = makeBlock(agent.name, { kind: "agent", name: agent.name }, templates);
    return this.#bindBlock(block, values, null);
  }

  /** A role's statements, bound for the agent. */
  ofRole(role: RoleDeclaration, { agent, values }: Holder): Statement[] {
    const block = this.#roles.get(role.name) ?? this.#roleBlock(role);
    this.#roles.set(role.name, block);
    return this.#bindBlock(block, values, agent.name);
  }

  /**
   * The guardrails of all agents. `allowed` are the variables that a guardrail may use: those that
   * no agent's own file can set.
   */
  guardrails(
    documents: readonly DocumentNode[],
    holders: ReadonlyMap<string, Holder>,
    lists: AgentLists,
    allowed: ReadonlySet<string>,
  ): ReadonlyMap<string, (Deny | Gate)[]> {
    const identified = documents.flatMap((document) => {
      const agents = lists.selected(document);
      const key = agents.join("\n");
      return (this.#templates.get(document) ?? []).map((template) => ({ template, agents, holders: key }));
    });
    const ids = assignIds("guardrail", identified);
    const entries = identified
      .map(({ template, agents }, i) => ({
        template,
        agents,
        id: ids[i] ?? "",
        bound: new Map<string, Statement>(),
      }))
      .sort((a, b) => compareCodePoints(a.id, b.id));
    const held = new Map<string, (Deny | Gate)[]>([...holders.keys()].map((name) => [name, []]));
    const owner: Owner = { kind: "guardrail" };
    for (const entry of entries) {
      if (!this.#mayUse(entry.template, allowed)) continue;
      for (const name of entry.agents) {
        const holder = holders.get(name);
        if (holder === undefined) continue;
        const statement = this.#bind(entry, owner, holder.values, name);
        if (statement !== null && statement.kind !== "grant") held.get(name)?.push(statement);
      }
    }
    return held;
  }

  #roleBlock({ name, document }: RoleDeclaration): Block {
    return makeBlock(`role:${name}`, { kind: "role", name }, this.#templates.get(document) ?? []);
  }

  #bindBlock(
    { entries, owner }: Block,
    values: ReadonlyMap<string, string>,
    taker: string | null,
  ): Statement[] {
    return entries.flatMap((entry) => this.#bind(entry, owner, values, taker) ?? []);
  }

  #bind(
    { template, id, bound }: Block["entries"][number],
    owner: Owner,
    values: ReadonlyMap<string, string>,
    taker: string | null,
  ): Statement | null {
    if (!this.#hasValues(template, values, taker)) return null;
    const key = bindingKey(template, values);
    const known = bound.get(key);
    if (known !== undefined) return known;
    const statement = bindStatement(template, id, owner, values, this.#lowering.globs);
    bound.set(key, statement);
    return statement;
  }

  /** Reports variables without a value, once for each statement. */
  #hasValues(
    template: StatementTemplate,
    values: ReadonlyMap<string, string>,
    taker: string | null,
  ): boolean {
    if (template.scope.kind === "fixed") return true;
    let complete = true;
    for (const { name, span } of template.scope.uses) {
      if (values.has(name)) continue;
      complete = false;
      const reported = this.#missing.get(template) ?? new Set<string>();
      if (reported.has(name)) continue;
      this.#missing.set(template, reported.add(name));
      const who = taker === null ? "the agent" : `agent \`${taker}\``;
      const help =
        name === "project" ? `${who} has no project` : `${who} has no value for it: set it in \`vars:\``;
      this.#lowering.references.undefined("variable", { value: name, span }, values, help);
    }
    return complete;
  }

  #mayUse(template: StatementTemplate, allowed: ReadonlySet<string>): boolean {
    if (template.scope.kind === "fixed") return true;
    let good = true;
    for (const { name, span } of template.scope.uses) {
      if (allowed.has(name)) continue;
      good = false;
      const help =
        name === "project"
          ? "an agent's own file could choose it: declare `projects:` in `sentrely.yaml`"
          : "an agent's own file could choose it: guardrails have `${agent}` and `${project}` only";
      this.#lowering.report(
        irMessages.build["variable-scope"](span, { name, where: "a guardrail" }, { help }),
      );
    }
    return good;
  }
}

function makeBlock(prefix: string, owner: Owner, templates: readonly StatementTemplate[]): Block {
  const ids = assignIds(
    prefix,
    templates.map((template) => ({ template, holders: "" })),
  );
  const entries = templates.map((template, i) => ({
    template,
    id: ids[i] ?? "",
    bound: new Map<string, Statement>(),
  }));
  return { entries: entries.sort((a, b) => compareCodePoints(a.id, b.id)), owner };
}
