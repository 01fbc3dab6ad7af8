/** What the bin runs: the CLI on this machine. */
import { nodeHost } from "./host.ts";
import { run } from "./run.ts";

/** Runs one command line and sets the exit code; `home` is the URL of the folder that the program is shipped in. */
export async function main(argv: readonly string[], home: string): Promise<void> {
  process.exitCode = await run(argv, nodeHost(home));
}
