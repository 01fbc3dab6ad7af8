/**
 * The base's tests, run against the head's policies: what a pull request asserts no longer still holds, or is told.
 *
 * INVARIANT: a test of the base that cannot be read or judged counts as broken, if the base's own policies
 * passed it. One that the head asserts in the same words is judged there.
 */
import { createProver, type Prover } from "../analysis/prover.ts";
import type { SourceFile, Span } from "../base/source.ts";
import type { Change } from "../diff/change.ts";
import { scopeKey } from "../diff/holdings.ts";
import { plainChange } from "../diff/plain-change.ts";
import { lineReader } from "../diff/source-line.ts";
import { conditionText } from "../ir/condition-text.ts";
import type { PolicySet, PolicyTest } from "../ir/ir.ts";
import type { RevisionReading } from "../ir/lower-revision.ts";
import { runTests } from "../testing/run-tests.ts";
import type { TestResult } from "../testing/test-result.ts";

export interface BaseTestsInput {
  readonly base: {
    readonly set: PolicySet;
    readonly tests: readonly PolicyTest[];
    readonly sources: ReadonlyMap<string, SourceFile>;
    /** Where its config is, of which unreadable parts are no tests. */
    readonly configFile: string | null;
  };
  readonly head: {
    readonly set: PolicySet;
    readonly tests: readonly PolicyTest[];
    readonly results: readonly TestResult[];
  };
  /** The base's tests as the head reads them. */
  readonly reading: RevisionReading;
  /** Of the head. */
  readonly prover: Prover;
  readonly maxStates: number;
}

/** A base test that the head's policies break. */
interface Broken {
  readonly name: string;
  readonly place: Span;
  readonly message: string;
  readonly counterexample: TestResult["counterexample"];
}

/** A change for each test of the base that held there and does not hold in the head; by place. */
export function brokenBaseTests(input: BaseTestsInput): readonly Change[] {
  const { base, head, reading } = input;
  const asserted = new Set(head.tests.map(meaningOf));
  const open = reading.tests.filter((test) => !asserted.has(meaningOf(test)));
  const failing = new Set(head.results.filter(({ status }) => status !== "passed").map(({ name }) => name));
  const broken: Broken[] = [
    ...runTests(head.set, open, { prover: input.prover }).filter(
      ({ status, name }) => status !== "passed" && !failing.has(name),
    ),
    ...reading.unreadable
      .filter(({ place, name }) => place.file !== base.configFile && !failing.has(name))
      .map((part) => ({ ...part, counterexample: null })),
  ];
  const held = heldBefore(broken, input);
  const byPlace = new Map<string, Broken[]>();
  for (const test of broken.filter((b) => held(b))) {
    const key = placeKey(test.place);
    byPlace.set(key, [...(byPlace.get(key) ?? []), test]);
  }
  const lineOf = lineReader(base.sources);
  return [...byPlace.values()].flatMap(([first, ...more]): Change[] => {
    if (first === undefined) return [];
    const { name, place, message, counterexample } = first;
    const rest = more.length === 0 ? "" : `, and ${String(more.length)} more of its requests`;
    return [
      {
        ...plainChange({
          kind: "test",
          tags: ["test", "test-removed", "weakened"],
          message: `base test \`${name}\` no longer holds: ${message}${rest}`,
          agents: counterexample === null ? [] : [counterexample.request.agent],
          base: [{ id: name, text: name, span: place, line: lineOf(place) }],
        }),
        witness: counterexample === null ? null : { request: counterexample.request },
        after: counterexample?.decision ?? null,
      },
    ];
  });
}

/** Without the plain removals of tests that are told as broken. */
export function withoutRemovalsOf(broken: readonly Change[], changes: readonly Change[]): readonly Change[] {
  const places = new Set(broken.flatMap(({ base }) => base.map(({ span }) => placeKey(span))));
  return changes.filter(
    ({ kind, tags, base }) =>
      kind !== "test" ||
      !tags.includes("test-removed") ||
      !base.some(({ span }) => places.has(placeKey(span))),
  );
}

/** Whether the base's policies passed a test; only those in question are run there. */
function heldBefore(
  broken: readonly Broken[],
  { base, maxStates }: BaseTestsInput,
): (test: Broken) => boolean {
  const places = new Set(broken.map(({ place }) => placeKey(place)));
  if (places.size === 0) return () => false;
  const tests = base.tests.filter(({ place }) => places.has(placeKey(place)));
  const prover = createProver(base.set, { maxStates });
  const results = runTests(base.set, tests, { prover });
  return ({ place, name }) => {
    const there = results.filter((result) => placeKey(result.place) === placeKey(place));
    const same = there.filter((result) => result.name === name);
    // A request of a matrix has another name where fewer of its agents are left: then any that held counts.
    return (same.length > 0 ? same : there).some(({ status }) => status === "passed");
  };
}

function placeKey({ file, start }: Span): string {
  return `${String(start)} ${file}`;
}

/** What a test asserts of this set's agents, its name and place aside; equal texts give equal results. */
function meaningOf(test: PolicyTest): string {
  switch (test.kind) {
    case "sentence": {
      const { agents, verb, scope, given } = test;
      return JSON.stringify([agents, verb, scopeKey(scope), given === null ? null : conditionText(given)]);
    }
    case "matrix":
    case "scenario":
      return JSON.stringify({ ...test, place: null, name: null });
  }
}
