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
  readonly "lowered-error": DiagnosticKind<{ readonly rule: string; readonly level: string }>;
};

export const lintMessages: DiagnosticCatalogue<LintKinds> = defineDiagnostics({
  undecided: kind(
    "error",
    "A rule could not decide a question within its budget of states.",
    ({ rule, question, reason }) => `\`${rule}\` is not decided: ${question}? (${reason})`,
  ),
  "lowered-error": kind(
    "error",
    "A level in `sentrely.yaml` that would lower an error.",
    ({ rule, level }) => `\`${rule}\` is an error and cannot be lowered to \`${level}\``,
  ),
});
