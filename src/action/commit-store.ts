/** The commits of the workflow's repository, by git. */
import { CallFailure } from "../cli/failure.ts";
import { findRepository } from "../cli/git.ts";
import { fetchObject, findCommit, parentsOf } from "../cli/git-history.ts";
import type { Host } from "../cli/host.ts";
import type { CommitStore } from "./commits.ts";
import type { Runner } from "./runner.ts";

/** Git's history of the checkout, and what is fetched with the token from the repository of the workflow. */
export function commitStore(host: Host, runner: Runner, token: string | null): CommitStore {
  const repository = findRepository(host, host.cwd, "the action");
  const remote = `${runner.serverUrl}/${runner.repository}.git`;
  const known = new Map<string, readonly string[]>();
  const basic = Buffer.from(`x-access-token:${token ?? ""}`).toString("base64");
  return {
    parentsOf: (commit) => {
      const parents =
        known.get(commit) ??
        (findCommit(host, repository, commit) === null ? null : parentsOf(host, repository, commit));
      // What is not here may be fetched yet.
      if (parents !== null) known.set(commit, parents);
      return parents;
    },
    resolve: (name) => findCommit(host, repository, name),
    fetch: (what, depth) => {
      try {
        const commit = fetchObject(host, repository, remote, what, {
          // In a whole clone a depth would cut off what is there.
          depth: repository.isShallow ? depth : null,
          ...(token === null ? {} : { extraHeader: `authorization: basic ${basic}` }),
        });
        return { kind: "fetched", commit };
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        return { kind: "failed", reason: error.message };
      }
    },
  };
}
