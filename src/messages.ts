/** Codes about a policy set as a whole. */
import { defineDiagnostics, kind } from "./base/diagnostic.ts";

export const setCodes = defineDiagnostics({
  "empty-set": kind(
    "error",
    "The policy set holds no statement, so nothing was checked.",
    (p: { readonly files: number }) =>
      p.files === 0
        ? "the policy set is empty: no policy file was found"
        : `the policy set holds no statement in its ${p.files} ${p.files === 1 ? "file" : "files"}`,
  ),
});
