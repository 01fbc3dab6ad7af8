/**
 * Generates policy fleets as text: what a large organisation's policy folder looks like.
 *
 * The services, verbs and name shapes are those of docs/naming.md. 10 % of the statements are
 * denies, 10 % gates, 20 % carry a condition, some expire, some have an `except`. Twenty guardrail
 * statements hold every agent, five of them of the kind `deny ** on **secret**` that crosses every
 * resource name. The same seed gives the same text on every machine.
 */

export interface FleetFile {
  readonly path: string;
  readonly text: string;
}

/** Mulberry32: 32 bits of state, good enough to spread choices, identical everywhere. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const teams = ["web", "data", "billing", "search", "mobile", "infra", "growth", "risk", "media", "ml"];
const words = [
  "orders",
  "users",
  "events",
  "invoices",
  "carts",
  "catalog",
  "ledger",
  "sessions",
  "reports",
  "alerts",
];
const regions = ["eu-west-1", "us-east-1", "us-west-2", "ap-south-1", "*"];

interface Family {
  readonly actions: readonly string[];
  readonly resource: (pick: <T>(list: readonly T[]) => T, n: number) => string;
}

const families: readonly Family[] = [
  {
    actions: ["git:read", "git:push", "git:comment", "git:merge", "git:*"],
    resource: (pick, n) =>
      pick([
        `repos/${pick(teams)}-${n}/branches/feature/*`,
        `repos/${pick(teams)}-*/branches/release-${n}`,
        `repos/${pick(teams)}-${n}/pull-requests/*`,
        `repos/*/files/${pick(words)}-${n}/*`,
      ]),
  },
  {
    actions: [
      "aws:ecs:UpdateService",
      "aws:ecs:Describe*",
      "aws:lambda:InvokeFunction",
      "aws:s3:GetObject",
      "aws:s3:{Get,List}*",
    ],
    resource: (pick, n) =>
      pick([
        `arn:aws:ecs:${pick(regions)}:*:service/${pick(["prod", "staging", "dev"])}-${pick(teams)}-${n}/*`,
        `arn:aws:lambda:${pick(regions)}:04445555${1000 + (n % 9000)}:function:${pick(words)}-*`,
        `arn:aws:s3:::${pick(teams)}-${pick(words)}-${n}/*`,
        `arn:aws:s3:::${pick(teams)}-${pick(words)}/${n}/*/${pick(words)}.json`,
      ]),
  },
  {
    actions: ["sql:select", "sql:insert", "sql:{update,delete}", "sql:*"],
    resource: (pick, n) =>
      pick([
        `sql/${pick(teams)}/main/public/${pick(words)}_${n}`,
        `sql/${pick(teams)}/*/${pick(words)}/*`,
        `sql/${pick(teams)}-${n}/main/*/${pick(words)}`,
      ]),
  },
  {
    actions: ["mcp:jira:search", "mcp:jira:*", "mcp:crm:{read,update}", "mcp:slack:post"],
    resource: (pick, n) =>
      pick([
        `mcp/jira/${pick(teams).toUpperCase()}-${n}`,
        `mcp/crm/${pick(words)}/${n}*`,
        `mcp/slack/${pick(teams)}-${n}`,
      ]),
  },
  {
    actions: ["files:read", "files:write", "files:*"],
    resource: (pick, n) =>
      pick([
        `files/${pick(teams)}-${n}/src/**`,
        `files/${pick(teams)}/**/${pick(words)}-${n}.ts`,
        `files/*/${pick(words)}/*`,
      ]),
  },
  {
    actions: ["bash:run"],
    resource: (pick, n) =>
      pick([
        `cmd/npm/${pick(["test", "ci", "run"])}-${n}`,
        `cmd/git/${pick(["status", "diff", "log"])}`,
        `cmd/make/${pick(words)}-*`,
      ]),
  },
  {
    actions: ["http:get", "http:post"],
    resource: (pick, n) =>
      pick([
        `https://${pick(teams)}.example.com/v${n % 9}/*`,
        `https://api.${pick(words)}.example.com/*/${pick(words)}`,
      ]),
  },
];

const conditions = [
  "context.environment == 'staging'",
  "context.amount <= 500",
  "context.amount > 10 && context.amount < 5000",
  "context.ticket.startsWith('CHG-')",
  "!(context.force == true)",
  "context.branch in ['main', 'release', 'hotfix']",
  "time.hour >= 9 && time.hour < 18",
  "time.weekday in [1, 2, 3, 4, 5]",
  "'oncall' in context.groups",
  "has(context.ticket) && context.urgent",
];

const guardrails = [
  "deny ** on **secret**",
  "deny ** on **credential**",
  "deny ** on **password**",
  "deny ** on **private-key**",
  "gate aws:* on **prod**",
  "deny git:push on repos/*/branches/main",
  "deny git:merge on repos/*/branches/release",
  "deny aws:iam:* on arn:aws:iam::*",
  "deny sql:* on sql/*/*/audit/*",
  "deny bash:run on cmd/unparsed",
  "gate aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*",
  "gate sql:delete on sql/*/main/**",
  "gate mcp:crm:update on mcp/crm/**",
  "deny files:write on files/*/.github/**",
  "deny http:post on https://*/admin/*",
  "deny bash:run on cmd/{sudo,su}/*",
  "gate aws:lambda:* on arn:aws:lambda:*:*:function:ledger-*",
  "deny aws:s3:Delete* on arn:aws:s3:::*",
  "deny files:* on files/**/.env",
  "gate http:post on https://api.ledger.example.com/**",
];

const approval =
  "    requires_approval: true\n    approval_channel: slack:#approvals\n    approval_timeout: 30m\n";

/** Context attributes that the fleet's conditions read, with their types. */
export const fleetConfig: FleetFile = {
  path: "sentrely.yaml",
  text: `version: 1
timezone: UTC
vocabulary:
  actions: {push: git:push, deploy: aws:ecs:UpdateService}
  resources: {main: repos/*/branches/main, secrets: "**secret**"}
context:
  environment: {type: string}
  amount: {type: number}
  ticket: {type: string}
  force: {type: bool}
  urgent: {type: bool}
  branch: {type: string}
  groups: {type: list}
`,
};

/**
 * A fleet of `agents` agents with `statements` statements each, a role taken by every tenth agent,
 * and the guardrails. One file per agent, except that files stay below 4 MB.
 */
export function fleet(agents: number, statements: number, seed = 1): FleetFile[] {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const files: FleetFile[] = [];

  const statement = (n: number): string => {
    const family = pick(families);
    const actions = next() < 0.2 ? `${pick(family.actions)}, ${pick(family.actions)}` : pick(family.actions);
    const resource = family.resource(pick, n);
    const except = next() < 0.05 ? ` except ${resource.replace(/\*+$/, "")}${pick(words)}-private` : "";
    const condition = next() < 0.2 ? pick(conditions) : null;
    const kind = next();
    if (kind < 0.1)
      return `  - deny ${actions} on ${resource}${except}${condition === null ? "" : ` when ${condition}`}\n`;
    let options = condition === null ? "" : `    when: ${JSON.stringify(condition)}\n`;
    if (kind < 0.2) options += approval;
    else if (kind < 0.23) options += "    notify: slack:#agents\n";
    if (kind > 0.96)
      options += `    expires: 20${27 + Math.floor(next() * 9)}-0${1 + Math.floor(next() * 9)}-15\n`;
    // A third of the statements with options hang them, as the published playbook does.
    if (options === "") return `  - ${actions} on ${resource}${except}\n`;
    if (next() < 0.33) return `  - ${actions} on ${resource}${except}\n${options}`;
    return `  - statement: ${actions} on ${resource}${except}\n${options}`;
  };

  for (let a = 0; a < agents; a++) {
    const lines: string[] = [`agent: agent-${String(a).padStart(4, "0")}\n`];
    if (a % 10 === 0) lines.push(`extends: [reader]\nvars: {team: ${pick(teams)}}\n`);
    lines.push("policies:\n");
    for (let s = 0; s < statements; s++) {
      lines.push(statement(s * 7 + (a % 7)));
      // A statement list that would pass the size limit of a file goes on in the agent's next document.
    }
    files.push({ path: `policies/agent-${String(a).padStart(4, "0")}.yaml`, text: lines.join("") });
  }
  files.push({
    path: "policies/roles.yaml",
    text: "role: reader\nvars: {team: web}\npolicies:\n  - git:read on repos/${team}-*\n  - files:read on files/${team}/**\n  - sql:select on sql/${team}/main/public/*\n",
  });
  files.push({
    path: "policies/guardrails.yaml",
    text: `guardrails:\n${guardrails
      .map((g) =>
        g.startsWith("gate ")
          ? `  - statement: ${JSON.stringify(g.slice(5))}\n${approval}`
          : `  - ${JSON.stringify(g)}\n`,
      )
      .join("")}`,
  });
  return files;
}

/** Sentences of the kinds reviewers write, about `agent` (an agent's name, a glob or `every agent`). */
export function sentences(agent: string, count: number, seed = 7): string[] {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const result: string[] = [];
  for (let i = 0; i < count; i++) {
    const family = pick(families);
    const action = pick(family.actions);
    const resource = family.resource(pick, Math.floor(next() * 700));
    const verb = pick(["cannot", "cannot", "can", "needs approval to"]);
    const given = next() < 0.3 ? ` given ${pick(conditions)}` : "";
    result.push(`${agent} ${verb} ${action} on ${resource}${given}`);
  }
  result.push(`${agent} cannot push main`, `${agent} cannot ** on secrets`, `${agent} cannot ** on **`);
  return result;
}
