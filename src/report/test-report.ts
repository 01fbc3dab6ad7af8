/** What every formatter of test results is given. */
import type { SourceFile, Span } from "../base/source.ts";
import type { TestResult } from "../testing/test-result.ts";
import type { Style } from "./style.ts";

export interface TestReport {
  /** In file order. */
  readonly results: readonly TestResult[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** A file's path as the reader of this format expects it. */
  readonly pathOf: (file: string) => string;
  readonly style: Style;
  /** Why no test ran; `null` when some did. */
  readonly failure: RunFailure | null;
}

/** What kept all tests from running, as formats without messages of their own report it. */
export interface RunFailure {
  /** The claim that does not hold, such as `the policy set compiles`. */
  readonly name: string;
  /** One line. */
  readonly message: string;
  /** The first error; `null` where none has a place. */
  readonly place: Span | null;
}

export type TestFormatter = (report: TestReport) => string;

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
}

export function countByStatus({ results, failure }: TestReport): TestCounts {
  const count = (status: TestResult["status"]): number => results.filter((r) => r.status === status).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    errors: count("error") + (failure === null ? 0 : 1),
  };
}
