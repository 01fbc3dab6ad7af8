/** The table of a run, and what fails it. */
import type { Disagreement, Host, HostResult, VectorSet } from "./host.ts";

export type Outcome =
  | { readonly kind: "ran"; readonly version: string; readonly result: HostResult }
  | { readonly kind: "absent"; readonly reason: string }
  | { readonly kind: "failed"; readonly version: string; readonly reason: string };

export interface Row {
  readonly host: Host;
  readonly outcome: Outcome;
}

/** How many lines the host has to decide. */
export function linesFor(host: Host, sets: readonly VectorSet[]): number {
  return sets.reduce((sum, set) => sum + host.kinds.reduce((lines, kind) => lines + set.counts[kind], 0), 0);
}

/** Why the row fails the run; `null` when it does not. */
export function faultOf(
  { host, outcome }: Row,
  sets: readonly VectorSet[],
  available: boolean,
): string | null {
  switch (outcome.kind) {
    case "absent":
      return available ? null : `cannot be installed: ${outcome.reason}`;
    case "failed":
      return outcome.reason;
    case "ran": {
      const { vectors, disagreed } = outcome.result;
      const due = linesFor(host, sets);
      if (disagreed > 0) return `${String(disagreed)} disagreements`;
      if (vectors !== due || due === 0) return `decided ${String(vectors)} of ${String(due)} vectors`;
      return null;
    }
  }
}

const headers = ["host", "bundle", "vectors", "disagreements", "µs/decision", "version"];

export function table(rows: readonly Row[]): string {
  const cells = rows.map(({ host, outcome }) => {
    if (outcome.kind === "absent")
      return [host.name, host.artefact, "0", "–", "–", `not here: ${outcome.reason}`];
    if (outcome.kind === "failed")
      return [host.name, host.artefact, "0", "–", "–", `${outcome.version} FAILED`];
    const { vectors, disagreed, ns } = outcome.result;
    const time = ns === null || vectors === 0 ? "–" : (ns / vectors / 1000).toFixed(2);
    return [host.name, host.artefact, String(vectors), String(disagreed), time, outcome.version];
  });
  const lines = [headers, ...cells].map((row) => row.map((cell) => cell.replace(/\s+/g, " ").slice(0, 90)));
  const widths = headers.map((_, i) => Math.max(...lines.map((row) => row[i]?.length ?? 0)));
  const isNumber = (i: number): boolean => i >= 2 && i <= 4;
  return lines
    .map((row) =>
      row
        .map((cell, i) => (isNumber(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

export function shown({ set, kind, line, request, expected, got }: Disagreement): string {
  const cut = (text: string): string => (text.length > 600 ? `${text.slice(0, 600)}…` : text);
  return `  ${set} ${kind}:${String(line)}\n    request  ${cut(request)}\n    expected ${cut(expected)}\n    got      ${cut(got)}`;
}
