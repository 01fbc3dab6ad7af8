/** The texts of `--help`: enough to use each command without the docs. */

export interface CommandHelp {
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly description: string;
  /** What follows the options: examples and exit codes. */
  readonly after: string;
}

const setText = `
The policy set is every *.yaml and *.yml below the folders that sentrely.yaml names, else below
policies/ and tests/. sentrely.yaml is looked for from the PATHs upwards, no further than the folder
that holds .git. PATHs inside those folders choose what is reported: the whole set is compiled all
the same. PATHs outside replace the folders. A PATH that matches nothing is an error.`;

const exitText = `
Exit codes: 0 nothing is wrong; 1 the policies are at fault; 2 the call or the machine is; 3 the
program is; 130 on Ctrl-C.`;

export const program: Omit<CommandHelp, "description"> = {
  summary: "Compiles, tests and bundles the policies of AI agents.",
  after: `
Start with:
  sentrely-policy init my-policies
  cd my-policies
  sentrely-policy lint && sentrely-policy test && sentrely-policy build
${exitText}`,
};

export const init: CommandHelp = {
  summary: "make a policy repository",
  description:
    "Makes a policy repository: a config, one agent, one guardrail, tests, a GitHub workflow and a pre-commit hook. lint, test and build pass on it. Policies that are there are never overwritten.",
  after: `
Examples:
  sentrely-policy init              in this folder
  sentrely-policy init my-policies  in a new one
${exitText}`,
};

export const lint: CommandHelp = {
  summary: "report errors, and what the rules find",
  description:
    "Compiles the policy set, runs the rules of the catalogue and reports errors, warnings and infos; with --fix, applies the fixes that change no decision. `sentrely-policy rules` lists the rules.",
  after: `
Formats: pretty shows the source; compact is one line each; github annotates pull requests; json,
sarif and junit are for other programs.

A comment \`# sentrely-ignore RULE: reason\` on or above a line suppresses what is found there.
Errors cannot be suppressed, lowered or put into a baseline.

Examples:
  sentrely-policy lint                                 the set of this folder
  sentrely-policy lint policies/ci.yaml                what concerns one file
  sentrely-policy lint --fix=review --dry-run          what all fixes would change
  sentrely-policy lint --write-baseline lint-baseline.json     accept what stands today
  sentrely-policy lint --baseline lint-baseline.json           tell what is new since then
  sentrely-policy lint --format sarif --output-file lint.sarif
${setText}
${exitText}`,
};

export const test: CommandHelp = {
  summary: "run the tests",
  description:
    "Runs the tests of the policy set. A sentence such as `ci-runner cannot push main` is proven for every valid request, or refuted by one.",
  after: `
Examples:
  sentrely-policy test
  sentrely-policy test --filter 'ci-runner *'
  sentrely-policy test --watch
  sentrely-policy test --format junit --output-file tests.xml

A test whose question is too large to be decided counts as an error, never as passed. So does a set
without tests.
${setText}
${exitText}`,
};

export const build: CommandHelp = {
  summary: "write bundles for gateways",
  description:
    "Writes manifest.json and one file per target: policy.mjs (js) and policy.json (json). Nothing is written when a compile error or a lint of level error stands. The same sources give the same bytes.",
  after: `
Examples:
  sentrely-policy build
  sentrely-policy build --out bundle --target json --label "$(git rev-parse HEAD)"

The files written are listed on stdout. Either all of them are replaced or none is.
${setText}
${exitText}`,
};

export const decide: CommandHelp = {
  summary: "decide requests with a bundle",
  description:
    "Reads requests as JSON lines on stdin and writes a decision for each as a JSON line on stdout. A line that is no request is answered with the reason invalid_request. The bundle's tables are read; its code is never run.",
  after: `
Example:
  echo '{"agent": "ci-runner", "action": "git:push", "resource": "repos/app/branches/main"}' |
    sentrely-policy decide --bundle dist/policy.json

A request is {agent, action, resource, context?, now?}; now is milliseconds since 1970.
${exitText}`,
};

export const explain: CommandHelp = {
  summary: "explain one decision",
  description:
    "Shows the decision for one request, each statement considered, and for a deny the nearest grant with the place where it stops matching.",
  after: `
Example:
  sentrely-policy explain --agent ci-runner --action git:push --resource repos/app/branches/main

The exit code is 0 whatever the decision is.
${setText}
${exitText}`,
};

export const diff: CommandHelp = {
  summary: "show what a change allows, denies, gates or asks for",
  description:
    "Compares two policy sets by what they decide, not by their text: what HEAD newly allows, newly denies, gates and ungates, which approvals, limits, agents, guardrails, settings and tests changed; each with a request that shows it.",
  after: `
A side is a folder, or git:REF for the policy set of this folder at a branch, tag or commit. Each
side is read with its own sentrely.yaml. A side without policy files permits nothing.

--fail-on takes kinds (widened, narrowed, gated, ungated, approval, obligation, limit, agent,
guardrail, config, test) and what they mean (limit-raised, deny-removed, guardrail-weakened,
test-removed, level-lowered, ...); weakened stands for all that loosens what judges policies. What
cannot be decided within the budget always fails.

Examples:
  sentrely-policy diff git:origin/main .                      the working tree against main
  sentrely-policy diff git:main git:HEAD --fail-on widened,ungated
  sentrely-policy diff old-policies new-policies --format markdown
${exitText}`,
};

export const ci: CommandHelp = {
  summary: "check a change of policies, as the GitHub Action does",
  description:
    "Lints and tests the policies, compares them with those before the change, and fails for what the gates refuse. What the change itself says cannot loosen what judges it: the levels, suppressions, baseline and tests of the base count too.",
  after: `
--base is a branch, tag, commit or folder; of a branch it is the commit where the change leaves it.
Without --base it is what GitLab CI, Buildkite, Jenkins or GitHub Actions say, else the default
branch of \`origin\`. A base that is not found is an error; --base none compares with nothing.

--fail-on takes the words of diff, and by default is widened, ungated, approval, limit-raised,
limit-removed, audit-weakened, notify-removed, weakened. --fail-on none refuses nothing.

--acknowledged-by lifts what the gates refuse and what only the base's settings find, in the name of
whom it names. Nobody checks that name: whoever can set it can lift the gates.

Report files are written also when the check fails. Either all of them are replaced or none is.

Examples:
  sentrely-policy ci
  sentrely-policy ci --base origin/main --junit-file policy.xml --markdown-file note.md
  sentrely-policy ci --staged --no-gate                     in a pre-commit hook
  sentrely-policy ci --base HEAD~1 --build --out bundle
${exitText}`,
};

export const query: CommandHelp = {
  summary: "ask who can do something, or what an agent can do",
  description:
    "Answers a question for all valid requests: every agent or grant, exactly, with the conditions, approvals and expiry under which. Who is not in the answer cannot.",
  after: `
Questions:
  who can ACTIONS [except ACTIONS] [on RESOURCES [except RESOURCES]] [given CONDITION]
  what can AGENT do

Patterns and words of the vocabulary mean what they mean in policies and tests; lists have commas.
An answer's requests are patterns; ≈ marks those that patterns cannot say exactly. An action that
nothing in the set speaks of and a question that no valid request matches are errors.

Examples:
  sentrely-policy query 'who can git:push on repos/*/branches/main'
  sentrely-policy query 'who can sql:* except sql:select on sql/prod/*' --format json
  sentrely-policy query 'who can aws:iam:* given context.mfa == false'
  sentrely-policy query 'what can ci-runner do'

The exit code is 0 also when no agent can; 1 when a part was not decided; 2 when the question is at
fault.
${setText}
${exitText}`,
};

export const fmt: CommandHelp = {
  summary: "format policy files",
  description:
    "Rewrites policy files in one layout, in place. Comments and blank lines are kept, and so is the meaning. `-` formats stdin to stdout.",
  after: `
Examples:
  sentrely-policy fmt
  sentrely-policy fmt --check       in CI
  sentrely-policy fmt --fix policies/two-agents.yaml
  sentrely-policy fmt - < policy.yaml
${setText}
${exitText}`,
};

export const rules: CommandHelp = {
  summary: "list the rules, or show one's page",
  description: "Lists the codes of all errors and warnings with their severity, or shows the page of one.",
  after: `
Examples:
  sentrely-policy rules
  sentrely-policy rules unknown-key
${exitText}`,
};

export const version: CommandHelp = {
  summary: "print the version",
  description: "Prints the version.",
  after: exitText,
};

export const completion: CommandHelp = {
  summary: "print a completion script",
  description: "Prints a script that completes commands and flags in a shell.",
  after: `
Examples:
  source <(sentrely-policy completion bash)                                  # ~/.bashrc
  source <(sentrely-policy completion zsh)                                   # ~/.zshrc
  sentrely-policy completion fish > ~/.config/fish/completions/sentrely-policy.fish
${exitText}`,
};
