/** What a run says when it ends early, and its exit code. */
import { version } from "../base/version.ts";
import { finishLines, visible } from "../report/sanitize.ts";
import { CallFailure, exitCodes, Interruption, systemErrorCode, systemReason } from "./failure.ts";
import type { Host } from "./host.ts";
import { createSession, sayFailure } from "./session.ts";

/** Tells a failure of the call, of the machine or of the program itself on stderr. */
export async function tellFailure(error: unknown, argv: readonly string[], host: Host): Promise<number> {
  if (error instanceof Interruption) return exitCodes.interrupted;
  const session = createSession(host, {});
  if (error instanceof CallFailure) {
    await sayFailure(session, error.message, error.help);
    return exitCodes.callAtFault;
  }
  const code = systemErrorCode(error);
  if (code !== null) {
    await sayFailure(session, systemReason(code), null);
    return exitCodes.callAtFault;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await host.stderr.write(
    finishLines([
      `${session.errStyle.severity.error("internal error")}: this is a bug in sentrely-policy, not in your policies`,
      ...stack.split("\n").map((line) => `  ${visible(line)}`),
      "Please report it where you got sentrely-policy, with the lines above and, if you can, the policy files:",
      `  version ${version}, arguments ${visible(JSON.stringify(argv))}`,
    ]),
  );
  return exitCodes.programAtFault;
}
