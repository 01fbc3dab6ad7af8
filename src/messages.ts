/** Codes about a policy set as a whole. */
import type { DiagnosticCatalogue, DiagnosticKind } from "./base/diagnostic.ts";
import { defineDiagnostics, kind } from "./base/diagnostic.ts";

interface SetKinds {
  readonly "empty-set": DiagnosticKind<{ readonly files: number }>;
}

export const setCodes: DiagnosticCatalogue<SetKinds> = defineDiagnostics({
  "empty-set": kind("error", "The policy set holds no statement, so nothing was checked.", (p) =>
    p.files === 0
      ? "the policy set is empty: no policy file was found"
      : `the policy set holds no statement in its ${p.files} ${p.files === 1 ? "file" : "files"}`,
  ),
});
