/** The server that gateways stand before, here: it notes what reaches it. */
import { createServer, type IncomingMessage } from "node:http";

export interface Reached {
  readonly method: string;
  /** The request target as it arrived. */
  readonly target: string;
  /** Name, value, name, value… */
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface Upstream {
  readonly port: number;
  /** What arrived since the last call. */
  readonly take: () => Reached[];
  readonly stop: () => Promise<void>;
}

/** Its answers claim a decision of their own, which no gateway may pass on. */
export async function startUpstream(port = 0): Promise<Upstream> {
  let reached: Reached[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = "", url = "", rawHeaders } = request;
      reached.push({ method, target: url, rawHeaders, body });
      response.setHeader("x-policy-decision", "forged");
      response.setHeader("x-policy-reason", "forged");
      response.end(`upstream ${method}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the upstream has no port");
  return {
    port: address.port,
    take: () => {
      const taken = reached;
      reached = [];
      return taken;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
