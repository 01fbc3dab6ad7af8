/** `sentrely-policy ci` on real repositories: a base on `main`, a change on the branch `change`. */
import type { Outcome, RunOptions } from "./cli.ts";
import { gitFolderWith, type CommitFiles, type GitFolder } from "./git-repository.ts";
import { holding, revision } from "./review-texts.ts";

export interface ReviewJson {
  readonly conclusion: "passed" | "acknowledged" | "failed";
  readonly reasons: readonly { readonly kind: string; readonly message: string; readonly waived: boolean }[];
  readonly gating: boolean;
  readonly base: string;
  readonly base_state: string;
  readonly head: string;
  readonly findings: readonly { readonly code: string; readonly judge: string; readonly file: string }[];
  readonly tests: readonly { readonly name: string; readonly status: string }[];
  readonly changes: readonly {
    readonly kind: string;
    readonly agent: string | null;
    readonly agents?: readonly string[];
    readonly tags: readonly string[];
    readonly message: string;
    readonly refused?: readonly string[];
  }[];
  readonly new_actions: readonly { readonly action: string; readonly agents: readonly string[] }[] | null;
  readonly acknowledgement: { readonly acknowledged: boolean; readonly lines: readonly string[] } | null;
  readonly notes: readonly string[];
  readonly summary: { readonly [name: string]: number };
}

export function reviewJson({ stdout, stderr }: Outcome): ReviewJson {
  if (stdout === "") throw new Error(`no report: ${stderr}`);
  return JSON.parse(stdout) as ReviewJson;
}

export interface Report {
  readonly code: number;
  readonly review: ReviewJson;
  readonly stderr: string;
}

/** Runs `ci --format json` with further arguments. */
export async function check(
  folder: GitFolder,
  args: readonly string[] = ["--base", "main"],
  options: RunOptions = {},
): Promise<Report> {
  const outcome = await folder.run(["ci", ...args, "--format", "json"], options);
  return { code: outcome.code, review: reviewJson(outcome), stderr: outcome.stderr };
}

/** A base on `main`, and on the branch `change` that is checked out one commit for each further map. */
export function changeOf(base: CommitFiles, ...changes: readonly CommitFiles[]): GitFolder {
  const folder = gitFolderWith(base);
  folder.git("switch", "-q", "-c", "change");
  for (const files of changes) folder.commit(files);
  return folder;
}

/** Policies without a finding, with a test that passes. */
export const policies: CommitFiles = revision();

/** The same in other words. */
export const reworded: CommitFiles = holding("allow git:read on repos/*");

/** The same, allowed more. */
export const wider: CommitFiles = holding("git:read on repos/*", "git:list on repos/*");

/** Kinds, or the most telling tags, of what the gates refuse. */
export function refusedOf({ review }: Report): string[] {
  return review.changes.flatMap(({ refused = [] }) => refused);
}

/** The tags that tell changes apart, each change's in one text. */
export function tagsOf({ changes }: ReviewJson): string[] {
  return changes.map(({ tags }) => tags.filter((tag) => tag !== "weakened" && tag !== "config").join(" "));
}

/** The same files below a folder. */
export function below(folder: string, files: CommitFiles): CommitFiles {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}
