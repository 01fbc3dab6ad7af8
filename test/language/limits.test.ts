/** LANGUAGE.md §8: limits, alerts and audit. */
import { expect, test } from "vitest";
import type { Counter, Manifest, ManifestLimit } from "../../src/runtime/manifest.ts";
import { errorsOf } from "../support/compile-text.ts";
import { policyOf, problemsOf, type Files } from "../support/policy-of.ts";

async function manifestOf(files: Files, config?: string): Promise<Manifest> {
  return (await policyOf(files, config)).bundle.manifest;
}

const agent = "agent: a\npolicies:\n  - x:y on r/*\n";
const other = "---\nagents: [b, c]\npolicies:\n  - x:y on r/*\n";

/** The settings of the only limit of an agent with the block, as the manifest lists them. */
async function settingsOf(block: string): Promise<ManifestLimit["settings"]> {
  const { limits } = await manifestOf(`project: p\n${agent}${block}\n`);
  expect(limits).toHaveLength(1);
  return limits[0]?.settings ?? {};
}

test.each<[string, object]>([
  [
    "budget: {max_tokens_per_session: 100_000}",
    { max_tokens_per_session: 100_000, max_sessions_per_day: null, alert_at: [], on_exceed: "deny" },
  ],
  [
    "budget: {max_sessions_per_day: 50, alert_at: 80%, on_exceed: pause}",
    { max_tokens_per_session: null, max_sessions_per_day: 50, alert_at: [80], on_exceed: "pause" },
  ],
  [
    "budget: {max_sessions_per_day: 50, alert_at: [50%, 100%], on_exceed: alert}",
    { max_tokens_per_session: null, max_sessions_per_day: 50, alert_at: [50, 100], on_exceed: "alert" },
  ],
  [
    "project_budget: {monthly_limit: $500}",
    { monthly_limit_us_cents: 50_000, monthly_tokens: null, alert_thresholds: [], on_exceed: "deny" },
  ],
  [
    'project_budget: {monthly_limit: "$1,250.50", monthly_tokens: 4_000_000, alert_thresholds: [50%, 75%, 100%], on_exceed: throttle}',
    {
      monthly_limit_us_cents: 125_050,
      monthly_tokens: 4_000_000,
      alert_thresholds: [50, 75, 100],
      on_exceed: "throttle",
    },
  ],
  [
    "rate_limits: {max_requests_per_minute: 30}",
    { max_requests_per_minute: 30, burst_allowance: 0, on_exceed: "deny" },
  ],
  [
    "rate_limits: {max_requests_per_minute: 30, burst_allowance: 10, on_exceed: throttle_and_alert}",
    { max_requests_per_minute: 30, burst_allowance: 10, on_exceed: "throttle_and_alert" },
  ],
  [
    "circuit_breaker: {failures: 10, window: 5m, statuses: [429, 5xx], cooldown: 15m, on_open: pause_and_alert}",
    {
      failures: 10,
      window_seconds: 300,
      statuses: ["429", "5xx"],
      cooldown_seconds: 900,
      on_open: "pause_and_alert",
    },
  ],
  [
    "audit: {retention: 1y, export: {destination: 's3://bucket/', format: json, frequency: daily}, include: [agent, action]}",
    {
      retention_seconds: 31_536_000,
      export: { destination: "s3://bucket/", format: "json", frequency: "daily" },
      include: ["action", "agent"],
    },
  ],
  [
    "session: {max_duration: 8h, idle_timeout: 1h30m}",
    { max_duration_seconds: 28_800, idle_timeout_seconds: 5400 },
  ],
  [
    "alerts: {permission_denied: {channel: 'slack:#sec'}, request_volume: 10x, new_resource: true}",
    {
      permission_denied: { channel: "slack:#sec" },
      request_volume: { factor: 10, channel: null },
      off_hours: null,
      new_resource: { channel: null },
    },
  ],
  [
    "alerts: {off_hours: {hours: '20:00-06:00', days: [sat-sun], timezone: Asia/Tokyo, channel: dashboard}}",
    {
      permission_denied: null,
      request_volume: null,
      off_hours: { hours: "20:00-06:00", days: ["sat", "sun"], timezone: "Asia/Tokyo", channel: "dashboard" },
      new_resource: null,
    },
  ],
])("the block `%s`", async (block, settings) => {
  expect(await settingsOf(block)).toEqual(settings);
});

type Short = Pick<Counter, "name" | "value" | "window">;
test.each<[string, readonly Short[]]>([
  [
    "budget: {max_tokens_per_session: 9, max_sessions_per_day: 5}",
    [
      { name: "budget.session_tokens", value: 9, window: { kind: "session" } },
      {
        name: "budget.daily_sessions",
        value: 5,
        window: { kind: "calendar", unit: "day", timezone: "Asia/Tokyo" },
      },
    ],
  ],
  [
    "project_budget: {monthly_limit: $5, monthly_tokens: 7}",
    [
      {
        name: "project_budget.monthly_cost",
        value: 500,
        window: { kind: "calendar", unit: "month", timezone: "Asia/Tokyo" },
      },
      {
        name: "project_budget.monthly_tokens",
        value: 7,
        window: { kind: "calendar", unit: "month", timezone: "Asia/Tokyo" },
      },
    ],
  ],
  [
    "rate_limits: {max_requests_per_minute: 30}",
    [{ name: "rate_limits.requests_60s", value: 30, window: { kind: "sliding", seconds: 60 } }],
  ],
  [
    "rate_limits: {max_requests_per_minute: 30, burst_allowance: 10}",
    [
      { name: "rate_limits.requests_60s", value: 40, window: { kind: "sliding", seconds: 60 } },
      { name: "rate_limits.requests_600s", value: 300, window: { kind: "sliding", seconds: 600 } },
    ],
  ],
  [
    "circuit_breaker: {failures: 3, window: 2m}",
    [{ name: "circuit_breaker.failures", value: 3, window: { kind: "sliding", seconds: 120 } }],
  ],
  [
    "session: {max_duration: 1h, idle_timeout: 10m}",
    [
      { name: "session.duration", value: 3600, window: { kind: "session" } },
      { name: "session.idle", value: 600, window: { kind: "idle" } },
    ],
  ],
  ["audit: {retention: 90d}", []],
  ["alerts: {new_resource: true}", []],
])("what a gateway counts for `%s`", async (block, counters) => {
  const manifest = await manifestOf(`project: p\n${agent}${block}\n`, "version: 1\ntimezone: Asia/Tokyo\n");
  expect(manifest.counters.map(({ name, value, window }) => ({ name, value, window }))).toEqual(counters);
  expect(manifest.counters.every(({ limit }) => limit === 0)).toBe(true);
});

test("sessions are counted by the day of UTC unless there is a `timezone`", async () => {
  const { counters } = await manifestOf(`${agent}budget: {max_sessions_per_day: 5}\n`);
  expect(counters[0]?.window).toEqual({ kind: "calendar", unit: "day", timezone: "UTC" });
});

test.each(["deny", "alert", "throttle", "throttle_and_alert", "pause", "pause_and_alert"])(
  "`on_exceed: %s` is known, and `alert` alone gets a lint",
  async (action) => {
    const blocks = [
      "budget: {max_sessions_per_day: 5",
      "project_budget: {monthly_tokens: 5",
      "rate_limits: {max_requests_per_minute: 5",
    ];
    for (const [block, key] of [
      ...blocks.map((b) => [b, "on_exceed"]),
      ["circuit_breaker: {failures: 5", "on_open"],
    ]) {
      const text = `project: p\n${agent}${String(block)}, ${String(key)}: ${action}}\n`;
      const { limits } = await manifestOf(text);
      expect(limits[0]?.settings[String(key)]).toBe(action);
      expect(problemsOf(text, undefined, "warning")).toEqual(
        action === "alert" ? ["toothless-limit @ alert"] : [],
      );
    }
  },
);

test.each<[string, string, readonly string[]]>([
  ["an agent policy's own agent", `${agent}session: {max_duration: 1h}\n${other}`, ["a"]],
  ["each of `agents`", `${agent}${other}session: {max_duration: 1h}\n`, ["b", "c"]],
  [
    "a guardrail's agents",
    `${agent}${other}---\napplies_to: ["*"]\nexcept_agents: [b]\nguardrails: ['deny x:z on r/*']\nsession: {max_duration: 1h}\n`,
    ["a", "c"],
  ],
  [
    "every agent, where a limits document names none",
    `${agent}${other}---\nsession: {max_duration: 1h}\n`,
    ["a", "b", "c"],
  ],
  ["`agent` of a limits document", `${agent}${other}---\nagent: b\nsession: {max_duration: 1h}\n`, ["b"]],
  [
    "`agents` of a limits document",
    `${agent}${other}---\nagents: [c, a]\nsession: {max_duration: 1h}\n`,
    ["a", "c"],
  ],
  [
    "`applies_to` of a limits document",
    `${agent}${other}---\napplies_to: ["label:l"]\nsession: {max_duration: 1h}\n`,
    ["b"],
  ],
  [
    "`except_agents` of a limits document",
    `${agent}${other}---\nexcept_agents: ["label:l"]\nsession: {max_duration: 1h}\n`,
    ["a", "c"],
  ],
  [
    "the agents of the `project` of a limits document",
    `project: p\n${agent}${other}---\nproject: p\nsession: {max_duration: 1h}\n`,
    ["a"],
  ],
])("a limit holds %s", async (_, text, agents) => {
  const { limits } = await manifestOf(text, "version: 1\nlabels: {l: [b]}\n");
  expect(limits.map(({ scope }) => scope)).toEqual([{ kind: "agents", agents }]);
});

test("limits do not merge: every one is kept, counts and acts on its own", async () => {
  const { limits, counters } = await manifestOf(
    `${agent}project: p\nbudget: {max_sessions_per_day: 10, on_exceed: pause}\nproject_budget: {monthly_tokens: 9}\n---\nguardrails: ['deny x:z on r/*']\nbudget: {max_sessions_per_day: 5, on_exceed: alert}\n---\nbudget: {max_sessions_per_day: 20}\n---\nagents: [a, b]\nbudget: {max_sessions_per_day: 7}\n${other}`,
  );
  expect(limits.map(({ declared_by, kind }) => [declared_by, kind]).sort()).toEqual([
    ["agent a", "budget"],
    ["agent a", "project_budget"],
    ["guardrail", "budget"],
    ["limits", "budget"],
    ["limits", "budget"],
  ]);
  expect(
    counters
      .filter(({ name }) => name === "budget.daily_sessions")
      .map(({ value, on_exceed }) => [value, on_exceed])
      .sort(),
  ).toEqual([
    [10, "pause"],
    [20, "deny"],
    [5, "alert"],
    [7, "deny"],
  ]);
});

test("limits change no decision", async () => {
  const policy = await policyOf(`${agent}rate_limits: {max_requests_per_minute: 1}\n`);
  expect([1, 2, 3].map(() => policy.reason("a x:y on r/1"))).toEqual(["granted", "granted", "granted"]);
});

test("two different values for one limit of one agent in documents of its own are an error at both places", () => {
  const doc = (block: string): string => `---\n${agent}${block}\n`;
  const first = `${agent}budget: {max_sessions_per_day: 5, alert_at: 50%}\n`;
  expect(problemsOf(first + doc("budget: {max_sessions_per_day: 6}"))).toEqual([
    "limit-conflict @ {max_sessions_per_day: 6}",
  ]);
  expect(errorsOf(first + doc("budget: {max_sessions_per_day: 6}"))).toEqual([
    "limit-conflict agent `a` has two different values for `budget.max_sessions_per_day` @ {max_sessions_per_day: 6} < {max_sessions_per_day: 5, alert_at: 50%}",
  ]);
  expect(problemsOf(first + doc("budget: {max_sessions_per_day: 5, alert_at: 60%}"))).toHaveLength(1);
  expect(problemsOf(first + doc("budget: {max_sessions_per_day: 5}"))).toEqual([]);
  expect(problemsOf(first + doc("budget: {max_tokens_per_session: 6}"))).toEqual([]);
  expect(problemsOf(`${first}---\nagent: a\nbudget: {max_sessions_per_day: 6}\n`)).toHaveLength(1);
  expect(
    problemsOf(`${first}---\nagents: [a, b]\npolicies: ['x:z on r/*']\nbudget: {max_sessions_per_day: 6}\n`),
  ).toHaveLength(1);
});

const budget = (n: number): string => `project_budget: {monthly_tokens: ${String(n)}}\n`;
test.each<[string, Files, string | undefined, readonly (readonly [string, readonly string[]])[]]>([
  ["its document's `project`", `${agent}project: p\n${budget(5)}`, undefined, [["p", ["a"]]]],
  [
    "a limits document's `project`",
    `project: p\n${agent}---\nproject: p\n${budget(5)}${other}`,
    undefined,
    [["p", ["a"]]],
  ],
  [
    "its agent's, else",
    `${agent}${budget(5)}${other}`,
    "version: 1\nprojects: {p: {agents: [a]}, q: {agents: [b, c]}}\n",
    [["p", ["a"]]],
  ],
  [
    "the config's, else",
    `${agent}${budget(5)}${other}`,
    "version: 1\nproject: p\n",
    [["p", ["a", "b", "c"]]],
  ],
  [
    "the project it stands in",
    agent,
    `version: 1\nprojects: {p: {agents: [a], ${budget(5).trim()}}}\n`,
    [["p", ["a"]]],
  ],
  [
    "one and the same in two places",
    `project: p\n${agent}${budget(5)}---\nproject: p\n${budget(5)}`,
    undefined,
    [["p", ["a"]]],
  ],
  [
    "each its own",
    `project: p\n${agent}${budget(5)}---\nagent: b\nproject: q\npolicies: ['x:y on r/*']\n${budget(6)}`,
    undefined,
    [
      ["p", ["a"]],
      ["q", ["b"]],
    ],
  ],
])("a project budget belongs to %s", async (_, files, config, scopes) => {
  const { limits } = await manifestOf(files, config);
  const found = limits.map(({ scope }) => [scope.kind === "project" ? scope.project : "", scope.agents]);
  expect(found).toEqual(scopes);
});

test.each<[string, string, readonly string[], string?]>([
  [
    "two different project budgets of one project",
    `project: p\n${agent}${budget(5)}---\nproject: p\n${budget(6)}`,
    ["limit-conflict @ {monthly_tokens: 6}"],
  ],
  [
    "a project budget beside the config's",
    `${agent}${budget(5)}`,
    ["limit-conflict @ {monthly_tokens: 6}"],
    `version: 1\nprojects: {p: {agents: [a], ${budget(6).trim()}}}\n`,
  ],
  [
    "a project budget of no project",
    `${agent}${budget(5)}`,
    ["budget-without-project @ {monthly_tokens: 5}"],
  ],
  [
    "a project budget of agents of two projects",
    `${agent}${other}---\n${budget(5)}`,
    ["budget-without-project @ {monthly_tokens: 5}"],
    "version: 1\nprojects: {p: {agents: [a]}, q: {agents: [b, c]}}\n",
  ],
  [
    "a `project` that no agent belongs to",
    `${agent}---\nproject: q\n${budget(5)}`,
    ["undefined-reference @ q"],
  ],
  ["an empty budget", `${agent}budget: {}\n`, ["missing-key @ {}"]],
  ["a budget without a limit", `${agent}budget: {alert_at: 50%}\n`, ["missing-key @ alert_at"]],
  [
    "a project budget without a limit",
    `project: p\n${agent}project_budget: {on_exceed: deny}\n`,
    ["missing-key @ on_exceed"],
  ],
  [
    "rate limits without a rate",
    `${agent}rate_limits: {burst_allowance: 5}\n`,
    ["missing-key @ burst_allowance"],
  ],
  ["a breaker without failures", `${agent}circuit_breaker: {window: 5m}\n`, ["missing-key @ window"]],
  ["an empty session", `${agent}session: {}\n`, ["empty-mapping @ {}"]],
  ["an empty audit", `${agent}audit: {}\n`, ["empty-mapping @ {}"]],
  ["empty alerts", `${agent}alerts: {}\n`, ["empty-mapping @ {}"]],
  [
    "an unknown `on_exceed`",
    `${agent}budget: {max_sessions_per_day: 5, on_exceed: block}\n`,
    ["unknown-value @ block"],
  ],
  [
    "`on_exceed` in a breaker",
    `${agent}circuit_breaker: {failures: 5, on_exceed: deny}\n`,
    ["unknown-key @ on_exceed"],
  ],
  [
    "`on_open` in a budget",
    `${agent}budget: {max_sessions_per_day: 5, on_open: deny}\n`,
    ["unknown-key @ on_open"],
  ],
  [
    "an unknown key of a block",
    `${agent}budget: {max_session_per_day: 5}\n`,
    ["unknown-key @ max_session_per_day"],
  ],
  ["a negative count", `${agent}budget: {max_sessions_per_day: -1}\n`, ["bad-value @ -1"]],
  ["a count of nothing", `${agent}budget: {max_sessions_per_day: 0}\n`, ["bad-value @ 0"]],
  ["half a request", `${agent}rate_limits: {max_requests_per_minute: 1.5}\n`, ["wrong-type @ 1.5"]],
  ["a rate of nothing", `${agent}rate_limits: {max_requests_per_minute: 0}\n`, ["bad-value @ 0"]],
  [
    "a threshold over 100%",
    `${agent}budget: {max_sessions_per_day: 5, alert_at: 120%}\n`,
    ["threshold-order @ 120%"],
  ],
  [
    "thresholds that descend",
    `project: p\n${agent}project_budget: {monthly_tokens: 5, alert_thresholds: [80%, 50%]}\n`,
    ["threshold-order @ 50%"],
  ],
  [
    "a threshold twice",
    `project: p\n${agent}project_budget: {monthly_tokens: 5, alert_thresholds: [50%, 50%]}\n`,
    ["threshold-order @ 50%"],
  ],
  [
    "thresholds that are no list",
    `project: p\n${agent}project_budget: {monthly_tokens: 5, alert_thresholds: 50%}\n`,
    ["wrong-type @ 50%"],
  ],
  [
    "money in a token count",
    `project: p\n${agent}project_budget: {monthly_tokens: $5}\n`,
    ["bad-value @ $5"],
  ],
  ["a status of no class", `${agent}circuit_breaker: {failures: 5, statuses: [9xx]}\n`, ["bad-value @ 9xx"]],
  ["empty statuses", `${agent}circuit_breaker: {failures: 5, statuses: []}\n`, ["empty-list @ []"]],
  [
    "an unknown export format",
    `${agent}audit: {export: {destination: 's3://b/', format: xml}}\n`,
    ["unknown-value @ xml"],
  ],
  ["an export without a destination", `${agent}audit: {export: {format: json}}\n`, ["missing-key @ format"]],
  [
    "an alert with an unknown channel",
    `${agent}alerts: {new_resource: {channel: 'slack:#x'}}\n`,
    ["undefined-reference @ 'slack:#x'"],
    'version: 1\nchannels: ["slack:#ops"]\n',
  ],
  ["a volume that is no factor", `${agent}alerts: {request_volume: 10}\n`, ["wrong-type @ 10"]],
  [
    "off hours that are none",
    `${agent}alerts: {off_hours: {hours: '25:00-06:00'}}\n`,
    ["bad-value @ '25:00-06:00'"],
  ],
  [
    "an unknown zone of off hours",
    `${agent}alerts: {off_hours: {hours: '20:00-06:00', timezone: Mars/Base}}\n`,
    ["undefined-reference @ Mars/Base"],
  ],
  ["an unknown day", `${agent}alerts: {off_hours: {days: [someday]}}\n`, ["bad-value @ someday"]],
  ["an idle timeout without a unit", `${agent}session: {idle_timeout: 30}\n`, ["wrong-type @ 30"]],
  [
    "a role with limits",
    `${agent}---\nrole: r\npolicies: ['x:y on r/*']\nsession: {max_duration: 1h}\n`,
    ["unknown-key @ session"],
  ],
  [
    "a limits document with statements' options",
    `${agent}---\nsession: {max_duration: 1h}\nowner: x\n`,
    ["missing-key @ session", "unnamed-agent @ session"],
  ],
])("it is an error: %s", (_, text, errors, config) => {
  expect(problemsOf(text, config)).toEqual(errors);
});
