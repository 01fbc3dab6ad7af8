/**
 * All steps of a known escalation path are allowed without approval, such as passing a role and starting an instance.
 *
 * Exact for each step: is some request of it allowed to the agent by a plain grant, after denies, gates and narrowings?
 * That the steps speak of one role or one function is not modelled, and neither are paths over several agents. A
 * question for each pair of a grant and a step whose patterns meet, asked only where all steps of a path have such a grant.
 */
import type { RelatedPlace } from "../../base/diagnostic.ts";
import type { Agent } from "../../ir/ir.ts";
import { AllowedSteps, type OpenPath, openPaths, stepQuestion } from "../allowed-steps.ts";
import { defineRule, type Finding, type Rule } from "../define-rule.ts";
import type { LintContext } from "../lint-context.ts";
import { actionName } from "../mutating-actions.ts";
import { statementSpan } from "../statement-places.ts";
import { agentsInWords } from "../ungated-regions.ts";

const id = "privilege-escalation";
const shownPaths = 3;
const shownPlaces = 10;

export const privilegeEscalation: Rule = defineRule({
  id,
  category: "sensitive",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A known escalation path of which every step is allowed without approval.",
  check: (context, report) => {
    for (const { agents, paths } of groupsOf(context)) {
      const finding = findingOf(context, agents, paths);
      if (finding !== null) report(finding);
    }
  },
});

interface Group {
  /** In the order of `inOrder`. */
  readonly agents: readonly Agent[];
  readonly paths: readonly OpenPath[];
}

/** Agents that have the same paths open by the same statements of the text. */
function groupsOf(context: LintContext): readonly Group[] {
  const groups = new Map<string, { readonly agents: Agent[]; readonly paths: readonly OpenPath[] }>();
  const allowed = new AllowedSteps(context);
  for (const agent of context.inOrder(context.set.agents)) {
    const paths = openPaths(context, allowed, agent);
    if (paths.length === 0) continue;
    const key = paths
      .flatMap(({ path, steps }) => [
        path.title,
        ...steps.map(({ grant: { place } }) => `${place.span.file}:${String(place.span.start)}`),
      ])
      .join("\n");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { agents: [agent], paths });
    else group.agents.push(agent);
  }
  return [...groups.values()];
}

function findingOf(
  context: LintContext,
  agents: readonly Agent[],
  paths: readonly OpenPath[],
): Finding | null {
  const [agent] = agents;
  const [first] = paths;
  const step = first?.steps[0];
  if (agent === undefined || first === undefined || step === undefined) return null;
  const witness = context.witness(
    agent,
    step.answer,
    [id],
    () => stepQuestion(agent, step.step),
    ({ effect }) => effect === "allow",
  );
  if (witness === null) return null;
  const titles = paths.slice(0, shownPaths).map(({ path }) => path.title);
  const more = paths.length - titles.length;
  const by = more > 0 ? `${titles.join("; ")}; and ${String(more)} more` : titles.join("; ");
  const whose = agents.length === 1 ? "its" : "their";
  const source = first.path.source === null ? "" : ` (${first.path.source})`;
  return {
    span: statementSpan(context, step.grant),
    message: `${agentsInWords(agents)} can escalate ${whose} privileges without approval: ${by}`,
    related: placesOf(context, paths),
    help: `gate or remove one step of each path, or narrow \`${id}\` in \`sentrely.yaml\` with a reason${source}`,
    witness,
  };
}

/** Each step with the statement that allows it. */
function placesOf(context: LintContext, paths: readonly OpenPath[]): readonly RelatedPlace[] {
  const steps = new Map<string, RelatedPlace>();
  for (const { answer, grant } of paths.flatMap((path) => path.steps)) {
    const span = statementSpan(context, grant);
    // What it is allowed there, not the pattern of the step: of two steps that one request takes, one is told.
    const message = `allows \`${actionName(context, answer.names.action.text)}\``;
    steps.set(`${message} ${span.file} ${String(span.start)}`, { message, span });
  }
  const places = [...steps.values()];
  const [last] = places.slice(shownPlaces);
  if (last === undefined) return places;
  const message = `and ${String(places.length - shownPlaces)} more steps`;
  return [...places.slice(0, shownPlaces), { message, span: last.span }];
}
