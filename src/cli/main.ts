#!/usr/bin/env node
/**
 * The bin `sentrely-policy`: answers `version` by itself, and loads the program, a file beside it, for all
 * else, so that `version` waits neither for the reading nor for the parsing of what it does not need.
 * Imports are avoided for the same reason: importing a built-in module makes Node evaluate all of its
 * lazy exports, `require` does not.
 */
import type * as Program from "./program-entry.ts";
import { version } from "../base/version.ts";
import { asksForVersion } from "./version-call.ts";

const argv = process.argv.slice(2);
if (asksForVersion(argv)) {
  // A reader that went away is no failure.
  process.stdout.on("error", () => undefined);
  process.stdout.write(`${version}\n`);
} else {
  const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);
  // INVARIANT: `scripts/build.ts` makes that file of that very module, so its exports have this type.
  const { main } = require("./program.cjs") as typeof Program;
  await main(argv, new URL(".", import.meta.url).href);
}
