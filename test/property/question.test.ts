/**
 * Laws of the one primitive, against enumeration over a small alphabet: an answer "empty" leaves no
 * request, a witness is one that is left and the first of the shortest, and the negatives that are
 * named as covering do cover on their own.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalysisContext } from "../../src/analysis/analysis-context.ts";
import type { Box } from "../../src/analysis/boxes.ts";
import { type Answer, ask } from "../../src/analysis/question.ts";
import { compareNames, namesOf } from "../../src/analysis/request-names.ts";
import { requestOf } from "../../src/analysis/witness.ts";
import type { Condition, Scope, Statement } from "../../src/ir/ir.ts";
import { evaluateCondition } from "../../src/reference/evaluate-condition.ts";
import { matchesAny } from "../../src/reference/matches.ts";
import { readRequest } from "../../src/reference/read-request.ts";
import { isValidAction, isValidName, isValidResource } from "../../src/reference/valid-request.ts";
import { patternOf } from "../support/arbitrary-set.ts";
import { allow, attribute, buildSet, compare, deny } from "../support/build-set.ts";
import { runs } from "../support/runs.ts";
import { shortWords } from "../support/short-requests.ts";

// Few, overlapping patterns, so that unions cover and exceptions reach into each other.
const resources = [
  "**",
  "a*",
  "b*",
  "*",
  "*/**",
  "a/*",
  "a/b",
  "*/b",
  "**b",
  "**/a",
  "a/**/b",
  "b",
  "*a*/*",
  "!*",
  " ",
];
const actions = ["**", "a", "a:*", "*:b"];

const arbitraryScope: fc.Arbitrary<Scope> = fc.record({
  actions: fc.oneof(
    { weight: 3, arbitrary: fc.constant([patternOf("action", "**")]) },
    fc.subarray(actions, { minLength: 1, maxLength: 2 }).map((t) => [patternOf("action", ...t)]),
  ),
  exceptActions: fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    fc.constant([patternOf("action", "a:*")]),
  ),
  resources: fc
    .uniqueArray(fc.constantFrom(...resources.slice(0, -1)), { minLength: 1, maxLength: 3 })
    .map((t) => t.map((text) => patternOf("resource", text))),
  exceptResources: fc.oneof(
    fc.constant([]),
    fc
      .uniqueArray(fc.constantFrom(...resources), { minLength: 1, maxLength: 2 })
      .map((t) => t.map((text) => patternOf("resource", text))),
  ),
});

const conditions: readonly (Condition | null)[] = [
  null,
  null,
  null,
  compare("p", "==", true),
  { kind: "not", term: compare("p", "==", true) },
  compare("n", "<", 1),
  compare("n", ">=", 0),
  { kind: "has", attribute: { kind: "context", name: "n" } },
  { kind: "not", term: { kind: "has", attribute: { kind: "context", name: "n" } } },
];
const contexts = [undefined, true, false, "ill"].flatMap((p) =>
  [undefined, -1, 0, 0.5, 2, "ill"].map((n) => ({
    ...(p === undefined ? {} : { p }),
    ...(n === undefined ? {} : { n }),
  })),
);

interface Draft {
  readonly scope: Scope;
  readonly condition: Condition | null;
}

const arbitraryDraft: fc.Arbitrary<Draft> = fc.record({
  scope: arbitraryScope,
  condition: fc.constantFrom(...conditions),
});

interface Asked {
  readonly context: AnalysisContext;
  readonly positives: readonly Box[];
  readonly negatives: readonly Box[];
  readonly answer: Answer;
  /** Whether a request is of the intersection and of no negative. */
  readonly isLeft: (action: string, resource: string, context: object) => boolean;
  /** A tried context in which the names are left. */
  readonly leftOver: (action: string, resource: string) => object | null;
}

function asked(positives: readonly Draft[], negatives: readonly Draft[]): Asked {
  const grants = positives.map(({ scope, condition }, i) => ({
    ...allow("a", "a", { id: `g${i}` }),
    scope,
    condition,
  }));
  const denies = negatives.map(({ scope, condition }, i) => ({
    ...deny("a", "a", { id: `d${i}` }),
    scope,
    condition,
  }));
  const set = buildSet({
    agents: { a: [...grants, ...denies] },
    context: [attribute("n", "number"), attribute("p", "bool")],
  });
  const context = new AnalysisContext(set);
  const question = {
    positives: grants.map((g) => context.grantBox(g, null)),
    negatives: denies.map((d) => context.effectBox(d)),
  };
  const statements: readonly Statement[] = [...grants, ...denies];
  const tables = new Map(
    statements.map((s) => [
      s,
      { actions: new Map<string, boolean>(), resources: new Map<string, boolean>() },
    ]),
  );
  const remembered = (
    known: Map<string, boolean> | undefined,
    name: string,
    find: () => boolean,
  ): boolean => {
    const result = known?.get(name) ?? find();
    known?.set(name, result);
    return result;
  };
  const isOf = (statement: Statement, action: string, resource: string): boolean => {
    const { scope } = statement;
    const table = tables.get(statement);
    const ofAction = (): boolean =>
      matchesAny(scope.actions, action) && !matchesAny(scope.exceptActions, action);
    const ofResource = (): boolean =>
      matchesAny(scope.resources, resource) && !matchesAny(scope.exceptResources, resource);
    return remembered(table?.actions, action, ofAction) && remembered(table?.resources, resource, ofResource);
  };
  const truths = (given: object): Map<Statement, boolean> => {
    const read = readRequest({ agent: "a", action: "a", resource: "a", context: given });
    return new Map(
      statements.map((s) => {
        const truth = read === null ? "unknown" : evaluateCondition(set, read, s.condition);
        return [s, s.kind === "deny" ? truth !== "false" : truth === "true"];
      }),
    );
  };
  const tried = contexts.map((given) => ({ given, holds: truths(given) }));
  const isLeftWith = (action: string, resource: string, holds: Map<Statement, boolean>): boolean =>
    grants.every((g) => holds.get(g)) && !denies.some((d) => holds.get(d) && isOf(d, action, resource));
  const isName = (action: string, resource: string): boolean =>
    [action, resource].every(isValidName) &&
    isValidAction(action) &&
    isValidResource(resource) &&
    grants.every((g) => isOf(g, action, resource));
  return {
    context,
    ...question,
    answer: ask(context, question, 1_000_000),
    isLeft: (action, resource, given) =>
      isName(action, resource) && isLeftWith(action, resource, truths(given)),
    leftOver: (action, resource) =>
      isName(action, resource)
        ? (tried.find(({ holds }) => isLeftWith(action, resource, holds))?.given ?? null)
        : null,
  };
}

const shortActions = shortWords(["!", "a", ":"], 3).filter(isValidAction);
const shortResources = shortWords([" ", "!", "a", "b", "/"], 4).filter(isValidResource);

// Mostly one narrow positive under several broad negatives: what unions and exceptions decide.
const arbitraryPositive: fc.Arbitrary<Draft> = fc.record({
  scope: fc.oneof(
    {
      weight: 2,
      arbitrary: arbitraryScope.map((scope) => ({ ...scope, exceptActions: [], exceptResources: [] })),
    },
    arbitraryScope,
  ),
  condition: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, fc.constantFrom(...conditions)),
});
const arbitraryQuestion = fc.tuple(
  fc.oneof(
    { weight: 3, arbitrary: fc.tuple(arbitraryPositive) },
    fc.array(arbitraryPositive, { minLength: 2, maxLength: 3 }),
  ),
  fc.array(arbitraryDraft, { minLength: 2, maxLength: 6 }),
);

test("an answer agrees with the enumeration of all short requests", () => {
  fc.assert(
    fc.property(arbitraryQuestion, ([positives, negatives]) => {
      const { answer, context, isLeft, leftOver } = asked(positives, negatives);
      expect(answer.kind).not.toBe("unknown");
      if (answer.kind === "witness") {
        const { names, contexts: region } = answer;
        const request = requestOf("a", names, region, context.space, context.diagrams);
        expect(isLeft(request.action, request.resource, request.context ?? {})).toBe(true);
      }
      for (const action of shortActions) {
        for (const resource of shortResources) {
          if (answer.kind === "witness") {
            // Only what would come before the witness can contradict it.
            const names = namesOf(action, resource, action.length + resource.length);
            if (compareNames(names, answer.names) >= 0) continue;
          }
          const left = leftOver(action, resource);
          if (left !== null) expect.fail(`${action} on ${resource} in ${JSON.stringify(left)} is left`);
        }
      }
    }),
    { numRuns: runs(250) },
  );
});

test("the negatives named as covering cover on their own", () => {
  fc.assert(
    fc.property(arbitraryQuestion, ([positives, negatives]) => {
      const { answer, context, positives: boxes } = asked(positives, negatives);
      if (answer.kind !== "empty") return;
      const again = ask(context, { positives: boxes, negatives: answer.covering }, 1_000_000);
      expect(again.kind).toBe("empty");
    }),
    { numRuns: runs(400) },
  );
});

test("names that come no earlier than a bound are of no interest, and the first before it is found", () => {
  fc.assert(
    fc.property(arbitraryQuestion, ([positives, negatives]) => {
      const { answer, context, positives: boxes, negatives: others } = asked(positives, negatives);
      if (answer.kind !== "witness") return;
      const bounded = (before: typeof answer.names): Answer =>
        ask(context, { positives: boxes, negatives: others, before }, 1_000_000);
      expect(bounded(answer.names).kind).toBe("empty");
      const far = bounded(namesOf("zzzzzz", "zzzzzzzzzz", 16));
      expect(far.kind === "witness" && compareNames(far.names, answer.names)).toBe(0);
    }),
    { numRuns: runs(200) },
  );
});
