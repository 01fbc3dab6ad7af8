/**
 * Requests to GitHub's REST API: patient with what passes, brief with what does not.
 *
 * INVARIANT: the token goes to the API's own origin alone and stands in no message; and whatever the server does, a
 * request ends.
 */
import { Octokit } from "@octokit/core";
import { RequestError } from "@octokit/request-error";
import { quoted, visible } from "../report/sanitize.ts";
import { GitHubFailure, type GitHubFailureKind } from "./github.ts";
import { NotUnderstood, type Reader } from "./github-answers.ts";
import { valueAt } from "./payload.ts";

export interface TransportOptions {
  /** Such as `https://api.github.com` or `https://github.example/api/v3`. */
  readonly apiUrl: string;
  readonly token: string;
  readonly userAgent: string;
  /** Waits for milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds that one request may take; 20,000 unless said. */
  readonly requestTime?: number;
}

export interface Transport {
  readonly get: <T>(path: string, read: Reader<T>) => Promise<T>;
  /** All entries of all pages. With `pages`, no more than so many are read, and the rest is left out. */
  readonly list: <T>(path: string, read: Reader<T>, limits?: ListLimits) => Promise<readonly T[]>;
  /** Not sent again when it may have been carried out, unless that does no harm (`PATCH`). */
  readonly send: (method: "POST" | "PATCH", path: string, body: string) => Promise<void>;
  /** Waits before an attempt is repeated; rejects with the failure when time or patience are used up. */
  readonly pause: (attempt: number, failure: GitHubFailure) => Promise<void>;
}

export interface ListLimits {
  readonly query?: { readonly [name: string]: string };
  readonly pages?: number;
}

const attempts = 4;
/** Milliseconds spent in waiting, over all requests. */
const patience = 60_000;
/** Milliseconds that answers may take, over all requests; then nothing is asked any more. */
const longest = 120_000;
/** Of 100 entries. */
const mostPages = 50;
const mostRedirects = 3;

interface Answered {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | number | undefined };
  readonly data: unknown;
}

interface Trouble {
  readonly failure: GitHubFailure;
  /** Milliseconds to wait at least before it is tried again; `null`: it would fail again. */
  readonly after: number | null;
}

/** The parts of a path, each of which stays one part. */
export function pathOf(...parts: readonly (string | number)[]): string {
  return parts
    .map((part) => {
      const written = String(part);
      if (written === "" || written === "." || written === "..") {
        throw new GitHubFailure("not-found", `${quoted(written)} is no name that GitHub could know`);
      }
      return `/${encodeURIComponent(written)}`;
    })
    .join("");
}

export function createTransport(options: TransportOptions): Transport {
  const now = options.now ?? Date.now;
  const wait =
    options.wait ?? ((milliseconds) => new Promise<void>((done) => setTimeout(done, milliseconds)));
  const token = options.token.trim();
  const base = baseOf(options.apiUrl);
  let waited = 0;
  let spent = 0;

  const silent = (): void => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const octokit = new Octokit({
    auth: token,
    baseUrl: base ?? "",
    userAgent: options.userAgent,
    log,
    request: {
      log,
      redirect: "manual",
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(options.requestTime ?? 20_000) }),
    },
  });

  /** Text of the server in a message. */
  const told = (text: string): string =>
    visible((token === "" ? text : text.replaceAll(token, "***")).slice(0, 200)).replaceAll("`", "'");

  const ask = async (method: string, url: URL, body: string | null): Promise<Answered> => {
    for (let redirects = 0; ; redirects++) {
      const answer: Answered = await octokit.request({
        method,
        url: url.href,
        headers: { accept: "application/vnd.github+json", "x-github-api-version": "2022-11-28" },
        ...(body === null ? {} : { data: { body } }),
      });
      const location = answer.headers["location"];
      if (answer.status < 300 || typeof location !== "string") return answer;
      const next = withinApi(location, url);
      if (next === null || method !== "GET" || redirects === mostRedirects) return answer;
      url = next;
    }
  };

  const withinApi = (href: string, from: URL): URL | null => {
    const url = URL.parse(href, from.href);
    return url !== null && base !== null && url.href.startsWith(`${base}/`) ? url : null;
  };

  /** Asks until there is an answer of status 2xx with JSON, or none to be had. */
  const request = async (
    method: "GET" | "POST" | "PATCH",
    url: URL,
    body: string | null,
  ): Promise<Answered> => {
    const name = quoted(`${method} ${url.pathname}`);
    for (let attempt = 1; ; attempt++) {
      if (spent > longest) {
        throw new GitHubFailure("unreachable", `${name} was not asked: GitHub has taken too long already`);
      }
      const start = now();
      const outcome = await ask(method, url, body).then(
        (answer) => troubleWith(answer, method, name),
        (error: unknown) => troubleOf(error, method, name),
      );
      spent += now() - start;
      if (!("failure" in outcome)) return outcome;
      if (outcome.after === null) throw outcome.failure;
      await pause(attempt, outcome.failure, outcome.after);
    }
  };

  const pause = async (attempt: number, failure: GitHubFailure, least = 0): Promise<void> => {
    const delay = Math.max(least, 1000 * 2 ** (attempt - 1));
    if (attempt >= attempts || waited + delay > patience) throw failure;
    waited += delay;
    await wait(delay);
  };

  const troubleWith = (answer: Answered, method: string, name: string): Answered | Trouble => {
    if (answer.status >= 300) {
      const failure = new GitHubFailure(
        "refused",
        `${name} was sent elsewhere (status ${String(answer.status)})`,
      );
      return { failure, after: null };
    }
    // What is no JSON is left as text, also when the connection broke within it. Changes need no answer.
    if (typeof answer.data === "object" || method !== "GET") return answer;
    return { failure: new GitHubFailure("unreachable", `${name} was answered with no JSON`), after: 0 };
  };

  const troubleOf = (error: unknown, method: string, name: string): Trouble => {
    const response = error instanceof RequestError ? error.response : undefined;
    const repeatable = method !== "POST";
    if (response === undefined) {
      const failure = new GitHubFailure("unreachable", `${name} had no answer${causeOf(error)}`);
      return { failure, after: repeatable ? 0 : null };
    }
    const { status, headers, data } = response;
    const said = valueAt(data, "message");
    const reason = typeof said === "string" && said !== "" ? `: ${told(said)}` : "";
    const fail = (kind: GitHubFailureKind): GitHubFailure =>
      new GitHubFailure(kind, `${name} was answered with status ${String(status)}${reason}`);
    const limit = rateLimitOf(status, headers, typeof said === "string" ? said : "", now());
    if (limit !== null) return { failure: fail("rate-limited"), after: limit };
    if (status >= 500 || status === 408) {
      return { failure: fail("unreachable"), after: repeatable ? (retryAfter(headers) ?? 0) : null };
    }
    if (status === 401 || status === 403) return { failure: fail("forbidden"), after: null };
    if (status === 404 || status === 410) return { failure: fail("not-found"), after: null };
    return { failure: fail("refused"), after: null };
  };

  const urlOf = (path: string, query: { readonly [name: string]: string } = {}): URL => {
    if (token === "") throw new GitHubFailure("forbidden", "there is no token to ask GitHub with");
    const url = base === null ? null : URL.parse(base + path);
    if (url === null) {
      throw new GitHubFailure("refused", `${quoted(options.apiUrl)} is no address of an API`);
    }
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    return url;
  };

  const understood = <T>(url: URL, read: () => T): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      throw new GitHubFailure(
        "refused",
        `the answer to ${quoted(`GET ${url.pathname}`)} is not understood: ${error.message}`,
      );
    }
  };

  return {
    get: async (path, read) => {
      const url = urlOf(path);
      const { data } = await request("GET", url, null);
      return understood(url, () => read(data));
    },
    list: async <T>(path: string, read: Reader<T>, { query = {}, pages }: ListLimits = {}) => {
      const found: T[] = [];
      let url = urlOf(path, { ...query, per_page: "100" });
      for (let page = 1; ; page++) {
        const { data, headers } = await request("GET", url, null);
        understood(url, () => {
          if (!Array.isArray(data)) throw new NotUnderstood("it is no list");
          for (const entry of data) found.push(read(entry));
        });
        const next = /<([^<>]+)>;\s*rel="next"/.exec(String(headers["link"] ?? ""))?.[1];
        if (next === undefined || page === pages) return found;
        const following = withinApi(next, url);
        if (following === null || page === mostPages) {
          throw new GitHubFailure(
            "refused",
            following === null
              ? `the next page of ${quoted(`GET ${url.pathname}`)} is elsewhere`
              : `${quoted(`GET ${url.pathname}`)} has more than ${String(mostPages)} pages`,
          );
        }
        url = following;
      }
    },
    send: async (method, path, body) => {
      await request(method, urlOf(path), body);
    },
    pause,
  };
}

/** The API's address without a slash at its end; `null` for what is none. */
function baseOf(apiUrl: string): string | null {
  const url = URL.parse(apiUrl);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") return null;
  // Requests with a name and password in their address are refused, with a message that quotes it.
  if (url.username !== "" || url.password !== "") return null;
  return url.href.replace(/\/+$/, "");
}

/** The system's word for what broke, such as ` (ECONNRESET)`: messages could quote a header, and with it the token. */
function causeOf(error: unknown): string {
  for (let at = error, depth = 0; depth < 4; at = valueAt(at, "cause"), depth++) {
    const code: unknown = at instanceof Error && "code" in at ? at.code : undefined;
    if (typeof code === "string" && /^[A-Z][A-Z0-9_]+$/.test(code)) return ` (${code})`;
    if (at instanceof Error && at.name === "TimeoutError") return " in time";
  }
  return "";
}

function retryAfter(headers: Answered["headers"]): number | null {
  const seconds = headers["retry-after"];
  return /^\d{1,6}$/.test(String(seconds ?? "")) ? Number(seconds) * 1000 : null;
}

/** Milliseconds until a rate limit lets go; `null` where none was met. */
function rateLimitOf(
  status: number,
  headers: Answered["headers"],
  message: string,
  now: number,
): number | null {
  if (status !== 403 && status !== 429) return null;
  const after = retryAfter(headers);
  if (after !== null) return after;
  if (String(headers["x-ratelimit-remaining"] ?? "") === "0") {
    const reset = Number(headers["x-ratelimit-reset"]);
    const clock = Date.parse(String(headers["date"] ?? ""));
    // By the server's clock where it tells; a second more, since it counts in whole ones.
    const left = reset * 1000 - (Number.isNaN(clock) ? now : clock) + 1000;
    return Number.isNaN(left) ? 60_000 : Math.max(left, 1000);
  }
  return status === 429 || /\bsecondary rate\b/i.test(message) ? 60_000 : null;
}
