/** The codes of names, types and meanings: what is wrong although every expression parses. */
import { defineDiagnostics, kind } from "../base/diagnostic.ts";
import type { DiagnosticCatalogue, DiagnosticKind } from "../base/diagnostic.ts";

interface IrKinds {
  readonly [code: string]: DiagnosticKind<never>;
  readonly "undefined-reference": DiagnosticKind<{ readonly what: string; readonly name: string }>;
  readonly "unmatched-agents": DiagnosticKind<{ readonly entry: string }>;
  readonly "duplicate-id": DiagnosticKind<{ readonly id: string }>;
  readonly "duplicate-role": DiagnosticKind<{ readonly name: string }>;
  readonly "confusable-agents": DiagnosticKind<{ readonly name: string; readonly other: string }>;
  readonly "split-agent": DiagnosticKind<{ readonly name: string }>;
  readonly "conflicting-agent": DiagnosticKind<{ readonly name: string; readonly what: string }>;
  readonly "role-cycle": DiagnosticKind<{ readonly path: readonly string[] }>;
  readonly "project-conflict": DiagnosticKind<{ readonly problem: string }>;
  readonly "variable-conflict": DiagnosticKind<{ readonly name: string; readonly agent: string }>;
  readonly "variable-scope": DiagnosticKind<{ readonly name: string; readonly where: string }>;
  readonly "nested-vocabulary": DiagnosticKind<{ readonly word: string; readonly entry: string }>;
  readonly "pattern-size": DiagnosticKind<{ readonly problem: string }>;
  readonly "adjacent-stars": DiagnosticKind<{ readonly expanded: string }>;
  readonly "condition-type": DiagnosticKind<{ readonly problem: string }>;
  readonly "approval-without-channel": DiagnosticKind<Record<never, never>>;
  readonly "approval-without-timeout": DiagnosticKind<Record<never, never>>;
  readonly "limit-conflict": DiagnosticKind<{ readonly limit: string; readonly of: string }>;
  readonly "budget-without-project": DiagnosticKind<{ readonly problem: string }>;
  readonly "toothless-limit": DiagnosticKind<{ readonly block: string; readonly key: string }>;
  readonly "set-size": DiagnosticKind<{ readonly problem: string }>;
  readonly "duplicate-service": DiagnosticKind<{ readonly name: string }>;
  readonly "shape-conflict": DiagnosticKind<{ readonly service: string }>;
  readonly "action-resource-mismatch": DiagnosticKind<{ readonly pattern: string }>;
}

/** Builders and catalogue of this phase's codes. */
export const irMessages: DiagnosticCatalogue<IrKinds> = defineDiagnostics({
  "undefined-reference": kind(
    "error",
    "A name that nothing declares: an agent, role, label, project, variable, vocabulary word, channel, time zone or statement id.",
    ({ what, name }) =>
      what === "vocabulary word" ? `no such vocabulary word: \`${name}\`` : `no such ${what}: \`${name}\``,
  ),
  "unmatched-agents": kind(
    "error",
    "An entry of a list of agents that matches no declared agent.",
    ({ entry }) => `\`${entry}\` matches no agent`,
  ),
  "duplicate-id": kind("error", "Two statements with one id.", ({ id }) => `the id \`${id}\` is taken`),
  "duplicate-role": kind(
    "error",
    "Two documents that declare one role.",
    ({ name }) => `the role \`${name}\` is declared twice`,
  ),
  "confusable-agents": kind(
    "error",
    "Two agents whose names differ only in the case of ASCII letters.",
    ({ name, other }) => `the agent names \`${name}\` and \`${other}\` differ only in case`,
  ),
  "split-agent": kind(
    "error",
    "An agent whose policy lies in several files, without `split_agents` listing it.",
    ({ name }) => `the policy of agent \`${name}\` is split over several files`,
  ),
  "conflicting-agent": kind(
    "error",
    "Documents of one agent that contradict each other about its project, expiry or variables.",
    ({ name, what }) => `documents of agent \`${name}\` give different values for ${what}`,
  ),
  "role-cycle": kind(
    "error",
    "Roles that extend each other in a cycle.",
    ({ path }) => `the role extends itself in a cycle: ${path.map((r) => `\`${r}\``).join(" → ")}`,
  ),
  "project-conflict": kind(
    "error",
    "An agent whose project is claimed twice, or claimed outside `sentrely.yaml`.",
    ({ problem }) => problem,
  ),
  "variable-conflict": kind(
    "error",
    "A variable for which unrelated roles of an agent have different defaults.",
    ({ name, agent }) => `roles of agent \`${agent}\` have different defaults for \`${name}\``,
  ),
  "variable-scope": kind(
    "error",
    "A variable in a place where it has no value that can be trusted.",
    ({ name, where }) => `\`\${${name}}\` has no value in ${where}`,
  ),
  "nested-vocabulary": kind(
    "error",
    "A vocabulary entry that holds a vocabulary word.",
    ({ word, entry }) => `the vocabulary entry \`${entry}\` holds the word \`${word}\``,
  ),
  "pattern-size": kind(
    "error",
    "A pattern that expands to too many alternatives, or that is longer than any name.",
    ({ problem }) => problem,
  ),
  "adjacent-stars": kind(
    "error",
    "A pattern whose braces bring two stars side by side.",
    ({ expanded }) => `the braces bring two stars side by side: \`${expanded}\``,
  ),
  "condition-type": kind(
    "error",
    "An attribute or literal of the wrong type in a condition.",
    ({ problem }) => problem,
  ),
  "approval-without-channel": kind(
    "warning",
    "A gate without a channel: nobody hears of what waits for approval.",
    () => "the approval has no channel, so nobody hears of it",
  ),
  "approval-without-timeout": kind(
    "warning",
    "A gate without a timeout of its own.",
    () => "the approval has no timeout of its own and waits for 1 hour",
  ),
  "limit-conflict": kind(
    "error",
    "Two different values for one limit of one agent or one project.",
    ({ limit, of }) => `${of} has two different values for \`${limit}\``,
  ),
  "budget-without-project": kind(
    "error",
    "A project budget that belongs to no one project.",
    ({ problem }) => problem,
  ),
  "toothless-limit": kind(
    "warning",
    "A limit that only alerts and so blocks nothing.",
    ({ block, key }) => `\`${key}: alert\` alone makes \`${block}\` block nothing`,
  ),
  "set-size": kind(
    "error",
    "A set whose braces, roles or lists of agents multiply to more than a machine can hold.",
    ({ problem }) => problem,
  ),
  "duplicate-service": kind(
    "error",
    "Two services of the catalogue, or two actions of one, whose names differ only in case.",
    ({ name }) => `\`${name}\` stands in the catalogue already, in other letters`,
  ),
  "shape-conflict": kind(
    "error",
    "Two statements of the shapes of one service: written and adopted, or adopted twice.",
    ({ service }) => `the shapes of \`${service}\` are stated twice`,
  ),
  "action-resource-mismatch": kind(
    "error",
    "A resource pattern that fits no shape of its statement's actions.",
    ({ pattern }) => `\`${pattern}\` fits no shape of the statement's actions`,
  ),
} satisfies IrKinds);
