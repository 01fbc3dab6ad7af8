/** HTTP/1.1 byte by byte, so that requests which no client library would send can be sent. */
import { connect } from "node:net";

export interface RawResponse {
  /** 0: the connection was closed without an answer. */
  readonly status: number;
  /** Lower-case name → values in their order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Chunks put together. */
  readonly body: string;
}

const silence: RawResponse = { status: 0, headers: new Map(), body: "" };

/** Sends `text`, each code unit as one byte, and reads one answer; throws when nothing listens. */
export function exchange(port: number, text: string, timeoutMs = 10_000): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.from(text, "latin1")));
    socket.setTimeout(timeoutMs, () => {
      socket.destroy();
      reject(new Error(`no answer within ${String(timeoutMs)} ms`));
    });
    let connected = false;
    socket.on("connect", () => (connected = true));
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      // Some servers leave the connection open for a while.
      if (isWhole(Buffer.concat(chunks).toString("latin1"), text.startsWith("HEAD "))) socket.destroy();
    });
    socket.on("error", (error) => {
      if (!connected) reject(error);
    });
    socket.on("close", () => {
      if (connected) resolve(parse(Buffer.concat(chunks).toString("latin1")));
    });
  });
}

function isWhole(text: string, headless: boolean): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const head = text.slice(0, end);
  if (/^HTTP\/1\.[01] 100/.test(head)) return isWhole(text.slice(end + 4), headless);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (headless) return true;
  if (length !== undefined) return text.length - end - 4 >= Number(length);
  return /\r\ntransfer-encoding: *chunked/i.test(head) && text.endsWith("\r\n0\r\n\r\n");
}

function parse(text: string): RawResponse {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return silence;
  const [first = "", ...lines] = text.slice(0, end).split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? "0");
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  const rest = text.slice(end + 4);
  if (status === 100) return parse(rest);
  const chunked = (headers.get("transfer-encoding") ?? []).join().toLowerCase() === "chunked";
  return { status, headers, body: Buffer.from(chunked ? joined(rest) : rest, "latin1").toString("utf8") };
}

function joined(text: string): string {
  let body = "";
  for (let at = 0; ;) {
    const line = text.indexOf("\r\n", at);
    const size = line === -1 ? 0 : Number.parseInt(text.slice(at, line), 16);
    if (!(size > 0)) return body;
    body += text.slice(line + 2, line + 2 + size);
    at = line + 2 + size + 2;
  }
}
