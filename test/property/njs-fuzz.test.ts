/**
 * What `policy.njs.js` carries is not checked ahead, since njs runs the module anew for each request: whatever
 * its tables hold, it does not load, or decides each request and ends.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleNjsRuntime } from "../../scripts/bundle-runtime.ts";
import type { Bundle } from "../../src/runtime/index.ts";
import { MANIFEST } from "../../src/runtime/layout.ts";
import { allow, buildSet } from "../support/build-set.ts";
import { artefact, builtBundle, tablesOf } from "../support/bundle-of.ts";
import { EditedTables } from "../support/edited-tables.ts";
import { effects, mutated, mutation, subjectAt, subjects } from "../support/mutated-tables.ts";
import { runs } from "../support/runs.ts";

let runtime: string;
let open: (digits: string) => Bundle;
beforeAll(async () => {
  runtime = await bundleNjsRuntime();
  const module = await imported<(digits: string) => Bundle>(
    `${runtime}\nexport default sentrelyRuntime.open;\n`,
  );
  if (module === null) throw new Error("the evaluator does not load");
  open = module;
});

const folder = mkdtempSync(join(tmpdir(), "sentrely-njs-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let files = 0;

/** The default export of a module's text; `null` when it throws. */
async function imported<T>(text: string): Promise<T | null> {
  const file = join(folder, `${files++}.mjs`);
  writeFileSync(file, text);
  try {
    return ((await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly default: T }).default;
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return null;
  }
}

function digitsOf(tables: Uint8Array): string {
  return Array.from(tables, (byte) => String.fromCharCode(48 + (byte >> 4), 48 + (byte & 15))).join("");
}

const seen = { refused: 0, decided: 0, granted: 0 };
afterAll(() => {
  expect(seen.refused).toBeGreaterThan(0);
  expect(seen.decided).toBeGreaterThan(seen.refused);
  expect(seen.granted).toBeGreaterThan(0);
});

const keys = ["effect", "reason", "statements", "approvals", "notify", "revision"];

function expectRefusalOrDecisions(digits: string, requests: readonly unknown[]): void {
  let bundle: Bundle;
  try {
    bundle = open(digits);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    seen.refused += 1;
    return;
  }
  seen.decided += 1;
  for (const request of requests) {
    const decision = bundle.decide(request);
    // What it names is as damaged as the rest may be.
    expect(Object.keys(decision)).toEqual(keys);
    expect(decision.effect).toBe(effects[decision.reason]);
    if (decision.reason === "granted") seen.granted += 1;
  }
  expect(bundle.decideAll(requests).decisions).toHaveLength(requests.length);
}

test("tables with up to three mutations do not load, or decide", () => {
  const several = fc.array(mutation, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(fc.nat(subjects.length - 1), several, (which, mutations) => {
      const { tables, requests } = subjectAt(which);
      expectRefusalOrDecisions(digitsOf(mutations.reduce(mutated, tables)), requests);
    }),
    // Some of them read as much as they may before they are denied.
    { numRuns: Math.min(runs(2000), 40_000) },
  );
});

test("characters that are no digits are never read as some", () => {
  const character = fc.constantFrom("/", "@", "a", " ", "\u0000", "\u0130", "\ud83d");
  fc.assert(
    fc.property(fc.nat(subjects.length - 1), fc.nat(), character, (which, at, other) => {
      const { tables, requests } = subjectAt(which);
      const digits = digitsOf(tables);
      const from = at % digits.length;
      expectRefusalOrDecisions(digits.slice(0, from) + other + digits.slice(from + 1), requests);
    }),
    { numRuns: runs(1000) },
  );
});

const set = buildSet({ agents: { a: [allow("x", "p/*a/b"), allow("x", "p/*b/b")] } });
const request = { agent: "a", action: "x", resource: "p/aa/b" };

test("a module that is cut anywhere throws when it is imported, or has nothing to decide with", async () => {
  const text = artefact(
    builtBundle(set, { targets: ["njs"], evaluators: { njs: runtime } }),
    "policy.njs.js",
  );
  expect((await imported<Bundle>(text))?.decide(request).effect).toBe("allow");
  const ends = fc.oneof(
    fc.nat(text.length - 3),
    fc.integer({ min: 1, max: 80 }).map((back) => text.length - 2 - back),
  );
  await fc.assert(
    fc.asyncProperty(ends, async (end) => {
      const bundle = await imported<Bundle | undefined>(text.slice(0, end));
      // Cut in its last line, it may still be a module, but not one that decides.
      expect(bundle?.decide).toBeUndefined();
    }),
    { numRuns: Math.min(runs(40), 500) },
  );
});

test("tables of another version, another length or another file throw when they are imported", () => {
  const good = tablesOf(builtBundle(set));
  const edited = (edit: (tables: EditedTables) => void): string => {
    const tables = new EditedTables(good);
    edit(tables);
    return digitsOf(tables.repaired());
  };
  expect(open(digitsOf(good)).decide(request).effect).toBe("allow");
  for (const [digits, why] of [
    ["", /damaged/],
    ["garbage", /damaged/],
    [digitsOf(good).slice(0, -8), /length/],
    [`${digitsOf(good)}00000000`, /length/],
    [
      edited((t) => {
        t.setWord(0, 1);
      }),
      /first word/,
    ],
    [
      edited((t) => {
        t.setWord(1, 1);
      }),
      /another format/,
    ],
    [
      edited((t) => {
        t.setWord(1, 3);
      }),
      /another format/,
    ],
  ] as const) {
    expect(() => open(digits)).toThrow(why);
  }
});

/** Tables made so that reading them goes round and round. */
test.each<[string, (tables: EditedTables) => void]>([
  [
    "a full hash table of agents",
    (t) => {
      for (let i = 0; i < t.length(5); i++) t.set(5, i, 2);
      t.set(6, 0, 0);
    },
  ],
  [
    "a node that is its own child",
    (t) => {
      for (let i = 0; i < t.length(9); i++) if (t.get(9, i) > 8 && t.get(9, i) < t.length(9)) t.set(9, i, 1);
    },
  ],
  [
    "a list of a thousand million",
    (t) => {
      t.set(8, 0, 1_000_000_000);
    },
  ],
  [
    "a list of minus one",
    (t) => {
      t.set(8, 0, 0xffff_ffff);
    },
  ],
  [
    "a manifest without a bound",
    (t) => {
      t.replaceInManifest('"step_bound"', '"setp_bound"');
      for (let i = 0; i < t.length(5); i++) t.set(5, i, 2);
    },
  ],
  [
    "a manifest with too great a bound",
    (t) => {
      const [, bound = ""] = /"step_bound":(\d+)/.exec(t.manifest) ?? [];
      t.replaceInManifest(
        `"step_bound":${bound}`,
        `"step_bound":${bound.slice(0, 1)}e${"9".repeat(bound.length - 2)}`,
      );
      for (let i = 0; i < t.length(5); i++) t.set(5, i, 2);
    },
  ],
])("%s ends in a denial", (_, edit) => {
  const tables = new EditedTables(tablesOf(builtBundle(set)));
  expect(tables.length(MANIFEST)).toBeGreaterThan(0);
  edit(tables);
  expect(open(digitsOf(tables.repaired())).decide({ ...request, agent: "b" }).effect).toBe("deny");
  const { effect } = open(digitsOf(tables.repaired())).decide(request);
  expect(["deny", "allow"]).toContain(effect);
});
