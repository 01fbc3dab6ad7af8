/** The action on this machine: its signals, its failures, its exit code. */
import { nodeHost } from "../cli/host.ts";
import { runAction } from "./run.ts";
import { createLog, redactor } from "./messages.ts";

/** Runs the action; `home` is the URL of the folder of the files that it reads besides. Returns the exit code. */
export async function main(home: string): Promise<number> {
  const redact = redactor(process.env["INPUT_TOKEN"]?.trim() || null);
  const log = createLog(redact);
  const end = (title: string, text: string, code: number): void => {
    log.error(title, [text]);
    process.exit(code);
  };
  const cancelled = "the run was cancelled before there was a verdict";
  process.once("SIGINT", () => end("cancelled", cancelled, 130));
  process.once("SIGTERM", () => end("cancelled", cancelled, 143));
  const broken = (error: unknown): void => {
    end("internal error", error instanceof Error ? (error.stack ?? error.message) : String(error), 1);
  };
  process.on("uncaughtException", broken);
  process.on("unhandledRejection", broken);

  const code = await runAction(nodeHost(home), redact);
  // Signals that came while the policies were judged are delivered now.
  await new Promise((resolve) => setTimeout(resolve, 0));
  return code;
}
