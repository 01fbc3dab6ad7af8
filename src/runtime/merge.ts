/** What decisions about several statements or requests have in common. */
import type { ApprovalEntry, Effect, Reason } from "../base/request.ts";
import { compareTexts, sortedSet } from "./text-order.ts";

/** Strictest first: the order in which several decisions become one. */
export const reasons: readonly Reason[] = [
  "invalid_request",
  "denied",
  "unknown_agent",
  "no_grant",
  "gated",
  "granted",
];

export function effectOf(reason: Reason): Effect {
  return reason === "granted" ? "allow" : reason === "gated" ? "require_approval" : "deny";
}

/** One entry for each distinct set of options, naming all its gates; sorted by the first of them. */
export function mergeApprovals(entries: readonly ApprovalEntry[]): ApprovalEntry[] {
  const byOptions = new Map<string, { first: ApprovalEntry; statements: string[] }>();
  for (const entry of entries) {
    const options = optionsOf(entry);
    const known = byOptions.get(options);
    if (known === undefined) byOptions.set(options, { first: entry, statements: entry.statements.slice() });
    else for (const id of entry.statements) known.statements.push(id);
  }
  const merged: { options: string; entry: ApprovalEntry }[] = [];
  byOptions.forEach(({ first, statements }, options) => {
    merged.push({
      options,
      entry: {
        statements: sortedSet(statements),
        channels: first.channels.slice(),
        timeout_seconds: first.timeout_seconds,
        approvers: first.approvers.slice(),
        needed: first.needed,
      },
    });
  });
  merged.sort(
    (a, b) =>
      compareTexts(a.entry.statements[0] ?? "", b.entry.statements[0] ?? "") ||
      compareTexts(a.options, b.options),
  );
  return merged.map(({ entry }) => entry);
}

function optionsOf({ channels, timeout_seconds, approvers, needed }: ApprovalEntry): string {
  return JSON.stringify([channels, timeout_seconds, approvers, needed]);
}
