/** Runs the built hook as Claude Code does: a process that reads JSON and answers by JSON or an exit code. */
import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

export const hookFile: string = fileURLToPath(
  new URL("../../../examples/gateways/claude-code/hook.mjs", import.meta.url),
);

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  /** Absent: the input is never ended. */
  readonly input?: string | Uint8Array;
  readonly env?: { readonly [name: string]: string };
  /** Files beside the hook, by name. */
  readonly files?: { readonly [name: string]: string };
}

export const projectEnv = { CLAUDE_PROJECT_DIR: "/home/user/my-project", SENTRELY_REPO: "shop" } as const;

/** A folder with the hook and `files`, taken away when the test ends. */
export function hookFolder(files: { readonly [name: string]: string } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "claude-hook-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(hookFile, join(folder, "hook.mjs"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

export async function runHook({ input, env, files }: Call): Promise<Outcome> {
  const child = spawn(process.execPath, [join(hookFolder(files), "hook.mjs")], {
    env: { ...(env ?? projectEnv) },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const texts = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.stderr += text));
  // The hook may end before it has read all of a long input.
  child.stdin.on("error", () => undefined);
  if (input !== undefined) child.stdin.end(input);
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  child.stdin.destroy();
  return { status, ...texts };
}

/** The text of a `PreToolUse` input. */
export function inputOf(
  tool: string,
  toolInput: { readonly [field: string]: unknown },
  rest: { readonly [field: string]: unknown } = {},
): string {
  return JSON.stringify({
    session_id: "abc123",
    transcript_path: "/home/user/.claude/projects/.../transcript.jsonl",
    cwd: "/home/user/my-project",
    permission_mode: "default",
    hook_event_name: "PreToolUse",
    tool_name: tool,
    tool_input: toolInput,
    tool_use_id: "toolu_01ABC123...",
    ...rest,
  });
}
