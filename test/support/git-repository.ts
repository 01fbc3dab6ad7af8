/** Real git repositories in temporary folders, with commits made of files. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderWith, type Folder } from "./cli.ts";

export interface Link {
  readonly link: string;
}

/** Path → content, or a symbolic link; `null` removes. */
export type CommitFiles = { readonly [path: string]: string | Link | null };

export interface GitFolder extends Folder {
  readonly git: (...args: readonly string[]) => string;
  /** Changes files, commits everything and returns the commit's name. */
  readonly commit: (files: CommitFiles) => string;
}

const environment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

export function runGitIn(folder: string, args: readonly string[]): string {
  return execFileSync("git", ["-c", "protocol.file.allow=always", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  }).trim();
}

/** A repository whose branch `main` has one commit for each map of files. */
export function gitFolderWith(...commits: readonly CommitFiles[]): GitFolder {
  const folder = folderWith({});
  rmSync(join(folder.path, ".git"), { recursive: true });
  const git = (...args: readonly string[]): string => runGitIn(folder.path, args);
  git("init", "-q", "-b", "main");
  const commit = (files: CommitFiles): string => {
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder.path, name);
      rmSync(path, { force: true, recursive: true });
      if (content === null) continue;
      mkdirSync(dirname(path), { recursive: true });
      if (typeof content === "string") writeFileSync(path, content);
      else symlinkSync(content.link, path);
    }
    git("add", "-A");
    git("commit", "-q", "--allow-empty", "-m", "change");
    return git("rev-parse", "HEAD");
  };
  for (const files of commits) commit(files);
  return { ...folder, git, commit };
}
