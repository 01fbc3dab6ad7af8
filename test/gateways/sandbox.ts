/** A copy of the examples on ports of its own, and the servers that run in it. */
import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { examplePorts, type Ports, type Start } from "./gateway.ts";

export const examples: string = fileURLToPath(new URL("../../examples/gateways", import.meta.url));

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = address === null || typeof address === "string" ? 0 : address.port;
      server.close(() => resolve(port));
    });
  });
}

/** The text with the examples' ports replaced. */
export function onPorts(text: string, ports: Ports): string {
  return text.replace(/\b(8080|8081|9000)\b/g, (port) => {
    const key = (["clients", "adapters", "upstream"] as const).find((k) => String(examplePorts[k]) === port);
    return key === undefined ? port : String(ports[key]);
  });
}

/** Copies the examples into a new folder, on `ports`; remove it after use. */
export function copyExamples(ports: Ports, prepare?: (folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), "sentrely-gateways-"));
  cpSync(examples, folder, { recursive: true, filter: (path) => basename(path) !== "dist" });
  prepare?.(folder);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.(conf|cfg|ya?ml|capnp|m?js|lua)$/.test(file)) continue;
    const path = join(folder, file);
    writeFileSync(path, onPorts(readFileSync(path, "utf8"), ports));
  }
  return folder;
}

export interface Running {
  readonly pid: number;
  readonly exited: () => boolean;
  /** What it has written so far, its last part. */
  readonly said: () => string;
  readonly stop: () => Promise<void>;
}

export async function removeFolder(folder: string): Promise<void> {
  // A server that was just stopped may still write its last line.
  for (let tries = 0; tries < 5; tries++) {
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      await sleep(100);
    }
  }
}

export function launch(start: Start, folder: string): Running {
  const child = spawn(start.program, start.args, {
    cwd: join(folder, start.cwd ?? "."),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let said = "";
  const note = (chunk: Buffer): void => {
    said = (said + chunk.toString("utf8")).slice(-4000);
  };
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  child.on("error", (error) => (said += error.message));
  const over = ended(child);
  let exited = false;
  void over.then(() => (exited = true));
  return {
    pid: child.pid ?? 0,
    exited: () => exited,
    said: () => said,
    stop: async () => {
      child.kill("SIGTERM");
      if (await Promise.race([over.then(() => true), sleep(5000, false, { ref: false })])) return;
      child.kill("SIGKILL");
      await over;
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on("close", () => resolve());
    child.on("error", () => resolve());
  });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

/** Whether it came to listen on all ports; `false` when it ended instead. Throws when it does neither. */
export async function listening(
  running: Running,
  ports: readonly number[],
  timeoutMs = 30_000,
): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    if (running.exited()) return false;
    if ((await Promise.all(ports.map(listens))).every((up) => up)) return !running.exited();
    if (Date.now() > until) throw new Error(`it neither listens nor ends: ${running.said()}`);
    await sleep(30);
  }
}
