/**
 * Paths to names: `files/<repo>/<path>` inside the project, `host<absolute path>` elsewhere.
 *
 * INVARIANT: a path has a name for each way of reading it. The text's own (`..` taken away by hand, as editors do) and the
 * file system's (symbolic links followed, as the kernel does) may differ, and then both are decided.
 */
import { lstatSync, readlinkSync, realpathSync } from "node:fs";
import { posix, win32, type PlatformPath } from "node:path";
import { Unmapped, type Place } from "./requests.ts";

/** Links that lead to links; the kernel's own limit. */
const maxLinks = 40;

/** No kernel opens a longer one, and no request may name it. */
const maxPathLength = 4096;

export function pathsOf(place: Place): PlatformPath {
  return place.platform === "win32" ? win32 : posix;
}

/** What the shell and Claude Code make of a leading `~/`; other users' homes are not known here. */
export function expandHome(path: string, place: Place): string | null {
  if (!path.startsWith("~")) return path;
  if (place.home === null) return null;
  if (path === "~") return place.home;
  return path.startsWith("~/") ? place.home + path.slice(1) : null;
}

/** The names of `path`, an absolute path or one relative to `folder`. */
export function fileNames(path: string, folder: string, place: Place): readonly string[] {
  const paths = pathsOf(place);
  // Git Bash calls the drive `C:` `/c`.
  if (place.platform === "win32") path = path.replace(/^\/([A-Za-z])(?=\/|$)/, "$1:\\");
  const full = paths.isAbsolute(path) ? path : `${folder}${paths.sep}${path}`;
  if (full.length > maxPathLength) throw new Unmapped("a path is longer than any file system takes");
  const roots = new Set([place.project, physical(place.project, place)]);
  const names = [...new Set([paths.normalize(full), physical(full, place)])].map((one) =>
    nameOf(one, [...roots], place),
  );
  // These file systems take `SRC` for `src`, and so must a deny.
  const folded = place.platform === "darwin" || place.platform === "win32" ? names.map((name) => lowered(name, place)) : [];
  return [...new Set([...names, ...folded])];
}

function lowered(name: string, place: Place): string {
  const own = `files/${place.repo}`;
  return name.startsWith(own) ? own + name.slice(own.length).toLowerCase() : name.toLowerCase();
}

function nameOf(path: string, roots: readonly string[], place: Place): string {
  const paths = pathsOf(place);
  for (const root of roots) {
    const inner = paths.relative(root, path);
    if (inner === "") return `files/${place.repo}`;
    if (inner !== ".." && !inner.startsWith(`..${paths.sep}`) && !paths.isAbsolute(inner)) {
      return canonical(`files/${place.repo}/${slashes(inner, place)}`);
    }
  }
  return canonical(`host${hostPath(path, place)}`);
}

/** `/etc/passwd` as it is; `C:\Users\dana` as `/c/Users/dana`; `\\server\share\x` as `/unc/server/share/x`. */
function hostPath(path: string, place: Place): string {
  const text = slashes(path, place);
  if (place.platform !== "win32") return text;
  const local = text.replace(/^\/\/[?.]\//, "");
  const drive = /^([A-Za-z]):(.*)$/.exec(local);
  if (drive !== null) return `/${(drive[1] ?? "").toLowerCase()}${drive[2] ?? ""}`;
  return local.startsWith("//") ? `/unc${local.slice(1)}` : local;
}

function slashes(path: string, place: Place): string {
  return place.platform === "win32" ? path.replaceAll("\\", "/") : path;
}

/** Without a final separator, in Unicode NFC: what policies are written in. */
function canonical(name: string): string {
  return name.replace(/\/+$/, "").normalize("NFC");
}

/** The path that the kernel ends at, of a file that need not exist; the text's own reading where it cannot be told. */
function physical(path: string, place: Place): string {
  const paths = pathsOf(place);
  // A foreign platform's path, which only tests hand over, has no place in this machine's file system.
  if (place.platform !== process.platform && (place.platform === "win32" || process.platform === "win32")) {
    return paths.normalize(path);
  }
  return followed(path, paths, maxLinks);
}

function followed(path: string, paths: PlatformPath, links: number): string {
  try {
    return realpathSync.native(path);
  } catch {
    const text = path.replace(/[/\\]+$/, "");
    const parent = paths.dirname(text);
    const base = paths.basename(text);
    if (parent === text || base === "" || links === 0) return paths.normalize(path);
    const target = linkTarget(text);
    if (target !== null) {
      const next = paths.isAbsolute(target) ? target : `${parent}${paths.sep}${target}`;
      return followed(next, paths, links - 1);
    }
    return paths.join(followed(parent, paths, links), base);
  }
}

/** Where a link leads whose target does not exist: writing through it creates the target. */
function linkTarget(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null;
  } catch {
    return null;
  }
}

/** Whether something of that name is there. */
export function exists(path: string, folder: string, place: Place): boolean {
  const paths = pathsOf(place);
  try {
    lstatSync(paths.isAbsolute(path) ? path : `${folder}${paths.sep}${path}`);
    return true;
  } catch {
    return false;
  }
}
