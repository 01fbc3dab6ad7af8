/** `explain`: why one request is decided as it is. */
import { formatExplanation, formatExplanationJson } from "../../report/explain.ts";
import type { Request } from "../../base/request.ts";
import { smallestEdit } from "../../query/smallest-edit.ts";
import { consider } from "../../reference/consider.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { compileFailureCode, loadSet } from "../load-set.ts";
import { fromRoot, fromWorkingFolder } from "../report-paths.ts";
import type { Session } from "../session.ts";
import { tellDiagnostics } from "../tell-diagnostics.ts";

export interface ExplainOptions {
  readonly agent: string;
  readonly action: string;
  readonly resource: string;
  /** JSON text of a map. */
  readonly context?: string;
  readonly now: number;
  readonly format: "pretty" | "json";
}

export async function explain(
  session: Session,
  paths: readonly string[],
  options: ExplainOptions,
): Promise<number> {
  const { agent, action, resource, now } = options;
  const context = options.context === undefined ? {} : { context: parseContext(options.context) };
  const request: Request = { agent, action, resource, ...context, now };
  const { files, compilation } = await loadSet(session, paths);
  if (compilation.set === null) {
    await tellDiagnostics(session, files, compilation, compilation.diagnostics, "error");
    return compileFailureCode(files);
  }
  const { set, sources } = compilation;
  const consideration = consider(set, request);
  const explanation = {
    request,
    agents: set.agents.map(({ name }) => name),
    consideration,
    edit: smallestEdit(set, request, consideration, sources),
    sources,
    pathOf: options.format === "json" ? fromRoot : fromWorkingFolder(session.host, files),
    style: session.outStyle,
  };
  await session.host.stdout.write(
    options.format === "json" ? formatExplanationJson(explanation) : formatExplanation(explanation),
  );
  return exitCodes.fine;
}

function parseContext(text: string): { readonly [name: string]: unknown } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CallFailure("--context is no JSON", `write --context '{"force": true}'`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CallFailure("--context is no map", `write --context '{"force": true}'`);
  }
  return { ...value };
}
