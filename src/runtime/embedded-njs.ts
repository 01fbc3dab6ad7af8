/**
 * The entry of the code inside `policy.njs.js`. njs runs a module's top level for each request, so that
 * nothing is decoded or checked ahead: tables are read in place, and each access is checked.
 */
import type { Decision } from "../base/request.ts";
import type { Block } from "./block.ts";
import { beginReads, manifestText, openDigits, wordAt } from "./block-of-digits.ts";
import { decideRequests, type CombinedDecision } from "./decide-all.ts";
import { decideRequest } from "./decide.ts";
import { FACTS, directoryAt, factEmitted, factStatements, sectionCount } from "./layout.ts";
import { openProgram } from "./program.ts";

interface NjsBundle {
  readonly decide: (request: unknown) => Decision;
  readonly decideAll: (requests: unknown) => CombinedDecision;
  readonly revision: string;
  readonly manifest?: unknown;
}

/** Throws where the tables' header is damaged, so that nginx does not start with them. */
export function open(digits: string): NjsBundle {
  beginReads();
  const block = openDigits(digits);
  checkSizes(block);
  const program = openProgram(block);
  const decide = (request: unknown): Decision => {
    beginReads();
    return decideRequest(program, request);
  };
  const bundle: NjsBundle = {
    decide: decide,
    decideAll: (requests: unknown) => decideRequests(program.revision, decide, requests),
    revision: program.revision,
  };
  Object.defineProperty(bundle, "manifest", {
    enumerable: true,
    get: () => {
      beginReads();
      return JSON.parse(manifestText(block)) as unknown;
    },
  });
  return bundle;
}

/** Memory for scratch is made from these, so that none is greater than the tables themselves. */
function checkSizes(block: Block): void {
  const words = wordAt(block, 2);
  const most = (size: number): void => {
    if (!(size >= 0 && size <= words)) throw new Error("damaged bundle: its sizes");
  };
  for (let i = 0; i < sectionCount * 2; i++) most(wordAt(block, directoryAt + i));
  const facts = wordAt(block, directoryAt + FACTS * 2);
  for (let i = factStatements; i <= factEmitted; i++) most(wordAt(block, facts + i));
}
