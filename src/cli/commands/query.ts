/** `query`: who can do something, and what an agent can do. */
import { answer } from "../../answer.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { version } from "../../base/version.ts";
import { undescribed } from "../../report/lint-report.ts";
import { prettyDiagnostic } from "../../report/pretty.ts";
import { finishLines } from "../../report/sanitize.ts";
import { formatAnswers, formatAnswersJson, type QueryReport } from "../../report/query.ts";
import { knownActionsOf } from "../../known-actions.ts";
import { CallFailure, exitCodes } from "../failure.ts";
import { loadCatalogue } from "../load-catalogue.ts";
import { compileFailureCode, loadSet } from "../load-set.ts";
import { fromRoot, fromWorkingFolder } from "../report-paths.ts";
import type { Session } from "../session.ts";
import { tellDiagnostics } from "../tell-diagnostics.ts";

export interface QueryOptions {
  readonly format: "pretty" | "json";
}

/** Longer questions are refused unread. */
const maxLength = 65_536;

const help =
  "ask `sentrely-policy query 'who can git:push on repos/*'` or `sentrely-policy query 'what can ci-runner do'`";

export async function query(
  session: Session,
  question: string,
  paths: readonly string[],
  options: QueryOptions,
): Promise<number> {
  refuseOddCalls(question, paths);
  const { files, compilation } = await loadSet(session, paths);
  // A question may speak of services that the set does not.
  const sources = new Map([...compilation.sources, ["<question>", { path: "<question>", text: question }]]);
  const knownActions = knownActionsOf(() => loadCatalogue(session, { ...compilation, sources }));
  const result = answer(compilation, question, { knownActions });
  switch (result.kind) {
    case "uncompiled":
      await tellDiagnostics(session, files, compilation, result.diagnostics, "error");
      return compileFailureCode(files);
    case "invalid":
      await tellProblems(session, fromWorkingFolder(session.host, files), question, result.diagnostics);
      return exitCodes.callAtFault;
    case "vacuous":
      throw new CallFailure(
        "no valid request matches the question",
        "an answer would say nothing: look for a misspelt name, or for conditions that exclude each other",
      );
    case "answered":
      break;
  }
  const report: QueryReport = {
    question,
    agent: result.query.kind === "whatCan" ? result.query.agent : null,
    result,
    pathOf: options.format === "json" ? fromRoot : fromWorkingFolder(session.host, files),
    style: session.outStyle,
  };
  await session.host.stdout.write(
    options.format === "json" ? formatAnswersJson(report) : formatAnswers(report),
  );
  return result.undecided.length === 0 ? exitCodes.fine : exitCodes.policiesAtFault;
}

/** What is not one question: its words without quotes around them, two questions, a book. */
function refuseOddCalls(question: string, paths: readonly string[]): void {
  if (question.trim() === "") throw new CallFailure("the question is empty", help);
  if (question.length > maxLength) {
    throw new CallFailure(
      `the question has more than ${maxLength} characters`,
      "ask about fewer patterns at a time",
    );
  }
  if (/^(?:who|what)$/i.test(question) && paths.length > 0) {
    throw new CallFailure("the question is not in quotes", help);
  }
  if (paths.some((path) => /^\s*(?:who|what)\s+can\s/i.test(path))) {
    throw new CallFailure("more than one question", "ask one at a time");
  }
}

async function tellProblems(
  session: Session,
  pathOf: (file: string) => string,
  question: string,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  const path = "<question>";
  const report = {
    diagnostics,
    sources: new Map([[path, { path, text: question }]]),
    fileCount: 0,
    pathOf,
    describe: undescribed,
    isDetailed: true,
    toolVersion: version,
    style: session.errStyle,
  };
  // A question has no file that `--fix` could write to.
  const lines = diagnostics.flatMap((d) => prettyDiagnostic({ ...d, fixes: [] }, report));
  await session.host.stderr.write(finishLines(lines));
}
