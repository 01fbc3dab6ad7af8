/** The words of `--fail-on`: the kinds of changes, and what single changes mean for what is guarded. */
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

export const gateWords: readonly string[] = Object.keys(kinds);
