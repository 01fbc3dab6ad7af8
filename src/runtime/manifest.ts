/** The manifest: what a bundle is, whom it speaks of, and what a gateway has to count. */
import { formatVersion } from "./layout.ts";
import { boolean, damaged, fields, integer, list, nullable, number, oneOf, text, texts } from "./check.ts";

export { formatVersion };

export interface Artefact {
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

export type OnExceed = "deny" | "alert" | "throttle" | "throttle_and_alert" | "pause" | "pause_and_alert";

/** Whom a limit counts: each of the agents by itself, or the project's agents together. */
export type CounterScope =
  | { readonly kind: "agents"; readonly agents: readonly string[] }
  | { readonly kind: "project"; readonly project: string; readonly agents: readonly string[] };

/** Over what a counter counts. */
export type CounterWindow =
  /** From a session's first request to its end. */
  | { readonly kind: "session" }
  /** Since the session's last request. */
  | { readonly kind: "idle" }
  /** A calendar day or month of the zone. */
  | { readonly kind: "calendar"; readonly unit: "day" | "month"; readonly timezone: string }
  /** Every stretch of so many seconds. */
  | { readonly kind: "sliding"; readonly seconds: number };

/** One number that a gateway keeps for each scope, and what happens when it passes `value`. */
export interface Counter {
  /** What is counted, such as `budget.session_tokens`. */
  readonly name: string;
  readonly kind: "tokens" | "sessions" | "us_cents" | "requests" | "failures" | "seconds";
  readonly scope: CounterScope;
  readonly window: CounterWindow;
  /** The most that is admitted; for `failures`, the count that opens the breaker. */
  readonly value: number;
  readonly on_exceed: OnExceed;
  /** Percents of `value` at which an alert is due, ascending. */
  readonly alert_at: readonly number[];
  /** Index of its limit in `limits`. */
  readonly limit: number;
}

/** One limits block, as written; its `settings` hold the block's own keys, durations in seconds. */
export interface ManifestLimit {
  readonly kind: string;
  readonly scope: CounterScope;
  readonly declared_by: string;
  readonly settings: { readonly [key: string]: unknown };
}

export interface Manifest {
  readonly format: typeof formatVersion;
  /** `sha256:` and 64 hexadecimal digits: the hash of the canonical policies. */
  readonly revision: string;
  /** Version of the compiler that built it. */
  readonly compiler: string;
  readonly label: string | null;
  /** The files of the build; absent in the copy that the bundle itself holds. */
  readonly artefacts?: readonly Artefact[];
  readonly agents: readonly string[];
  readonly limits: readonly ManifestLimit[];
  readonly counters: readonly Counter[];
  /** The most steps that one request can take: characters compared and positions visited. */
  readonly step_bound: number;
  readonly timezone: string;
  /** Version of the tz database that the bundle's offsets come from. */
  readonly tzdata: string;
  readonly lint_skipped: boolean;
}

const manifestNames = [
  "format",
  "revision",
  "compiler",
  "label",
  "agents",
  "limits",
  "counters",
  "step_bound",
  "timezone",
  "tzdata",
  "lint_skipped",
];

/** Checks the bundle's own copy of the manifest. */
export function readManifest(value: unknown): Manifest {
  const read = fields(value, "manifest", manifestNames);
  const limits = list(read["limits"], "limits", readLimit);
  if (read["format"] !== formatVersion) throw damaged("manifest.format");
  return {
    format: formatVersion,
    revision: readRevision(read["revision"]),
    compiler: text(read["compiler"], "compiler"),
    label: nullable(read["label"], "label", text),
    agents: texts(read["agents"], "agents"),
    limits,
    counters: list(read["counters"], "counters", (counter) => readCounter(counter, limits.length)),
    step_bound: integer(read["step_bound"], "step_bound", 0, Number.MAX_SAFE_INTEGER),
    timezone: text(read["timezone"], "timezone"),
    tzdata: text(read["tzdata"], "tzdata"),
    lint_skipped: boolean(read["lint_skipped"], "lint_skipped"),
  };
}

export function readRevision(value: unknown): string {
  const revision = text(value, "revision");
  if (!/^sha256:[0-9a-f]{64}$/.test(revision)) throw damaged("revision");
  return revision;
}

function readLimit(value: unknown): ManifestLimit {
  const read = fields(value, "limit", ["kind", "scope", "declared_by", "settings"]);
  const settings = read["settings"];
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw damaged("limit.settings");
  }
  return {
    kind: text(read["kind"], "limit.kind"),
    scope: readScope(read["scope"]),
    declared_by: text(read["declared_by"], "limit.declared_by"),
    settings: { ...settings },
  };
}

function readScope(value: unknown): CounterScope {
  const { kind, agents, project } = fields(value, "scope", ["kind", "agents"], ["project"]);
  const names = texts(agents, "scope.agents");
  return oneOf(kind, "scope.kind", ["agents", "project"]) === "agents"
    ? { kind: "agents", agents: names }
    : { kind: "project", project: text(project, "scope.project"), agents: names };
}

function readCounter(value: unknown, limits: number): Counter {
  const read = fields(value, "counter", [
    "name",
    "kind",
    "scope",
    "window",
    "value",
    "on_exceed",
    "alert_at",
    "limit",
  ]);
  return {
    name: text(read["name"], "counter.name"),
    kind: oneOf(read["kind"], "counter.kind", [
      "tokens",
      "sessions",
      "us_cents",
      "requests",
      "failures",
      "seconds",
    ]),
    scope: readScope(read["scope"]),
    window: readWindow(read["window"]),
    value: number(read["value"], "counter.value"),
    on_exceed: oneOf(read["on_exceed"], "counter.on_exceed", [
      "deny",
      "alert",
      "throttle",
      "throttle_and_alert",
      "pause",
      "pause_and_alert",
    ]),
    alert_at: list(read["alert_at"], "counter.alert_at", number),
    limit: integer(read["limit"], "counter.limit", 0, limits - 1),
  };
}

function readWindow(value: unknown): CounterWindow {
  const { kind, unit, timezone, seconds } = fields(
    value,
    "window",
    ["kind"],
    ["unit", "timezone", "seconds"],
  );
  switch (oneOf(kind, "window.kind", ["session", "idle", "calendar", "sliding"])) {
    case "session":
      return { kind: "session" };
    case "idle":
      return { kind: "idle" };
    case "calendar":
      return {
        kind: "calendar",
        unit: oneOf(unit, "window.unit", ["day", "month"]),
        timezone: text(timezone, "window.timezone"),
      };
    case "sliding":
      return { kind: "sliding", seconds: number(seconds, "window.seconds") };
  }
}
