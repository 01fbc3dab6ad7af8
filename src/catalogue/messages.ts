/** The codes of catalogues that a policy set names. */
import { defineDiagnostics, kind } from "../base/diagnostic.ts";
import type { DiagnosticCatalogue, DiagnosticKind } from "../base/diagnostic.ts";

interface CatalogueKinds {
  readonly "bad-tool-list": DiagnosticKind<{ readonly problem: string }>;
  readonly "missing-catalogue": DiagnosticKind<{ readonly file: string }>;
}

/** Builders and catalogue of this room's codes. */
export const catalogueMessages: DiagnosticCatalogue<CatalogueKinds> = defineDiagnostics({
  "bad-tool-list": kind(
    "error",
    "A file of `catalog.mcp` that is no tool list of an MCP server, or that holds names which policies could confuse.",
    ({ problem }: { readonly problem: string }) => problem,
  ),
  "missing-catalogue": kind(
    "error",
    "A tool list that `catalog.mcp` names and that was not given to the compiler.",
    ({ file }: { readonly file: string }) => `the tool list \`${file}\` was not given`,
  ),
});
