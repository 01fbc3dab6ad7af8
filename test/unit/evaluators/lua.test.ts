/** policy.lua: what a gateway's Lua may hand over, and what it gets back. */
import { expect, test } from "vitest";
import { luaModule } from "../../../src/bundle/lua-module.ts";
import { luaSource } from "../../../src/generated/lua-source.ts";
import type { Request } from "../../../src/base/request.ts";
import type { PolicySet, Statement } from "../../../src/ir/ir.ts";
import { interpret, interpretAll } from "../../../src/reference/interpret.ts";
import { BundleError } from "../../../src/runtime/bundle-error.ts";
import { isLuaFile, tablesOfLua } from "../../../src/runtime/lua-file.ts";
import { allow, attribute, buildSet, compare, deny, gate, guardGate } from "../../support/build-set.ts";
import { artefact, builtBundle, tablesOf } from "../../support/bundle-of.ts";
import { luaHosts, luaModuleOf, luaOf } from "../../support/lua-hosts.ts";

const hosts = await luaHosts();

function policyText(set: PolicySet): string {
  return artefact(builtBundle(set, { targets: ["lua"] }), "policy.lua");
}

const set = buildSet({
  agents: {
    a: [
      allow("a:b", "a/*", { id: "plain" }),
      allow("a:member", "a/*", {
        id: "member",
        when: { kind: "member", attribute: { kind: "context", name: "tags" }, literal: "x" },
      }),
      allow("a:has", "a/*", {
        id: "has",
        when: { kind: "has", attribute: { kind: "context", name: "team" } },
      }),
      allow("a:team", "a/*", { id: "team", when: compare("team", "==", "x") }),
      allow("a:large", "a/*", { id: "large", when: compare("level", "==", 1e17) }),
      gate("a:gate", "a/*", { id: "gate", notify: ["slack:#b", "slack:#a"] }),
      deny("a:no", "a/*", { id: "no" }),
    ],
  },
  context: [attribute("tags", "list"), attribute("team", "string"), attribute("level", "number")],
});

/** What the script's expressions emit, of a policy that is its local `policy`. */
function scriptOf(body: string, text = policyText(set)): string {
  return `local policy = ${luaModuleOf(text)}
    local valid = { agent = "a", action = "a:b", resource = "a/b" }
    local function with(name, value)
      local request = { agent = "a", action = "a:b", resource = "a/b" }
      request[name] = value
      return request
    end
    local function many(count, value)
      local list = {}
      for i = 1, count do list[i] = value end
      return list
    end
    local function names(count)
      local map = {}
      for i = 1, count do map["n" .. i] = true end
      return map
    end
    ${body}`;
}

const invalid: readonly string[] = [
  "nil",
  "7",
  "true",
  '"a"',
  "function() return valid end",
  "coroutine.create(function() end)",
  "io.stdout",
  "{}",
  "{ valid }",
  'with("agent", nil)',
  'with("agent", 7)',
  'with("agent", io.stdout)',
  'with("action", {})',
  'with("resource", true)',
  "setmetatable({}, { __index = valid })",
  'setmetatable({ agent = "a", action = "a:b" }, { __index = function() error("hostile") end })',
  'with("resource", string.rep("a", 10 * 1024 * 1024))',
  // Bytes that are no UTF-8: a continuation alone, overlong, a surrogate, beyond U+10FFFF, cut short.
  'with("resource", "a\\128")',
  'with("resource", "a\\192\\175")',
  'with("resource", "a\\224\\128\\175")',
  'with("resource", "a\\240\\128\\128\\175")',
  'with("resource", "a\\237\\160\\128")',
  'with("resource", "a\\244\\144\\128\\128")',
  'with("resource", "a\\245\\128\\128\\128")',
  'with("resource", "a\\255")',
  'with("resource", "a\\195")',
  'with("resource", "a\\226\\130")',
  'with("resource", "a\\195/b")',
  'with("action", "a\\195")',
  'with("agent", "a\\0")',
  'with("context", io.stdout)',
  'with("context", "a")',
  'with("context", { "a" })',
  'with("context", { "a", team = "a" })',
  'with("context", { [0] = "a" })',
  'with("context", { [1.5] = "a" })',
  'with("context", { [true] = "a" })',
  'with("context", { [{}] = "a" })',
  'with("context", { team = function() end })',
  'with("context", { team = coroutine.create(function() end) })',
  'with("context", { level = 0 / 0 })',
  'with("context", { level = 1 / 0 })',
  'with("context", { level = -1 / 0 })',
  'with("context", { team = "a\\128" })',
  'with("context", { ["a\\128"] = 1 })',
  'with("context", { tags = { "a", nil, "b" } })',
  'with("context", { tags = { [2] = "a" } })',
  'with("context", { tags = { "a", b = "a" } })',
  'with("context", { tags = { "a", { function() end } } })',
  'with("context", { tags = { 0 / 0 } })',
  'with("context", names(257))',
  'with("context", { nested = names(256) })',
  'with("context", { tags = many(1025, "a") })',
  'with("context", { tags = many(1023, "a"), more = { "a", "a" } })',
  'with("context", { t = string.rep("a", 65536) })',
  'with("context", { t = string.rep("a", 10 * 1024 * 1024) })',
  '(function() local list = {} list[1] = list return with("context", { tags = list }) end)()',
  '(function() local map = {} map.map = map return with("context", map) end)()',
  'with("now", "1")',
  'with("now", io.stdout)',
  'with("now", -1)',
  'with("now", 0.5)',
  'with("now", 4102444800001)',
  'with("now", 0 / 0)',
  'with("now", 1 / 0)',
];

const granted: readonly string[] = [
  "valid",
  'with("action", "A:B")',
  'with("context", {})',
  'with("context", { tags = {}, map = { a = { b = {} } }, null = io.stdout })',
  'with("context", { tags = { "a", 1, io.stdout, { "b" } } })',
  'with("context", names(256))',
  'with("context", { nested = names(255) })',
  'with("context", { t = many(1024, "a") })',
  'with("context", { t = string.rep("a", 65535) })',
  'with("now", 0)',
  'with("now", 4102444800000)',
  'with("other", function() end)',
  // What is in the table itself counts, whatever its metatable says.
  `setmetatable({ agent = "a", action = "a:b", resource = "a/b" }, {
    __index = function() error("hostile") end,
    __pairs = function() error("hostile") end,
    __len = function() error("hostile") end,
  })`,
  `with("context", setmetatable({ tags = setmetatable({ "a" }, { __len = function() error("hostile") end }) }, {
    __index = function() error("hostile") end,
    __pairs = function() error("hostile") end,
  }))`,
  'with("agent", "a")',
];

test.each(hosts)(
  "$name answers whatever it is handed, and refuses what is no valid request",
  async (host) => {
    const all = [...invalid, ...granted];
    const lines = await host.run(
      scriptOf(all.map((expression) => `emit(policy.decide(${expression}).reason)`).join("\n")),
    );
    expect(lines.map((reason, i) => `${all[i] ?? ""} → ${reason}`)).toEqual([
      ...invalid.map((expression) => `${expression} → invalid_request`),
      ...granted.map((expression) => `${expression} → granted`),
    ]);
  },
);

test.each(hosts)(
  "$name reads null as ill-typed, an empty table as a list, integers as doubles",
  async (host) => {
    const ask = (action: string, context: string): string =>
      `emit(policy.decide({ agent = "a", action = "${action}", resource = "a/b", context = ${context} }).reason)`;
    const cases: readonly (readonly [string, string])[] = [
      [ask("a:has", "{ team = io.stdout }"), "granted"],
      [ask("a:team", "{ team = io.stdout }"), "no_grant"],
      [ask("a:team", '{ team = "x" }'), "granted"],
      [ask("a:member", "{ tags = io.stdout }"), "no_grant"],
      [ask("a:member", "{ tags = {} }"), "no_grant"],
      [ask("a:member", '{ tags = { "y", "x" } }'), "granted"],
      [ask("a:member", '{ tags = { "x", 1 } }'), "no_grant"],
      [ask("a:member", '{ tags = { x = "x" } }'), "no_grant"],
      [ask("a:large", "{ level = 100000000000000001 }"), "granted"],
      [ask("a:large", "{ level = 100000000000000100 }"), "no_grant"],
    ];
    expect(await host.run(scriptOf(cases.map(([line]) => line).join("\n")))).toEqual(
      cases.map(([, reason]) => reason),
    );
  },
);

test.each(hosts)("$name decides nothing of requests that are no sequence", async (host) => {
  const lists = [
    "nil",
    "7",
    "{}",
    "valid",
    "{ valid, nil, valid }",
    "{ [2] = valid }",
    "{ valid, n = 1 }",
    "{ [1.5] = valid }",
    "many(65537, valid)",
    "function() end",
  ];
  const lines = await host.run(
    scriptOf(
      [
        ...lists.map(
          (list) => `emit(policy.decideAll(${list}).reason .. #policy.decideAll(${list}).decisions)`,
        ),
        "emit(policy.decideAll({ valid, 7 }).reason .. #policy.decideAll({ valid, 7 }).decisions)",
        "emit(policy.decideAll({ valid, valid }).reason .. #policy.decideAll({ valid, valid }).statements)",
      ].join("\n"),
    ),
  );
  expect(lines).toEqual([...lists.map(() => "invalid_request0"), "invalid_request2", "granted1"]);
});

test("requests of several agents are decided together as the reference does, one id in several statements", async () => {
  // As the statements of a role are: each agent has its own, with variables of its own, by one id.
  const role = (): Statement[] => [
    gate("a:gate", "a/*", { id: "role/1", approval: { channels: ["slack:#x"] } }),
    gate("a:gate", "a/b", { id: "role/2", approval: { channels: ["slack:#y"] } }),
    deny("a:no", "a/*", { id: "role/3" }),
  ];
  const roles = buildSet({
    agents: { b: role(), a: role(), c: [...role(), allow("a:gate", "a/c", { id: "d" })] },
  });
  const request = (agent: string, action: string, resource: string): Request => ({ agent, action, resource });
  const lists: readonly (readonly Request[])[] = [
    ["b", "a", "c", "b"].map((agent) => request(agent, "a:gate", "a/b")),
    ["c", "a", "b", "a"].map((agent) => request(agent, "a:no", "a/b")),
    [request("c", "a:gate", "a/c"), request("b", "a:no", "a/b"), request("a", "a:gate", "a/b")],
  ];
  for (const host of hosts) {
    const lines = await host.run(
      `local policy = ${luaModuleOf(policyText(roles))}
       ${lists.map((list) => `emit(policy.to_json(policy.decideAll(${luaOf(list)})))`).join("\n")}`,
    );
    expect(lines, host.name).toEqual(lists.map((list) => JSON.stringify(interpretAll(roles, list))));
  }
});

test.each(hosts)(
  "$name decides right when other code decides in the middle of a call, or denies",
  async (host) => {
    const lines = await host.run(
      scriptOf(`
      -- LuaJIT calls no hooks from compiled code.
      if rawget(_G, "jit") then jit.off() end
      local others = { { agent = "a", action = "a:gate", resource = "a/b" }, valid, { agent = "a", action = "a:no", resource = "a/b" }, 7 }
      local requests, expected = {}, {}
      for i, request in ipairs(others) do
        requests[i] = request
        expected[i] = policy.to_json(policy.decide(request))
      end
      local all = policy.to_json(policy.decideAll(requests))
      local seen, right, denied, wrong, nested = 0, 0, 0, 0, 0
      local function count(got, wanted, reason)
        seen = seen + 1
        if got == wanted then right = right + 1
        elseif reason == "invalid_request" then denied = denied + 1
        else wrong = wrong + 1 end
      end
      for step = 7, 900, 13 do
        debug.sethook(function()
          nested = nested + 1
          policy.decide(others[nested % 4 + 1])
        end, "", step)
        local decisions = {}
        for i = 1, 4 do decisions[i] = policy.decide(requests[i]) end
        local combined = policy.decideAll(requests)
        debug.sethook()
        for i = 1, 4 do count(policy.to_json(decisions[i]), expected[i], decisions[i].reason) end
        count(policy.to_json(combined), all, combined.reason)
      end
      emit(tostring(wrong))
      emit(tostring(right > 0 and denied > 0 and nested > 100))`),
    );
    expect(lines).toEqual(["0", "true"]);
  },
);

test.each(hosts)("$name gives a decision that is the caller's own", async (host) => {
  const lines = await host.run(
    scriptOf(`
      local request = { agent = "a", action = "a:gate", resource = "a/b" }
      local first = policy.to_json(policy.decide(request))
      local decision = policy.decide(request)
      decision.statements[1].id = "other"
      decision.approvals[1].channels[1] = "other"
      decision.notify[1] = "other"
      decision.effect = "allow"
      emit(first)
      emit(policy.to_json(policy.decide(request)))
      emit(table.concat(policy.decide(request).notify, " "))
      emit(policy.revision)
      emit((policy.manifest:match('"revision":"([^"]*)"')))`),
  );
  const expected = JSON.stringify(interpret(set, { agent: "a", action: "a:gate", resource: "a/b" }));
  expect(lines).toEqual([expected, expected, "slack:#a slack:#b", set.revision, set.revision]);
});

test.each(hosts)("$name escapes JSON as JSON.stringify does", async (host) => {
  const odd = Array.from({ length: 0x82 }, (_, i) => String.fromCharCode(i)).join("") + '[]^-"\\é😀\u2028';
  const escaped = buildSet({
    agents: {
      a: [gate("a", "a", { id: `id${odd}`, approval: { channels: [odd], timeoutSeconds: 2 ** 40 } })],
    },
    guardrails: [guardGate("a", "a", { id: "other", approval: { approvers: [odd], needed: 7 } })],
  });
  const request = { agent: "a", action: "a", resource: "a" };
  const script = `local policy = ${luaModuleOf(policyText(escaped))}
    local decision = policy.decide({ agent = "a", action = "a", resource = "a" })
    emit(policy.to_json(decision))`;
  expect(await host.run(script)).toEqual([JSON.stringify(interpret(escaped, request))]);
});

test.each(hosts)("$name neither reads nor writes a global that Lua does not have", async (host) => {
  const lines = await host.run(
    `local known = { jit = true }
     for name in pairs(_G) do known[name] = true end
     setmetatable(_G, {
       __index = function(_, name) if not known[name] then error("reads " .. name) end end,
       __newindex = function(_, name) error("writes " .. name) end,
     })
     ${scriptOf("emit(policy.decide(valid).reason)")}`,
  );
  expect(lines).toEqual(["granted"]);
});

test.each(hosts)("$name loads no bundle that is damaged or of another version", async (host) => {
  const tables = tablesOf(builtBundle(set));
  const changed = (at: number, byte: number): Uint8Array => {
    const copy = Uint8Array.from(tables);
    copy[at] = byte;
    return copy;
  };
  const cases: readonly (readonly [Uint8Array, string])[] = [
    [new Uint8Array(0), "damaged bundle: these are no tables of a policy"],
    [new TextEncoder().encode("x".repeat(400)), "damaged bundle: these are no tables of a policy"],
    [changed(4, 3), "bundle format 3 is not supported: this evaluator reads format 2"],
    [changed(4, 1), "bundle format 1 is not supported: this evaluator reads format 2"],
    [tables.slice(0, -4), "damaged bundle: its length does not fit"],
    [changed(tables.length - 1, 0), "damaged bundle: its checksum does not fit"],
    [changed(400, (tables[400] ?? 0) ^ 1), "damaged bundle: its checksum does not fit"],
  ];
  const script = cases.map(
    ([bytes]) => `emit(select(2, pcall(function() ${luaModule(luaSource, bytes)} end)))`,
  );
  expect(await host.run(script.join("\n"))).toEqual(cases.map(([, message]) => message));
});

test("a policy.lua that was cut or changed around its tables gives no tables", () => {
  const text = policyText(set);
  expect(isLuaFile(text)).toBe(true);
  expect(tablesOfLua(text).length).toBeGreaterThan(184);
  const broken = [
    "",
    "-- another file",
    text.slice(0, 40),
    text.slice(0, text.indexOf("\n})\n")),
    text.replace("local sentrely_tables", "local other"),
    text.replace('\n"', "\n'"),
    text.replace('",\n', '"\n'),
    text.replace('\n"', '\n"\\x00'),
    text.replace('\n"', '\n"\\256'),
    text.replace('\n"', '\n"\u00e9'),
    text.replace('\n"', '\n"" .. "'),
    text.replace('\n"', '\n\n"'),
  ];
  for (const one of broken) expect(() => tablesOfLua(one)).toThrow(BundleError);
});

test("policy.lua is ASCII, and the same set gives the same text", () => {
  const text = policyText(set);
  expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  expect(policyText(set)).toBe(text);
});
