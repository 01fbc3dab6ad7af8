/**
 * What a runner starts: `node dist/action.mjs`. Everything else is loaded when there is a runner to speak to.
 *
 * INVARIANT: the process fails unless the very end of a run says otherwise.
 */
import { usage } from "./usage.ts";

process.exitCode = 1;
if (process.env["GITHUB_ACTIONS"] === "true" && (process.env["GITHUB_EVENT_PATH"] ?? "") !== "") {
  const { main } = await import("./program.ts");
  // The action is a checkout of this repository: what is too large for the bundle is read from its source.
  process.exitCode = await main(new URL("../src/generated/", import.meta.url).href);
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
