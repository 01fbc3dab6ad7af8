/** Globs in PATH arguments, for shells that do not expand them: `*`, `?` and `**`. */
import { isAbsolute, join, parse, resolve } from "node:path";
import { compareCodePoints } from "../base/order.ts";
import type { Files } from "./host.ts";

export function looksLikeGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** The folders before the first part that is a pattern; empty: there is none. */
export function globStart(glob: string): string {
  const parts = glob.split(/(?<=[\\/])/);
  const first = parts.findIndex(looksLikeGlob);
  return parts.slice(0, first === -1 ? parts.length : first).join("");
}

/** Matches one name, or a test's name, against `*` (any characters) and `?` (one); linear in the text. */
export function matchesGlob(pattern: string, name: string): boolean {
  const p = [...pattern];
  const n = [...name];
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < n.length;) {
    if (p[at] === "*") {
      star = at++;
      resume = i;
    } else if (at < p.length && (p[at] === "?" || p[at] === n[i])) {
      at++;
      i++;
    } else if (star !== -1) {
      at = star + 1;
      i = ++resume;
    } else return false;
  }
  return p.slice(at).every((c) => c === "*");
}

/** The paths that match, sorted. A `*` does not match a leading dot; `**` stands for any folders. */
export function expandGlob(files: Files, cwd: string, glob: string): string[] {
  const start = isAbsolute(glob) ? parse(glob).root : cwd;
  const parts = glob
    .slice(isAbsolute(glob) ? start.length : 0)
    .split(/[\\/]/)
    .filter((p) => p !== "" && p !== ".");
  const found = new Set<string>();
  const list = (folder: string): readonly { readonly name: string; readonly folder: boolean }[] =>
    files.stat(folder)?.kind === "folder"
      ? files
          .list(folder)
          .filter(({ name }) => name !== "node_modules")
          .map(({ name, kind }) => ({ name, folder: kind === "folder" }))
      : [];
  const expand = (folder: string, index: number): void => {
    const part = parts[index];
    if (part === undefined) {
      if (files.taken(folder)) found.add(folder);
    } else if (part === "**") {
      expand(folder, index + 1);
      // Links to folders are not followed here, so that no loop is walked.
      for (const entry of list(folder)) {
        if (entry.folder && !entry.name.startsWith(".")) expand(join(folder, entry.name), index);
      }
    } else if (!looksLikeGlob(part)) expand(resolve(folder, part), index + 1);
    else {
      for (const { name } of list(folder)) {
        if ((part.startsWith(".") || !name.startsWith(".")) && matchesGlob(part, name))
          expand(join(folder, name), index + 1);
      }
    }
  };
  expand(start, 0);
  return [...found].sort(compareCodePoints);
}
