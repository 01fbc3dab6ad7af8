/** What every formatter of test results is given. */
import type { SourceFile } from "../base/source.ts";
import type { TestResult } from "../testing/test-result.ts";
import type { Style } from "./style.ts";

export interface TestReport {
  /** In file order. */
  readonly results: readonly TestResult[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** A file's path as the reader of this format expects it. */
  readonly pathOf: (file: string) => string;
  readonly style: Style;
  /** Set when the set did not compile: then no test ran, and this is the one line to say so. */
  readonly failure: string | null;
}

export type TestFormatter = (report: TestReport) => string;

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
}

/** The name under which formats without a place of their own report a set that does not compile. */
export const compileCaseName = "the policy set compiles";

export function countByStatus({ results, failure }: TestReport): TestCounts {
  const count = (status: TestResult["status"]): number => results.filter((r) => r.status === status).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    errors: count("error") + (failure === null ? 0 : 1),
  };
}
