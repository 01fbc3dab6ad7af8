/** Codes of files that cannot be read as text. */
import { defineDiagnostics, kind } from "../base/diagnostic.ts";

export const fileCodes = defineDiagnostics({
  "not-utf8": kind<object>("error", "The file is not UTF-8 text.", () => "the file is not UTF-8 text"),
  "file-too-large": kind(
    "error",
    "The file is larger than 5 MiB, the most that is read.",
    (p: { readonly bytes: number }) => `the file has ${p.bytes} bytes, more than the 5 MiB that are read`,
  ),
});
