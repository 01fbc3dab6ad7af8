/** Documents with one part replaced by anything: nothing throws, and nothing wrong goes unreported. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  validateAgent,
  validateConfig,
  validateGuardrail,
  validateLimits,
  validateRole,
  validateTests,
  type Validator,
} from "../../src/generated/validators.mjs";
import { parse, parseConfig } from "../support/documents.ts";
import { runs } from "../support/runs.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const options: Json = {
  requires_approval: true,
  approval_channel: ["slack:#ops", "dashboard"],
  approval_timeout: "60m",
  approvers: ["user:dana"],
  approvals: 1,
  notify: "dashboard",
  when: "context.a == 1",
  except: ["repos/x"],
  expires: "2030-01-01",
  exact: false,
  id: "x",
  description: "d",
};

const blocks: { readonly [key: string]: Json } = {
  budget: { max_tokens_per_session: 5, max_sessions_per_day: 5, alert_at: ["80%"], on_exceed: "deny" },
  project_budget: { monthly_limit: "$5", monthly_tokens: 5, alert_thresholds: ["50%"], on_exceed: "deny" },
  rate_limits: { max_requests_per_minute: 5, burst_allowance: 5, on_exceed: "deny" },
  circuit_breaker: { failures: 5, window: "5m", statuses: [429, "5xx"], cooldown: "5m", on_open: "deny" },
  audit: {
    retention: "1y",
    export: { destination: "s3://b/", format: "json", frequency: "daily" },
    include: ["context"],
  },
  alerts: {
    permission_denied: true,
    request_volume: { factor: "2x", channel: "dashboard" },
    off_hours: { hours: "18:00-08:00", days: ["mon"], timezone: "UTC", channel: "dashboard" },
    new_resource: { channel: "dashboard" },
  },
  session: { max_duration: "8h", idle_timeout: "1h" },
};

const tests: Json = [
  "a cannot git:push on repos/x",
  {
    name: "n",
    agents: ["a"],
    actions: ["b:c"],
    resources: ["d/e"],
    contexts: [{ a: [null, { b: 1 }] }],
    now: "2026-01-05T03:00:00Z",
    expect: "deny",
    because: [],
    approval_channel: "dashboard",
    approval_timeout: "5m",
    notify: [],
  },
  {
    scenario: "s",
    agent: "a",
    steps: [
      { action: "b:c", resource: "d/e", repeat: 2, every: "5s", status: 429, expect: { circuit_open_at: 1 } },
      { at: "5m", tokens: 5, context: {}, expect: "allow", alerts: ["a.b 80%"] },
    ],
  },
];

const statements: Json = [
  "git:read on repos/*",
  { statement: "git:push on repos/*", ...options },
  { "git:merge on repos/*": options },
];

const documents: readonly (readonly [kind: string, validate: Validator, document: Json])[] = [
  [
    "agent",
    validateAgent,
    {
      agent: "a",
      policies: statements,
      extends: ["r"],
      project: "p",
      vars: { v: "x" },
      expires: "2030-01-01",
      owner: "o",
      description: "d",
      ...blocks,
      tests,
    },
  ],
  ["role", validateRole, { role: "r", policies: statements, extends: ["q"], vars: { v: "x" } }],
  [
    "guardrail",
    validateGuardrail,
    {
      guardrails: ["deny git:push on repos/x", { statement: "git:push on repos/x", requires_approval: true }],
      applies_to: ["a*"],
      except_agents: ["label:l"],
    },
  ],
  ["limits", validateLimits, { agents: ["a", "b"], project: "p", ...blocks }],
  ["tests", validateTests, { tests }],
  [
    "config",
    validateConfig,
    {
      version: 1,
      project: "p",
      policies: ["policies"],
      timezone: "UTC",
      projects: { p: { agents: ["a*"], resources: ["x/*"], project_budget: { monthly_limit: "$5" } } },
      labels: { l: ["a"] },
      vocabulary: {
        actions: { push: "git:push" },
        resources: { m: ["x/y"] },
        conditions: { c: "context.a" },
      },
      context: { a: { type: "list", default: ["x"] } },
      channels: ["dashboard"],
      catalog: {
        services: { git: ["x/{y}"], s: { shapes: ["z/{y}"], actions: { "s:t": { shapes: ["w"] } } } },
      },
      sensitive: {
        "ungated-financial": { add: [{ actions: ["a:b"] }], narrow: [{ resources: ["x/*"], reason: "r" }] },
      },
      lint: { rules: { overlap: "off" }, fail_level: "error" },
      compliance: ["soc2"],
      prices: { usd_per_million_tokens: 3 },
      build: { out: "dist", targets: ["js"] },
    },
  ],
];

/** Every place of a document, as the keys that lead there. */
function places(json: Json, path: readonly string[] = []): readonly (readonly string[])[] {
  const inner =
    typeof json === "object" && json !== null
      ? Object.entries(json).flatMap(([key, value]) => places(value as Json, [...path, key]))
      : [];
  return [path, ...inner];
}

function replaced(json: Json, [key, ...rest]: readonly string[], by: Json): Json {
  if (key === undefined) return by;
  if (Array.isArray(json)) {
    return json.map((item: Json, i) => (String(i) === key ? replaced(item, rest, by) : item));
  }
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([k, v]) => [k, k === key ? replaced(v as Json, rest, by) : v]),
  );
}

const words = ["", "true", "a", "a b", "x y: z", "*", "80%", "$5", "5m", "0s", "label:", "requires_approval"];
const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e21, [], {}, [null], [[]], { x: 1 }, { "": null }),
  fc.constantFrom<Json>(...words),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as Json),
);

test.each(documents)(
  "anything in any place of a document of kind %s is read or reported",
  (kind, validate, document) => {
    const all = places(document);
    const read = (json: Json): { readonly complete: boolean; readonly errors: number } => {
      const text = `${JSON.stringify(json)}\n`;
      if (kind !== "config") {
        const { file, diagnostics } = parse(text);
        return { complete: file.complete, errors: diagnostics.length };
      }
      const { config, diagnostics } = parseConfig(text);
      return { complete: config !== null, errors: diagnostics.length };
    };
    expect(read(document)).toEqual({ complete: true, errors: 0 });
    fc.assert(
      fc.property(fc.nat(all.length - 1), anything, (at, by) => {
        const changed = replaced(document, all[at] ?? [], by);
        const { complete, errors } = read(changed);
        expect(complete).toBe(errors === 0);
        if (at > 0 && !validate(changed)) expect(complete).toBe(false);
      }),
      { numRuns: runs(400) },
    );
  },
);
