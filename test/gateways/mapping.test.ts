/** How a call is named, in both languages, without a server: each case as its expected request, or as unnamed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { interpret } from "../../src/reference/interpret.ts";
import { luaHosts } from "../support/lua-hosts.ts";
import { exampleSet } from "./bundles.ts";
import { ciRunner, origin, shopBot, type Case } from "./case.ts";
import { headerCases } from "./header-cases.ts";
import { examples } from "./sandbox.ts";
import { urlCases } from "./url-cases.ts";

/** What the mapping makes of a call, as both languages are made to tell it. */
interface Mapped {
  readonly unmapped: string;
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  readonly ticket: string;
}

interface Call {
  readonly agent: string | undefined;
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const agents = new Map([
  [shopBot.slice("Authorization: ".length), "shop-bot"],
  [ciRunner.slice("Authorization: ".length), "ci-runner"],
]);

function callOf(one: Case): Call {
  const headers = one.headers.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  const credential = headers.find(([name]) => name === "authorization")?.[1] ?? "";
  return { agent: agents.get(credential), method: one.method, target: one.target, headers };
}

interface JavaScriptCall {
  readonly agent: string | undefined;
  readonly method: string;
  readonly target: string;
  readonly values: (name: string) => readonly string[];
  readonly now: number;
}

interface JavaScriptRequest {
  readonly request: Omit<Mapped, "ticket" | "unmapped"> & {
    readonly context: { readonly change_ticket?: string };
  };
  readonly unmapped: string | null;
}

interface JavaScriptMapping {
  readonly requestByUrl: (origin: string, call: JavaScriptCall) => JavaScriptRequest;
  readonly requestByHeaders: (call: JavaScriptCall) => JavaScriptRequest;
}

async function mappedByJavaScript(cases: readonly Case[]): Promise<Mapped[]> {
  const path = join(examples, "shared/policy-gateway.js");
  const { default: mapping }: { readonly default: JavaScriptMapping } = await import(path);
  return cases.map((one) => {
    const { headers, ...rest } = callOf(one);
    const values = (name: string): string[] => headers.filter(([n]) => n === name).map(([, value]) => value);
    const call = { ...rest, values, now: 0 };
    const { request, unmapped } =
      one.listener === "clients" ? mapping.requestByUrl(origin, call) : mapping.requestByHeaders(call);
    const { agent, action, resource, context } = request;
    return { unmapped: unmapped ?? "", agent, action, resource, ticket: context.change_ticket ?? "" };
  });
}

/** A text of bytes as a literal. */
function luaText(text: string): string {
  return `"${text.replace(/[^A-Za-z0-9 ]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, "0")}`)}"`;
}

function luaScript(cases: readonly Case[]): string {
  const calls = cases.map((one) => {
    const { agent, method, target, headers } = callOf(one);
    const pairs = headers.map(([name, value]) => `{${luaText(name)}, ${luaText(value)}}`);
    const fields = [
      `by_url = ${String(one.listener === "clients")}`,
      `agent = ${agent === undefined ? "nil" : luaText(agent)}`,
      `method = ${luaText(method)}`,
      `target = ${luaText(target)}`,
      `headers = {${pairs.join(", ")}}`,
    ];
    return `one({${fields.join(", ")}})`;
  });
  const mapping = readFileSync(join(examples, "shared/policy_gateway.lua"), "utf8").replace(/→/g, "->");
  return `local gateway = (function() ${mapping} end)()
local function one(call)
  call.now = 0
  call.values = function(name)
    local list = {}
    for _, header in ipairs(call.headers) do if header[1] == name then list[#list + 1] = header[2] end end
    return list
  end
  local request, unmapped
  if call.by_url then request, unmapped = gateway.request_by_url(${luaText(origin)}, call)
  else request, unmapped = gateway.request_by_headers(call) end
  emit(table.concat({ unmapped or "", request.agent, request.action, request.resource, request.context.change_ticket or "" }, "\\t"))
end
${calls.join("\n")}
`;
}

function readLua(line: string): Mapped {
  const [unmapped = "", agent = "", action = "", resource = "", ticket = ""] = line.split("\t");
  return { unmapped, agent, action, resource, ticket };
}

const set = exampleSet();
/** Headers that nobody reads are bounded by servers alone. */
const cases = [...urlCases, ...headerCases].filter((one) => one.name !== "a very long header");

/** Says how a case was mapped otherwise than it must be; `null`: rightly. */
function problemOf(one: Case, mapped: Mapped | undefined): string | null {
  if (mapped === undefined) return `${one.name}: not mapped`;
  const { unmapped, agent, action, resource, ticket } = mapped;
  const { expected } = one;
  if (expected.kind === "decided") {
    const wanted = {
      ticket: expected.request.context?.["change_ticket"] ?? "",
      unmapped: "",
      ...expected.request,
    };
    const same =
      unmapped === "" &&
      agent === wanted.agent &&
      action === wanted.action &&
      resource === wanted.resource &&
      ticket === wanted.ticket;
    return same ? null : `${one.name}: ${JSON.stringify(mapped)}`;
  }
  const { effect } = interpret(set, { agent, action, resource, now: 0 });
  if (effect !== "deny") return `${one.name}: ${effect}`;
  // A server refuses some of these before they are mapped: whatever the mapping would make of them is denied.
  if (expected.kind === "refused" || one.target.includes("\t")) return null;
  return unmapped === expected.part ? null : `${one.name}: ${JSON.stringify(mapped)}`;
}

test("the JavaScript mapping names each call as it must", async () => {
  const mapped = await mappedByJavaScript(cases);
  expect(cases.map((one, index) => problemOf(one, mapped[index])).filter((p) => p !== null)).toEqual([]);
});

test("the Lua mapping names each call as the JavaScript one does, in every Lua at hand", async () => {
  const expected = await mappedByJavaScript(cases);
  const hosts = await luaHosts();
  expect(hosts.length).toBeGreaterThan(0);
  for (const host of hosts) {
    const lines = await host.run(luaScript(cases));
    expect(lines.map(readLua), host.name).toEqual(expected);
  }
});

test("an origin with a path, or none, is no origin", async () => {
  const path = join(examples, "shared/policy-gateway.js");
  const { default: mapping }: { readonly default: JavaScriptMapping } = await import(path);
  const call = { agent: "a", method: "GET", target: "/", values: () => [], now: 0 };
  for (const text of ["", "api.example.com", "https://", "https://a/b", "ftp://a"]) {
    expect(() => mapping.requestByUrl(text, call), text).toThrow();
  }
});
