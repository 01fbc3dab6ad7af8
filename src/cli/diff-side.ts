/** One side of `diff`: a folder, or the tree of a commit, to a compiled policy set. */
import { resolve } from "node:path";
import type { Compilation } from "../pipeline.ts";
import { CallFailure, withSystemErrors } from "./failure.ts";
import { gitFiles } from "./git-files.ts";
import type { Host } from "./host.ts";
import { compileFiles } from "./load-set.ts";
import { emptyFiles, readPolicyFiles, type PolicyFiles } from "./policy-files.ts";

export interface DiffSide {
  /** As the call names it. */
  readonly name: string;
  readonly files: PolicyFiles;
  readonly compilation: Compilation;
  /** True when it holds no policy file at all: then it permits nothing. */
  readonly isEmpty: boolean;
}

const gitPrefix = "git:";

/** Reads and compiles a side; a side without any policy file is an empty set, not an error. */
export function loadSide(host: Host, name: string): DiffSide {
  const files = name.startsWith(gitPrefix) ? readCommit(host, name) : readFolder(host, name);
  const isEmpty = files.files.length === 0 && files.undecoded.length === 0;
  return { name, files, isEmpty, compilation: compileFiles(files, isEmpty) };
}

/** The set that the working folder would have at a commit. */
function readCommit(host: Host, name: string): PolicyFiles {
  const ref = name.slice(gitPrefix.length);
  if (ref === "") throw new CallFailure("`git:` needs a ref after it", "such as `git:origin/main`");
  const files = gitFiles(host, host.cwd, ref);
  const commit: Host = { ...host, files };
  // A folder that the commit does not have holds nothing there.
  if (files.stat(host.cwd) === null) return emptyFiles(host.cwd);
  return readPolicyFiles(commit, []);
}

function readFolder(host: Host, name: string): PolicyFiles {
  if (name === "") throw new CallFailure("a side to compare is empty", "give a folder or `git:REF`");
  const path = resolve(host.cwd, name);
  const info = withSystemErrors(`read ${name}`, () => host.files.stat(path));
  if (info === null) {
    throw new CallFailure(
      `cannot read ${name}: no such folder`,
      `for a commit, branch or tag write \`git:${name}\``,
    );
  }
  if (info.kind !== "folder") {
    throw new CallFailure(`${name} is no folder`, "a side is a folder, or `git:REF`");
  }
  // As if called there: each side has its own config and its own default folders.
  return readPolicyFiles({ ...host, cwd: path }, []);
}
