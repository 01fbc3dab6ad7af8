/** Codes about a policy set as a whole. */
import type { DiagnosticCatalogue, DiagnosticKind } from "./base/diagnostic.ts";
import { defineDiagnostics, kind } from "./base/diagnostic.ts";

interface SetSize {
  readonly files: number;
}

interface SetKinds {
  readonly "empty-set": DiagnosticKind<SetSize>;
}

export const setCodes: DiagnosticCatalogue<SetKinds> = defineDiagnostics({
  "empty-set": kind(
    "error",
    "The policy set holds no statement, so nothing was checked.",
    ({ files }: SetSize) =>
      files === 0
        ? "the policy set is empty: no policy file was found"
        : `the policy set holds no statement in its ${files} ${files === 1 ? "file" : "files"}`,
  ),
});
