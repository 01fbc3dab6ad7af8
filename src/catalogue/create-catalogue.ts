/**
 * The catalogue of a policy set: what is shipped, what its tool lists say, and what `sentrely.yaml` adds to both.
 *
 * INVARIANT: lazy. Making one decodes nothing; each service's actions are put together when they are first asked for.
 */
import { compareCodePoints } from "../base/order.ts";
import { awsSpelling } from "./aws-names.ts";
import { openAwsText, type AwsText } from "./aws-text.ts";
import type { Catalogue, CatalogueAction, CatalogueService, ResourceTemplate } from "./catalogue.ts";
import { foldAscii } from "./fold-ascii.ts";
import { shippedServices } from "./services/all-services.ts";
import type { ServiceDefinition } from "./services/service-definition.ts";
import type { CatalogueSettings, ConfiguredService, ImportedServer } from "./settings.ts";
import { readTemplate } from "./template.ts";

export interface CatalogueSources extends CatalogueSettings {
  /** The text of `aws-catalogue.txt`; `null`: not loaded, and no action of AWS is known. */
  readonly aws: string | null;
}

/** What a service is before `sentrely.yaml` has its say. */
interface Known {
  readonly spelling: string;
  readonly isClosed: boolean;
  readonly source: CatalogueService["source"];
  readonly naming: CatalogueService["naming"];
  readonly actions: () => readonly CatalogueAction[];
}

/** Throws when `aws` is not the text that this version ships: that is no user's mistake. */
export function createCatalogue({ services, servers, aws }: CatalogueSources): Catalogue {
  const known = new Map<string, Known>();
  for (const definition of shippedServices) known.set(definition.name, knownService(definition));
  for (const server of servers) known.set(foldAscii(`mcp:${server.name}`), knownServer(server));
  const text = aws === null ? null : openAwsText(aws);
  if (text !== null)
    for (const service of text.services) known.set(`aws:${service}`, knownAws(text, service));
  const configured = new Map(services.map((service) => [foldAscii(service.name), service]));

  const keys = [...new Set([...known.keys(), ...configured.keys()])].sort(compareCodePoints);
  const held = new Map<string, CatalogueService>();
  const service = (key: string): CatalogueService | null => {
    const found = held.get(key);
    if (found !== undefined) return found;
    const [shipped, written] = [known.get(key), configured.get(key)];
    if (shipped === undefined && written === undefined) return null;
    const made = makeService(key, shipped, written, binderOf(key, configured));
    held.set(key, made);
    return made;
  };
  const serviceOf = (action: string): CatalogueService | null => {
    for (let prefix = foldAscii(action); prefix !== "";) {
      const found = service(prefix);
      if (found !== null) return found;
      prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(":")));
    }
    return null;
  };

  const byName = new WeakMap<CatalogueService, ReadonlyMap<string, CatalogueAction>>();
  return {
    keys,
    service: (key) => service(foldAscii(key)),
    serviceOf,
    action: (name) => {
      const owner = serviceOf(name);
      if (owner === null) return null;
      let actions = byName.get(owner);
      if (actions === undefined) {
        actions = new Map(owner.actions.map((action) => [foldAscii(action.name), action]));
        byName.set(owner, actions);
      }
      return actions.get(foldAscii(name)) ?? null;
    },
    alias: (prefix) => {
      const folded = foldAscii(prefix);
      if (known.has(folded) || configured.has(folded)) return null;
      return shippedServices.find(({ aliases }) => aliases.includes(folded))?.name ?? awsSpelling(folded);
    },
  };
}

/** The service whose shapes bind the actions of `key`: what states no shape is bound by the next shorter name. */
function binderOf(
  key: string,
  configured: ReadonlyMap<string, ConfiguredService>,
): ConfiguredService | undefined {
  for (let prefix = key; prefix !== ""; prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf(":")))) {
    const service = configured.get(prefix);
    if (service !== undefined && [service, ...service.actions].some(({ shapes }) => shapes.length > 0))
      return service;
  }
  return undefined;
}

function makeService(
  key: string,
  known: Known | undefined,
  configured: ConfiguredService | undefined,
  binder: ConfiguredService | undefined,
): CatalogueService {
  const spelling = known?.spelling ?? configured?.name ?? key;
  let actions: readonly CatalogueAction[] | undefined;
  return {
    key,
    spelling,
    isClosed: configured?.isClosed ?? known?.isClosed ?? false,
    foldsCase: configured?.foldsCase ?? false,
    source: known?.source ?? "config",
    naming: binder === undefined ? (known?.naming ?? "convention") : "bound",
    get actions() {
      return (actions ??= joinActions(known?.actions() ?? [], configured, binder));
    },
  };
}

/** The known actions as `sentrely.yaml` changes them, and those that only it knows. */
function joinActions(
  known: readonly CatalogueAction[],
  configured: ConfiguredService | undefined,
  binder: ConfiguredService | undefined,
): readonly CatalogueAction[] {
  if (configured === undefined && binder === undefined) return known;
  const own = new Map(configured?.actions.map((action) => [foldAscii(action.name), action]));
  const changed = known.map((action) => {
    const key = foldAscii(action.name);
    const entry = own.get(key);
    own.delete(key);
    return {
      ...action,
      access: entry?.access ?? action.access,
      resources: shapesOf(action.name, binder) ?? action.resources,
    };
  });
  const added = [...own.values()].map((entry) => ({
    name: entry.name,
    access: entry.access ?? "write",
    isDestructive: false,
    resources: shapesOf(entry.name, binder),
    conditionKeys: [],
  }));
  return [...changed, ...added].sort((a, b) => compareCodePoints(a.name, b.name));
}

/** The shapes that bind an action; `null`: none do. */
function shapesOf(action: string, binder: ConfiguredService | undefined): readonly ResourceTemplate[] | null {
  const key = foldAscii(action);
  const own = binder?.actions.find(({ name, shapes }) => shapes.length > 0 && foldAscii(name) === key);
  const shapes = (own ?? binder)?.shapes ?? [];
  return shapes.length === 0 ? null : shapes;
}

function knownAws(text: AwsText, service: string): Known {
  return {
    spelling: `aws:${service}`,
    isClosed: false,
    source: "shipped",
    naming: "vendor",
    actions: () => text.actionsOf(service),
  };
}

function knownService(definition: ServiceDefinition): Known {
  return {
    spelling: definition.name,
    isClosed: false,
    source: "shipped",
    naming: "convention",
    actions: () => actionsOf(definition),
  };
}

function actionsOf({ name, layouts, actions }: ServiceDefinition): readonly CatalogueAction[] {
  const kinds = new Map<string, ResourceTemplate[]>();
  for (const layout of Object.values(layouts)) {
    for (const [kind, texts] of Object.entries(layout)) {
      const templates = texts.map((text) => readTemplate(kind, text));
      kinds.set(kind, [...(kinds.get(kind) ?? []), ...templates]);
    }
  }
  return actions
    .flatMap(({ access, isDestructive, on, names }) => {
      const resources = (on ?? [...kinds.keys()]).flatMap((kind) => kinds.get(kind) ?? []);
      return names.split(" ").map((action) => ({
        name: `${name}:${action}`,
        access,
        isDestructive: isDestructive ?? false,
        resources,
        conditionKeys: [],
      }));
    })
    .sort((a, b) => compareCodePoints(a.name, b.name));
}

/** A tool list is complete, so the server is closed unless `sentrely.yaml` says otherwise. */
function knownServer({ name, tools }: ImportedServer): Known {
  const spelling = `mcp:${name}`;
  return {
    spelling,
    isClosed: true,
    source: "mcp",
    naming: "convention",
    actions: () => {
      const resources = ["", "/{path...}"].map((rest) => readTemplate("item", `mcp/${name}${rest}`));
      return tools.map((tool) => ({
        name: `${spelling}:${tool.name}`,
        access: tool.access,
        isDestructive: tool.isDestructive,
        resources,
        conditionKeys: [],
      }));
    },
  };
}
