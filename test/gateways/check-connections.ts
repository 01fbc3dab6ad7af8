/** Several calls on one connection, in HTTP/1.1 and HTTP/2: each is decided, and none hides in another. */
import { connect } from "node:http2";
import { connect as connectSocket } from "node:net";
import { shopBot } from "./case.ts";
import type { Target } from "./check-answers.ts";
import type { Reached } from "./upstream.ts";

/** Sends bytes and reads until the other side closes, or says nothing for a while. */
function readAll(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connectSocket(port, "127.0.0.1", () => socket.write(Buffer.from(text, "latin1")));
    socket.setTimeout(700, () => socket.destroy());
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
  });
}

function head(line: string, ...headers: readonly string[]): string {
  return `${[`${line} HTTP/1.1`, "Host: gateway.example.com", shopBot, ...headers].join("\r\n")}\r\n\r\n`;
}

const hidden = head("DELETE /orders/7");

interface Ambiguous {
  readonly name: string;
  readonly text: string;
}

/** Requests whose end two servers may see in different places; a denied call lies behind what one of them takes for it. */
const ambiguous: readonly Ambiguous[] = [
  {
    name: "two ways of telling the length",
    text: `${head("POST /orders/7/notes", `Content-Length: ${String(hidden.length + 5)}`, "Transfer-Encoding: chunked")}0\r\n\r\n${hidden}`,
  },
  {
    name: "the same, the other way round",
    text: `${head("POST /orders/7/notes", "Transfer-Encoding: chunked", "Content-Length: 4")}${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
  },
  {
    name: "an encoding that is almost chunked",
    text: `${head("POST /orders/7/notes", "Content-Length: 5", "Transfer-Encoding: xchunked")}0\r\n\r\n${hidden}`,
  },
  {
    name: "two lengths",
    text: `${head("POST /orders/7/notes", "Content-Length: 0", `Content-Length: ${String(hidden.length)}`)}${hidden}`,
  },
  {
    name: "a call in the body of a GET",
    text: head("GET /orders/7", `Content-Length: ${String(hidden.length)}`) + hidden,
  },
  { name: "a bare line feed in a header", text: `${head("GET /orders/7", `X-A: a\n\n${hidden}`)}` },
];

function isHidden({ method }: Reached): boolean {
  return method === "DELETE";
}

async function checkAmbiguous({ name, text }: Ambiguous, target: Target): Promise<string | null> {
  target.upstream.take();
  await readAll(target.ports.clients, text);
  return target.upstream.take().some(isHidden) ? `${name}: a denied call reached the upstream` : null;
}

/** Allowed and denied calls in turn, sent at once. */
async function checkPipeline(target: Target): Promise<string | null> {
  target.upstream.take();
  const calls = [
    head("GET /orders/1"),
    head("DELETE /orders/2"),
    head("GET /orders/3"),
    head("POST /orders/4/refund", "Content-Length: 0"),
    head("GET /orders/5", "Connection: close"),
  ];
  const answer = await readAll(target.ports.clients, calls.join(""));
  const reached = target.upstream.take().map(({ method, target: path }) => `${method} ${path}`);
  const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1]).join(" ");
  // A server may close the connection after an answer of its own.
  const right = "200 403 200 403 200".startsWith(statuses) && statuses.startsWith("200 403");
  const allowed = ["GET /orders/1", "GET /orders/3", "GET /orders/5"];
  if (right && reached.every((call) => allowed.includes(call))) return null;
  return `calls on one connection: ${statuses} and ${reached.join(", ")}`;
}

interface Http2Call {
  readonly name: string;
  readonly headers: { readonly [name: string]: string | readonly string[] };
  /** 0: any refusal. */
  readonly status: number;
}

const credential = { authorization: shopBot.slice("Authorization: ".length) };

const http2Calls: readonly Http2Call[] = [
  { name: "a granted call", headers: { ":path": "/orders/7", ...credential }, status: 200 },
  {
    name: "a denied call",
    headers: { ":method": "DELETE", ":path": "/orders/7", ...credential },
    status: 403,
  },
  { name: "no credential", headers: { ":path": "/orders/7" }, status: 403 },
  { name: "an encoded slash", headers: { ":path": "/orders/7%2Fx", ...credential }, status: 403 },
  { name: "a parent segment", headers: { ":path": "/orders/../admin", ...credential }, status: 0 },
  { name: "no path", headers: { ":path": "orders/7", ...credential }, status: 0 },
  {
    name: "an attribute twice",
    headers: {
      ":method": "PUT",
      ":path": "/orders/7/address",
      ...credential,
      "x-change-ticket": ["CHG-7", "CHG-8"],
    },
    status: 403,
  },
  {
    name: "another authority",
    headers: { ":path": "/orders/7/internal", ":authority": "other.example.com", ...credential },
    status: 403,
  },
];

/** The status of an answer; 0 when the stream or the connection was reset. */
function ask(port: number, headers: Http2Call["headers"]): Promise<number> {
  return new Promise((resolve) => {
    const session = connect(`http://127.0.0.1:${String(port)}`);
    const end = (status: number): void => {
      session.destroy();
      resolve(status);
    };
    session.on("error", () => end(0));
    const entries = Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === "string" ? value : [...value],
    ]);
    const stream = session.request(Object.fromEntries(entries));
    stream.setTimeout(5000, () => end(0));
    stream.on("response", (answer) => end(answer[":status"] ?? 0));
    stream.on("error", () => end(0));
    stream.on("close", () => end(0));
    stream.end();
  });
}

async function checkHttp2({ name, headers, status }: Http2Call, target: Target): Promise<string | null> {
  target.upstream.take();
  const answered = await ask(target.ports.clients, headers);
  const reached = target.upstream.take().length;
  const right = status === 0 ? answered === 0 || answered >= 400 : answered === status;
  if (right && reached === (status === 200 ? 1 : 0)) return null;
  return `HTTP/2: ${name}: the answer is ${String(answered)}, ${String(reached)} calls reached the upstream`;
}

/** One result for each check; `http2` when the gateway speaks it without TLS. */
export async function checkConnections(target: Target, http2: boolean): Promise<(string | null)[]> {
  const results = [await checkPipeline(target)];
  for (const one of ambiguous) results.push(await checkAmbiguous(one, target));
  if (http2) for (const one of http2Calls) results.push(await checkHttp2(one, target));
  return results;
}
