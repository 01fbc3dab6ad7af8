/** Codes of files that cannot be read as text. */
import {
  defineDiagnostics,
  kind,
  type DiagnosticCatalogue,
  type DiagnosticKind,
} from "../base/diagnostic.ts";

interface FileKinds {
  readonly [code: string]: DiagnosticKind<never>;
  readonly "not-utf8": DiagnosticKind<Record<never, never>>;
  readonly "file-too-large": DiagnosticKind<{ readonly bytes: number }>;
}

/** Builders and catalogue of the codes of files. */
export const fileCodes: DiagnosticCatalogue<FileKinds> = defineDiagnostics({
  "not-utf8": kind("error", "A file that is not UTF-8 text.", () => "the file is not UTF-8 text"),
  "file-too-large": kind(
    "error",
    "A file larger than 5 MiB, the most that is read.",
    ({ bytes }) => `the file has ${bytes} bytes, more than the 5 MiB that are read`,
  ),
});
