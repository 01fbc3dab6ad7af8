/**
 * Which project each agent belongs to (LANGUAGE.md §1).
 *
 * INVARIANT: where the config declares projects, it alone assigns them: an agent's own file must
 * not choose which borders hold it.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { ConfigNode, FileNode, Located } from "../syntax/ast.ts";
import { irMessages } from "./messages.ts";
import type { References } from "./names.ts";
import type { AgentDeclaration, AgentLists } from "./registry.ts";

const { build } = irMessages;

/** The project of every agent, and where each project is declared or first named. */
export interface Assignment {
  readonly projectOf: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, Span>;
}

/** Assigns projects and reports contradictions; `agents` in code-point order. */
export function assignProjects(
  agents: ReadonlyMap<string, AgentDeclaration>,
  files: readonly FileNode[],
  config: ConfigNode | null,
  lists: AgentLists,
  references: References,
  report: Report,
): Assignment {
  const declared = config?.projects ?? [];
  const places = new Map(declared.map(({ name }) => [name.value, name.span]));
  const mayBeNamed = (project: Located<string>): boolean => {
    if (declared.length === 0) {
      if (!places.has(project.value)) places.set(project.value, project.span);
      return true;
    }
    if (places.has(project.value)) return true;
    references.undefined("project", project, places, "projects are declared in `sentrely.yaml`");
    return false;
  };

  const fallback = config?.project ?? null;
  const byDefault = fallback !== null && mayBeNamed(fallback) ? fallback.value : null;
  const claims = declared.length === 0 ? null : claimAgents(declared, lists, report);
  const projectOf = new Map<string, string>();
  for (const agent of agents.values()) {
    const assigned = claims?.get(agent.name)?.project ?? (claims === null ? null : byDefault);
    const own = ownProject(agent, report);
    if (claims === null) {
      const project = own !== null && mayBeNamed(own) ? own.value : byDefault;
      if (project !== null) projectOf.set(agent.name, project);
      continue;
    }
    if (assigned !== null) projectOf.set(agent.name, assigned);
    if (own === null || !mayBeNamed(own) || own.value === assigned) continue;
    const problem =
      assigned === null
        ? `\`sentrely.yaml\` does not put agent \`${agent.name}\` in project \`${own.value}\``
        : `agent \`${agent.name}\` is of project \`${assigned}\` in \`sentrely.yaml\`, not \`${own.value}\``;
    report(
      build["project-conflict"](
        own.span,
        { problem },
        { help: "projects are assigned in `sentrely.yaml` alone once it declares them" },
      ),
    );
  }
  // Only agents and limits name a project; a limits document's must be one of those.
  for (const document of files.flatMap((file) => file.documents)) {
    if (document.kind === "agent" || document.project === null) continue;
    if (declared.length > 0) mayBeNamed(document.project);
    else if (!places.has(document.project.value)) {
      references.undefined("project", document.project, places, "no agent belongs to it");
    }
  }
  return { projectOf, places };
}

interface Claim {
  readonly project: string;
  readonly place: Span;
}

function claimAgents(
  projects: ConfigNode["projects"],
  lists: AgentLists,
  report: Report,
): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const { name, agents } of projects) {
    for (const entry of agents) {
      for (const agent of lists.resolve([entry])) {
        const first = claims.get(agent);
        if (first === undefined) claims.set(agent, { project: name.value, place: entry.span });
        else if (first.project !== name.value) {
          const problem = `agent \`${agent}\` is claimed by projects \`${first.project}\` and \`${name.value}\``;
          report(
            build["project-conflict"](
              entry.span,
              { problem },
              { related: [{ message: `claimed by \`${first.project}\` here`, span: first.place }] },
            ),
          );
        }
      }
    }
  }
  return claims;
}

/** The `project:` of the agent's documents, which must agree. */
function ownProject(agent: AgentDeclaration, report: Report): Located<string> | null {
  let own: Located<string> | null = null;
  for (const { project } of agent.documents) {
    if (project === null) continue;
    if (own === null) own = project;
    else if (own.value !== project.value) {
      report(
        build["conflicting-agent"](
          project.span,
          { name: agent.name, what: "`project`" },
          { related: [{ message: "first given here", span: own.span }] },
        ),
      );
    }
  }
  return own;
}

/** The agents of each project, sorted; projects without agents have an empty list. */
export function agentsByProject({ projectOf, places }: Assignment): ReadonlyMap<string, readonly string[]> {
  const agents = new Map<string, string[]>([...places.keys()].map((name) => [name, []]));
  for (const [agent, project] of projectOf) agents.get(project)?.push(agent);
  for (const list of agents.values()) list.sort(compareCodePoints);
  return agents;
}
