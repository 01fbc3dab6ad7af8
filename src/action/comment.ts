/**
 * The one comment of a pull request: found by the marker in front of it, updated in place, never doubled.
 *
 * INVARIANT: only comments of our own account are ours, whatever another's begins with.
 */
import { type Account, type GitHub, GitHubFailure, type IssueComment, sameLogin } from "./github.ts";
import type { CommentWhen } from "./inputs.ts";

/** What tells the comments of several uses in one repository apart. */
export interface CommentPlace {
  readonly workingDirectory: string;
  readonly config: string | null;
  readonly paths: readonly string[];
}

/** An HTML comment, which nobody sees, alone on the first line. */
export function commentMarker({ workingDirectory, config, paths }: CommentPlace): string {
  const directory = workingDirectory.replace(/^(?:\.\/)+|\/+$/g, "") || ".";
  const parts = [directory, ...(config === null ? [] : [`config=${config}`]), ...[...paths].sort()];
  // Neither `>` nor a line break is left, so that the HTML comment ends where it should.
  return `<!-- sentrely-policy:${parts.map(encodeURIComponent).join("&")} -->`;
}

/** Ours among the comments of a pull request; the first, should there be several. */
export function findOurs(
  comments: readonly IssueComment[],
  self: Account | null,
  marker: string,
): IssueComment | null {
  const marked = comments.filter(({ body }) => body.split(/\r?\n/, 1)[0]?.trimEnd() === marker);
  if (self !== null) {
    return marked.find(({ user }) => user !== null && sameLogin(user.login, self.login)) ?? null;
  }
  // A token of the runner, which does not say who it is: a bot, and on most servers this one.
  const bots = marked.filter(({ user }) => user?.type === "Bot");
  return bots.find(({ user }) => user?.login === "github-actions[bot]") ?? bots[0] ?? null;
}

export interface CommentRequest {
  readonly number: number;
  /** Whether the branch is another repository's: then the token of the runner may not write. */
  readonly isFork: boolean;
  /** The head that was judged: a run that ends late must not overwrite what was said of a later one. */
  readonly headSha: string;
  readonly marker: string;
  /** Without the marker. */
  readonly text: string;
  readonly when: CommentWhen;
  /** Whether there is something to tell: without, `auto` makes no comment, and only updates one that is there. */
  readonly isWorthSaying: boolean;
}

/** What became of the comment. `failed`: one sentence that says why there is none of this run. */
export type Commented =
  | { readonly kind: "created" | "updated" | "unchanged" | "none" }
  | { readonly kind: "failed"; readonly reason: string };

/** Never rejects for what GitHub answers: a comment is a courtesy, and the verdict stands without it. */
export async function commentOn(github: GitHub, request: CommentRequest): Promise<Commented> {
  const { number, headSha, marker, text, when, isWorthSaying } = request;
  if (when === "never") return { kind: "none" };
  const body = `${marker}\n${text}`;
  try {
    const [pull, comments, self] = await Promise.all([
      github.pullRequest(number),
      github.comments(number),
      github.self(),
    ]);
    if (pull.headSha !== headSha) {
      return { kind: "failed", reason: "the pull request has another head by now, whose run comments" };
    }
    const ours = findOurs(comments, self, marker);
    if (ours === null) {
      if (when === "auto" && !isWorthSaying) return { kind: "none" };
      await github.createComment(number, body);
      return { kind: "created" };
    }
    if (ours.body.replace(/\r\n/g, "\n").trimEnd() === body.trimEnd()) return { kind: "unchanged" };
    return await replace(github, number, ours, body);
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    return { kind: "failed", reason: reasonOf(error, request) };
  }
}

async function replace(github: GitHub, number: number, ours: IssueComment, body: string): Promise<Commented> {
  try {
    await github.updateComment(ours.id, body);
    return { kind: "updated" };
  } catch (error) {
    // Somebody removed it since it was listed.
    if (!(error instanceof GitHubFailure) || error.kind !== "not-found") throw error;
    await github.createComment(number, body);
    return { kind: "created" };
  }
}

function reasonOf(error: GitHubFailure, { isFork }: CommentRequest): string {
  if (error.kind !== "forbidden") return error.message;
  return isFork
    ? "the pull request is from a fork, and its token may not write comments"
    : "the token may not write comments; the job needs `pull-requests: write`";
}
