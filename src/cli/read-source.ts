/**
 * Files to source texts, and how paths are written.
 *
 * INVARIANT: what is no text, or too large, is a diagnostic; what the system will not give is a
 * failure. Nothing over the limit is read.
 */
import { relative, sep } from "node:path";
import { decodeSource, tooLarge, type DecodedSource } from "../syntax/decode-source.ts";
import { sizeLimit } from "../syntax/yaml-guard.ts";
import { withSystemErrors } from "./failure.ts";
import type { Host } from "./host.ts";

/** With `/` on every platform. */
export function relativeName(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

/** As a person in the working folder would write it. */
export function shownPath(host: Host, path: string): string {
  const way = relative(host.cwd, path);
  return way === "" ? "." : way;
}

/** Reads a file; `path` is absolute, the source's path relative to `root`. */
export function readSource(host: Host, root: string, path: string): DecodedSource {
  const file = relativeName(root, path);
  return withSystemErrors(`read ${shownPath(host, path)}`, () => {
    const bytes = host.files.stat(path)?.size ?? 0;
    return bytes > sizeLimit
      ? { source: { path: file, text: "" }, problem: tooLarge(file, bytes), marked: false }
      : decodeSource(file, host.files.read(path));
  });
}
