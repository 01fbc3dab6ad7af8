/** Servers that a run starts: each is waited for, and stopped whatever happens. */
import { spawn, type ChildProcess } from "node:child_process";
import { createServer, Socket } from "node:net";

export interface ServerOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A port of 127.0.0.1 that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address !== null
          ? resolve(address.port)
          : reject(new Error("no free port")),
      );
    });
  });
}

/** Starts the server, waits until the port answers, runs `body`, and stops the server. */
export async function withServer<T>(
  program: string,
  args: readonly string[],
  port: number,
  { cwd, env }: ServerOptions,
  body: (origin: string) => Promise<T>,
): Promise<T> {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const note = (chunk: Buffer): void => {
    said = `${said}${chunk.toString("utf8")}`.slice(-4000);
  };
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  const ended = new Promise<never>((_, reject) => {
    child.on("error", (error) => reject(error));
    child.on("exit", (code, signal) =>
      reject(new Error(`${program} stopped (${String(code ?? signal)}):\n${said.slice(-1500)}`)),
    );
  });
  // Rejected when the server is stopped below as well, with nobody waiting.
  ended.catch(() => undefined);
  try {
    await Promise.race([answers(port), ended]);
    return await Promise.race([body(`http://127.0.0.1:${String(port)}`), ended]);
  } catch (error) {
    // What the server says of it may still be on its way.
    await new Promise((resolve) => setTimeout(resolve, 200));
    // A request that failed may be how a server's end is noticed first: its own words say more.
    if (child.exitCode !== null || child.signalCode !== null) return await ended;
    throw error instanceof Error
      ? new Error(`${error.message}\n${said.slice(-1500)}`, { cause: error })
      : error;
  } finally {
    await stop(child);
  }
}

/** Waits until the port takes a connection; at most 30 seconds. */
async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await connects(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nothing answers on port ${String(port)}`);
}

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new Socket();
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", () => done(true));
    socket.on("error", () => done(false));
    socket.connect(port, "127.0.0.1");
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
  await gone;
  clearTimeout(timer);
}
