/** Where a report goes: stdout, or atomically into a file. */
import { resolve } from "node:path";
import { plainStyle, type Style } from "../report/style.ts";
import { writeFiles } from "./atomic-write.ts";
import type { Session } from "./session.ts";

/** How a report that goes to `outputFile` (else to stdout) is coloured. */
export function reportStyle(session: Session, outputFile: string | undefined): Style {
  return outputFile === undefined || session.color === "always" ? session.outStyle : plainStyle;
}

export async function emitReport(
  session: Session,
  text: string,
  outputFile: string | undefined,
): Promise<void> {
  if (outputFile === undefined) await session.host.stdout.write(text);
  else {
    const path = resolve(session.host.cwd, outputFile);
    await writeFiles(session.host, [{ path, content: text }]);
  }
}
