/** Running the programs that hosts are made of, and reading what drivers print. */
import { spawn } from "node:child_process";
import type { Disagreement, HostResult, Installation } from "./host.ts";

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Default: 15 minutes. */
  readonly timeoutMs?: number;
}

/** Runs a program to its end; a program that cannot be started ends with code `null`. */
export function command(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeoutMs ?? 900_000,
      killSignal: "SIGKILL",
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    const done = (code: number | null, message: string): void => {
      resolve({
        code,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8") + message,
      });
    };
    child.on("error", (error) => done(null, error.message));
    child.on("close", (code, signal) => done(code, signal === null ? "" : `\nkilled by ${signal}`));
  });
}

/** The program's standard output; throws with its last messages when it fails. */
export async function output(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const finished = await command(program, args, options);
  if (finished.code === 0) return finished.stdout;
  const said = `${finished.stderr}\n${finished.stdout}`.trim().slice(-2000);
  throw new Error(`${program} ${args.slice(0, 4).join(" ")} failed (${String(finished.code)}):\n${said}`);
}

/** Runs a driver and reads its result line. */
export async function runDriver(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<HostResult> {
  return readResult(await output(program, args, options));
}

/** The last line that begins with `{`. */
export function readResult(text: string): HostResult {
  const line = text
    .split("\n")
    .filter((candidate) => candidate.startsWith("{"))
    .at(-1);
  if (line === undefined) throw new Error(`the driver printed no result: ${text.slice(-500)}`);
  return checkResult(JSON.parse(line));
}

/** A result from outside, its form checked. An empty map counts as an empty list (Lua knows no difference). */
export function checkResult(value: unknown): HostResult {
  if (typeof value !== "object" || value === null) throw new Error("the driver's result is no map");
  const result: Partial<Record<keyof HostResult, unknown>> = value;
  const { vectors, disagreed, disagreements, ns } = result;
  if ("error" in value) throw new Error(`the driver failed: ${String(value.error)}`);
  if (typeof vectors !== "number" || typeof disagreed !== "number") {
    throw new Error("the driver's result lacks `vectors` or `disagreed`");
  }
  return {
    vectors,
    disagreed,
    disagreements: Array.isArray(disagreements) ? disagreements.map(readDisagreement) : [],
    ns: typeof ns === "number" ? ns : null,
  };
}

function readDisagreement(value: unknown): Disagreement {
  const given: Partial<Record<keyof Disagreement, unknown>> =
    typeof value === "object" && value !== null ? value : {};
  const text = (part: unknown): string => (typeof part === "string" ? part : JSON.stringify(part));
  return {
    set: text(given.set),
    kind: text(given.kind),
    line: Number(given.line),
    request: text(given.request),
    expected: text(given.expected),
    got: text(given.got),
  };
}

/** Several results as one. */
export function sumResults(results: readonly HostResult[]): HostResult {
  const total = (pick: (one: HostResult) => number): number => results.reduce((sum, r) => sum + pick(r), 0);
  return {
    vectors: total((r) => r.vectors),
    disagreed: total((r) => r.disagreed),
    disagreements: results.flatMap((r) => r.disagreements),
    ns: results.some((r) => r.ns === null) ? null : total((r) => r.ns ?? 0),
  };
}

/** Ready when the program runs; its version is the first line that it prints. */
export async function versionOf(program: string, args: readonly string[]): Promise<Installation> {
  const finished = await command(program, args, { timeoutMs: 60_000 });
  const [line] = `${finished.stdout}\n${finished.stderr}`.trim().split("\n");
  if (finished.code !== 0) return { ready: false, reason: `${program}: ${line ?? "cannot be run"}` };
  return { ready: true, version: line ?? "" };
}
