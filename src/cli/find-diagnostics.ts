/** What `lint` tells and `build` refuses: compile errors, and what the rules of the catalogue find. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Rule } from "../lint/define-rule.ts";
import { lint } from "../lint-set.ts";
import type { Compilation } from "../pipeline.ts";
import { loadCatalogue } from "./load-catalogue.ts";
import { announceWork } from "./load-set.ts";
import type { PolicyFiles } from "./policy-files.ts";
import type { Session } from "./session.ts";

/** At the levels that the config sets, sorted; all rules run unless some are given. */
export function findDiagnostics(
  session: Session,
  compilation: Compilation,
  now: number,
  rules?: readonly Rule[],
): readonly Diagnostic[] {
  const catalogue = loadCatalogue(session, compilation);
  return lint(compilation, { now, catalogue, ...(rules === undefined ? {} : { rules }) });
}

/** The same, announced on a terminal where it takes a while. */
export async function announceDiagnostics(
  session: Session,
  files: PolicyFiles,
  compilation: Compilation,
  now: number,
): Promise<readonly Diagnostic[]> {
  const progress = await announceWork(session, "linting", files);
  const found = findDiagnostics(session, compilation, now);
  await progress.end();
  return found;
}
