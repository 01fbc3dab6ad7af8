/**
 * The CLI as a function: arguments and a host in, an exit code out.
 *
 * INVARIANT: resolves for every input and never rejects; what is the program's own fault is told as
 * such, with exit code 3. Only `version` is answered here; everything else is loaded when asked for.
 */
import { version } from "../base/version.ts";
import type { Host } from "./host.ts";
import { asksForVersion } from "./version-call.ts";

export async function run(argv: readonly string[], host: Host): Promise<number> {
  if (asksForVersion(argv)) {
    await host.stdout.write(`${version}\n`);
    return 0;
  }
  try {
    const { runProgram } = await import("./program.ts");
    return await runProgram(argv, host);
  } catch (error) {
    const { tellFailure } = await import("./tell-failure.ts");
    return await tellFailure(error, argv, host);
  }
}
