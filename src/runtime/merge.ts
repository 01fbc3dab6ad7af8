/** What decisions about several statements or requests have in common. */
import type { ApprovalEntry, Effect, Reason, StatementRef } from "../base/request.ts";
import { compareTexts } from "./text-order.ts";

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

/** How a gate asks. Equal options have equal numbers. */
export interface GateOptions {
  readonly number: number;
  readonly channels: readonly string[];
  readonly timeout: number;
  readonly approvers: readonly string[];
  readonly needed: number;
}

interface OpenEntry extends ApprovalEntry {
  readonly statements: string[];
}

/**
 * One entry for each distinct set of options, naming all its gates. Gates come sorted by id, each with
 * its options.
 */
export function approvalsOf(
  gates: readonly StatementRef[],
  options: readonly GateOptions[],
): ApprovalEntry[] {
  const numbers: number[] = [];
  const entries: OpenEntry[] = [];
  for (let i = 0; i < gates.length; i++) {
    const gate = gates[i];
    const asks = options[i];
    if (gate === undefined || asks === undefined) continue;
    const known = entries[numbers.indexOf(asks.number)];
    if (known !== undefined) known.statements.push(gate.id);
    else {
      numbers.push(asks.number);
      entries.push(entryOf(gate, asks));
    }
  }
  return entries;
}

/** An entry that names one gate. Its lists are its own. */
export function entryOf(gate: StatementRef, asks: GateOptions): OpenEntry {
  return {
    statements: [gate.id],
    channels: asks.channels.slice(),
    timeout_seconds: asks.timeout,
    approvers: asks.approvers.slice(),
    needed: asks.needed,
  };
}

/** The same over the entries of several decisions; sorted by the first gate, then by options. */
export function mergeApprovals(all: readonly ApprovalEntry[]): ApprovalEntry[] {
  const byOptions: { [options: string]: OpenEntry } = {};
  const merged: { readonly options: string; readonly entry: OpenEntry }[] = [];
  for (let i = 0; i < all.length; i++) {
    const entry = all[i];
    if (entry === undefined) continue;
    // JSON of a list begins with a bracket, as no name of an object's own members does.
    const options = JSON.stringify([entry.channels, entry.timeout_seconds, entry.approvers, entry.needed]);
    let open = byOptions[options];
    if (open === undefined) {
      open = {
        statements: [],
        channels: entry.channels.slice(),
        timeout_seconds: entry.timeout_seconds,
        approvers: entry.approvers.slice(),
        needed: entry.needed,
      };
      byOptions[options] = open;
      merged.push({ options: options, entry: open });
    }
    for (let k = 0; k < entry.statements.length; k++) open.statements.push(entry.statements[k] ?? "");
  }
  const result: ApprovalEntry[] = [];
  for (let i = 0; i < merged.length; i++) {
    const open = merged[i];
    if (open !== undefined) sortUnique(open.entry.statements);
  }
  merged.sort(
    (a, b) =>
      compareTexts(a.entry.statements[0] ?? "", b.entry.statements[0] ?? "") ||
      compareTexts(a.options, b.options),
  );
  for (let i = 0; i < merged.length; i++) {
    const open = merged[i];
    if (open !== undefined) result.push(open.entry);
  }
  return result;
}

/** Sorts in place and drops repetitions. */
export function sortUnique(texts: string[]): void {
  texts.sort(compareTexts);
  let kept = 0;
  for (let i = 0; i < texts.length; i++) {
    if (i === 0 || texts[i] !== texts[i - 1]) {
      texts[kept] = texts[i] ?? "";
      kept += 1;
    }
  }
  texts.length = kept;
}
