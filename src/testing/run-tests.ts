/**
 * Runs the tests of a policy set (LANGUAGE.md §7), one named result for each sentence and each cell
 * of a matrix.
 *
 * INVARIANT: nothing passes that was not checked. What cannot be judged is an `error`.
 */
import { assertNever } from "../base/invariant.ts";
import { compareCodePoints } from "../base/order.ts";
import { createProver, type Prover } from "../analysis/prover.ts";
import type { PolicySet, PolicyTest } from "../ir/ir.ts";
import { matchesName } from "./name-filter.ts";
import { runMatrix } from "./run-matrix.ts";
import { runSentence } from "./run-sentence.ts";
import { unjudged, type TestResult } from "./test-result.ts";

export interface RunOptions {
  /** Decides the sentences; made when the first one is met, unless given. */
  readonly prover?: Prover;
  /** Only results whose name this glob matches as a whole; `*` matches any characters. */
  readonly filter?: string;
}

/** The results in file order: file, place, then the matrix's own order. */
export function runTests(
  set: PolicySet,
  tests: readonly PolicyTest[],
  options: RunOptions = {},
): TestResult[] {
  const wanted = (name: string): boolean => options.filter === undefined || matchesName(options.filter, name);
  const names = set.agents.map(({ name }) => name);
  let prover = options.prover;
  return [...tests].sort(comparePlaces).flatMap((test): TestResult[] => {
    switch (test.kind) {
      case "sentence": {
        if (!wanted(test.text)) return [];
        prover ??= createProver(set);
        return [runSentence(prover, test, names)];
      }
      case "matrix":
        return runMatrix(set, test, wanted);
      case "scenario":
        return wanted(test.name)
          ? [unjudged(test.name, test.place, "this version cannot run scenario tests yet")]
          : [];
      default:
        return assertNever(test);
    }
  });
}

function comparePlaces(a: PolicyTest, b: PolicyTest): number {
  return (
    compareCodePoints(a.place.file, b.place.file) ||
    a.place.start - b.place.start ||
    a.place.end - b.place.end
  );
}
