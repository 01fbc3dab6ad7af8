/** Compiles policy texts and says what came of it, in the words that tests compare. */
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { positionAt, type SourceFile } from "../../src/base/source.ts";
import type { Agent, PolicySet, PolicyTest, Statement } from "../../src/ir/ir.ts";
import { printScope, printStatement } from "../../src/ir/print-ir.ts";
import { compile } from "../../src/pipeline.ts";
import { inputOf } from "./set-input.ts";

export interface Compiled {
  readonly set: PolicySet | null;
  readonly tests: readonly PolicyTest[];
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/** Compiles `policies/a.yaml`, or the files of a map from path to text; `sentrely.yaml` is the config. */
export function compileText(files: string | { readonly [path: string]: string }, config?: string): Compiled {
  const texts = typeof files === "string" ? { "policies/a.yaml": files } : files;
  const input = inputOf(Object.entries(texts));
  return compile(
    config === undefined ? input : { ...input, config: { path: "sentrely.yaml", text: config } },
  );
}

/** The set; fails with the messages when there is none. */
export function setOf(files: string | { readonly [path: string]: string }, config?: string): PolicySet {
  const compiled = compileText(files, config);
  if (compiled.set === null) throw new Error(saidOf(compiled).join("\n"));
  return compiled.set;
}

/** Diagnostics of a severity as `code message @ text under the span`, related places after `<`. */
export function saidOf(
  { diagnostics, sources }: Compiled,
  severity: "error" | "warning" = "error",
): string[] {
  const textAt = (span: Diagnostic["span"]): string =>
    span === null ? "" : (sources.get(span.file)?.text.slice(span.start, span.end) ?? "");
  return diagnostics
    .filter((d) => d.severity === severity)
    .map(({ code, message, span, related }) =>
      [`${code} ${message} @ ${textAt(span)}`, ...related.map((r) => textAt(r.span))].join(" < "),
    );
}

/** `errorsOf(text)`: the errors of a compilation. */
export function errorsOf(files: string | { readonly [path: string]: string }, config?: string): string[] {
  return saidOf(compileText(files, config));
}

/** `line:column` of each error. */
export function placesOf({ diagnostics, sources }: Compiled): string[] {
  return diagnostics.flatMap(({ severity, span }) => {
    const source = span === null ? undefined : sources.get(span.file);
    if (severity !== "error" || span === null || source === undefined) return [];
    const { line, column } = positionAt(source, span.start);
    return [`${span.file}:${String(line)}:${String(column)}`];
  });
}

export function agentOf(set: PolicySet, name: string): Agent {
  const agent = set.agents.find((a) => a.name === name);
  if (agent === undefined) throw new Error(`no agent ${name}`);
  return agent;
}

/** The statement without its id and owner: `allow git:read on repos/**`. */
export function meaningOf(statement: Statement): string {
  const text = printStatement(statement);
  return text.slice(text.indexOf("): ") + 3);
}

/** The meanings of all that the agent holds itself. */
export function meaningsOf(set: PolicySet, name: string): string[] {
  return agentOf(set, name).statements.map(meaningOf);
}

/** The scope of the only statement of a one-statement policy: `ACTIONS on RESOURCES`. */
export function scopeOf(statement: string, config?: string): string {
  const set = setOf(`agent: a\npolicies:\n  - ${JSON.stringify(statement)}\n`, config);
  const [only] = set.statements;
  if (only === undefined) throw new Error("no statement");
  return printScope(only.scope);
}
