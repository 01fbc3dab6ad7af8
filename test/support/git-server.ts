/**
 * A bare repository over HTTP on the loopback, as GitHub serves a private one: whoever fetches gives the token, once.
 *
 * Git's own `http-backend` answers; this file only hands requests over.
 */
import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface GitServer {
  /** `GITHUB_SERVER_URL`. */
  readonly url: string;
  /** Path and status of each request. */
  readonly requests: readonly { readonly path: string; readonly status: number }[];
  /** From now on every request is answered so, or never; `null`: as it should be. */
  readonly fail: (status: number | "silence" | null) => void;
  readonly close: () => Promise<void>;
}

export interface GitServerOptions {
  /** `owner/name`, whose address is `url/owner/name` with or without `.git`. */
  readonly repository: string;
  /** The bare repository, in a folder of its own. */
  readonly folder: string;
  readonly origin: string;
  readonly token: string;
}

export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const requests: { path: string; status: number }[] = [];
  const basic = `basic ${Buffer.from(`x-access-token:${options.token}`).toString("base64")}`.toLowerCase();
  let failing: number | "silence" | null = null;

  const refused = (request: IncomingMessage): number | "silence" | null => {
    if (failing !== null) return failing;
    const given = request.rawHeaders.filter(
      (_, i, all) => i % 2 === 1 && /^authorization$/i.test(all[i - 1] ?? ""),
    );
    // GitHub refuses a header that comes twice.
    if (given.length > 1) return 400;
    return given[0]?.toLowerCase() === basic ? null : 401;
  };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const own = new RegExp(`^/${options.repository}(?:\\.git)?(?=/)`).exec(url.pathname)?.[0];
    const status = own === undefined ? 404 : refused(request);
    if (status === "silence") {
      requests.push({ path: url.pathname, status: 0 });
      return;
    }
    if (status !== null) {
      requests.push({ path: url.pathname, status });
      response.writeHead(status, status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {});
      response.end(`refused with ${String(status)}`);
      return;
    }
    requests.push({ path: url.pathname, status: 200 });
    runBackend(options, url.pathname.slice(own?.length), url.search.slice(1), request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    fail: (status) => {
      failing = status;
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

function runBackend(
  { folder, origin }: GitServerOptions,
  path: string,
  query: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const header = (name: string): string => String(request.headers[name] ?? "");
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      PATH: process.env["PATH"],
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `${origin.slice(folder.length)}${path}`,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method ?? "",
      CONTENT_TYPE: header("content-type"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      GIT_PROTOCOL: header("git-protocol"),
    },
  });
  // A client that goes away closes the pipe.
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const headers = answer
      .subarray(0, end)
      .toString("latin1")
      .split("\r\n")
      .map((line): [string, string] => [
        line.slice(0, line.indexOf(":")),
        line.slice(line.indexOf(":") + 1).trim(),
      ]);
    const status = Number(headers.find(([name]) => /^status$/i.test(name))?.[1]?.slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => !/^status$/i.test(name))));
    response.end(answer.subarray(end + 4));
  });
}
