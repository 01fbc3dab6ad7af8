/**
 * A bundle's tables: their form, and the reader that turns them into a program. The only file of the
 * runtime that knows how a bundle spells policies; `bundle/tables.ts` writes what is read here.
 *
 * INVARIANT: trusts nothing. Every index, type and shape is checked once, so that the evaluator need not.
 */
import { damaged, entry, fields, instant, integer, list, nullable, oneOf, text, texts } from "./check.ts";
import { readRevision } from "./manifest.ts";
import type {
  Agent,
  Approval,
  Glob,
  GlobPart,
  Program,
  Scope,
  Service,
  Shape,
  Statement,
} from "./program.ts";
import { deep, gap, star } from "./program.ts";
import { readConditionRow, readDefault, type ConditionRow } from "./condition-rows.ts";
import { compareTexts } from "./text-order.ts";

/** Texts, and 0 for `star`, 1 for `deep`, 2 for `gap`. */
export type GlobRow = readonly GlobPart[];

/** Indexes into `actions` and `resources`. */
export interface ScopeRow {
  readonly actions: readonly number[];
  readonly except_actions: readonly number[];
  readonly resources: readonly number[];
  readonly except_resources: readonly number[];
}

export interface ApprovalRow {
  readonly channels: readonly string[];
  readonly timeout_seconds: number;
  readonly approvers: readonly string[];
  readonly needed: number;
}

export interface StatementRow {
  /** `gate`: of the agent's own, which grants too; `guard`: a guardrail's gate, which does not. */
  readonly kind: "grant" | "deny" | "gate" | "guard";
  readonly id: string;
  /** Index into `files`. */
  readonly file: number;
  readonly line: number;
  /** Index into `scopes`. */
  readonly scope: number;
  /** Index into `conditions`; absent: always true. */
  readonly when?: number;
  /** Index into `approvals`; gates only. */
  readonly approval?: number;
  readonly notify?: readonly string[];
  /** Milliseconds since the epoch; not on a deny. */
  readonly expires?: number;
}

export interface AgentRow {
  readonly name: string;
  readonly expires: number | null;
  /** Indexes into `statements`, ascending: own, of roles, of guardrails and of borders. */
  readonly statements: readonly number[];
}

export interface ServiceRow {
  readonly name: string;
  /** Texts, and 1 for one segment, 2 for one or more. */
  readonly shapes: readonly Shape[];
  readonly actions: readonly { readonly action: string; readonly shapes: readonly Shape[] }[];
}

export interface Tables {
  readonly revision: string;
  /** From when, and milliseconds to add for local time. */
  readonly offsets: readonly (readonly [from: number, shift: number])[];
  readonly defaults: readonly {
    readonly name: string;
    readonly value: string | number | boolean | readonly string[];
  }[];
  readonly services: readonly ServiceRow[];
  readonly files: readonly string[];
  readonly actions: readonly GlobRow[];
  readonly resources: readonly GlobRow[];
  readonly scopes: readonly ScopeRow[];
  readonly conditions: readonly ConditionRow[];
  readonly approvals: readonly ApprovalRow[];
  /** In order of id, so that a list of indexes is one of sorted ids. */
  readonly statements: readonly StatementRow[];
  readonly agents: readonly AgentRow[];
}

/** The program of checked tables; throws `BundleError` for any others. */
export function readTables(value: unknown): Program {
  const tables = fields(value, "tables", [
    "revision",
    "offsets",
    "defaults",
    "services",
    "files",
    "actions",
    "resources",
    "scopes",
    "conditions",
    "approvals",
    "statements",
    "agents",
  ]);
  const files = texts(tables["files"], "files");
  const actions = list(tables["actions"], "actions", readGlob);
  const resources = list(tables["resources"], "resources", readGlob);
  const scopes = list(tables["scopes"], "scopes", (row) => readScope(row, actions, resources));
  const conditions = list(tables["conditions"], "conditions", readConditionRow);
  const approvals = list(tables["approvals"], "approvals", readApproval);
  const statements = list(tables["statements"], "statements", (row) =>
    readStatement(row, { files, scopes, conditions, approvals }),
  );
  statements.forEach((statement, i) => {
    const before = statements[i - 1];
    if (before !== undefined && compareTexts(before.id, statement.id) > 0)
      throw damaged("order of statements");
  });
  return {
    revision: readRevision(tables["revision"]),
    offsets: readOffsets(tables["offsets"]),
    defaults: byName(list(tables["defaults"], "defaults", readDefault), "defaults"),
    services: byName(list(tables["services"], "services", readService), "services"),
    agents: byName(
      list(tables["agents"], "agents", (row) => readAgent(row, statements)),
      "agents",
    ),
  };
}

/** A map of named entries; a name given twice is damage. */
function byName<T>(entries: readonly (readonly [string, T])[], what: string): Map<string, T> {
  const map = new Map(entries);
  if (map.size !== entries.length) throw damaged("a name twice in " + what);
  return map;
}

function readOffsets(value: unknown): Program["offsets"] {
  const offsets = list(value, "offsets", (row, what) => {
    const [from, shift, ...rest] = list(row, what, (item) => item);
    if (rest.length > 0) throw damaged(what);
    return { from: instant(from, what), shift: integer(shift, what, -86_400_000, 86_400_000) };
  });
  offsets.forEach(({ from }, i) => {
    const before = offsets[i - 1];
    if (before === undefined ? from !== 0 : from <= before.from) throw damaged("order of offsets");
  });
  if (offsets.length === 0) throw damaged("no offsets");
  return offsets;
}

function readGlob(value: unknown, what: string): Glob {
  const parts = list(value, what, (part): GlobPart => {
    if (part === star || part === deep || part === gap) return part;
    const literal = text(part, what);
    if (literal === "") throw damaged("an empty text in " + what);
    return literal;
  });
  let deepSeen = false;
  let starAfterDeep = false;
  parts.forEach((part, i) => {
    const before = parts[i - 1];
    // The matcher retries a gap only from where it first stood, which is right after a `/` alone.
    const afterSlash =
      before === undefined || before === gap || (typeof before === "string" && /\/$/.test(before));
    if (part === gap && !afterSlash) throw damaged("a misplaced gap in " + what);
    if (part === star && deepSeen) starAfterDeep = true;
    if (part === deep || part === gap) deepSeen = true;
  });
  return { parts, starAfterDeep };
}

function readScope(value: unknown, actions: readonly Glob[], resources: readonly Glob[]): Scope {
  const row = fields(value, "scope", ["actions", "except_actions", "resources", "except_resources"]);
  const globs = (name: string, table: readonly Glob[]): Glob[] =>
    list(row[name], "scope." + name, (index, what) => entry(index, what, table));
  return {
    actions: globs("actions", actions),
    exceptActions: globs("except_actions", actions),
    resources: globs("resources", resources),
    exceptResources: globs("except_resources", resources),
  };
}

function readApproval(value: unknown): Approval {
  const row = fields(value, "approval", ["channels", "timeout_seconds", "approvers", "needed"]);
  return {
    channels: texts(row["channels"], "approval.channels"),
    timeout: integer(row["timeout_seconds"], "approval.timeout_seconds", 0, Number.MAX_SAFE_INTEGER),
    approvers: texts(row["approvers"], "approval.approvers"),
    needed: integer(row["needed"], "approval.needed", 1, Number.MAX_SAFE_INTEGER),
  };
}

/** What the rows of statements point into. */
interface Parts {
  readonly files: readonly string[];
  readonly scopes: readonly Scope[];
  readonly conditions: readonly Statement["condition"][];
  readonly approvals: readonly Approval[];
}

function readStatement(value: unknown, parts: Parts): Statement {
  const row = fields(
    value,
    "statement",
    ["kind", "id", "file", "line", "scope"],
    ["when", "approval", "notify", "expires"],
  );
  const kind = oneOf(row["kind"], "statement.kind", ["grant", "deny", "gate", "guard"]);
  const isGate = kind === "gate" || kind === "guard";
  const { when, approval, notify, expires } = row;
  if (isGate !== (approval !== undefined)) throw damaged("statement.approval");
  if (kind === "deny" && (notify !== undefined || expires !== undefined)) throw damaged("a deny's options");
  return {
    kind: isGate ? "gate" : kind,
    grants: kind === "grant" || kind === "gate",
    id: text(row["id"], "statement.id"),
    file: entry(row["file"], "statement.file", parts.files),
    line: integer(row["line"], "statement.line", 1, Number.MAX_SAFE_INTEGER),
    scope: entry(row["scope"], "statement.scope", parts.scopes),
    condition: when === undefined ? null : entry(when, "statement.when", parts.conditions),
    approval: approval === undefined ? null : entry(approval, "statement.approval", parts.approvals),
    notify: notify === undefined ? [] : texts(notify, "statement.notify"),
    expires: expires === undefined ? null : instant(expires, "statement.expires"),
  };
}

function readAgent(value: unknown, statements: readonly Statement[]): readonly [string, Agent] {
  const row = fields(value, "agent", ["name", "expires", "statements"]);
  const name = text(row["name"], "agent.name");
  let last = -1;
  const own = list(row["statements"], "agent.statements", (index, what) => {
    const at = integer(index, what, last + 1, statements.length - 1);
    last = at;
    return entry(at, what, statements);
  });
  return [name, { name, expires: nullable(row["expires"], "agent.expires", instant), statements: own }];
}

function readService(value: unknown): readonly [string, Service] {
  const row = fields(value, "service", ["name", "shapes", "actions"]);
  const name = text(row["name"], "service.name");
  const actions = list(row["actions"], "service.actions", (action): readonly [string, readonly Shape[]] => {
    const own = fields(action, "service.action", ["action", "shapes"]);
    return [text(own["action"], "service.action"), list(own["shapes"], "shapes", readShape)];
  });
  return [
    name,
    { name, shapes: list(row["shapes"], "shapes", readShape), actions: byName(actions, "service.actions") },
  ];
}

function readShape(value: unknown, what: string): Shape {
  return list(value, what, (part) => (part === 1 || part === 2 ? part : text(part, what)));
}
