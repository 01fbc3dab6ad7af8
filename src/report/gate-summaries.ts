/** What the words of `--fail-on` mean, one sentence each, for formats that list rules. */

const summaries: { readonly [word: string]: string } = {
  widened: "What was denied before is allowed now.",
  narrowed: "What was allowed before is denied now.",
  gated: "What was allowed before needs approval now.",
  ungated: "What needed approval before is allowed without it now.",
  approval: "Approval is asked for otherwise: on other channels, of others, or for longer.",
  obligation: "Others are told of what is done.",
  limit: "A limit of money, tokens or requests changed.",
  agent: "An agent was added, removed or renamed.",
  guardrail: "A guardrail changed, which holds for every agent.",
  config: "The configuration changed, which decides how policies are read and judged.",
  test: "A test of the base no longer holds, or is gone.",
  undecided: "A question about the change was not decided, so nothing is known to be safe.",
  "agent-added": "An agent was added.",
  "agent-removed": "An agent was removed.",
  "agent-renamed": "An agent was renamed.",
  "audit-changed": "What is recorded of sessions changed.",
  "audit-weakened": "Less is recorded of what agents do.",
  "baseline-added": "An entry of the baseline hides a finding that stood before.",
  "catalogue-loosened":
    "Less is known or held of services: a closed one opened, or a name's case counts again.",
  "channels-unchecked": "The list of channels that approvals may be asked on was removed.",
  "compliance-removed": "A compliance regime is no longer declared.",
  "deny-removed": "A deny was removed or narrowed.",
  "guardrail-strengthened": "A guardrail or border denies or gates more than before.",
  "guardrail-weakened": "A guardrail or border denies or gates less than before.",
  "label-left": "An agent left a label that guardrails, borders or limits select it by.",
  "level-lowered": "A finding's level was lowered, or fewer findings fail the check.",
  "limit-added": "A limit was added.",
  "limit-changed": "A limit changed.",
  "limit-lowered": "A limit was lowered.",
  "limit-raised": "A limit was raised.",
  "limit-removed": "A limit was removed.",
  "notify-added": "Others are told besides.",
  "notify-removed": "Somebody is no longer told of what is done.",
  "price-lowered": "Tokens are said to cost less, so that budgets seem to suffice.",
  "reach-growth": "An agent reaches many more resources than before.",
  "sensitive-narrowed": "A region of sensitive operations was removed or narrowed.",
  shapes: "Which names of resources are valid changed.",
  "split-agent-added": "An agent's policy may lie in several files.",
  "suppression-added": "A comment hides a finding that stood before.",
  "test-added": "A test was added.",
  "test-removed": "A test of the base no longer holds, or is gone.",
  weakened: "What judges policies was loosened.",
  "with-approval": "What was denied before is allowed with approval now.",
  "workflow-changed": "A file that runs this check changed.",
};

/** The sentence of a word; a general one for a word without its own. */
export function gateSummary(word: string): string {
  return summaries[word] ?? `A change that \`${word}\` of --fail-on is about.`;
}
