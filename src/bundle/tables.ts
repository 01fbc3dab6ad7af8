/**
 * Policies to the tables of a bundle: the only file that writes what `runtime/tables.ts` reads.
 *
 * INVARIANT: equal sets give equal tables. Every table is in an order that follows from its content,
 * and nothing stands in one twice.
 */
import { assertNever, defined } from "../base/invariant.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type {
  Agent,
  Attribute,
  BindingService,
  Condition,
  Gate,
  Glob,
  GlobToken,
  Pattern,
  PolicySet,
  Scope,
  Shape,
  Statement,
} from "../ir/ir.ts";
import type { ConditionRow } from "../runtime/condition-rows.ts";
import { deep, gap, star } from "../runtime/program.ts";
import type {
  AgentRow,
  ApprovalRow,
  GlobRow,
  ScopeRow,
  ServiceRow,
  StatementRow,
  Tables,
} from "../runtime/tables.ts";

/** The tables of a set. */
export function buildTables(set: PolicySet): Tables {
  const scopes = set.statements.map((statement) => statement.scope);
  const actions = globTable(scopes.flatMap((scope) => [...scope.actions, ...scope.exceptActions]));
  const resources = globTable(scopes.flatMap((scope) => [...scope.resources, ...scope.exceptResources]));
  const scopeTable = table(scopes.map((scope) => scopeRow(scope, actions.index, resources.index)));
  const conditions = table(
    set.statements.flatMap(({ condition }) => (condition === null ? [] : [conditionRow(condition)])),
  );
  const approvals = table(set.statements.filter(isGate).map(approvalRow));
  const files = sortedUnique(set.statements.map((statement) => statement.place.span.file));
  const fileIndex = new Map(files.map((file, i) => [file, i]));
  const statements = set.statements.map((statement): StatementRow => ({
    kind: statement.kind === "gate" && !statement.grants ? "guard" : statement.kind,
    id: statement.id,
    file: defined(fileIndex.get(statement.place.span.file), "file"),
    line: statement.place.line,
    scope: scopeTable.indexOf(scopeRow(statement.scope, actions.index, resources.index)),
    ...(statement.condition === null ? {} : { when: conditions.indexOf(conditionRow(statement.condition)) }),
    ...(isGate(statement) ? { approval: approvals.indexOf(approvalRow(statement)) } : {}),
    ...(statement.kind === "deny" || statement.notify.length === 0 ? {} : { notify: statement.notify }),
    ...(statement.kind === "deny" || statement.expires === null ? {} : { expires: statement.expires }),
  }));
  const statementIndex = new Map(set.statements.map((statement, i) => [statement, i]));
  return {
    revision: set.revision,
    offsets: set.timezone.offsets.map(({ from, minutes }) => [from, Math.round(minutes * 60_000)]),
    defaults: set.context.flatMap(({ name, default: value }) => (value === null ? [] : [{ name, value }])),
    services: set.services.map(serviceRow),
    files,
    actions: actions.rows,
    resources: resources.rows,
    scopes: scopeTable.rows,
    conditions: conditions.rows,
    approvals: approvals.rows,
    statements,
    agents: set.agents.map((agent) => agentRow(agent, statementIndex)),
  };
}

function isGate(statement: Statement): statement is Gate {
  return statement.kind === "gate";
}

/** Distinct rows in the order of their JSON text, and where each stands. */
function table<R>(all: readonly R[]): {
  readonly rows: readonly R[];
  readonly indexOf: (row: R) => number;
} {
  const byText = new Map(all.map((row) => [JSON.stringify(row), row]));
  const texts = sortedUnique(byText.keys());
  const index = new Map(texts.map((text, i) => [text, i]));
  return {
    rows: texts.map((text) => defined(byText.get(text), "row")),
    indexOf: (row) => defined(index.get(JSON.stringify(row)), "index of a row"),
  };
}

/** Distinct globs in the order of their keys. */
function globTable(patterns: readonly Pattern[]): {
  readonly rows: readonly GlobRow[];
  readonly index: ReadonlyMap<string, number>;
} {
  const byKey = new Map(patterns.flatMap((pattern) => pattern.globs.map((glob) => [glob.key, glob])));
  const globs = [...byKey.values()].sort((a, b) => compareCodePoints(a.key, b.key));
  return { rows: globs.map(globRow), index: new Map(globs.map((glob, i) => [glob.key, i])) };
}

function globRow(glob: Glob): GlobRow {
  return glob.tokens.map((token: GlobToken) => {
    switch (token.kind) {
      case "text":
        return token.text;
      case "star":
        return star;
      case "deep":
        return deep;
      case "gap":
        return gap;
      default:
        return assertNever(token);
    }
  });
}

function scopeRow(
  scope: Scope,
  actions: ReadonlyMap<string, number>,
  resources: ReadonlyMap<string, number>,
): ScopeRow {
  const indexes = (patterns: readonly Pattern[], index: ReadonlyMap<string, number>): number[] =>
    [
      ...new Set(
        patterns.flatMap((pattern) => pattern.globs.map((glob) => defined(index.get(glob.key), "glob"))),
      ),
    ].sort((a, b) => a - b);
  return {
    actions: indexes(scope.actions, actions),
    except_actions: indexes(scope.exceptActions, actions),
    resources: indexes(scope.resources, resources),
    except_resources: indexes(scope.exceptResources, resources),
  };
}

function conditionRow(condition: Condition): ConditionRow {
  switch (condition.kind) {
    case "and":
    case "or":
      return [condition.kind, condition.terms.map(conditionRow)];
    case "not":
      return ["not", conditionRow(condition.term)];
    case "has":
      return ["has", attributeText(condition.attribute)];
    case "compare":
      return ["compare", attributeText(condition.attribute), condition.operator, condition.literal];
    case "oneOf":
      return ["oneOf", attributeText(condition.attribute), condition.literals];
    case "member":
      return ["member", attributeText(condition.attribute), condition.literal];
    case "text":
      return [condition.operator, attributeText(condition.attribute), condition.literal];
    default:
      return assertNever(condition);
  }
}

function attributeText(attribute: Attribute): string {
  return attribute.kind === "time" ? `time.${attribute.field}` : `context.${attribute.name}`;
}

function approvalRow({ approval }: Gate): ApprovalRow {
  return {
    channels: approval.channels,
    timeout_seconds: approval.timeoutSeconds,
    approvers: approval.approvers,
    needed: approval.needed,
  };
}

function agentRow(agent: Agent, index: ReadonlyMap<Statement, number>): AgentRow {
  const statements = [...agent.statements, ...agent.guardrails].map((statement) =>
    defined(index.get(statement), `statement \`${statement.id}\` of the set`),
  );
  return { name: agent.name, expires: agent.expires, statements: statements.sort((a, b) => a - b) };
}

function serviceRow(service: BindingService): ServiceRow {
  return {
    name: service.name,
    shapes: service.shapes.map(shapeRow),
    actions: service.actions.map(({ action, shapes }) => ({ action, shapes: shapes.map(shapeRow) })),
  };
}

function shapeRow(shape: Shape): ServiceRow["shapes"][number] {
  return shape.parts.map((part) => (part.kind === "text" ? part.text : part.kind === "segment" ? 1 : 2));
}
