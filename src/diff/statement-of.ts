/** Statements as a change names them. */
import { printStatement } from "../ir/print-ir.ts";
import type { Agent, Statement } from "../ir/ir.ts";
import type { Decision } from "../base/request.ts";
import type { ChangedStatement } from "./change.ts";

/** Its text is its meaning on one line, names resolved. */
export function changedStatement(statement: Statement): ChangedStatement {
  const printed = printStatement(statement);
  return {
    id: statement.id,
    text: printed.slice(printed.indexOf("): ") + 3),
    span: statement.place.span,
    line: statement.place.line,
  };
}

/** The statements of an agent that a decision names. */
export function statementsNamed(agent: Agent, decision: Decision): Statement[] {
  const ids = new Set(decision.statements.map(({ id }) => id));
  return ids.size === 0 ? [] : [...agent.statements, ...agent.guardrails].filter(({ id }) => ids.has(id));
}
