import fc from "fast-check";
import { expect, test } from "vitest";
import type { TimeZone } from "../../../src/ir/ir.ts";
import { localTime } from "../../../src/reference/local-time.ts";
import { readTime } from "../../../src/runtime/local-time.ts";
import type { Program } from "../../../src/runtime/program.ts";
import { arbitraryZone } from "../../support/arbitrary-condition.ts";
import { runs } from "../../support/runs.ts";

const fields = ["hour", "minute", "weekday", "date"] as const;

function programOf(zone: TimeZone): Program {
  return {
    revision: "",
    offsets: zone.offsets.map(({ from, minutes }) => ({ from, shift: minutes * 60_000 })),
    defaults: new Map(),
    services: new Map(),
    agents: new Map(),
  };
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
        for (const field of fields) expect(readTime(program, now, field)).toBe(localTime(zone, now, field));
      }
    }),
    { numRuns: runs(500) },
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
  expect(readTime(berlin, change - 1, "hour")).toBe(1);
  expect(readTime(berlin, change, "hour")).toBe(3);
});
