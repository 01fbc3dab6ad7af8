/** `version`: the version alone; with `--verbose` also what it runs on. */
import { version } from "../../base/version.ts";
import { exitCodes } from "../failure.ts";
import { say, type Session } from "../session.ts";

export async function tellVersion(session: Session): Promise<number> {
  await session.host.stdout.write(`${version}\n`);
  if (session.verbose) await say(session, `Node ${session.host.runtimeVersion}`);
  return exitCodes.fine;
}
