/** The entry of an evaluator that counts its steps, for measurement. */
import { decideRequest } from "./decide.ts";
import { tablesOfFile } from "./envelope.ts";
import { openBlock } from "./open-block.ts";
import { openProgram } from "./program.ts";
import { verify } from "./verify.ts";

/** Loads a bundle; the function gives the steps that deciding a request took. */
export function loadCounting(source: string | Uint8Array): (request: unknown) => number {
  const block = openBlock(tablesOfFile(source));
  verify(block);
  const program = openProgram(block);
  return (request) => {
    program.scratch.steps = 0;
    decideRequest(program, request);
    return program.scratch.steps;
  };
}
