/**
 * Files to source texts.
 *
 * INVARIANT: what is no text, or too large, is a diagnostic at the file; what the system will not
 * give is a failure. Nothing over the limit is read.
 */
import { relative, sep } from "node:path";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import { withSystemErrors } from "./failure.ts";
import type { Host } from "./host.ts";
import { yamlMessages } from "../syntax/yaml-messages.ts";
import { sizeLimit } from "../syntax/yaml-guard.ts";

export interface ReadSource {
  /** `null` when `problem` says why. */
  readonly source: SourceFile | null;
  readonly problem: Diagnostic | null;
  /** It began with a byte-order mark, which `SourceFile.text` leaves out. */
  readonly marked: boolean;
}

/** With `/` on every platform. */
export function relativeName(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

/** As a person in the working folder would write it. */
export function shownPath(host: Host, path: string): string {
  const way = relative(host.cwd, path);
  return way === "" ? "." : way;
}

function tooLarge(file: string, bytes: number): ReadSource {
  const help = "split it: one file per agent";
  return {
    source: null,
    problem: yamlMessages.build["file-too-large"]({ file, start: 0, end: 0 }, { bytes }, { help }),
    marked: false,
  };
}

/** Decodes a file's bytes; what is no text is a diagnostic. */
export function decodeSource(file: string, bytes: Uint8Array): ReadSource {
  if (bytes.length > sizeLimit) return tooLarge(file, bytes.length);
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { source: { path: file, text }, problem: null, marked };
  } catch {
    const help = "save it as UTF-8; a byte-order mark is fine, UTF-16 and Latin-1 are not";
    return {
      source: null,
      problem: yamlMessages.build["not-utf8"](
        { file, start: 0, end: 0 },
        { problem: "the file is not UTF-8 text" },
        { help },
      ),
      marked: false,
    };
  }
}

/** Reads a file; `path` is absolute, the source's path relative to `root`. */
export function readSource(host: Host, root: string, path: string): ReadSource {
  const file = relativeName(root, path);
  return withSystemErrors(`read ${shownPath(host, path)}`, () => {
    const bytes = host.files.stat(path)?.size ?? 0;
    return bytes > sizeLimit ? tooLarge(file, bytes) : decodeSource(file, host.files.read(path));
  });
}
