/** Templates and values for their variables → statements. */
import type { GlobStore } from "./glob.ts";
import { defined } from "../base/invariant.ts";
import type { Owner, Statement } from "./ir.ts";
import { bindScope } from "./lower-scope.ts";
import type { StatementTemplate } from "./lower-statement.ts";

/** The statement with an id and an owner; `values` must hold every variable that it uses. */
export function bindStatement(
  template: StatementTemplate,
  id: string,
  owner: Owner,
  values: ReadonlyMap<string, string>,
  globs: GlobStore,
): Statement {
  const { kind, scope, condition, exact, notify, expires, place } = template;
  const base = {
    id,
    owner,
    scope: scope.kind === "fixed" ? scope.scope : bindScope(scope.template, values, globs),
    condition,
    exact,
    place,
  };
  switch (kind) {
    case "grant":
      return { kind, ...base, notify, expires };
    case "deny":
      return { kind, ...base };
    case "gate": {
      const grants = owner.kind === "agent" || owner.kind === "role";
      return {
        kind,
        ...base,
        grants,
        approval: defined(template.approval ?? undefined, "the approval of a gate"),
        notify,
        expires,
      };
    }
  }
}

/** The values of the variables that the statement uses: agents with equal ones share its binding. */
export function bindingKey(template: StatementTemplate, values: ReadonlyMap<string, string>): string {
  if (template.scope.kind === "fixed") return "";
  return JSON.stringify(template.scope.variables.map((name) => values.get(name) ?? null));
}
