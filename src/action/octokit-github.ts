/** GitHub by its REST API. Loaded when there is something to ask. */
import { type GitHub, GitHubFailure } from "./github.ts";
import * as answers from "./github-answers.ts";
import { createTransport, pathOf, type TransportOptions } from "./github-transport.ts";

export interface GitHubOptions extends TransportOptions {
  /** `owner/name`. */
  readonly repository: string;
}

/** So many commits of a pull request are listed at most. */
const mostCommits = 250;
/** Of 100 pushes: the newest count, and a branch may have had any number. */
const pagesOfPushes = 3;

export function createGitHub(options: GitHubOptions): GitHub {
  const transport = createTransport(options);
  const repository = (name: string, ...parts: readonly (string | number)[]): string => {
    const [owner = "", short = "", ...rest] = name.split("/");
    return pathOf("repos", owner, short, ...rest, ...parts);
  };
  const here = (...parts: readonly (string | number)[]): string => repository(options.repository, ...parts);
  /** `null` where the failure is of one of these kinds. */
  const unless = async <T>(kinds: readonly string[], asked: Promise<T>): Promise<T | null> => {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof GitHubFailure && kinds.includes(error.kind)) return null;
      throw error;
    }
  };
  const comments: GitHub["comments"] = async (number) =>
    transport.list(here("issues", number, "comments"), answers.readComment);

  return {
    pullRequest: async (number) => transport.get(here("pulls", number), answers.readPullRequest),
    reviews: async (number) => transport.list(here("pulls", number, "reviews"), answers.readReview),
    commits: async (number) => {
      const found = await transport.list(here("pulls", number, "commits"), answers.readCommit);
      if (found.length < mostCommits) return found;
      const count = await transport.get(here("pulls", number), answers.readCommitCount);
      return count > found.length ? null : found;
    },
    timeline: async (number) => transport.list(here("issues", number, "timeline"), answers.readTimelineEvent),
    labels: async (number) => transport.list(here("issues", number, "labels"), answers.readLabel),
    pushes: async (name, branch) =>
      unless(
        ["forbidden", "not-found"],
        transport.list(repository(name, "activity"), answers.readPush, {
          query: { ref: `refs/heads/${branch}` },
          pages: pagesOfPushes,
        }),
      ),
    permissionOf: async (login) =>
      transport.get(here("collaborators", login, "permission"), answers.readPermission),
    isTeamMember: async (organisation, team, login) => {
      const path = (...parts: readonly string[]): string =>
        pathOf("orgs", organisation, "teams", team, ...parts);
      try {
        return await transport.get(path("memberships", login), answers.readMembership);
      } catch (error) {
        if (!(error instanceof GitHubFailure)) throw error;
        if (error.kind === "forbidden") return null;
        if (error.kind !== "not-found") throw error;
        // Neither a stranger nor a team that is unknown or out of sight is found; the team itself tells them apart.
        return (await unless(
          ["forbidden", "not-found"],
          transport.get(path(), () => true),
        )) === null
          ? null
          : false;
      }
    },
    pullRequestsOf: async (sha) => transport.list(here("commits", sha, "pulls"), answers.readNumber),
    comments,
    createComment: async (number, body) => {
      for (let attempt = 1; ; attempt++) {
        try {
          await transport.send("POST", here("issues", number, "comments"), body);
          return;
        } catch (error) {
          if (!(error instanceof GitHubFailure) || error.kind !== "unreachable") throw error;
          await transport.pause(attempt, error);
          // It may have arrived all the same, and must not stand there twice.
          if ((await comments(number)).some((comment) => comment.body === body)) return;
        }
      }
    },
    updateComment: async (id, body) => {
      await transport.send("PATCH", here("issues", "comments", id), body);
    },
    self: async () => unless(["forbidden"], transport.get(pathOf("user"), answers.readAccount)),
  };
}
