/**
 * The entry of the code inside `policy.njs.js`. njs runs a module's top level for each request, so that
 * nothing is decoded or checked ahead: tables are read in place, and each access is checked.
 */
import type { Decision } from "../base/request.ts";
import { openDigits, textFrom, wordAt } from "./block-of-digits.ts";
import { decideRequests, type CombinedDecision } from "./decide-all.ts";
import { decideRequest } from "./decide.ts";
import { MANIFEST, directoryAt } from "./layout.ts";
import { openProgram } from "./program.ts";

interface NjsBundle {
  readonly decide: (request: unknown) => Decision;
  readonly decideAll: (requests: unknown) => CombinedDecision;
  readonly revision: string;
  readonly manifest?: unknown;
}

/** Throws where the tables' header is damaged, so that nginx does not start with them. */
export function open(digits: string): NjsBundle {
  const block = openDigits(digits);
  const program = openProgram(block);
  const decide = (request: unknown): Decision => decideRequest(program, request);
  const bundle: NjsBundle = {
    decide: decide,
    decideAll: (requests: unknown) => decideRequests(program.revision, decide, requests),
    revision: program.revision,
  };
  Object.defineProperty(bundle, "manifest", {
    enumerable: true,
    get: () => JSON.parse(textFrom(block, wordAt(block, directoryAt + MANIFEST * 2))) as unknown,
  });
  return bundle;
}
