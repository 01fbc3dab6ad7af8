/**
 * What is known of a pull request before anybody's word is weighed: who made it, and since when it stands as it is.
 *
 * INVARIANT: what cannot be established is a doubt, and with a doubt nothing counts.
 */
import { quoted } from "../report/sanitize.ts";
import { shortName } from "./commits.ts";
import type { GitHub, PullRequest, PullRequestCommit, PushActivity, TimelineEvent } from "./github.ts";

export interface Facts {
  readonly pull: PullRequest;
  /** The head that is judged. */
  readonly headSha: string;
  /** Login in lower case → what they did, such as `opened the pull request`. */
  readonly makers: ReadonlyMap<string, string>;
  readonly commits: ReadonlySet<string>;
  readonly timeline: readonly TimelineEvent[];
  /** Index in the timeline of the last change of the base; -1: it was always this one. */
  readonly lastRetarget: number;
  /** Newest first; `null`: this server or token does not tell. Asked once. */
  readonly pushes: () => Promise<readonly PushActivity[] | null>;
}

/** With another base, what was approved is another change, although the head is the same. */
const retargets: ReadonlySet<string> = new Set([
  "base_ref_changed",
  "automatic_base_change_succeeded",
  "base_ref_force_pushed",
]);

/** The facts, or why no acknowledgement can count. */
export async function gatherFacts(
  github: GitHub,
  { number, headSha }: { readonly number: number; readonly headSha: string },
): Promise<Facts | string> {
  const pull = await github.pullRequest(number);
  if (pull.headSha !== headSha) {
    return `the head that is judged is ${quoted(shortName(headSha))}, and the pull request has moved on to ${quoted(shortName(pull.headSha))}`;
  }
  const [commits, timeline] = await Promise.all([github.commits(number), github.timeline(number)]);
  if (commits === null) {
    return "the pull request has more commits than GitHub lists (250), so who wrote them all is not known";
  }
  if (!commits.some(({ sha }) => sha === headSha)) {
    return `the commits of the pull request do not hold the head that is judged, ${quoted(shortName(headSha))}`;
  }
  const makers = makersOf(pull, commits);
  if (typeof makers === "string") return makers;
  let pushes: Promise<readonly PushActivity[] | null> | null = null;
  return {
    pull,
    headSha,
    makers,
    commits: new Set(commits.map(({ sha }) => sha)),
    timeline,
    lastRetarget: timeline.findLastIndex(({ event }) => retargets.has(event)),
    pushes: () =>
      (pushes ??=
        pull.headRepository === null
          ? Promise.resolve(null)
          : github.pushes(pull.headRepository, pull.headRef)),
  };
}

function makersOf(
  pull: PullRequest,
  commits: readonly PullRequestCommit[],
): ReadonlyMap<string, string> | string {
  const makers = new Map([[pull.author.toLowerCase(), "opened the pull request"]]);
  const add = (login: string, deed: string): void => {
    if (!makers.has(login.toLowerCase())) makers.set(login.toLowerCase(), deed);
  };
  for (const { sha, author, committer, message } of commits) {
    const name = quoted(shortName(sha));
    if (author === null || committer === null) {
      return `GitHub knows no account of the ${author === null ? "author" : "committer"} of ${name}`;
    }
    add(author.login, `is the author of ${name}`);
    // What is edited or merged on GitHub's pages is committed by its account `web-flow`, which is nobody.
    add(committer.login, `committed ${name}`);
    for (const login of coAuthors(message)) add(login, `is a co-author of ${name}`);
  }
  return makers;
}

const trailer = /^[ \t]*co-authored-by:.*<([^<>\r\n]+)>[ \t]*$/gim;
// `123+login@users.noreply.github.com`, or `@users.noreply.HOST` of an own server; the number is optional.
const privateAddress = /^(?:\d+\+)?([^@+\s]+)@users\.noreply\./i;

/** Logins of the co-authors whose address tells it. Others cannot be told from anybody. */
function coAuthors(message: string): readonly string[] {
  return [...message.matchAll(trailer)].flatMap(([, address = ""]) => {
    const login = privateAddress.exec(address.trim())?.[1];
    return login === undefined ? [] : [login];
  });
}

/** The push of the head, if it is the branch's newest; otherwise why it cannot be told. */
export async function headPush(facts: Facts): Promise<PushActivity | string> {
  const { pull, headSha } = facts;
  if (pull.headRepository === null) return "the fork is gone, and with it when its head was pushed";
  const head = quoted(shortName(headSha));
  const pushes = await facts.pushes();
  if (pushes === null) {
    return `when ${head} was pushed is not known: this server, or this token, does not tell the activity of ${quoted(pull.headRepository)}`;
  }
  const times = pushes.map(({ timestamp }) => Date.parse(timestamp));
  const newest = Math.max(...times);
  const push = pushes.find(({ after }, i) => after === headSha && times[i] === newest);
  return push ?? `when ${head} was pushed is not known: it is not the newest push`;
}

/** What a login did for the pull request, so that their own word does not count; `null`: nothing. */
export function deedOf({ makers }: Facts, login: string): string | null {
  return makers.get(login.toLowerCase()) ?? null;
}

/** Which commit of the pull request somebody pushed, of the pushes that are known; `null`: none. */
export function pushedBy(facts: Facts, pushes: readonly PushActivity[] | null, login: string): string | null {
  const push = pushes?.find(
    ({ after, actor }) => facts.commits.has(after) && actor?.login.toLowerCase() === login.toLowerCase(),
  );
  return push === undefined ? null : `pushed ${quoted(shortName(push.after))}`;
}

/** A time of the server as ISO 8601, in seconds. */
export function timeOf(time: string): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
