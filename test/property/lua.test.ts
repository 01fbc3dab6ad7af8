/** policy.lua decides as the reference interpreter does, in every Lua that is at hand. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Request } from "../../src/base/request.ts";
import { luaModule } from "../../src/bundle/lua-module.ts";
import { luaSource } from "../../src/generated/lua-source.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../src/reference/interpret.ts";
import { tablesOfLua } from "../../src/runtime/lua-file.ts";
import { arbitraryRequest } from "../support/arbitrary-request.ts";
import { arbitrarySet } from "../support/arbitrary-set.ts";
import { allow, buildSet } from "../support/build-set.ts";
import { artefact, builtBundle, tablesOf } from "../support/bundle-of.ts";
import { compileExample, examples } from "../support/load-set.ts";
import { luaHosts, luaModuleOf, luaOf, type LuaNumbers } from "../support/lua-hosts.ts";
import { runs } from "../support/runs.ts";

const hosts = await luaHosts();

interface Case {
  readonly set: PolicySet;
  readonly requests: readonly Request[];
  readonly numbers: LuaNumbers;
}

function casesOf(sets: fc.Arbitrary<PolicySet>): fc.Arbitrary<Case> {
  return sets.chain((set) =>
    fc.record({
      set: fc.constant(set),
      requests: fc.array(arbitraryRequest(set), { minLength: 5, maxLength: 25 }),
      numbers: fc.constantFrom("integers", "floats"),
    }),
  );
}

function policyText(set: PolicySet): string {
  return artefact(builtBundle(set, { targets: ["lua"] }), "policy.lua");
}

/** Emits the decision for each request, and the one for all of them. */
function scriptOf({ set, requests, numbers }: Case): string {
  return `do
    local policy = ${luaModuleOf(policyText(set))}
    local requests = ${luaOf(requests, numbers)}
    for i = 1, ${requests.length} do emit(policy.to_json(policy.decide(requests[i]))) end
    emit(policy.to_json(policy.decideAll(requests)))
  end`;
}

async function expectAgreement(cases: readonly Case[]): Promise<void> {
  const script = cases.map(scriptOf).join("\n");
  const decisions = cases.flatMap(({ set, requests }) => [
    ...requests.map((request) => JSON.stringify(interpret(set, request))),
    JSON.stringify(interpretAll(set, requests)),
  ]);
  for (const host of hosts) expect(await host.run(script), host.name).toEqual(decisions);
}

test("every Lua decides as the reference interpreter does", async () => {
  const batch = fc.array(casesOf(arbitrarySet), { minLength: 20, maxLength: 20 });
  await fc.assert(fc.asyncProperty(batch, expectAgreement), { numRuns: runs(5) });
});

test("every Lua decides the examples as their policies do", async () => {
  const sets = examples.map((name) => {
    const { set } = compileExample(name);
    if (set === null) throw new Error(`${name} does not compile`);
    return set;
  });
  await fc.assert(
    fc.asyncProperty(fc.tuple(...sets.map((set) => casesOf(fc.constant(set)))), (cases) =>
      expectAgreement(cases),
    ),
    { numRuns: runs(5) },
  );
});

test("every Lua judges names at every boundary of validity", async () => {
  const set = buildSet({ agents: { a: [] } });
  const piece = fc.constantFrom(
    ...[
      "a",
      "file",
      "arn",
      ":",
      "/",
      ".",
      "..",
      " ",
      "%",
      "4",
      "A",
      "g",
      "\\",
      "é",
      "😀",
      "\ud800",
      "\udc00",
    ],
  );
  const point = fc
    .oneof(
      fc.nat(0x3100),
      fc.integer({ min: 0xd7f0, max: 0xffff }),
      fc.integer({ min: 0xdfff0, max: 0xe1010 }),
      fc.integer({ min: 0x10000, max: 0x10ffff }),
    )
    .map((code) => String.fromCodePoint(code));
  const name = fc.oneof(
    fc.array(piece, { maxLength: 9 }).map((parts) => parts.join("")),
    fc.tuple(fc.constantFrom("a", "a/", "a:"), point).map((parts) => parts.join("")),
    fc
      .tuple(fc.integer({ min: 4090, max: 4097 }), fc.constantFrom("a", "é", "€", "😀"))
      .map(([length, last]) => "a".repeat(length - Buffer.byteLength(last)) + last),
  );
  const request = fc.oneof(
    name.map((agent) => ({ agent, action: "a", resource: "a" })),
    fc.tuple(name, name).map(([action, resource]) => ({ agent: "a", action, resource })),
    name.map((resource) => ({ agent: "a", action: "a", resource })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 500, maxLength: 500 }), (requests) =>
      expectAgreement([{ set, requests, numbers: "integers" }]),
    ),
    { numRuns: runs(3) },
  );
});

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 20_000 }),
  // Digits behind escapes, which could be read as part of them.
  fc
    .array(fc.constantFrom(0, 1, 7, 10, 13, 27, 34, 48, 57, 92, 127, 128, 255), { maxLength: 200 })
    .map((bytes) => Uint8Array.from(bytes)),
);

test("the tables of a module are read back byte for byte", () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      expect(tablesOfLua(luaModule(luaSource, bytes))).toEqual(Uint8Array.from(bytes));
    }),
    { numRuns: runs(300) },
  );
});

test("a long name that is nearly matched at each byte is decided within the limit on steps", async () => {
  const globs = Array.from({ length: 40 }, (_, i) => `**a*b**${i % 2 === 0 ? "c" : "/**/d"}${i}`);
  const set = buildSet({ agents: { a: globs.map((glob) => allow("a", glob)) } });
  const requests = ["c6", "c7", "/d7", "/ab/d39", "b"].map((end) => ({
    agent: "a",
    action: "a",
    resource: `${"ab/a".repeat(1020)}${end}`,
  }));
  await expectAgreement([{ set, requests, numbers: "integers" }]);
});

test.each(hosts)("$name reads the tables' literals as they were written", async (host) => {
  await fc.assert(
    fc.asyncProperty(anyBytes, async (bytes) => {
      const script = `local tables = ${luaModuleOf(luaModule("return ...", bytes))}
        for i = 1, #tables do emit(tostring(tables:byte(i))) end`;
      expect((await host.run(script)).map(Number)).toEqual([...bytes]);
    }),
    { numRuns: runs(20) },
  );
});

interface Mutation {
  /** Where, and the byte to put there. */
  readonly edits: readonly (readonly [number, number])[];
  /** Only in the header, the directory and what follows next, where most can be broken. */
  readonly early: boolean;
  /** The length to cut the tables to. */
  readonly cut?: number | undefined;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  edits: fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 2, 4, 128, 255))), {
    minLength: 1,
    maxLength: 4,
  }),
  early: fc.boolean(),
  cut: fc.option(fc.nat(), { freq: 8, nil: undefined }),
});

/** Emits for each mutation what loading it came to, without and with its sum (and its length) repaired. */
function mutationScript(
  set: PolicySet,
  mutations: readonly Mutation[],
  requests: readonly Request[],
): string {
  const bytes = tablesOf(builtBundle(set));
  const module = luaModule(luaSource, bytes);
  return `
    local tables = ${luaModuleOf(luaModule("return ...", bytes))}
    local function evaluator(...)
      local sentrely_tables = ...
      ${module.slice(module.indexOf("\n})\n") + 4)}
    end
    local requests = ${luaOf(requests)}
    local function word(n)
      local bytes = {}
      for i = 1, 4 do
        bytes[i] = string.char(n % 256)
        n = math.floor(n / 256)
      end
      return table.concat(bytes)
    end
    local function repaired(text)
      text = text:sub(1, #text - #text % 4)
      if #text < 16 then return text end
      local low, high = 1, 0
      for i = 17, #text do
        low = (low + text:byte(i)) % 65521
        high = (high + low) % 65521
      end
      return text:sub(1, 8) .. word(#text / 4) .. word(high * 65536 + low) .. text:sub(17)
    end
    local function try(text)
      local loaded, policy = pcall(evaluator, text)
      if not loaded then return tostring(policy) end
      local effects = {}
      for i = 1, #requests do effects[i] = policy.decide(requests[i]).effect end
      effects[#effects + 1] = policy.decideAll(requests).effect
      return table.concat(effects, " ")
    end
    for _, mutation in ipairs(${luaOf(mutations)}) do
      local text = tables
      if mutation.cut then text = text:sub(1, mutation.cut % #text) end
      for _, edit in ipairs(mutation.edits) do
        local reach = mutation.early and math.min(#text, 300) or #text
        local at = edit[1] % math.max(reach, 1) + 1
        text = text:sub(1, at - 1) .. string.char(edit[2]) .. text:sub(at + 1)
      end
      if text == tables then emit("same") else emit(try(text)) end
      emit(try(repaired(text)))
    end`;
}

test.each(hosts)(
  "$name refuses damaged tables, and decides by those whose sum was repaired",
  async (host) => {
    const set = fc.sample(
      arbitrarySet.filter(({ statements }) => statements.length > 5),
      { numRuns: 1, seed: 8 },
    )[0];
    if (set === undefined) throw new Error("no set");
    const requests = fc.sample(arbitraryRequest(set), { numRuns: 5, seed: 8 });
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 400, maxLength: 400 }), async (mutations) => {
        const lines = await host.run(mutationScript(set, mutations, requests));
        expect(lines.length).toBe(2 * mutations.length);
        lines.forEach((line, i) => {
          const refused = /^(damaged bundle: |bundle format \d+ is not supported)/.test(line);
          if (i % 2 === 0) expect(refused || line === "same", line).toBe(true);
          else expect(refused || /^((allow|deny|require_approval) ?)+$/.test(line), line).toBe(true);
          if (i % 2 === 1 && !refused) decided++;
        });
      }),
      { numRuns: runs(2) },
    );
    expect(decided).toBeGreaterThan(0);
  },
);
