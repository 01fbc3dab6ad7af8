import { expect, test } from "vitest";
import { fixed, parse, withoutSpans } from "../../support/documents.ts";

const limits = (text: string): unknown => withoutSpans(parse(text).file.documents[0]?.limits);

test("the blocks are read into the units of the tree", () => {
  const text = `
budget: {max_tokens_per_session: 100_000, max_sessions_per_day: 50, alert_at: 80%, on_exceed: deny}
project_budget: {monthly_limit: "$1,250.50", monthly_tokens: 5_000_000, alert_thresholds: [50%, 100%]}
rate_limits: {max_requests_per_minute: 30, burst_allowance: 10, on_exceed: throttle_and_alert}
circuit_breaker: {failures: 3, window: 10m, statuses: [429, 5XX], cooldown: 1h, on_open: pause}
audit:
  retention: 1y
  export: {destination: "s3://bucket/", format: json, frequency: hourly}
  include: [context]
alerts:
  permission_denied: true
  request_volume: {factor: 2.5x, channel: dashboard}
  off_hours: {hours: 22:00-06:00, days: [sat-sun, wednesday], timezone: Europe/Berlin}
  new_resource: {channel: dashboard}
session: {max_duration: 8h, idle_timeout: 30m}
`;
  expect(parse(text).marks).toEqual([]);
  expect(limits(text)).toEqual([
    {
      kind: "budget",
      maxTokensPerSession: { value: 100_000 },
      maxSessionsPerDay: { value: 50 },
      alertAt: [{ value: 80 }],
      onExceed: { value: "deny" },
    },
    {
      kind: "project_budget",
      monthlyLimit: { value: 125_050 },
      monthlyTokens: { value: 5_000_000 },
      alertThresholds: [{ value: 50 }, { value: 100 }],
      onExceed: null,
    },
    {
      kind: "rate_limits",
      maxRequestsPerMinute: { value: 30 },
      burstAllowance: { value: 10 },
      onExceed: { value: "throttle_and_alert" },
    },
    {
      kind: "circuit_breaker",
      failures: { value: 3 },
      window: { value: 600 },
      statuses: [{ value: "429" }, { value: "5xx" }],
      cooldown: { value: 3600 },
      onOpen: { value: "pause" },
    },
    {
      kind: "audit",
      retention: { value: 365 * 86_400 },
      exportTo: {
        destination: { value: "s3://bucket/" },
        format: { value: "json" },
        frequency: { value: "hourly" },
      },
      include: [{ value: "context" }],
    },
    {
      kind: "alerts",
      permissionDenied: { channel: null },
      requestVolume: { factor: { value: 2.5 }, channel: { value: "dashboard" } },
      offHours: {
        hours: { value: "22:00-06:00" },
        days: [{ value: "sun" }, { value: "sat" }, { value: "wed" }],
        timezone: { value: "Europe/Berlin" },
        channel: null,
      },
      newResource: { channel: { value: "dashboard" } },
    },
    { kind: "session", maxDuration: { value: 28_800 }, idleTimeout: { value: 1800 } },
  ]);
});

const refused: readonly (readonly [block: string, mark: string])[] = [
  ["budget: {max_tokens_per_session: 100k}", "bad-value «100k»"],
  ['budget: {max_tokens_per_session: "100"}', 'bad-value «"100"»'],
  ["budget: {max_tokens_per_session: 0}", "bad-value «0»"],
  ["budget: {max_tokens_per_session: -5}", "bad-value «-5»"],
  ["budget: {max_tokens_per_session: 1.5}", "wrong-type «1.5»"],
  ["budget: {max_sessions_per_day: 5, alert_at: 80}", "wrong-type «80»"],
  ["budget: {max_sessions_per_day: 5, alert_at: 80.5%}", "bad-value «80.5%»"],
  ["budget: {alert_at: 80%}", "missing-key «alert_at»"],
  ["project_budget: {monthly_limit: 500 USD}", "bad-value «500 USD»"],
  ['project_budget: {monthly_limit: "$12,50"}', 'bad-value «"$12,50"»'],
  ["project_budget: {on_exceed: deny}", "missing-key «on_exceed»"],
  ["project_budget: {monthly_limit: $5, alert_thresholds: [50%, 120%]}", "threshold-order «120%»"],
  ["project_budget: {monthly_limit: $5, alert_thresholds: [50%, 50%]}", "threshold-order «50%»"],
  ["rate_limits: {on_exceed: deny}", "missing-key «on_exceed»"],
  ["circuit_breaker: {failures: 3, statuses: [99]}", "bad-value «99»"],
  ["circuit_breaker: {failures: 3, statuses: [6xx]}", "bad-value «6xx»"],
  ["circuit_breaker: {window: 5m}", "missing-key «window»"],
  ["audit: {}", "empty-mapping «{}»"],
  ["audit: {export: {format: json}}", "missing-key «format»"],
  ["audit: {export: {destination: bucket}}", "bad-value «bucket»"],
  ["audit: {export: {destination: s3://b, format: xml}}", "unknown-value «xml»"],
  ["alerts: {permission_denied: false}", "bad-value «false»"],
  ["alerts: {request_volume: 10}", "wrong-type «10»"],
  ["alerts: {request_volume: 1x}", "bad-value «1x»"],
  ["alerts: {off_hours: {timezone: UTC}}", "missing-key «timezone»"],
  ["alerts: {off_hours: {hours: 9-17}}", "bad-value «9-17»"],
  ["alerts: {off_hours: {days: [holiday]}}", "bad-value «holiday»"],
  ["session: {max_duration: 8}", "wrong-type «8»"],
  ["session: {max_duration: forever}", "bad-value «forever»"],
];

test.each(refused)("%s is refused", (block, mark) => {
  expect(parse(`${block}\n`).marks[0]).toBe(mark);
});

test("thresholds out of order are one error whose fix sorts them", () => {
  const text = "project_budget:\n  monthly_limit: $500\n  alert_thresholds: [90%, 50%, 75%]\n";
  const parsed = parse(text);
  expect(parsed.found).toMatchObject([{ code: "threshold-order", message: "`50%` follows `90%`" }]);
  expect(parsed.diagnostics[0]?.fixes[0]?.kind).toBe("safe");
  expect(fixed(text, parsed)).toContain("[50%, 75%, 90%]");
});
