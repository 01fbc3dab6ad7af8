/** Codes of linting itself; each rule has its own in its file. */
import {
  defineDiagnostics,
  kind,
  type DiagnosticCatalogue,
  type DiagnosticKind,
} from "../base/diagnostic.ts";

type LintKinds = {
  readonly undecided: DiagnosticKind<{
    readonly rule: string;
    readonly question: string;
    readonly reason: string;
  }>;
};

export const lintMessages: DiagnosticCatalogue<LintKinds> = defineDiagnostics({
  undecided: kind(
    "error",
    "A rule could not decide a question within its budget of states.",
    ({ rule, question, reason }) => `\`${rule}\` is not decided: ${question}? (${reason})`,
  ),
});
