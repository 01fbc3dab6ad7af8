/** Approving reviews, and whether one of them acknowledges. */
import { quoted } from "../report/sanitize.ts";
import type { Facts } from "./acknowledge-facts.ts";
import { deedOf, pushedBy, timeOf } from "./acknowledge-facts.ts";
import { shortName } from "./commits.ts";
import type { GitHub, PullRequestReview } from "./github.ts";

/** What was found: the sentence of what counts, or sentences of what was offered and does not. */
export interface Weighed {
  readonly counts: string | null;
  readonly lines: readonly string[];
}

/** Anybody may approve in a public repository; of so many approvals, memberships are looked up. */
const mostCandidates = 30;

interface Approval {
  readonly login: string;
  readonly review: PullRequestReview;
}

export async function weighReviews(
  github: GitHub,
  number: number,
  facts: Facts,
  teams: readonly string[],
): Promise<Weighed> {
  const lines: string[] = [];
  const candidates: Approval[] = [];
  for (const { login, isPerson, last, hasApproved } of standing(await github.reviews(number))) {
    const refusal = refusalOf(facts, login, isPerson, last, hasApproved);
    if (refusal === null) candidates.push({ login, review: last });
    else if (refusal !== "") lines.push(refusal);
  }
  // The newest first: who approves early can be anybody.
  for (const { login, review } of candidates.reverse().slice(0, mostCandidates)) {
    const push = pushedBy(facts, await facts.pushes(), login);
    if (push !== null) {
      lines.push(`${quoted(login)} approved, but ${push}`);
      continue;
    }
    const { team, unknown } = await teamOf(github, teams, login);
    if (team !== null) {
      const head = quoted(shortName(facts.headSha));
      const when = quoted(timeOf(review.submittedAt ?? ""));
      return {
        counts: `${quoted(login)}, a member of ${quoted(team)}, approved ${head} at ${when} (review ${quoted(String(review.id))})`,
        lines,
      };
    }
    lines.push(
      unknown.length === 0
        ? `${quoted(login)} approved, but is no member of ${teams.map(quoted).join(" or ")}`
        : `${quoted(login)} approved, but whether they are a member of ${unknown.map(quoted).join(" or ")} is not known: there is no such team, or the token may not read its members`,
    );
  }
  if (candidates.length > mostCandidates) {
    lines.push(`${String(candidates.length - mostCandidates)} earlier approvals were not looked at`);
  }
  return { counts: null, lines };
}

interface Standing {
  readonly login: string;
  readonly isPerson: boolean;
  /** Their last review that says yes or no. */
  readonly last: PullRequestReview;
  readonly hasApproved: boolean;
}

/** What each reviewer's word is now, in the order in which it was given. */
function standing(reviews: readonly PullRequestReview[]): readonly Standing[] {
  const time = ({ submittedAt }: PullRequestReview): number => Date.parse(submittedAt ?? "");
  const decisive = reviews
    .filter(
      ({ state, submittedAt }) =>
        /^(?:APPROVED|CHANGES_REQUESTED|DISMISSED)$/.test(state) && submittedAt !== null,
    )
    .toSorted((a, b) => time(a) - time(b) || a.id - b.id);
  const found = new Map<string, Standing>();
  for (const review of decisive) {
    if (review.user === null) continue;
    const { login, type } = review.user;
    const key = login.toLowerCase();
    const hasApproved = review.state === "APPROVED" || found.get(key)?.hasApproved === true;
    // Set anew, so that it stands at the end.
    found.delete(key);
    found.set(key, { login, isPerson: type === "User", last: review, hasApproved });
  }
  return [...found.values()];
}

/** Why a reviewer's word does not count, before any team is asked; empty: they offered nothing; `null`: it may. */
function refusalOf(
  facts: Facts,
  login: string,
  isPerson: boolean,
  { state, commitId, submittedAt }: PullRequestReview,
  hasApproved: boolean,
): string | null {
  const name = quoted(login);
  if (state === "DISMISSED") return `the review of ${name} was dismissed`;
  if (state !== "APPROVED") return hasApproved ? `${name} approved, but requested changes later` : "";
  if (!isPerson) return `${name} approved, but is no person`;
  const deed = deedOf(facts, login);
  if (deed !== null) return `${name} approved, but ${deed}`;
  if (commitId !== facts.headSha) {
    const what = commitId === null ? "a commit that is gone" : quoted(shortName(commitId));
    return `${name} approved ${what}, and the head is now ${quoted(shortName(facts.headSha))}`;
  }
  const retarget = facts.timeline[facts.lastRetarget];
  if (retarget !== undefined) {
    const isLater = Date.parse(submittedAt ?? "") > Date.parse(retarget.createdAt ?? "");
    if (!isLater) return `${name} approved before the base was changed`;
  }
  return null;
}

/** The first team that somebody is a member of, and the teams of which it could not be told. */
async function teamOf(
  github: GitHub,
  teams: readonly string[],
  login: string,
): Promise<{ readonly team: string | null; readonly unknown: readonly string[] }> {
  const unknown: string[] = [];
  for (const team of teams) {
    const [organisation = "", slug = ""] = team.split("/");
    const isMember = await github.isTeamMember(organisation, slug, login);
    if (isMember === true) return { team, unknown };
    if (isMember === null) unknown.push(team);
  }
  return { team: null, unknown };
}
