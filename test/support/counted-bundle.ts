/**
 * The evaluator with its steps counted. Only for test files that put the counting in place:
 *
 *     vi.mock(import("../../src/runtime/counting.ts"), () => ({ counting: true }));
 */
import type { Decision } from "../../src/base/request.ts";
import { counting } from "../../src/runtime/counting.ts";
import { decideRequest } from "../../src/runtime/decide.ts";
import { openBlock } from "../../src/runtime/open-block.ts";
import { openProgram } from "../../src/runtime/program.ts";
import { verify } from "../../src/runtime/verify.ts";

export interface Counted {
  readonly decision: Decision;
  /** What the decision took, as the manifest's `step_bound` counts. */
  readonly steps: number;
}

/** Opens and checks a block of tables. Throws a `BundleError` as `loadBundle` does. */
export function countedBundle(tables: Uint8Array): (request: unknown) => Counted {
  if (!counting) throw new Error("this test file counts no steps");
  const block = openBlock(tables);
  verify(block);
  const program = openProgram(block);
  return (request) => {
    program.scratch.steps = 0;
    const decision = decideRequest(program, request);
    return { decision, steps: program.scratch.steps };
  };
}
