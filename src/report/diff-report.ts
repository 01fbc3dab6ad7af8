/** What every formatter of differences is given, and the words they share. */
import type { Change, ChangedStatement, ChangeKind, Difference } from "../diff/change.ts";
import type { Style } from "./style.ts";

export interface DiffReport {
  readonly difference: Difference;
  /** What the two sides were called in the call. */
  readonly baseName: string;
  readonly headName: string;
  /** Paths of each side's files as the reader expects them. */
  readonly basePathOf: (file: string) => string;
  readonly headPathOf: (file: string) => string;
  /** The changes that a gate refuses, with the words of `--fail-on` that they meet. */
  readonly refused: ReadonlyMap<Change, readonly string[]>;
  readonly style: Style;
}

export type DiffFormatter = (report: DiffReport) => string;

/** How a kind is counted in the summary. */
export type SummaryKey =
  "widened" | "narrowed" | "gated" | "ungated" | "obligations" | "limits" | "config" | "tests";

const keys: { readonly [K in ChangeKind]: SummaryKey } = {
  widened: "widened",
  narrowed: "narrowed",
  gated: "gated",
  ungated: "ungated",
  approval: "obligations",
  obligation: "obligations",
  limit: "limits",
  agent: "config",
  guardrail: "config",
  config: "config",
  test: "tests",
};

/** Changes by kind, every key present. */
export function summaryOf(changes: readonly Change[]): { readonly [K in SummaryKey]: number } {
  const count = (key: SummaryKey): number => changes.filter((c) => keys[c.kind] === key).length;
  return {
    widened: count("widened"),
    narrowed: count("narrowed"),
    gated: count("gated"),
    ungated: count("ungated"),
    obligations: count("obligations"),
    limits: count("limits"),
    config: count("config"),
    tests: count("tests"),
  };
}

/** `2 widened, 1 ungated`; what there is none of is left out. People read agents and guardrails by themselves. */
export function summaryText(changes: readonly Change[]): string {
  const named = (kind: ChangeKind): boolean => kind === "agent" || kind === "guardrail";
  const counts: readonly (readonly [string, number])[] = [
    ...Object.entries(summaryOf(changes.filter(({ kind }) => !named(kind)))),
    ["agents", changes.filter(({ kind }) => kind === "agent").length],
    ["guardrails", changes.filter(({ kind }) => kind === "guardrail").length],
  ];
  return counts
    .filter(([, count]) => count > 0)
    .map(([key, count]) => `${count} ${count === 1 ? key.replace(/s$/, "") : key}`)
    .join(", ");
}

/** What a change does to whoever reviews it, in a word or two. */
export const kindWords: { readonly [K in ChangeKind]: string } = {
  widened: "newly allowed",
  narrowed: "newly denied",
  gated: "newly gated",
  ungated: "no longer gated",
  approval: "asked for otherwise",
  obligation: "told otherwise",
  limit: "limit",
  agent: "agent",
  guardrail: "guardrail",
  config: "config",
  test: "test",
};

/** `git:push on repos/*`, with `≈` before it where the patterns cover more than the change. */
export function regionText(change: Change): string | null {
  const { region } = change;
  if (region === null) return null;
  const except = region.except === null ? "" : ` except ${region.except}`;
  const when = region.when === null ? "" : ` when ${region.when}`;
  return `${region.exact ? "" : "≈ "}${region.actions} on ${region.resources}${except}${when}`;
}

/** `ci-runner`, or `ci-runner, docs-bot and 3 more`; empty when it is about no agent. */
export function agentsText(agents: readonly string[], shown = 4): string {
  if (agents.length <= shown) return agents.join(", ");
  return `${agents.slice(0, shown).join(", ")} and ${agents.length - shown} more`;
}

/** `2^41.2 → 2^47.9`; `null` where it stays the same. */
export function growthText({ reach }: Change): string | null {
  if (reach === null || reach.base === reach.head) return null;
  const power = (log2: number): string => (Number.isFinite(log2) ? `2^${log2.toFixed(1)}` : "0");
  return `${power(reach.base)} → ${power(reach.head)}`;
}

/** `2^41.2 → 2^47.9 names of up to 64 characters` */
export function reachText(change: Change): string | null {
  const growth = growthText(change);
  return growth === null ? null : `${growth} names of up to ${change.reach?.length ?? 0} characters`;
}

export function placeText(statement: ChangedStatement, pathOf: (file: string) => string): string {
  return `${pathOf(statement.span.file)}:${statement.line}`;
}
