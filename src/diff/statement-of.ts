/** Statements as a change names them. */
import type { Agent, Statement } from "../ir/ir.ts";
import type { Decision } from "../base/request.ts";
import type { ChangedStatement } from "./change.ts";
import { statementWords } from "./pattern-words.ts";

/** Its text is its meaning on one line, names resolved. */
export function changedStatement(statement: Statement): ChangedStatement {
  return {
    id: statement.id,
    text: statementWords(statement),
    span: statement.place.span,
    line: statement.place.line,
  };
}

/** The statements of an agent that a decision names. */
export function statementsNamed(agent: Agent, decision: Decision): Statement[] {
  const ids = new Set(decision.statements.map(({ id }) => id));
  return ids.size === 0 ? [] : [...agent.statements, ...agent.guardrails].filter(({ id }) => ids.has(id));
}
