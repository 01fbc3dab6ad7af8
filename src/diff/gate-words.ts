/**
 * The words of `--fail-on`: the kinds of changes, and what single changes mean for what is guarded.
 *
 * INVARIANT: every tag that a change can have is one of these words.
 */
import type { ChangeKind } from "./change.ts";

const kinds: { readonly [K in ChangeKind]: true } = {
  widened: true,
  narrowed: true,
  gated: true,
  ungated: true,
  approval: true,
  obligation: true,
  limit: true,
  agent: true,
  guardrail: true,
  config: true,
  test: true,
};

/** Top-level keys of `sentrely.yaml`; a change of one is tagged `config-KEY`. */
const configKeys: readonly string[] = [
  "build",
  "catalog",
  "channels",
  "compliance",
  "context",
  "labels",
  "lint",
  "policies",
  "prices",
  "project",
  "projects",
  "sensitive",
  "split_agents",
  "tests",
  "timezone",
  "version",
  "vocabulary",
];

const meanings: readonly string[] = [
  "agent-added",
  "agent-removed",
  "agent-renamed",
  "audit-changed",
  "audit-weakened",
  "baseline-added",
  "catalogue-loosened",
  "channels-unchecked",
  "compliance-removed",
  "deny-removed",
  "guardrail-strengthened",
  "guardrail-weakened",
  "label-left",
  "level-lowered",
  "limit-added",
  "limit-changed",
  "limit-lowered",
  "limit-raised",
  "limit-removed",
  "notify-added",
  "notify-removed",
  "price-lowered",
  "reach-growth",
  "sensitive-narrowed",
  "shapes",
  "split-agent-added",
  "suppression-added",
  "test-added",
  "test-removed",
  "weakened",
  "with-approval",
  "workflow-changed",
];

/** Every word that a gate may have. */
export const gateWords: readonly string[] = [
  ...Object.keys(kinds),
  ...meanings,
  ...configKeys.map((key) => `config-${key}`),
];

/**
 * The gates of a review that names none: whatever lets through what was refused, asked about, counted or told,
 * and whatever loosens what is to refuse it.
 */
export const defaultGates: readonly string[] = [
  "widened",
  "ungated",
  "approval",
  "limit-raised",
  "limit-removed",
  "audit-weakened",
  "notify-removed",
  "weakened",
];
