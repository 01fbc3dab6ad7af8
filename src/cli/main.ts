#!/usr/bin/env node
/**
 * The bin `sentrely-policy`, one file. The build puts the bundled program in as a string: V8 parses a
 * module whole before its first line runs, but not what a string holds, so that `version` does not
 * wait for the compiler. Imports are avoided for the same reason: importing a built-in module makes
 * Node evaluate all of its lazy exports, `require` does not.
 */
import type * as Program from "./program-entry.ts";
import { version } from "../base/version.ts";
import { asksForVersion } from "./version-call.ts";

/** The text of `program-entry.ts` with everything it needs, as CommonJS; defined by `scripts/build.ts`. */
declare const PROGRAM: string;

const argv = process.argv.slice(2);
if (asksForVersion(argv)) {
  // A reader that went away is no failure.
  process.stdout.on("error", () => undefined);
  process.stdout.write(`${version}\n`);
} else {
  const require = process.getBuiltinModule("node:module").createRequire(import.meta.url);
  const vm = process.getBuiltinModule("node:vm");
  // INVARIANT: the build compiles that very module, so its exports have this type.
  const module = { exports: {} as typeof Program };
  vm.compileFunction(PROGRAM, ["module", "require"], {
    filename: import.meta.filename,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  })(module, require);
  await module.exports.main(argv, new URL(".", import.meta.url).href);
}
