/**
 * A stand-in for GitHub's REST API on the loopback: the endpoints that the action uses, with the bodies that GitHub
 * gives, over state that a test sets up. It takes nothing from outside and knows no other repository but forks.
 *
 *     const github = await startGitHub();                                // repository `acme/policies`
 *     github.pullRequest(7, { author: "alice", headSha, baseSha });      // opened, and pushed by alice
 *     github.push(7, { by: "alice", sha: next });                        // a later head; `forced: true` drops the rest
 *     github.team("acme/security", ["rosa"]);
 *     github.permission("rosa", "write");                                // anybody else reads
 *     github.review(7, { by: "rosa" });                                  // approves the current head
 *     github.label(7, "policy-ok", { by: "rosa" });
 *     github.comments(7);                                                // [{ id, login, body }]
 *     github.requests;                                                   // [{ method, path, query, authorized, body }]
 *     github.fail({ path: /\/comments$/, method: "POST", status: 502, times: 1 });
 *     await github.close();
 *
 * For a process: `GITHUB_API_URL` is `github.url`, `GITHUB_REPOSITORY` is `github.repository`, and the token is
 * `github.token`; a request without that token is answered with 401. Start the process without blocking this one
 * (`spawn` or `execFile`, never a `Sync` form), since the stand-in answers from here.
 *
 * Logins that end in `[bot]` are bots. Each event takes a minute of the stand-in's own clock. By default the token
 * is one of the runner: it writes, may not read the members of teams (`startGitHub({ mayReadMembers: true })` may)
 * and has no account (`self`); `mayWrite: false` is that of a fork's pull request.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { idOf, type Places } from "./github-server/bodies.ts";
import type { Fault } from "./github-server/faults.ts";
import { pageOf } from "./github-server/paging.ts";
import { answerTo, notFound, problem, type Answer, type Powers } from "./github-server/routes.ts";
import { State, type CommitInput, type PullRequestInput, type Review } from "./github-server/state.ts";

export interface GitHubServerOptions extends Partial<Powers> {
  /** `owner/name`; `acme/policies` unless said. */
  readonly repository?: string;
  /** What stands before every path, such as `/api/v3` on GitHub Enterprise. */
  readonly basePath?: string;
  readonly token?: string;
}

export interface RequestMade {
  readonly method: string;
  /** Without the base path and the query. */
  readonly path: string;
  readonly query: { readonly [name: string]: string };
  /** Whether it had an `authorization`, right or wrong. */
  readonly authorized: boolean;
  /** The `body` of a comment that is written; `null` for other requests. */
  readonly body: string | null;
  readonly userAgent: string;
}

export interface GitHubServer {
  readonly url: string;
  readonly token: string;
  readonly repository: string;
  readonly requests: readonly RequestMade[];
  readonly pullRequest: (number: number, input: PullRequestInput) => void;
  /** A commit and its push; `commits` for several, `sha` being the head. */
  readonly push: (
    number: number,
    push: {
      readonly by: string | null;
      readonly sha: string;
      readonly forced?: boolean;
      readonly commits?: readonly CommitInput[];
    },
  ) => void;
  /** A review of the current head unless `commit` says another; returns its id. */
  readonly review: (
    number: number,
    review: {
      readonly by: string | null;
      readonly state?: Review["state"];
      readonly commit?: string | null;
      readonly body?: string;
    },
  ) => number;
  /** Takes a review back: its state becomes DISMISSED. */
  readonly dismiss: (number: number, review: number) => void;
  /** `at`: a time of the timeline other than the clock's. */
  readonly label: (
    number: number,
    name: string,
    by: { readonly by: string | null; readonly at?: string },
  ) => void;
  readonly unlabel: (number: number, name: string, by: { readonly by: string | null }) => void;
  /** Another branch to merge into. */
  readonly retarget: (number: number, base: { readonly by: string; readonly baseRef: string }) => void;
  /** Deletes the fork of a pull request. */
  readonly deleteFork: (number: number) => void;
  /** Members by login; those of `pending` were invited only. */
  readonly team: (name: string, members: readonly string[], pending?: readonly string[]) => void;
  readonly permission: (
    login: string,
    role: "admin" | "maintain" | "write" | "triage" | "read" | "none",
  ) => void;
  /** Says that a commit, such as one of a merge queue, belongs to a pull request. */
  readonly belongs: (sha: string, number: number) => void;
  /** A comment that was there before; returns its id. */
  readonly comment: (
    number: number,
    comment: { readonly by: string | null; readonly body: string },
  ) => number;
  readonly comments: (
    number: number,
  ) => readonly { readonly id: number; readonly login: string | null; readonly body: string }[];
  readonly fail: (fault: Fault) => void;
  /** Takes back all faults. */
  readonly recover: () => void;
  readonly close: () => Promise<void>;
}

const rateHeaders = {
  "x-github-media-type": "github.v3; format=json",
  "x-ratelimit-limit": "5000",
  "x-ratelimit-remaining": "4987",
  "x-ratelimit-reset": "1900000000",
  "x-ratelimit-resource": "core",
  "x-ratelimit-used": "13",
};

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function textOf(body: string): string | null {
  if (body === "") return null;
  const value: unknown = JSON.parse(body);
  return typeof value === "object" && value !== null && "body" in value && typeof value.body === "string"
    ? value.body
    : null;
}

export async function startGitHub(options: GitHubServerOptions = {}): Promise<GitHubServer> {
  const repository = options.repository ?? "acme/policies";
  const basePath = options.basePath ?? "";
  const token = options.token ?? "ghs_0123456789abcdefTOKEN";
  const powers: Powers = {
    mayWrite: options.mayWrite ?? true,
    mayReadMembers: options.mayReadMembers ?? false,
    hasActivities: options.hasActivities ?? true,
    self: options.self ?? null,
  };
  const state = new State(repository);
  const requests: RequestMade[] = [];
  const faults: { readonly fault: Fault; left: number }[] = [];

  const take = (method: string, path: string): Fault | null => {
    const found = faults.find(
      ({ fault, left }) => left > 0 && (fault.method ?? method) === method && fault.path.test(path),
    );
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault;
  };

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { port } = server.address() as AddressInfo;
    const origin = `http://127.0.0.1:${String(port)}`;
    const places: Places = { api: origin + basePath, web: "https://github.example", repository };
    const method = request.method ?? "";
    const url = new URL(request.url ?? "/", origin);
    const own = `/repositories/${String(idOf("repository", repository.toLowerCase()))}/`;
    const path = url.pathname.startsWith(`${basePath}/`)
      ? url.pathname.slice(basePath.length).replace(own, `/repos/${repository}/`)
      : null;
    const text = textOf(await read(request));
    requests.push({
      method,
      path: path ?? url.pathname,
      query: Object.fromEntries(url.searchParams),
      authorized: request.headers.authorization !== undefined,
      body: text,
      userAgent: request.headers["user-agent"] ?? "",
    });
    const fault = path === null ? null : take(method, path);
    if (fault?.delay !== undefined) await new Promise((done) => setTimeout(done, fault.delay).unref());
    const send = (status: number, body: string, headers: { readonly [name: string]: string }): void => {
      response.writeHead(status, {
        "content-type": "application/json; charset=utf-8",
        ...rateHeaders,
        "x-github-request-id": `${idOf(requests.length).toString(16)}:1`,
        ...headers,
      });
      response.end(body);
    };
    const refused = fault !== null && (fault.status !== undefined || fault.kind !== undefined);
    let answer: Answer = problem(401, "Bad credentials");
    if (!refused || fault.after === true) {
      const given = request.headers.authorization?.replace(/^(?:bearer|token) /i, "");
      if (given === token) {
        const asked = { state, places, powers, query: url.searchParams, text: text ?? "" };
        answer = (path === null ? null : answerTo(method, path, asked)) ?? notFound;
      }
    }
    if (fault?.kind === "reset") {
      request.socket.resetAndDestroy();
      return;
    }
    if (refused && fault.status !== undefined) {
      const body = JSON.stringify(problem(fault.status, `made to fail with ${String(fault.status)}`).body);
      send(fault.status, fault.body ?? body, fault.headers ?? {});
      return;
    }
    const page = pageOf(answer, url, places);
    const body = JSON.stringify(page.body);
    if (fault?.kind === "malformed") {
      send(200, fault.body ?? '{"message": <html>', fault.headers ?? {});
      return;
    }
    if (fault?.kind === "truncated") {
      response.writeHead(200, {
        "content-type": "application/json; charset=utf-8",
        "content-length": String(Buffer.byteLength(body)),
      });
      response.write(body.slice(0, Math.floor(body.length / 2)), () => request.socket.destroy());
      return;
    }
    send(answer.status, body, { ...(page.link === null ? {} : { link: page.link }), ...fault?.headers });
  };

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${String(port)}${basePath}`,
    token,
    repository,
    requests,
    pullRequest: (number, input) => {
      state.open(number, input);
    },
    push: (number, { by, sha, forced, commits }) => {
      state.push(number, by, sha, commits ?? [{ sha }], forced === true ? "force_push" : "push");
    },
    review: (number, { by, state: word = "APPROVED", commit, body = "" }) =>
      state.review(number, by, word, commit === undefined ? state.pull(number).headSha : commit, body),
    dismiss: (number, id) => {
      const review = state.pull(number).reviews.find((r) => r.id === id);
      if (review === undefined) throw new Error(`no review ${String(id)}`);
      review.state = "DISMISSED";
    },
    label: (number, name, { by, at }) => {
      const pull = state.pull(number);
      if (!pull.labels.includes(name)) pull.labels.push(name);
      state.event(number, "labeled", by, name, at);
    },
    unlabel: (number, name, { by }) => {
      const pull = state.pull(number);
      pull.labels = pull.labels.filter((label) => label !== name);
      state.event(number, "unlabeled", by, name);
    },
    retarget: (number, { by, baseRef }) => {
      state.pull(number).baseRef = baseRef;
      state.event(number, "base_ref_changed", by, null);
    },
    deleteFork: (number) => {
      state.pull(number).headRepository = null;
    },
    team: (name, members, pending = []) => {
      state.teams.set(
        name.toLowerCase(),
        new Map([
          ...members.map((login) => [login.toLowerCase(), "active"] as const),
          ...pending.map((login) => [login.toLowerCase(), "pending"] as const),
        ]),
      );
    },
    permission: (login, role) => {
      state.permissions.set(login.toLowerCase(), role);
    },
    belongs: (sha, number) => {
      state.belonging.set(sha, [...(state.belonging.get(sha) ?? []), number]);
    },
    comment: (number, { by, body }) => state.comment(number, by, body).id,
    comments: (number) =>
      state.pull(number).comments.map(({ id, by, body }) => ({ id, login: by?.login ?? null, body })),
    fail: (fault) => {
      faults.push({ fault, left: fault.times ?? Infinity });
    },
    recover: () => {
      faults.length = 0;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}
