/**
 * A `PreToolUse` hook of Claude Code that decides by compiled policies.
 *
 * INVARIANT: the only way to exit 0 is after a whole answer was written. Everything else exits 2, which blocks the call: bad
 * input, missing policies, an error, or no answer within the deadline.
 */
import { writeSync } from "node:fs";
import { homedir } from "node:os";
import { basename, isAbsolute } from "node:path";
import { runInThisContext } from "node:vm";
import { answerOf, deny, toJson, type Answer, type Prompt } from "./answer.ts";
import { readInput, type HookInput } from "./input.ts";
import { mapTool } from "./map-tool.ts";
import { loadPolicy, readDecision, type Policy } from "./policy.ts";
import { Unmapped, type Mapped, type Place } from "./requests.ts";

const maxInput = 16 * 1024 * 1024;
/** More names than one call touches; deciding them would take longer than a person waits. */
const maxWishes = 2_000;
const { env } = process;

function fail(message: string): never {
  writeAll(2, `sentrely-policy: the call is blocked: ${message}\n`);
  process.exit(2);
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      // A pipe that is full for now.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
    }
  }
}

function deadlineOf(): number {
  const given = env["SENTRELY_DEADLINE_MS"];
  if (given === undefined) return 5_000;
  if (!/^\d+$/.test(given) || Number(given) < 50 || Number(given) > 60_000) {
    throw new Error("SENTRELY_DEADLINE_MS is no number of milliseconds from 50 to 60000");
  }
  return Number(given);
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxInput) throw new Error("the standard input is longer than 16 MiB");
    chunks.push(chunk);
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
}

function placeOf(input: HookInput): Place {
  const project = env["SENTRELY_PROJECT_DIR"] ?? env["CLAUDE_PROJECT_DIR"] ?? "";
  if (!isAbsolute(project)) throw new Error("CLAUDE_PROJECT_DIR is not set to an absolute path");
  if (!isAbsolute(input.cwd)) throw new Error("the input's cwd is no absolute path");
  const repo = env["SENTRELY_REPO"] ?? basename(project);
  if (repo === "") throw new Error("the project has no name: set SENTRELY_REPO");
  const home = homedir();
  return { project, repo, cwd: input.cwd, home: isAbsolute(home) ? home : null, platform: process.platform };
}

function list(name: string, fallback: string): readonly string[] {
  return (env[name] ?? fallback).split(",").flatMap((one) => (one.trim() === "" ? [] : [one.trim()]));
}

function decide(text: string, policy: Policy): Answer {
  const input = readInput(text);
  const mapped = mappedOf(input);
  if (mapped instanceof Unmapped) return deny([mapped.message]);
  const { wishes } = mapped;
  if (wishes.length === 0) throw new Error("the call was mapped to nothing");
  if (wishes.length > maxWishes) return deny(["The call touches more names than can be decided at once."]);
  const now = Date.now();
  const common = {
    tool: input.toolName,
    permission_mode: input.permissionMode,
    unsandboxed: ![undefined, null, false].some((off) => off === input.toolInput["dangerouslyDisableSandbox"]),
    ...(input.agentType === null ? {} : { subagent: input.agentType }),
  };
  const requests = wishes.map(({ action, resource, context }) => ({
    agent: env["SENTRELY_AGENT"] ?? "claude-code",
    action,
    resource,
    context: { ...context, ...common },
    now,
  }));
  const decision = readDecision(policy.decideAll(requests), requests.length);
  const prompt: Prompt = {
    mode: input.permissionMode,
    askModes: list("SENTRELY_ASK_MODES", "default,acceptEdits,plan"),
    approvers: list("SENTRELY_APPROVER", ""),
  };
  return answerOf(decision, mapped, prompt);
}

function mappedOf(input: HookInput): Mapped | Unmapped {
  try {
    return mapTool(input, placeOf(input));
  } catch (error) {
    if (error instanceof Unmapped) return error;
    throw error;
  }
}

async function main(): Promise<void> {
  const deadline = deadlineOf();
  const end = performance.now() + deadline;
  const late = "no answer within the deadline";
  setTimeout(() => fail(late), deadline);
  const [text, policy] = await Promise.all([readStdin(), loadPolicy(env["SENTRELY_POLICY"], import.meta.url)]);
  const timeout = Math.floor(end - performance.now());
  if (timeout < 1) fail(late);
  writeAll(1, `${toJson(within(timeout, () => decide(text, policy)))}\n`);
  process.exit(0);
}

/** Runs `work`, and throws when it takes longer. A timer waits for its turn; this interrupts what never yields. */
function within(timeout: number, work: () => Answer): Answer {
  const result: { answer?: Answer } = {};
  Reflect.set(globalThis, "sentrelyDecide", () => {
    result.answer = work();
  });
  try {
    runInThisContext("sentrelyDecide()", { timeout });
  } catch (error) {
    const isLate = error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
    throw isLate ? new Error("no answer within the deadline") : error;
  }
  if (result.answer === undefined) throw new Error("there is no answer");
  return result.answer;
}

for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error: unknown) => fail(error instanceof Error ? error.message : String(error)));
}

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
