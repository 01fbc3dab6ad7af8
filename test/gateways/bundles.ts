/** The bundle that the gateways load, and the broken ones that they must not. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Decision, Request } from "../../src/base/request.ts";
import { build } from "../../src/build.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { compile } from "../../src/pipeline.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { readSet } from "../support/load-set.ts";
import type { Gateway } from "./gateway.ts";
import { examples } from "./sandbox.ts";
import type { Named } from "./case.ts";

export interface Bundle {
  readonly name: Gateway["artefact"];
  readonly bytes: Buffer;
  /** By the reference interpreter. */
  readonly decide: (request: Named) => Decision;
}

const targets = { "policy.mjs": "js", "policy.njs.js": "njs", "policy.lua": "lua" } as const;

/** The examples' policies, with lines of them replaced by `edit`. */
export function exampleSet(edit: (text: string) => string = (text) => text): PolicySet {
  const { files, config } = readSet(examples);
  const { set, diagnostics } = compile({ files: files.map((f) => ({ ...f, text: edit(f.text) })), config });
  const [error] = diagnostics.filter((d) => d.severity === "error");
  if (set === null || error !== undefined)
    throw new Error(`the examples do not compile: ${error?.message ?? ""}`);
  return set;
}

export function bundleOf(name: Gateway["artefact"], set: PolicySet): Bundle {
  const built = build(set, { targets: [targets[name]] });
  if (built.kind !== "built") throw new Error("the examples do not build");
  const artefact = built.artefacts.find((a) => a.name === name);
  if (artefact === undefined) throw new Error(`the build has no ${name}`);
  const decide = (request: Named): Decision => {
    const full: Request = { ...request, now: Date.now() };
    return interpret(set, full);
  };
  return { name, bytes: Buffer.from(artefact.content), decide };
}

/** Puts the bundle where the configurations look for it; `null` takes it away. */
export function placeBundle(folder: string, name: string, bytes: Buffer | null): void {
  const path = join(folder, "dist", name);
  mkdirSync(join(folder, "dist"), { recursive: true });
  if (bytes !== null) writeFileSync(path, bytes);
  else if (existsSync(path)) rmSync(path);
}

export interface Broken {
  readonly what: string;
  /** `null`: there is no file. */
  readonly bytes: Buffer | null;
}

/** Places that are spread by a fixed sequence, so that every run flips the same bits. */
function* places(size: number, count: number): Generator<number> {
  let state = 12_345;
  for (let i = 0; i < count; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield Math.floor((state / 2_147_483_648) * size);
  }
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** Where the tables lie: the text in quotes on the line that begins with them. */
function tableSpan(bytes: Buffer): { readonly from: number; readonly size: number } {
  const found = /^(?:var policyData = )?(["'])(.{200,})\1/m.exec(bytes.toString("latin1"));
  const tables = found?.[2];
  if (found === null || tables === undefined) throw new Error("the bundle's tables are not found");
  return { from: found.index + found[0].indexOf(tables), size: tables.length };
}

/** Files that are no whole bundle: no gateway may let anything through with one of them. */
export function brokenBundles(bundle: Bundle): readonly Broken[] {
  const { bytes } = bundle;
  const span = tableSpan(bytes);
  return [
    { what: "no bundle", bytes: null },
    { what: "an empty bundle", bytes: Buffer.alloc(0) },
    { what: "a bundle that is some text", bytes: Buffer.from("hello\n") },
    { what: "a bundle that is a web page", bytes: Buffer.from("<!doctype html><title>404</title>") },
    { what: "a bundle of null bytes", bytes: Buffer.alloc(4096) },
    { what: "half a bundle", bytes: bytes.subarray(0, bytes.length / 2) },
    { what: "a bundle without its last 40 bytes", bytes: bytes.subarray(0, bytes.length - 40) },
    { what: "a bundle cut in its tables", bytes: bytes.subarray(0, span.from + span.size / 2) },
  ];
}

/** Files with one bit of the tables flipped. */
export function flippedBundles(bundle: Bundle): readonly Broken[] {
  const { from, size } = tableSpan(bundle.bytes);
  return [...places(size, 8)].map((at) => ({
    what: `a bit flipped at ${String(at)} of the tables`,
    bytes: flipped(bundle.bytes, from + at),
  }));
}

/** Evaluators that fail once they are asked: what they do in `decide`. */
export function failingBundles(name: Gateway["artefact"]): readonly Broken[] {
  return failures.map(({ what, lua, js }) => ({
    what,
    bytes: Buffer.from(name === "policy.lua" ? luaModule(lua) : jsModule(js, name === "policy.mjs")),
  }));
}

const failures: readonly { readonly what: string; readonly lua: string; readonly js: string }[] = [
  { what: "an evaluator that throws", lua: 'error("boom")', js: 'throw new Error("boom")' },
  { what: "an evaluator that throws no error", lua: "error({})", js: "throw null" },
  { what: "an evaluator that answers nothing", lua: "return nil", js: "return undefined" },
  { what: "an evaluator that answers `allow`", lua: 'return "allow"', js: 'return "allow"' },
  { what: "an evaluator that answers true", lua: "return true", js: "return true" },
  {
    what: "an evaluator that answers half a decision",
    lua: 'return {effect = "allow", statements = {}}',
    js: 'return {effect: "allow", statements: []}',
  },
  {
    what: "an evaluator that knows another effect",
    lua: 'return {effect = "ALLOW", reason = "granted", statements = {}, approvals = {}, notify = {}, revision = "r"}',
    js: 'return {effect: "ALLOW", reason: "granted", statements: [], approvals: [], notify: [], revision: "r"}',
  },
  {
    what: "an evaluator that never comes back from recursion",
    lua: "local function f(x) return 1 + f(x) end return f(1)",
    js: "function f(x) { return 1 + f(x); } return f(1)",
  },
];

/** Answers the request without an agent, by which gateways try a bundle when they load it. */
function luaModule(body: string): string {
  return `local M = {revision = "r", manifest = "{}"}
local refused = {effect = "deny", reason = "invalid_request", statements = {}, approvals = {}, notify = {}, revision = "r"}
function M.decide(request)
  if not request.agent then return refused end
  ${body}
end
function M.to_json(decision) return "{}" end
return M
`;
}

function jsModule(body: string, named: boolean): string {
  const exported = named ? "export { decide };\n" : "";
  return `var refused = { effect: "deny", reason: "invalid_request", statements: [], approvals: [], notify: [], revision: "r" };
function decide(request) {
  if (!request.agent) return refused;
  ${body};
}
${exported}export default { decide: decide, revision: "r" };
`;
}
