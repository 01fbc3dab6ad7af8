/**
 * Variables (LANGUAGE.md §1, §3): their values for each agent.
 *
 * INVARIANT: syntax has refused values with a character that means something in patterns, so putting
 * one in changes nothing but text.
 */
import type { Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import type { DocumentNode, Located } from "../syntax/ast.ts";
import { irMessages } from "./messages.ts";
import type { AgentDeclaration, RoleDeclaration } from "./registry.ts";
import type { Closure } from "./roles.ts";

const { build } = irMessages;

type Variables = ReadonlyMap<string, Located<string>>;

function readVariables(document: DocumentNode): Variables {
  return new Map(document.vars.map(({ name, value }) => [name.value, value]));
}

/** Computes the values of variables; each document's `vars:` are read once. */
export class VariableScopes {
  readonly #read: Map<DocumentNode, Variables> = new Map<DocumentNode, Variables>();
  readonly #defaults: Map<Closure, RoleDefaults> = new Map<Closure, RoleDefaults>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** The values of everything the agent's patterns may use; `project` only where it has one. */
  values(agent: AgentDeclaration, project: string | null, closure: Closure): ReadonlyMap<string, string> {
    const own = this.#own(agent);
    const { values: defaults, conflicts } = this.#roleDefaults(closure);
    for (const [name, [one, other]] of conflicts) {
      if (own.has(name)) continue;
      this.#report(
        build["variable-conflict"](
          extendsPlace(agent),
          { name, agent: agent.name },
          {
            related: [
              { message: "one default", span: one.span },
              { message: "another default", span: other.span },
            ],
            help: `set \`${name}\` in the agent's own \`vars:\``,
          },
        ),
      );
    }
    const values = new Map(defaults);
    for (const [name, { value }] of own) values.set(name, value);
    values.set("agent", agent.name);
    if (project !== null) values.set("project", project);
    return values;
  }

  #own(agent: AgentDeclaration): Variables {
    const own = new Map<string, Located<string>>();
    for (const document of agent.documents) {
      for (const [name, value] of this.#variables(document)) {
        const first = own.get(name);
        if (first === undefined) own.set(name, value);
        else if (first.value !== value.value) {
          this.#report(
            build["conflicting-agent"](
              value.span,
              { name: agent.name, what: `the variable \`${name}\`` },
              { related: [{ message: "first given here", span: first.span }] },
            ),
          );
        }
      }
    }
    return own;
  }

  #roleDefaults(closure: Closure): RoleDefaults {
    const known = this.#defaults.get(closure);
    if (known !== undefined) return known;
    const defaults = resolveDefaults(closure, (role) => this.#variables(role.document));
    this.#defaults.set(closure, defaults);
    return defaults;
  }

  #variables(document: DocumentNode): Variables {
    const known = this.#read.get(document);
    if (known !== undefined) return known;
    const read = readVariables(document);
    this.#read.set(document, read);
    return read;
  }
}

interface RoleDefaults {
  readonly values: ReadonlyMap<string, string>;
  readonly conflicts: ReadonlyMap<string, readonly [Located<string>, Located<string>]>;
}

/**
 * Defaults that no extending role overrides. `covered` runs along the edges: the variables for
 * which something that extends a role has a value of its own.
 */
function resolveDefaults(closure: Closure, variablesOf: (role: RoleDeclaration) => Variables): RoleDefaults {
  const covered = new Map<string, Set<string>>();
  const kept = new Map<string, Located<string>>();
  const conflicts = new Map<string, readonly [Located<string>, Located<string>]>();
  for (const role of closure.extendingFirst) {
    const above = covered.get(role.name);
    const own = variablesOf(role);
    for (const [name, value] of own) {
      if (above?.has(name) === true) continue;
      const first = kept.get(name);
      if (first === undefined) kept.set(name, value);
      else if (first.value !== value.value && !conflicts.has(name)) conflicts.set(name, [first, value]);
    }
    for (const { value: extended } of role.document.extends) {
      const below = covered.get(extended) ?? new Set<string>();
      for (const name of above ?? []) below.add(name);
      for (const name of own.keys()) below.add(name);
      covered.set(extended, below);
    }
  }
  return { values: new Map([...kept].map(([name, { value }]) => [name, value])), conflicts };
}

function extendsPlace(agent: AgentDeclaration): Span {
  return agent.documents.flatMap((document) => document.extends)[0]?.span ?? agent.place;
}
