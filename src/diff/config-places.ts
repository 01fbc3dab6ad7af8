/** Where `sentrely.yaml` writes what its facts say: a place for each path that the tree has one for. */
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { ConfigNode, Located } from "../syntax/ast.ts";

/** By path, as `configFacts` has them. */
export type ConfigPlaces = ReadonlyMap<string, Span>;

export function configPlaces(config: ConfigNode | null): ConfigPlaces {
  const places = new Map<string, Span>();
  if (config === null) return places;
  const add = (path: string, place: Span | null | undefined): void => {
    if (place !== null && place !== undefined && !places.has(path)) places.set(path, place);
  };
  const addNamed = (path: string, nodes: readonly { readonly name: Located<string> }[]): void => {
    for (const { name } of nodes) add(`${path}.${name.value}`, name.span);
  };
  add("project", config.project?.span);
  add("timezone", config.timezone?.span);
  addNamed("projects", config.projects);
  addNamed("labels", config.labels);
  addNamed("vocabulary.actions", config.vocabulary.actions);
  addNamed("vocabulary.resources", config.vocabulary.resources);
  addNamed("vocabulary.conditions", config.vocabulary.conditions);
  addNamed("context", config.context);
  for (const service of config.catalog.services) {
    const path = `catalog.services.${service.name.value}`;
    addNamed(`${path}.actions`, service.actions);
    add(path, service.name.span);
  }
  add("catalog.shapes", config.catalog.shapes[0]?.span);
  for (const { server } of config.catalog.mcp) add(`catalog.mcp.${server.value}`, server.span);
  for (const { id } of config.lint.rules) add(`lint.rules.${id.value}`, id.span);
  add("lint.fail_level", config.lint.failLevelPlace);
  add("split_agents", config.splitAgents[0]?.span);
  for (const name of config.splitAgents) add(`split_agents.${name.value}`, name.span);
  add("channels", config.channels?.[0]?.span);
  add("sensitive", config.sensitive[0]?.span);
  add("compliance", config.compliance[0]?.span);
  add("build.targets", config.build.targets?.[0]?.span);
  add("build.out", config.build.out?.span);
  return places;
}

/** The place of the path, or of the nearest key above it that has one. */
export function placeOf(path: string, places: ConfigPlaces): Span | null {
  const above = [...places.keys()].filter((key) => path === key || path.startsWith(`${key}.`));
  const [nearest] = above.sort((a, b) => b.length - a.length || compareCodePoints(a, b));
  return nearest === undefined ? null : (places.get(nearest) ?? null);
}
