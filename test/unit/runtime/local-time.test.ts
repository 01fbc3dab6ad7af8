import fc from "fast-check";
import { expect, test } from "vitest";
import type { TimeZone } from "../../../src/ir/ir.ts";
import { localTime } from "../../../src/reference/local-time.ts";
import { timeField } from "../../../src/runtime/local-time.ts";
import { openBlock } from "../../../src/runtime/open-block.ts";
import { openProgram, type Program } from "../../../src/runtime/program.ts";
import { arbitraryZone } from "../../support/arbitrary-condition.ts";
import { buildSet } from "../../support/build-set.ts";
import { builtBundle, tablesOf } from "../../support/bundle-of.ts";
import { runs } from "../../support/runs.ts";

const fields = ["hour", "minute", "weekday", "date"] as const;

function programOf(timezone: TimeZone): Program {
  return openProgram(openBlock(tablesOf(builtBundle(buildSet({ agents: {}, timezone })))));
}

/** A date as the tables write it. */
function asNumber(value: string | number): number {
  return typeof value === "number" ? value : Number(value.replaceAll("-", ""));
}

test("every field at every instant is what the reference says", () => {
  const near = fc.tuple(fc.integer({ min: 0, max: 47_481 }), fc.integer({ min: -2, max: 2 }));
  const instant = fc.oneof(
    fc.integer({ min: 0, max: 4_102_444_800_000 }),
    near.map(([day, shift]) => Math.max(0, day * 86_400_000 + shift)),
  );
  fc.assert(
    fc.property(arbitraryZone, fc.array(instant), (zone, instants) => {
      const program = programOf(zone);
      const changes = zone.offsets.flatMap(({ from }) => [from, Math.max(0, from - 1)]);
      for (const now of [...instants, ...changes]) {
        program.scratch.now = now;
        fields.forEach((field, i) => {
          expect(timeField(program, i), `${field} at ${now}`).toBe(asNumber(localTime(zone, now, field)));
        });
      }
    }),
    { numRuns: runs(300) },
  );
});

test("the hour jumps where clocks change", () => {
  const change = Date.UTC(2026, 2, 29, 1);
  const berlin = programOf({
    name: "Europe/Berlin",
    tzdata: "2026a",
    offsets: [
      { from: 0, minutes: 60 },
      { from: change, minutes: 120 },
    ],
  });
  const hourAt = (now: number): number => {
    berlin.scratch.now = now;
    return timeField(berlin, 0);
  };
  expect([hourAt(change - 1), hourAt(change)]).toEqual([1, 3]);
});

test("without an instant there is no time", () => {
  const program = programOf({ name: "UTC", tzdata: "2026a", offsets: [{ from: 0, minutes: 0 }] });
  expect(fields.map((_, i) => timeField(program, i))).toEqual([-1, -1, -1, -1]);
});
