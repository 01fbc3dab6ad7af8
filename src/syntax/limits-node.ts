/** The blocks of LANGUAGE.md §8: budgets, rates, breakers, audit, sessions. Alerts have a file of their own. */
import type { Report } from "../base/diagnostic.ts";
import type {
  Audit,
  Budget,
  CircuitBreaker,
  ProjectBudget,
  RateLimits,
  Session,
} from "../generated/documents.ts";
import { readAlerts } from "./alerts-node.ts";
import type { limitKeys } from "./document-kind.ts";
import type {
  AuditNode,
  BudgetNode,
  CircuitBreakerNode,
  LimitNode,
  Located,
  OnExceed,
  ProjectBudgetNode,
  RateLimitsNode,
  SessionNode,
} from "./ast.ts";
import { documentMessages } from "./document-messages.ts";
import { fieldsOf, itemsOf, mismatch, oneOrMore, present, stringOf, wordOf } from "./node-reader.ts";
import type { Fields, Reading } from "./node-reader.ts";
import { readCount, readDuration, readForm, readMoney, readNames, readPercent } from "./scalar-nodes.ts";
import type { YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

const onExceedWords: readonly OnExceed[] = [
  "deny",
  "alert",
  "throttle",
  "throttle_and_alert",
  "pause",
  "pause_and_alert",
];

type LimitKey = (typeof limitKeys)[number];

const readers: {
  readonly [K in LimitKey]: (reading: Reading, node: YamlNode | null) => LimitNode | null;
} = {
  budget: readBudget,
  project_budget: readProjectBudget,
  rate_limits: readRateLimits,
  circuit_breaker: readCircuitBreaker,
  audit: readAudit,
  alerts: readAlerts,
  session: readSession,
};

/** Every block of a document, in the order of LANGUAGE.md §8. */
export function readLimits(
  reading: Reading,
  document: Fields<{ readonly [K in LimitKey]?: unknown }>,
): readonly LimitNode[] {
  const keys: readonly LimitKey[] = [
    "budget",
    "project_budget",
    "rate_limits",
    "circuit_breaker",
    "audit",
    "alerts",
    "session",
  ];
  return present(keys.map((key) => readers[key](reading, document.value(key))));
}

function readBudget(reading: Reading, node: YamlNode | null): BudgetNode | null {
  const fields = fieldsOf<Budget>(reading, node);
  if (fields === null) return null;
  requireOneOf(reading, fields, ["max_tokens_per_session", "max_sessions_per_day"], "`budget`");
  return {
    kind: "budget",
    maxTokensPerSession: readCount(reading, fields.value("max_tokens_per_session")),
    maxSessionsPerDay: readCount(reading, fields.value("max_sessions_per_day")),
    alertAt: readThresholds(reading, oneOrMore(reading, fields.value("alert_at"))),
    onExceed: readOnExceed(reading, fields.value("on_exceed")),
    span: fields.map.span,
  };
}

/** Also in a project of `sentrely.yaml`. */
export function readProjectBudget(reading: Reading, node: YamlNode | null): ProjectBudgetNode | null {
  const fields = fieldsOf<ProjectBudget>(reading, node);
  if (fields === null) return null;
  requireOneOf(reading, fields, ["monthly_limit", "monthly_tokens"], "`project_budget`");
  return {
    kind: "project_budget",
    monthlyLimit: readMoney(reading, fields.value("monthly_limit")),
    monthlyTokens: readCount(reading, fields.value("monthly_tokens")),
    alertThresholds: readThresholds(reading, itemsOf(reading, fields.value("alert_thresholds"))),
    onExceed: readOnExceed(reading, fields.value("on_exceed")),
    span: fields.map.span,
  };
}

function readRateLimits(reading: Reading, node: YamlNode | null): RateLimitsNode | null {
  const fields = fieldsOf<RateLimits>(reading, node);
  if (fields === null) return null;
  return {
    kind: "rate_limits",
    maxRequestsPerMinute: readCount(reading, fields.value("max_requests_per_minute")),
    burstAllowance: readCount(reading, fields.value("burst_allowance")),
    onExceed: readOnExceed(reading, fields.value("on_exceed")),
    span: fields.map.span,
  };
}

function readCircuitBreaker(reading: Reading, node: YamlNode | null): CircuitBreakerNode | null {
  const fields = fieldsOf<CircuitBreaker>(reading, node);
  if (fields === null) return null;
  return {
    kind: "circuit_breaker",
    failures: readCount(reading, fields.value("failures")),
    window: readDuration(reading, fields.value("window")),
    statuses: present(itemsOf(reading, fields.value("statuses")).map((item) => readStatus(reading, item))),
    cooldown: readDuration(reading, fields.value("cooldown")),
    onOpen: readOnExceed(reading, fields.value("on_open")),
    span: fields.map.span,
  };
}

function readAudit(reading: Reading, node: YamlNode | null): AuditNode | null {
  const fields = fieldsOf<Audit>(reading, node);
  if (fields === null) return null;
  return {
    kind: "audit",
    retention: readDuration(reading, fields.value("retention")),
    exportTo: readExport(reading, fields.value("export")),
    include: readNames(reading, fields.value("include"), "name"),
    span: fields.map.span,
  };
}

function readExport(reading: Reading, node: YamlNode | null): AuditNode["exportTo"] {
  const fields = fieldsOf<NonNullable<Audit["export"]>>(reading, node);
  const destination = readForm(
    reading,
    fields?.value("destination") ?? null,
    (text) => (/^[a-z][a-z0-9+.-]{0,31}:\/\/[^\s]+$/.test(text) ? text : null),
    "a destination",
    "a URL such as `s3://your-audit-bucket/`",
  );
  if (fields === null || destination === null) return null;
  return {
    destination,
    format: stringOf(reading, fields.value("format")),
    frequency: stringOf(reading, fields.value("frequency")),
  };
}

function readSession(reading: Reading, node: YamlNode | null): SessionNode | null {
  const fields = fieldsOf<Session>(reading, node);
  if (fields === null) return null;
  return {
    kind: "session",
    maxDuration: readDuration(reading, fields.value("max_duration")),
    idleTimeout: readDuration(reading, fields.value("idle_timeout")),
    span: fields.map.span,
  };
}

function readOnExceed(reading: Reading, node: YamlNode | null): Located<OnExceed> | null {
  return wordOf(reading, node, onExceedWords);
}

/** `429` or `5xx`, lower-cased. */
function readStatus(reading: Reading, node: YamlNode): Located<string> | null {
  if (node.kind !== "scalar" || (typeof node.value !== "string" && typeof node.value !== "number")) {
    return mismatch(reading, node);
  }
  const text = node.text.value;
  if (/^[1-5](?:\d\d|[xX]{2})$/.test(text)) return { value: text.toLowerCase(), span: node.span };
  reading.report(
    build["bad-value"](
      node.span,
      { text, what: "a status" },
      { help: "write a code from 100 to 599 or a class such as `5xx`" },
    ),
  );
  return null;
}

/** One percentage or a list: ascending, each at most 100. */
function readThresholds(reading: Reading, items: readonly YamlNode[]): readonly Located<number>[] {
  const thresholds = present(items.map((item) => readPercent(reading, item)));
  return thresholds.length === items.length && areAscending(thresholds, reading.report) ? thresholds : [];
}

function areAscending(thresholds: readonly Located<number>[], report: Report): boolean {
  const above = thresholds.find(({ value }) => value > 100);
  if (above !== undefined) {
    report(
      build["threshold-order"](
        above.span,
        { problem: `\`${String(above.value)}%\` is above 100 %, where the limit is` },
        { help: "write percentages up to `100%`" },
      ),
    );
    return false;
  }
  const at = thresholds.findIndex(({ value }, i) => i > 0 && value <= (thresholds[i - 1]?.value ?? 0));
  const [before, late] = [thresholds[at - 1], thresholds[at]];
  if (before === undefined || late === undefined) return true;
  const values = thresholds.map(({ value }) => value).sort((a, b) => a - b);
  const twice = new Set(values).size < values.length;
  const sorted = thresholds.map(({ span }, i) => ({ span, text: `${String(values[i] ?? 0)}%` }));
  report(
    build["threshold-order"](
      late.span,
      {
        problem:
          late.value === before.value
            ? `\`${String(late.value)}%\` stands twice`
            : `\`${String(late.value)}%\` follows \`${String(before.value)}%\``,
      },
      {
        help: "write the thresholds in ascending order, each once",
        fixes: twice ? [] : [{ title: "sort the thresholds", kind: "safe", edits: sorted }],
      },
    ),
  );
  return false;
}

/** A block that sets no limit limits nothing. */
export function requireOneOf<T>(
  reading: Reading,
  fields: Fields<T>,
  keys: readonly (keyof T & string)[],
  where: string,
): void {
  // In a document with a structural error the key may be there, misspelt.
  if (!reading.checked || keys.some((key) => fields.entry(key) !== null)) return;
  reading.report(build["missing-key"](fields.map.entries[0]?.key.span ?? fields.map.span, { keys, where }));
}
