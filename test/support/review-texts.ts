/** Small revisions for reviews: a set without findings, with a test, and what is changed of it. */
import type { Texts } from "./review.ts";

const limits = [
  "budget: {max_tokens_per_session: 200_000}",
  "rate_limits: {max_requests_per_minute: 60, on_exceed: throttle}",
  "circuit_breaker: {failures: 10, window: 5m, statuses: [429], cooldown: 15m, on_open: deny}",
  "project_budget: {monthly_limit: $500}",
];

/** An agent's policy that lacks no limit; the lines of a statement after the first hang below. */
export function policy(agent: string, ...statements: readonly string[]): string {
  const items = statements.map((text) => `  - ${text.replaceAll("\n", "\n    ")}`);
  return [`agent: ${agent}`, "project: web", "policies:", ...items, ...limits, ""].join("\n");
}

export function tests(...sentences: readonly string[]): string {
  return ["tests:", ...sentences.map((text) => `  - ${text}`), ""].join("\n");
}

const own = "policies/ci.yaml";
const asserted = "tests/ci.test.yaml";
const config = "sentrely.yaml";

/** One agent, `ci`, that reads repositories, and a sentence that says so; with these files besides or instead. */
export function revision(files: Texts = {}): Texts {
  return {
    [own]: policy("ci", "git:read on repos/*"),
    [asserted]: tests("ci can git:read repos/app"),
    ...files,
  };
}

/** The same with these statements. */
export function holding(...statements: readonly string[]): Texts {
  return revision({ [own]: policy("ci", ...statements) });
}

/** The same with these sentences. */
export function asserting(...sentences: readonly string[]): Texts {
  return revision({ [asserted]: tests(...sentences) });
}

/** Texts with these lines as `sentrely.yaml`. */
export function configured(texts: Texts, ...lines: readonly string[]): Texts {
  return { ...texts, [config]: ["version: 1", ...lines, ""].join("\n") };
}
