/** What running one test gave: plain data, printed by the reports. */
import type { Witness } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";

export interface TestResult {
  /** The sentence, or the matrix test's name and the cell. */
  readonly name: string;
  readonly place: Span;
  /** `error`: the test could not be judged, which never counts as passing. */
  readonly status: "passed" | "failed" | "error";
  /** Why it did not pass, in one line; empty when it passed. */
  readonly message: string;
  /** The request that shows it, and the decision it gets; `null` where none applies. */
  readonly counterexample: Witness | null;
}

export function passed(name: string, place: Span): TestResult {
  return { name, place, status: "passed", message: "", counterexample: null };
}

export function failed(name: string, place: Span, message: string, counterexample: Witness): TestResult {
  return { name, place, status: "failed", message, counterexample };
}

export function unjudged(name: string, place: Span, message: string): TestResult {
  return { name, place, status: "error", message, counterexample: null };
}
