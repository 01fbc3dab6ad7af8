/** The endpoints that are stood in for: method, path, answer. */
import {
  activityBody,
  commentBody,
  labelBody,
  membershipBody,
  permissionBody,
  teamBody,
  userBody,
  type Json,
  type Places,
} from "./bodies.ts";
import { commitBody, committedEvent, issueEvent, pullRequestBody, reviewBody } from "./pull-bodies.ts";
import { accountOf, type PullRequestState, type State } from "./state.ts";

export interface Answer {
  readonly status: number;
  readonly body: Json | readonly Json[];
  /** How a list is cut into pages: by their number, or by a cursor; absent: it is no list. */
  readonly paging?: "page" | "cursor";
}

export interface Powers {
  /** False for a token of a fork's pull request. */
  readonly mayWrite: boolean;
  /** False for a token of the runner. */
  readonly mayReadMembers: boolean;
  /** False for servers that have no such endpoint. */
  readonly hasActivities: boolean;
  /** Login of the token's account; `null`: a token of the runner, which writes as `github-actions[bot]`. */
  readonly self: string | null;
}

export interface Asked {
  readonly state: State;
  readonly places: Places;
  readonly powers: Powers;
  readonly query: URLSearchParams;
  /** The text of the JSON body's `body`. */
  readonly text: string;
}

type Handler = (asked: Asked, ...parts: readonly string[]) => Answer;

export const problem = (status: number, message: string): Answer => ({
  status,
  body: { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
});

export const notFound: Answer = problem(404, "Not Found");
const notByIntegration = problem(403, "Resource not accessible by integration");

const ok = (body: Json): Answer => ({ status: 200, body });
const list = (body: readonly Json[]): Answer => ({ status: 200, body, paging: "page" });

const ofPull =
  (handler: (asked: Asked, pull: PullRequestState) => Answer): Handler =>
  (asked, number = "") => {
    const pull = asked.state.pulls.get(Number(number));
    return pull === undefined ? notFound : handler(asked, pull);
  };

const membership: Handler = ({ state, places, powers }, organisation = "", team = "", login = "") => {
  if (!powers.mayReadMembers) return notByIntegration;
  const membershipState = state.teams.get(`${organisation}/${team}`.toLowerCase())?.get(login.toLowerCase());
  return membershipState === undefined
    ? notFound
    : ok(membershipBody(organisation, team, login, membershipState, places));
};

const activities: Handler = ({ state, places, powers, query }, owner = "", name = "") => {
  if (!powers.hasActivities) return notFound;
  const ref = query.get("ref");
  const found = state.activities
    .filter((a) => a.repository.toLowerCase() === `${owner}/${name}`.toLowerCase())
    .filter((a) => ref === null || a.ref === ref || a.ref === `refs/heads/${ref}`);
  const newestFirst = found.toReversed().map((a) => activityBody(a, places));
  return { status: 200, body: newestFirst, paging: "cursor" };
};

const writerOf = (powers: Powers): string => powers.self ?? "github-actions[bot]";

/** Paths within the repository begin with `/repos/OWNER/NAME`, which the server has taken off. */
export const repositoryRoutes: readonly (readonly [string, RegExp, Handler])[] = [
  ["GET", /^\/pulls\/(\d+)$/, ofPull(({ places }, pull) => ok(pullRequestBody(pull, places)))],
  [
    "GET",
    /^\/pulls\/(\d+)\/reviews$/,
    ofPull(({ places }, pull) => list(pull.reviews.map((r) => reviewBody(r, pull, places)))),
  ],
  [
    "GET",
    /^\/pulls\/(\d+)\/commits$/,
    // GitHub lists no more than 250.
    ofPull(({ places }, pull) => list(pull.commits.slice(0, 250).map((c) => commitBody(c, places)))),
  ],
  [
    "GET",
    /^\/issues\/(\d+)\/timeline$/,
    ofPull(({ places }, pull) =>
      list(
        pull.timeline.map((entry) =>
          entry.kind === "commit"
            ? committedEvent(entry.commit, places)
            : issueEvent(entry.event, entry.by, entry.at, entry.label, entry.commit, places),
        ),
      ),
    ),
  ],
  [
    "GET",
    /^\/issues\/(\d+)\/labels$/,
    ofPull(({ places }, pull) => list(pull.labels.map((name) => labelBody(name, places) satisfies Json))),
  ],
  [
    "GET",
    /^\/issues\/(\d+)\/comments$/,
    ofPull(({ places }, pull) => list(pull.comments.map((c) => commentBody(c, pull.number, places)))),
  ],
  [
    "POST",
    /^\/issues\/(\d+)\/comments$/,
    ofPull(({ state, places, powers, text }, pull) => {
      const comment = state.comment(pull.number, writerOf(powers), text);
      return { status: 201, body: commentBody(comment, pull.number, places) };
    }),
  ],
  [
    "PATCH",
    /^\/issues\/comments\/(\d+)$/,
    ({ state, places, text }, id = "") => {
      const found = state.commentWith(Number(id));
      if (found === null) return notFound;
      found.comment.body = text;
      found.comment.changedAt = state.tick();
      return ok(commentBody(found.comment, found.pull, places));
    },
  ],
  [
    "GET",
    /^\/collaborators\/([^/]+)\/permission$/,
    ({ state, places }, login = "") =>
      // Whoever is no collaborator reads a public repository.
      ok(permissionBody(state.permissions.get(login.toLowerCase()) ?? "read", accountOf(login), places)),
  ],
  [
    "GET",
    /^\/commits\/([0-9a-f]+)\/pulls$/,
    ({ state, places }, sha = "") =>
      list(
        [...state.pulls.values()]
          .filter(
            (pull) =>
              pull.mergeSha === sha ||
              pull.commits.some((c) => c.sha === sha) ||
              (state.belonging.get(sha) ?? []).includes(pull.number),
          )
          .map((pull) => pullRequestBody(pull, places)),
      ),
  ],
];

export const otherRoutes: readonly (readonly [string, RegExp, Handler])[] = [
  ["GET", /^\/repos\/([^/]+)\/([^/]+)\/activity$/, activities],
  ["GET", /^\/orgs\/([^/]+)\/teams\/([^/]+)\/memberships\/([^/]+)$/, membership],
  [
    "GET",
    /^\/orgs\/([^/]+)\/teams\/([^/]+)$/,
    ({ state, places, powers }, organisation = "", team = "") => {
      if (!powers.mayReadMembers) return notByIntegration;
      const known = state.teams.has(`${organisation}/${team}`.toLowerCase());
      return known ? ok(teamBody(organisation, team, places)) : notFound;
    },
  ],
  [
    "GET",
    /^\/user$/,
    ({ places, powers }) =>
      powers.self === null ? notByIntegration : ok(userBody(accountOf(powers.self), places) satisfies Json),
  ],
];

/** The answer to a request; `null`: there is no such endpoint. */
export function answerTo(method: string, path: string, asked: Asked): Answer | null {
  const own = `/repos/${asked.state.repository}`.toLowerCase();
  const isOwn = path.toLowerCase().startsWith(`${own}/`);
  if (method !== "GET" && !asked.powers.mayWrite) return notByIntegration;
  const tables = isOwn
    ? ([
        [repositoryRoutes, path.slice(own.length)],
        [otherRoutes, path],
      ] as const)
    : ([[otherRoutes, path]] as const);
  for (const [routes, rest] of tables) {
    for (const [wanted, pattern, handler] of routes) {
      const match = wanted === method ? pattern.exec(rest) : null;
      if (match !== null) return handler(asked, ...match.slice(1).map((part) => decodeURIComponent(part)));
    }
  }
  return null;
}
