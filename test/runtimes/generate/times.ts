/** Instants near what a set says of time: changes of clocks, days, hours and expiry, to the millisecond. */
import type { PolicySet } from "../../../src/ir/ir.ts";
import type { Atoms } from "./atoms.ts";
import { NumberText, type Json } from "./json-text.ts";
import type { Random } from "./random.ts";

export const latest = 4_102_444_800_000;
const day = 86_400_000;

export interface Instants {
  /** Changes of the set's clock. */
  readonly changes: readonly number[];
  /** Instants at which something expires. */
  readonly expiries: readonly number[];
  /** Beginnings of days that conditions name, in every offset the zone ever has. */
  readonly days: readonly number[];
  readonly offsets: readonly number[];
  readonly hours: readonly number[];
  readonly speaksOfTime: boolean;
}

export function instantsOf(set: PolicySet, atoms: Atoms): Instants {
  const offsets = [...new Set(set.timezone.offsets.map(({ minutes }) => Math.round(minutes * 60_000)))];
  const expiries = [
    ...set.agents.map((agent) => agent.expires),
    ...set.statements.map((statement) => (statement.kind === "deny" ? null : statement.expires)),
  ].filter((instant) => instant !== null);
  const dates = (atoms.time.get("date") ?? []).map((date) => Date.parse(`${String(date)}T00:00:00Z`));
  return {
    changes: set.timezone.offsets.map(({ from }) => from),
    expiries: [...new Set(expiries)],
    days: dates.flatMap((date) => offsets.map((offset) => date - offset)),
    offsets,
    hours: (atoms.time.get("hour") ?? []).map(Number),
    speaksOfTime: atoms.time.size > 0 || expiries.length > 0,
  };
}

const shifts = [0, 0, 1, -1, 60_000, -60_000, 59_999, 1_800_000, 3_600_000, -3_600_000, 3_599_999, day, -day];

export type TimeGroup = "absent" | "change" | "expiry" | "day" | "hour" | "any" | "invalid";

/** A `now`, and what it is near; `undefined` for none. */
export function nowNear(instants: Instants, random: Random): { value: Json | undefined; group: TimeGroup } {
  if (random.chance(instants.speaksOfTime ? 0.08 : 0.6)) return { value: undefined, group: "absent" };
  if (random.chance(0.012)) return { value: random.pick(strangeTimes()), group: "invalid" };
  const choices: { group: TimeGroup; base: () => number }[] = [
    { group: "any", base: () => random.int(latest) },
    { group: "hour", base: () => hourStart(instants, random) },
  ];
  const near = (group: TimeGroup, list: readonly number[]): void => {
    if (list.length > 0)
      choices.push({ group, base: () => random.pick(list) }, { group, base: () => random.pick(list) });
  };
  near("change", instants.changes);
  near("expiry", instants.expiries);
  near("day", instants.days);
  const { group, base } = random.pick(choices);
  return { value: clamp(base() + random.pick(shifts)), group };
}

/** Each change of clocks, expiry and beginning of a named day, with the milliseconds beside it. */
export function momentsOf({
  changes,
  expiries,
  days,
  speaksOfTime,
}: Instants): { now: number; group: string }[] {
  const around = (group: TimeGroup, list: readonly number[]): { now: number; group: string }[] =>
    list.flatMap((base) =>
      [base - 1, base, base + 1].map((now) => ({ now: clamp(now), group: `now ${group}` })),
    );
  if (!speaksOfTime) return [];
  return [...around("change", changes), ...around("expiry", expiries), ...around("day", days)];
}

/** The beginning of an hour that a condition names, on some day in local time. */
function hourStart({ hours, offsets }: Instants, random: Random): number {
  const hour = hours.length === 0 ? random.int(24) : random.pick(hours);
  return random.int(47_000) * day + hour * 3_600_000 - random.pick(offsets);
}

function clamp(now: number): number {
  return Math.min(latest, Math.max(0, now));
}

/** Values at the ends of the range, and what is no integer in it. */
export function strangeTimes(): Json[] {
  const numbers = [
    "0",
    "-0",
    "-1",
    "0.5",
    "1e3",
    "1.5e3",
    "4102444800000",
    "4102444800000.0",
    "4102444800001",
    "4102444799999.5",
    "-0.0",
    "9007199254740993",
    "1e300",
    "5e-324",
  ];
  return [...numbers.map((text) => new NumberText(text)), null, "0", "1767225600000", true, [], [0]];
}
