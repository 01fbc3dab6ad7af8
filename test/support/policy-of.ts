/**
 * A policy text with all that decides it: the reference interpreter, `policy.json` as the runtime
 * loads it, `policy.mjs` and `policy.njs.js` run as modules, and `policy.wasm`. Every decision is asked of
 * all of them.
 */
import { expect } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { build } from "../../src/build.ts";
import type { Decision } from "../../src/base/request.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { compile, type Compilation } from "../../src/pipeline.ts";
import { prove } from "../../src/prove.ts";
import { interpret, interpretAll, type CombinedDecision } from "../../src/reference/interpret.ts";
import { loadBundle, type Bundle } from "../../src/runtime/index.ts";
import { runTests } from "../../src/testing/run-tests.ts";
import { allTargets, artefact, artefactBytes, importModule } from "./bundle-of.ts";
import { compileText, type Compiled } from "./compile-text.ts";
import { wasmPolicy } from "./wasm-policy.ts";

export type Files = string | { readonly [path: string]: string };

export interface Policy {
  readonly set: PolicySet;
  readonly bundle: Bundle;
  /** The decision, the same from all evaluators. */
  readonly decide: (request: unknown) => Decision;
  readonly decideAll: (requests: unknown) => CombinedDecision;
  /** The decision's reason for `agent action on resource`, with more of the request if wanted. */
  readonly reason: (sentence: string, more?: object) => Decision["reason"];
  /** `proven`, `vacuous`, …; of a refuted sentence the counterexample's effect: `refuted: allow`. */
  readonly prove: (sentence: string) => string;
}

/** The policy of a text that compiles; fails with its errors when it does not. */
export async function policyOf(files: Files, config?: string): Promise<Policy> {
  const compilation = compilationOf(files, config);
  const { set } = compilation;
  if (set === null) throw new Error(errorLines(compilation).join("\n"));
  const built = build(set, { targets: allTargets });
  if (built.kind === "refused") throw new Error("the set does not build");
  const bundle = loadBundle(artefact(built, "policy.json"));
  const modules = [
    await importModule(artefact(built, "policy.mjs")),
    await importModule(artefact(built, "policy.njs.js")),
  ];
  const wasm = wasmPolicy(artefactBytes(built, "policy.wasm"));
  const decide = (request: unknown): Decision => {
    const decision = interpret(set, request);
    const json = JSON.stringify(decision);
    expect(bundle.decide(request)).toEqual(decision);
    for (const module of modules) expect(JSON.stringify(module.decide(request))).toBe(json);
    expect(wasm.decide(request)).toBeGreaterThanOrEqual(0);
    expect(wasm.json()).toBe(json);
    return decision;
  };
  const decideAll = (requests: unknown): CombinedDecision => {
    const decision = interpretAll(set, requests);
    const json = JSON.stringify(decision);
    expect(bundle.decideAll(requests)).toEqual(decision);
    for (const module of modules) expect(JSON.stringify(module.decideAll(requests))).toBe(json);
    expect(wasm.decideAll(requests)).toBeGreaterThanOrEqual(0);
    expect(wasm.json()).toBe(json);
    return decision;
  };
  return {
    set,
    bundle,
    decide,
    decideAll,
    reason: (sentence, more = {}) => {
      const [, agent, action, resource] = /^(\S+) (\S+) on (.+)$/s.exec(sentence) ?? [];
      return decide({ agent, action, resource, ...more }).reason;
    },
    prove: (sentence) => {
      const proof = prove(compilation, sentence);
      if (proof.kind === "invalid") return proof.diagnostics.map(({ code }) => code).join(", ");
      if (proof.kind !== "refuted") return proof.kind;
      const { request, decision } = proof.counterexample;
      // A witness is a valid request, and every evaluator confirms it.
      expect(decide(request)).toEqual(decision);
      expect(decision.reason).not.toBe("invalid_request");
      return `refuted: ${decision.effect}`;
    },
  };
}

/** The policy of one agent, `a`, with these statements. */
export function agentWith(statements: readonly string[], config?: string): Promise<Policy> {
  return policyOf(agentText(statements), config);
}

/** The text of one agent, `a`, with these statements, each quoted for YAML. */
export function agentText(statements: readonly string[]): string {
  return ["agent: a", "policies:", ...statements.map((text) => `  - ${JSON.stringify(text)}`), ""].join("\n");
}

/** `code @ text under the span` of each error (or warning), in the order of the report. */
export function problemsOf(
  files: Files,
  config?: string,
  severity: Diagnostic["severity"] = "error",
): string[] {
  return placesIn(compileText(files, config), severity);
}

/** `status: message` of each test of the set; a message only where the test did not pass. */
export function testResultsOf(files: Files, config?: string): string[] {
  const compilation = compilationOf(files, config);
  const { set, tests } = compilation;
  if (set === null) throw new Error(errorLines(compilation).join("\n"));
  return runTests(set, tests).map(({ status, message }) =>
    message === "" ? status : `${status}: ${message}`,
  );
}

function placesIn({ diagnostics, sources }: Compiled, severity: Diagnostic["severity"]): string[] {
  return diagnostics
    .filter((found) => found.severity === severity)
    .map(({ code, span }) => {
      const text = span === null ? "" : (sources.get(span.file)?.text.slice(span.start, span.end) ?? "");
      return `${code} @ ${text.split("\n")[0] ?? ""}`;
    });
}

function errorLines({ diagnostics }: Compilation): string[] {
  return diagnostics.filter((d) => d.severity === "error").map(({ code, message }) => `${code}: ${message}`);
}

function compilationOf(files: Files, config?: string): Compilation {
  const texts = typeof files === "string" ? { "policies/a.yaml": files } : files;
  return compile({
    files: Object.entries(texts).map(([path, text]) => ({ path, text })),
    config: config === undefined ? null : { path: "sentrely.yaml", text: config },
  });
}
