/** Everything of a set that has a name, declared and checked before any statement is lowered. */
import type { Report } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import type { ConfigNode, FileNode } from "../syntax/ast.ts";
import { AttributeTypes } from "./attribute-types.ts";
import { drawBorders, type Borders } from "./borders.ts";
import { Channels } from "./channels.ts";
import { GlobStore } from "./glob.ts";
import type { BindingService } from "./ir.ts";
import { ConditionLowering } from "./lower-condition.ts";
import type { Lowering } from "./lower-statement.ts";
import { References } from "./names.ts";
import { assignProjects, type Assignment } from "./projects.ts";
import {
  AgentLists,
  declareAgents,
  declareRoles,
  type AgentDeclaration,
  type RoleDeclaration,
} from "./registry.ts";
import { RoleGraph } from "./roles.ts";
import { lowerServices } from "./services.ts";
import { ShapeFit } from "./shape-fit.ts";
import { lowerTimeZone } from "./timezone.ts";
import { Vocabulary } from "./vocabulary.ts";

/** What is handed to lowering: all files of a set, parsed. */
export interface LowerInput {
  readonly files: readonly FileNode[];
  readonly config: ConfigNode | null;
  /** Every source by path; gives statements their lines. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

export interface Names {
  readonly agents: ReadonlyMap<string, AgentDeclaration>;
  readonly roles: ReadonlyMap<string, RoleDeclaration>;
  readonly graph: RoleGraph;
  readonly lists: AgentLists;
  /** The agents of each label, sorted. */
  readonly labels: ReadonlyMap<string, readonly string[]>;
  readonly assignment: Assignment;
  readonly types: AttributeTypes;
  readonly borders: Borders;
  readonly services: readonly BindingService[];
  readonly lowering: Lowering;
}

/** Declares agents, roles, labels, projects and the vocabulary; reports every contradiction. */
export function resolveNames({ files, config, sources }: LowerInput, report: Report): Names {
  const references = new References(files, config, sources, report);
  const zone = lowerTimeZone(config?.timezone ?? null, references);
  const agents = declareAgents(files, config, references, report);
  const roles = declareRoles(files, report);
  const graph = new RoleGraph(roles, references, report);
  const lists = new AgentLists([...agents.keys()], references, report);
  const labels = new Map<string, readonly string[]>();
  for (const { name, agents: entries } of config?.labels ?? []) {
    labels.set(name.value, lists.declareLabel(name.value, entries));
  }
  for (const name of config?.splitAgents ?? []) {
    if (!lists.has(name.value)) references.undefined("agent", name, lists.known);
  }
  const assignment = assignProjects(agents, files, config, lists, references, report);

  const types = new AttributeTypes(config?.context ?? [], report);
  const conditions = new ConditionLowering(types, report);
  const globs = new GlobStore();
  const noWords = { actions: [], resources: [], conditions: [] };
  const vocabulary = new Vocabulary(config?.vocabulary ?? noWords, conditions, globs, references, report);
  const channels = new Channels(config?.channels ?? null, references);
  const services = lowerServices(config, report);
  const shapes = new ShapeFit(services);
  const lowering = { shapes, globs, vocabulary, conditions, references, channels, zone, sources, report };
  const borders = drawBorders(config, vocabulary, globs, sources, report);
  return { agents, roles, graph, lists, labels, assignment, types, borders, services, lowering };
}
