/**
 * Limits (LANGUAGE.md §8): who each one holds and what is left out of it.
 *
 * INVARIANT: limits are kept apart, each with its own numbers and its own `on_exceed`; only equal
 * budgets of one project are one.
 */
import { assertNever } from "../base/invariant.ts";
import type { Report } from "../base/diagnostic.ts";
import { sortedUnique } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { ConfigNode, DocumentNode, LimitNode, Located, OnExceed } from "../syntax/ast.ts";
import type { Channels } from "./channels.ts";
import type { Limit, LimitScope, TimeZone } from "./ir.ts";
import { checkOwnLimits, checkProjectBudgets, type DeclaredBudget } from "./limit-conflicts.ts";
import { irMessages } from "./messages.ts";
import type { References } from "./names.ts";
import { agentsOf, type AgentDeclaration, type AgentLists } from "./registry.ts";
import { timeZone, zoneNames } from "./timezone.ts";

const { build } = irMessages;

/** What a block means where it says nothing; the docs list these. */
const defaults = {
  onExceed: "deny",
  burstAllowance: 0,
  breaker: { windowSeconds: 300, cooldownSeconds: 600, statuses: ["429", "5xx"] },
  export: { format: "json", frequency: "hourly" },
} as const;

/** What lowering limits needs to know of the set. */
export interface LimitContext {
  readonly agents: ReadonlyMap<string, AgentDeclaration>;
  readonly lists: AgentLists;
  readonly projectOf: ReadonlyMap<string, string>;
  readonly config: ConfigNode | null;
  readonly channels: Channels;
  readonly zone: TimeZone;
  readonly references: References;
  readonly report: Report;
}

/** Every limit of the set, in the order of the documents. */
export function lowerLimits(documents: readonly DocumentNode[], context: LimitContext): Limit[] {
  const limits: Limit[] = [];
  const budgets: DeclaredBudget[] = [];
  for (const document of documents) {
    if (document.limits.length === 0) continue;
    const agents = holdersOf(document, context);
    for (const node of document.limits) {
      warnToothless(node, context.report);
      if (node.kind === "project_budget") {
        const project = budgetProject(node.span, document, agents, context);
        if (project !== null) budgets.push({ node, project, declaredBy: declarer(document) });
        continue;
      }
      const limit = lowerLimit(node, { kind: "agents", agents }, declarer(document), context);
      if (limit !== null) limits.push(limit);
    }
  }
  for (const { name, budget: node } of context.config?.projects ?? []) {
    if (node === null) continue;
    warnToothless(node, context.report);
    budgets.push({ node, project: name.value, declaredBy: `project ${name.value}` });
  }
  checkOwnLimits(context.agents, documents, context.report);
  for (const { node, project, declaredBy } of checkProjectBudgets(budgets, context.report)) {
    const agents = context.lists.every().filter((agent) => context.projectOf.get(agent) === project);
    const limit = lowerLimit(node, { kind: "project", project, agents }, declaredBy, context);
    if (limit !== null) limits.push(limit);
  }
  return limits;
}

/** The agents that a document's limits hold, sorted. */
function holdersOf(document: DocumentNode, { lists, projectOf }: LimitContext): readonly string[] {
  if (document.kind === "agent") return sortedUnique(agentsOf(document).map(({ value }) => value));
  if (document.agents.length > 0) return lists.resolve(document.agents);
  const applied = lists.selected(document);
  const project = document.project?.value;
  return project === undefined ? applied : applied.filter((agent) => projectOf.get(agent) === project);
}

function declarer(document: DocumentNode): string {
  switch (document.kind) {
    case "agent":
      return `agent ${sortedUnique(agentsOf(document).map(({ value }) => value)).join(", ")}`;
    case "role":
      return `role ${document.role?.value ?? ""}`;
    case "guardrail":
      return "guardrail";
    case "limits":
    case "tests":
      return "limits";
    default:
      return assertNever(document.kind);
  }
}

/** Its document's project, else its agents', else the config's. */
function budgetProject(
  span: Span,
  document: DocumentNode,
  agents: readonly string[],
  { projectOf, config, references, report }: LimitContext,
): string | null {
  if (document.project !== null) return document.project.value;
  const projects = sortedUnique(agents.flatMap((agent) => projectOf.get(agent) ?? []));
  const [project = config?.project?.value, other] = projects;
  if (project !== undefined && other === undefined) return project;
  if (references.lacksConfig) return null;
  const problem =
    project === undefined
      ? "the project budget belongs to no project"
      : `the project budget speaks of agents of several projects: \`${projects.slice(0, 3).join("`, `")}\``;
  report(build["budget-without-project"](span, { problem }, { help: "add `project: NAME` to its document" }));
  return null;
}

function warnToothless(node: LimitNode, report: Report): void {
  const [key, value] =
    node.kind === "circuit_breaker"
      ? (["on_open", node.onOpen] as const)
      : "onExceed" in node
        ? (["on_exceed", node.onExceed] as const)
        : [null, null];
  if (key === null || value?.value !== "alert") return;
  report(
    build["toothless-limit"](
      value.span,
      { block: node.kind, key },
      { help: "to block as well, write `throttle_and_alert`, `pause_and_alert` or `deny`" },
    ),
  );
}

/** `null` when a part that it cannot do without is missing; syntax has reported that. */
function lowerLimit(
  node: LimitNode,
  scope: LimitScope,
  declaredBy: string,
  context: LimitContext,
): Limit | null {
  const base = { scope, declaredBy, place: node.span };
  switch (node.kind) {
    case "budget":
      return {
        kind: node.kind,
        ...base,
        maxTokensPerSession: valueOf(node.maxTokensPerSession),
        maxSessionsPerDay: valueOf(node.maxSessionsPerDay),
        alertAt: ascending(node.alertAt),
        onExceed: action(node.onExceed),
      };
    case "project_budget":
      return {
        kind: node.kind,
        ...base,
        monthlyLimit: valueOf(node.monthlyLimit),
        monthlyTokens: valueOf(node.monthlyTokens),
        alertThresholds: ascending(node.alertThresholds),
        onExceed: action(node.onExceed),
      };
    case "rate_limits":
      if (node.maxRequestsPerMinute === null) return null;
      return {
        kind: node.kind,
        ...base,
        maxRequestsPerMinute: node.maxRequestsPerMinute.value,
        burstAllowance: node.burstAllowance?.value ?? defaults.burstAllowance,
        onExceed: action(node.onExceed),
      };
    case "circuit_breaker":
      if (node.failures === null) return null;
      return {
        kind: node.kind,
        ...base,
        failures: node.failures.value,
        windowSeconds: node.window?.value ?? defaults.breaker.windowSeconds,
        statuses:
          node.statuses.length === 0 ? defaults.breaker.statuses : sortedUnique(node.statuses.map(textOf)),
        cooldownSeconds: node.cooldown?.value ?? defaults.breaker.cooldownSeconds,
        onOpen: action(node.onOpen),
      };
    case "audit":
      return {
        kind: node.kind,
        ...base,
        retentionSeconds: valueOf(node.retention),
        exportTo:
          node.exportTo === null
            ? null
            : {
                destination: node.exportTo.destination.value,
                format: node.exportTo.format?.value ?? defaults.export.format,
                frequency: node.exportTo.frequency?.value ?? defaults.export.frequency,
              },
        include: sortedUnique(node.include.map(textOf)),
      };
    case "alerts":
      return { kind: node.kind, ...base, ...lowerAlerts(node, context) };
    case "session":
      return {
        kind: node.kind,
        ...base,
        maxDurationSeconds: valueOf(node.maxDuration),
        idleTimeoutSeconds: valueOf(node.idleTimeout),
      };
    default:
      return assertNever(node);
  }
}

type AlertsNode = Extract<LimitNode, { readonly kind: "alerts" }>;
type AlertsValues = Pick<
  Extract<Limit, { readonly kind: "alerts" }>,
  "permissionDenied" | "requestVolume" | "offHours" | "newResource"
>;

function lowerAlerts(node: AlertsNode, context: LimitContext): AlertsValues {
  const { permissionDenied, requestVolume, offHours, newResource } = node;
  const channel = (named: Located<string> | null): string | null =>
    named === null ? null : (context.channels.check([named])[0] ?? null);
  return {
    permissionDenied: permissionDenied === null ? null : { channel: channel(permissionDenied.channel) },
    requestVolume:
      requestVolume === null
        ? null
        : { factor: requestVolume.factor.value, channel: channel(requestVolume.channel) },
    offHours:
      offHours === null
        ? null
        : {
            hours: valueOf(offHours.hours),
            days: sortedUnique(offHours.days.map(textOf)),
            timezone: ownZone(offHours.timezone, context),
            channel: channel(offHours.channel),
          },
    newResource: newResource === null ? null : { channel: channel(newResource.channel) },
  };
}

function ownZone(name: Located<string> | null, { zone, references }: LimitContext): string {
  if (name === null) return zone.name;
  if (timeZone(name.value) === null) references.undefined("time zone", name, new Set(zoneNames()));
  return name.value;
}

function valueOf<T>(located: Located<T> | null): T | null {
  return located?.value ?? null;
}

function textOf({ value }: Located<string>): string {
  return value;
}

function action(located: Located<OnExceed> | null): OnExceed {
  return located?.value ?? defaults.onExceed;
}

function ascending(percents: readonly Located<number>[]): number[] {
  return [...new Set(percents.map(({ value }) => value))].sort((a, b) => a - b);
}
