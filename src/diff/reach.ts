/**
 * Reach: how many requests an agent is allowed without approval, in all or among those that some patterns
 * speak of; a number that grows when a grant grows.
 *
 * Counted are pairs of valid action and resource names of at most `length` characters together, made of
 * the printable ASCII characters except the blank, `%` and `\` (actions in lower case, since case does not
 * count there), that a grant speaks of and no unconditional deny or gate. Conditions of grants are taken
 * as met, those of denies and gates as not; shapes are left aside.
 *
 * INVARIANT: an exact count is over paths of deterministic automata, so that nothing is counted twice. When
 * that takes more steps than allowed there is a bound from above: first without what denies and gates take
 * out, then with every glob of a grant counted by itself.
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Region } from "../analysis/boxes.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { assertNever } from "../base/invariant.ts";
import type { Agent } from "../ir/ir.ts";
import { countNames, type Dimension, type Lengths, Steps } from "./count-names.ts";

export interface ReachCount {
  /** log2 of the number of requests; 0 when there is none or one. */
  readonly log2: number;
  /** False: a bound from above. */
  readonly isExact: boolean;
}

/** What is granted, and what is taken out of it. */
export interface Granted {
  readonly grants: readonly Region[];
  readonly removed: readonly Region[];
  /** Only requests of one of these count; `null`: all. */
  readonly within: readonly Region[] | null;
}

/** How a number is come by; the later ones are bounds from above, each quicker and wider. */
const methods = ["exact", "without-removed", "sum"] as const;
type Method = (typeof methods)[number];

// Longer names would overflow a double.
const longestLength = 140;
// Steps that an exact count may take; a count serves a figure, not a verdict.
const mostSteps = 40_000;
// More statements than this hardly ever are counted within the steps, so they are not tried.
const mostStatements = 24;

/** Reach of an agent of the context's set, in all. */
export function countReach(context: AnalysisContext, agent: Agent, length: number): ReachCount {
  const { grants, denies, gates } = context.boxesOf(agent);
  const removed = [...denies, ...gates].filter(({ statement }) => statement?.condition === null);
  const [count] = new ReachCounter(length).countAlike([
    {
      grants: grants.map(({ region }) => region),
      removed: removed.map(({ region }) => region),
      within: null,
    },
  ]);
  return count ?? { log2: 0, isExact: true };
}

/** Counts for several agents; what their globs have in common is counted once. */
export class ReachCounter {
  readonly length: number;
  readonly #single: Map<GlobEntry, Lengths> = new Map<GlobEntry, Lengths>();

  /** Lengths above 140 characters count as 140. */
  constructor(length: number) {
    this.length = Math.max(1, Math.min(longestLength, Math.floor(length)));
  }

  /** Numbers to compare with each other: all come by in the same way. */
  countAlike(all: readonly Granted[]): ReachCount[] {
    for (const method of methods) {
      const counts: number[] = [];
      for (const granted of all) {
        const count = this.#count(granted, method);
        if (count === null) break;
        counts.push(count);
      }
      if (counts.length === all.length) {
        return counts.map((count) => ({ log2: log2(count), isExact: method === "exact" }));
      }
    }
    return [];
  }

  /** A quick bound from above, whatever is taken out. */
  bound(granted: Granted): ReachCount {
    return { log2: log2(this.#count(granted, "sum") ?? 0), isExact: false };
  }

  #count(granted: Granted, method: Method): number | null {
    switch (method) {
      case "exact":
        return this.#exact(granted);
      case "without-removed":
        return this.#exact({ ...granted, removed: [] });
      case "sum":
        return granted.grants.reduce(
          (total, { actions, resources }) =>
            total + this.#pairs(this.#sum(actions, "action"), this.#sum(resources, "resource")),
          0,
        );
      default:
        return assertNever(method);
    }
  }

  #exact({ grants, removed, within }: Granted): number | null {
    const statements = [
      ...grants.map((region) => ({ region, role: "grant" })),
      ...removed.map((region) => ({ region, role: "removed" })),
      ...(within ?? []).map((region) => ({ region, role: "within" })),
    ] as const;
    if (statements.length > mostStatements) return null;
    type Statements = readonly ((typeof statements)[number] | undefined)[];
    const isCounted = (speaking: Statements): boolean =>
      speaking.some((s) => s?.role === "grant") &&
      (within === null || speaking.some((s) => s?.role === "within"));
    const steps = new Steps(mostSteps);
    // Actions that the same statements speak of share the resources that they reach.
    const actions = countNames(
      statements.map(({ region }) => ({ names: region.actions, except: region.exceptActions })),
      "action",
      this.length,
      steps,
      (speaking) => (isCounted(speaking.map((i) => statements[i])) ? speaking.join(",") : null),
    );
    if (actions === null) return null;
    let total = 0;
    for (const [key, lengths] of actions) {
      const speaking = key.split(",").flatMap((i) => statements[Number(i)] ?? []);
      const resources = countNames(
        speaking.map(({ region }) => ({ names: region.resources, except: region.exceptResources })),
        "resource",
        this.length,
        steps,
        (of) => {
          const those = of.map((i) => speaking[i]);
          return isCounted(those) && !those.some((s) => s?.role === "removed") ? "" : null;
        },
      );
      if (resources === null) return null;
      const reached = resources.get("");
      if (reached !== undefined) total += this.#pairs(lengths, reached);
    }
    return total;
  }

  /** Pairs of at most `length` characters. */
  #pairs(actions: Lengths, resources: Lengths): number {
    let total = 0;
    let upTo = 0;
    for (let resource = 1; resource < this.length; resource++) {
      upTo += resources[resource] ?? 0;
      total += (actions[this.length - resource] ?? 0) * upTo;
    }
    return total;
  }

  #sum(entries: readonly GlobEntry[], dimension: Dimension): Lengths {
    const sum = new Float64Array(this.length + 1);
    for (const entry of entries) {
      let single = this.#single.get(entry);
      if (single === undefined) {
        const product = countNames(
          [{ names: [entry], except: [] }],
          dimension,
          this.length,
          new Steps(Infinity),
          (of) => (of.length > 0 ? "" : null),
        );
        single = product?.get("") ?? new Float64Array(this.length + 1);
        this.#single.set(entry, single);
      }
      for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (single[i] ?? 0);
    }
    return sum;
  }
}

function log2(count: number): number {
  return count <= 1 ? 0 : Math.log2(count);
}
