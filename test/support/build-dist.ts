/** Builds `dist/` once before the tests, so that tests of child processes run what users run. */
import { buildJavaScript } from "../../scripts/build.ts";

export async function setup(): Promise<void> {
  await buildJavaScript();
}
