/** The files that `init` writes. */
import { starterWorkflow } from "../generated/starter-workflow.ts";

export interface StarterFile {
  /** Relative to the repository, with `/`. */
  readonly name: string;
  readonly content: string;
  /** A part of the policy set: `init` refuses when it is there already. */
  readonly essential: boolean;
}

/** The comment by which editors with the YAML language server check and complete a file. */
function editorLine(schema: string, up: string): string {
  return `# yaml-language-server: $schema=${up}node_modules/sentrely-policy/schemas/${schema}.schema.json\n`;
}

const config = `${editorLine("config", "")}version: 1
project: platform
policies: [policies]
tests: [tests]

# Names that people use, for statements and tests alike.
vocabulary:
  actions:
    push: git:push
    deploy: aws:ecs:UpdateService
  resources:
    main: repos/*/branches/main
    production: arn:aws:ecs:*:*:service/prod-*

# Channels that approvals may be asked on; others are a mistake.
channels: ["slack:#deploy-approvals"]
`;

const agent = `${editorLine("policy", "../")}agent: ci-runner
description: builds and deploys; production needs a human
policies:
  - git:read on repos/*
  - git:push on repos/*/branches/feature/*
  - aws:ecs:UpdateService on arn:aws:ecs:eu-west-1:123456789012:service/staging-*
  - statement: aws:ecs:UpdateService on arn:aws:ecs:*:*:service/prod-*
    id: prod-deploys
    requires_approval: true
    approval_channel: "slack:#deploy-approvals"
    approval_timeout: 60m
`;

const guardrails = `${editorLine("guardrail", "../")}# What holds for every agent, whatever its own policy says.
guardrails:
  - statement: deny git:push on repos/*/branches/main
    id: protected-main
    description: main changes by pull request only

# What stops an agent that runs away.
budget:
  max_tokens_per_session: 200_000
  max_sessions_per_day: 50
  alert_at: 80%
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
  alert_thresholds: [50%, 80%, 100%]
`;

const tests = `${editorLine("tests", "../")}tests:
  # Sentences are proven for every request there could be.
  - ci-runner can push on repos/*/branches/feature/*
  - no agent can push on main
  - ci-runner needs approval to deploy production

  # Structured tests state concrete requests.
  - name: a production deploy asks in the deploy channel
    agents: [ci-runner]
    actions: [aws:ecs:UpdateService]
    resources: ["arn:aws:ecs:eu-west-1:123456789012:service/prod-web"]
    expect: require_approval
    because: [prod-deploys]
    approval_channel: "slack:#deploy-approvals"
    approval_timeout: 60m
`;

const preCommit = `repos:
  - repo: local
    hooks:
      - id: sentrely-policy-fmt
        name: format policies
        entry: npx sentrely-policy fmt --check
        language: system
        files: ^(policies|tests)/.*\\.ya?ml$
      - id: sentrely-policy-lint
        name: lint policies
        entry: npx sentrely-policy lint
        language: system
        files: ^((policies|tests)/.*|sentrely)\\.ya?ml$
      - id: sentrely-policy-test
        name: test policies
        entry: npx sentrely-policy test
        language: system
        files: ^((policies|tests)/.*|sentrely)\\.ya?ml$
        pass_filenames: false
`;

const readme = `# Policies

What the agents here may do. The gateway loads the bundle that is built from these files.

| | |
|---|---|
| \`policies/\` | one file per agent, and \`guardrails.yaml\`, which holds for all of them |
| \`tests/\` | what must hold, proven on every change |
| \`sentrely.yaml\` | where the policies are, and the names that people use |
| \`.github/workflows/policy.yml\` | judges every pull request: make its job \`policy\` a required check |

\`\`\`sh
npm install --save-dev sentrely-policy
npx sentrely-policy lint
npx sentrely-policy test
npx sentrely-policy build    # writes dist/
npx sentrely-policy explain --agent ci-runner --action git:push --resource repos/app/branches/main
\`\`\`
`;

/** In the order in which they are listed. */
export const starterFiles: readonly StarterFile[] = [
  { name: "sentrely.yaml", content: config, essential: true },
  { name: "policies/ci-runner.yaml", content: agent, essential: true },
  { name: "policies/guardrails.yaml", content: guardrails, essential: true },
  { name: "tests/ci-runner.test.yaml", content: tests, essential: true },
  { name: ".pre-commit-config.yaml", content: preCommit, essential: false },
  { name: ".github/workflows/policy.yml", content: starterWorkflow, essential: false },
  { name: "README.md", content: readme, essential: false },
];
