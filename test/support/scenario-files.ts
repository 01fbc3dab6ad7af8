/** The policies of the repository on which the action is tried: they lint clean and their tests pass. */
import type { CommitFiles } from "./git-repository.ts";

export const config = `version: 1
project: platform
policies: [policies]
tests: [tests]
vocabulary:
  actions:
    push: git:push
  resources:
    main: repos/*/branches/main
channels: ["slack:#deploys"]
labels:
  writers: [ci-runner]
`;

const approval = `    requires_approval: true
    approval_channel: "slack:#deploys"
    approval_timeout: 60m
`;

export interface AgentWords {
  readonly name?: string;
  /** What it may push to. */
  readonly push?: string;
  /** False: production is deployed without asking. */
  readonly gated?: boolean;
  /** Statements besides, one line each. */
  readonly more?: readonly string[];
}

/** The file of the one agent; it differs from the base's by what is given. */
export function agentFile(words: AgentWords = {}): string {
  const { name = "ci-runner", push = "repos/*/branches/feature/*", gated = true, more = [] } = words;
  return `agent: ${name}
policies:
  - git:read on repos/*
  - git:push on ${push}
  - statement: aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*
    id: prod-deploys
${gated ? approval : ""}${more.map((statement) => `  - ${statement}\n`).join("")}`;
}

export const guardrails = `guardrails:
  - statement: deny git:push on repos/vault/branches/*
    id: vault
applies_to: [label:writers]
`;

export const limits = `budget:
  max_tokens_per_session: 200_000
  max_sessions_per_day: 50
rate_limits:
  max_requests_per_minute: 60
  on_exceed: throttle
circuit_breaker:
  failures: 10
  window: 5m
  statuses: [429, 5xx]
  cooldown: 15m
  on_open: pause_and_alert
project_budget:
  monthly_limit: $500
  alert_thresholds: [80%]
`;

const sentences = [
  "ci-runner can push on repos/*/branches/feature/* except repos/vault/branches/*",
  "ci-runner cannot push main",
  "ci-runner needs approval to aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*",
];

/** A tests file of these sentences; without any, those of the base. */
export function testsFile(lines: readonly string[] = sentences): string {
  return `tests:\n${lines.map((line) => `  - ${line}\n`).join("")}`;
}

export const baseSentences: readonly string[] = sentences;

export const workflow = `name: policy
on: pull_request
permissions: {}
jobs:
  policy:
    runs-on: ubuntu-latest
    permissions: { contents: read, pull-requests: write }
    steps:
      - uses: actions/checkout@v5
      - uses: octo-org/sentrely-policy@v1
`;

type BaseFile =
  | "sentrely.yaml"
  | "policies/ci-runner.yaml"
  | "policies/guardrails.yaml"
  | "policies/limits.yaml"
  | "tests/ci-runner.test.yaml"
  | ".github/workflows/policy.yml"
  | "README.md";

export const baseFiles: { readonly [F in BaseFile]: string } = {
  "sentrely.yaml": config,
  "policies/ci-runner.yaml": agentFile(),
  "policies/guardrails.yaml": guardrails,
  "policies/limits.yaml": limits,
  "tests/ci-runner.test.yaml": testsFile(),
  ".github/workflows/policy.yml": workflow,
  "README.md": "# Policies\n",
};

/** The usual offence: one star too many. */
export const widened: CommitFiles = {
  "policies/ci-runner.yaml": agentFile({ push: "repos/*/branches/f*" }),
};

/** The same decisions in other words and another order. */
export const refactored: CommitFiles = {
  "policies/ci-runner.yaml": `# Builds and deploys.
agent: ci-runner
policies:
  - statement: aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*
    id: prod-deploys
${approval}  - statement: git:push on repos/*/branches/feature/*
  - statement: git:read on repos/*
`,
};
