/**
 * Which changes of `sentrely.yaml` loosen what judges policies: levels, labels, channels, the catalogue.
 *
 * INVARIANT: a default that is not known here is taken for the strictest before and the laxest after.
 */
import type { Severity } from "../base/diagnostic.ts";
import { type AccessLevel, type Catalogue } from "../catalogue/catalogue.ts";
import { createCatalogue } from "../catalogue/create-catalogue.ts";
import type { PolicySet } from "../ir/ir.ts";
import type { CompareOptions, Side } from "./side.ts";

/** What a change of a fact means for what it guards: a word of its own, and `weakened`; empty: nothing. */
export type WeakeningOf = (path: string, old: string | null, now: string | null) => readonly string[];

export function weakenings(
  base: Side,
  head: Side,
  { ruleLevels }: Pick<CompareOptions, "ruleLevels">,
): WeakeningOf {
  const shipped = { base: shippedOf(base), head: shippedOf(head) };
  const isLoosened = (path: string, old: string | null, now: string | null): string | null => {
    const rule = after("lint.rules.", path);
    if (rule !== null) return isLowered(ruleLevels?.get(rule), old, now) ? "level-lowered" : null;
    const label = after("labels.", path);
    if (label !== null) return hasLeft(label, base.set, head.set) ? "label-left" : null;
    if (after("catalog.services.", path) !== null)
      return isLaxer(path, old, now, shipped) ? "catalogue-loosened" : null;
    switch (path) {
      case "lint.fail_level":
        return rank(now) > rank(old) ? "level-lowered" : null;
      case "split_agents": {
        const before = new Set(base.config?.splitAgents.map(({ value }) => value));
        const isNew = head.config?.splitAgents.some(({ value }) => !before.has(value)) === true;
        return isNew ? "split-agent-added" : null;
      }
      case "prices.usd_per_million_tokens":
        return old !== null && (now === null || Number(now) < Number(old)) ? "price-lowered" : null;
      case "channels":
        return now === null ? "channels-unchecked" : null;
      case "compliance": {
        const left = new Set(head.config?.compliance.map(({ value }) => value));
        const isGone = base.config?.compliance.some(({ value }) => !left.has(value)) === true;
        return isGone ? "compliance-removed" : null;
      }
      default:
        return null;
    }
  };
  return (path, old, now) => {
    const word = isLoosened(path, old, now);
    return word === null ? [] : [word, "weakened"];
  };
}

/** What follows the prefix; `null` when the path does not begin with it. */
function after(prefix: string, path: string): string | null {
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

const levels: readonly string[] = ["off", "info", "warning", "error"];

function rank(level: string | null): number {
  return levels.indexOf(level ?? "off");
}

/** Whether some finding of a rule is told less gravely. `levels`: those it has where no config sets one. */
function isLowered(
  defaults: readonly Severity[] | undefined,
  old: string | null,
  now: string | null,
): boolean {
  if (defaults === undefined) return rank(old ?? "warning") > rank(now ?? "info");
  // An error is never lowered.
  const levelOf = (level: Severity, set: string | null): string =>
    level === "error" || set === null ? level : set;
  return defaults.some((level) => rank(levelOf(level, now)) < rank(levelOf(level, old)));
}

/** Whether an agent of both sets has a label no more. */
function hasLeft(label: string, base: PolicySet, head: PolicySet): boolean {
  const agentsOf = ({ labels }: PolicySet): readonly string[] =>
    labels.find(({ name }) => name === label)?.agents ?? [];
  const declared = new Set(head.agents.map(({ name }) => name));
  const now = new Set(agentsOf(head));
  return agentsOf(base).some((agent) => declared.has(agent) && !now.has(agent));
}

/** What is known before the config has its say; of AWS nothing is. */
function shippedOf({ catalogue }: Side): Catalogue {
  return createCatalogue({ services: [], servers: catalogue.servers, aws: null });
}

type Shipped = { readonly base: Catalogue; readonly head: Catalogue };

/** How grave it is to do what an action is said to do. */
export const strictness: { readonly [A in AccessLevel]: number } = {
  read: 0,
  list: 0,
  tagging: 1,
  write: 2,
  permissions: 3,
};

function isLaxer(path: string, old: string | null, now: string | null, shipped: Shipped): boolean {
  const action = /^catalog\.services\.(.+?)\.actions\.(.+)\.access$/.exec(path);
  if (action !== null) {
    const [, service = "", name = ""] = action;
    const full = name.toLowerCase().startsWith(`${service.toLowerCase()}:`) ? name : `${service}:${name}`;
    const before = accessOf(old, full, shipped.base, "permissions");
    return strictness[accessOf(now, full, shipped.head, "read")] < strictness[before];
  }
  const flag = /^catalog\.services\.(.+)\.(closed|fold_case)$/.exec(path);
  if (flag === null) return false;
  const [, service = "", key] = flag;
  const isSet = (text: string | null, catalogue: Catalogue, unknown: boolean): boolean => {
    if (text !== null) return text === "true";
    if (key === "fold_case") return false;
    return isOfAws(service) ? unknown : catalogue.service(service)?.isClosed === true;
  };
  return isSet(old, shipped.base, true) && !isSet(now, shipped.head, false);
}

function accessOf(
  text: string | null,
  action: string,
  shipped: Catalogue,
  unknown: AccessLevel,
): AccessLevel {
  const said = accessLevels.find((level) => level === text);
  if (said !== undefined) return said;
  return isOfAws(action) ? unknown : (shipped.action(action)?.access ?? "write");
}

const accessLevels: readonly AccessLevel[] = ["read", "list", "write", "permissions", "tagging"];

function isOfAws(name: string): boolean {
  return name.toLowerCase().startsWith("aws:");
}
