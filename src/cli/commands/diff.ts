/** `diff`: what one side newly allows, denies, gates or asks for, and the gates that refuse a change. */
import { comparePolicies } from "../../diff/compare.ts";
import type { Side } from "../../diff/side.ts";
import type { DiffFormatter } from "../../report/diff-report.ts";
import { refusedChanges } from "../../review/gates.ts";
import { type DiffSide, loadSide } from "../diff-side.ts";
import { ruleLevels } from "../../review/base-settings.ts";
import { emitReport, reportStyle } from "../emit.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { checkGates } from "../gates.ts";
import { compileFailureCode } from "../load-set.ts";
import { fromRoot, fromWorkingFolder } from "../report-paths.ts";
import { say, type Session } from "../session.ts";
import { tellDiagnostics } from "../tell-diagnostics.ts";

export type DiffFormat = "pretty" | "json" | "markdown";

export interface DiffOptions {
  readonly format: DiffFormat;
  /** Kinds and tags of changes that fail the call. */
  readonly failOn: readonly string[];
  readonly outputFile?: string;
}

const formatters: { readonly [F in DiffFormat]: () => Promise<DiffFormatter> } = {
  pretty: async () => (await import("../../report/diff-pretty.ts")).formatDiffPretty,
  json: async () => (await import("../../report/diff-json.ts")).formatDiffJson,
  markdown: async () => (await import("../../report/diff-markdown.ts")).formatDiffMarkdown,
};

export async function diff(
  session: Session,
  [baseName = "", headName = ""]: readonly string[],
  options: DiffOptions,
): Promise<number> {
  checkGates(options.failOn, "--fail-on");
  const base = loadSide(session.host, baseName);
  const head = loadSide(session.host, headName);
  if (base.isEmpty && head.isEmpty) {
    throw new CallFailure(
      `neither ${baseName} nor ${headName} holds a policy file`,
      "there is nothing to compare; is this the right folder?",
    );
  }
  const [baseSide, headSide] = [await sideOf(session, base), await sideOf(session, head)];
  if (baseSide === null || headSide === null) {
    return Math.max(
      baseSide === null ? compileFailureCode(base.files) : 0,
      headSide === null ? compileFailureCode(head.files) : 0,
    );
  }

  const difference = comparePolicies(baseSide, headSide, { ruleLevels: ruleLevels() });
  const refused = refusedChanges(difference.changes, options.failOn);
  const pathOf = ({ files }: DiffSide): ((file: string) => string) =>
    options.format === "json" ? fromRoot : fromWorkingFolder(session.host, files);
  const format = await formatters[options.format]();
  const text = format({
    difference,
    baseName,
    headName,
    basePathOf: pathOf(base),
    headPathOf: pathOf(head),
    refused,
    style: reportStyle(session, options.outputFile),
  });
  await emitReport(session, text, options.outputFile);
  return refused.size > 0 || difference.unknown.length > 0 ? exitCodes.policiesAtFault : exitCodes.fine;
}

/** The side as it is compared; `null`, told, when it does not compile. */
async function sideOf(session: Session, side: DiffSide): Promise<Side | null> {
  const { compilation, files, name, isEmpty } = side;
  if (isEmpty) await say(session, `${name} holds no policy file, so it permits nothing`);
  const { set } = compilation;
  if (set !== null) return { ...compilation, set };
  await say(session, `the policies of ${name} do not compile:`);
  await tellDiagnostics(session, files, compilation, compilation.diagnostics, "error");
  return null;
}
