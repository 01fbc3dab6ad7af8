/**
 * Tests that one side has and the other has not.
 *
 * INVARIANT: what is asserted counts, not how: a sentence that others of the other side imply is no
 * change, and an agent that one side alone declares is told as an agent.
 */
import type { Box } from "../analysis/boxes.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import { conditionText } from "../ir/condition-text.ts";
import type { MatrixTest, PolicyTest, ScenarioTest, Sentence } from "../ir/ir.ts";
import type { Change } from "./change.ts";
import { agentWords } from "./decision-words.ts";
import { scopeKey } from "./holdings.ts";
import { JointSpace } from "./joint-space.ts";
import { plainChange } from "./plain-change.ts";
import { RegionSearch } from "./search-part.ts";
import { lineReader } from "./source-line.ts";
import { otherSide, type Side, type SideName } from "./side.ts";
import { changedStatement } from "./statement-of.ts";

/** A test that is not on the other side, for these agents. */
interface Missing {
  readonly test: PolicyTest;
  /** Sorted. */
  readonly agents: readonly string[];
  /** Whether nothing of the test is left. */
  readonly isWhole: boolean;
}

/** The tests that were removed and those that were added. */
export function testChanges(base: Side, head: Side, maxStates: number): Change[] {
  const sides = { base, head };
  return (["base", "head"] as const).flatMap((side) =>
    [...missingSentences(sides, side, maxStates), ...missingCases(sides, side)]
      .sort((a, b) => compareCodePoints(nameOf(a.test), nameOf(b.test)))
      .map((missing) => told(missing, side, sides[side])),
  );
}

function told({ test, agents, isWhole }: Missing, side: SideName, { sources }: Side): Change {
  const what = side === "base" ? "removed" : "added";
  const name = nameOf(test);
  const line = lineReader(sources)(test.place);
  const suffix = isWhole ? "" : agents.length === 0 ? " in part" : ` in part, for ${agentWords(agents)}`;
  return plainChange({
    kind: "test",
    tags: ["test", `test-${what}`, ...(side === "base" ? ["weakened"] : [])],
    agents,
    message: `test \`${name}\` was ${what}${suffix}`,
    [side]: [{ id: name, text: name, span: test.place, line }],
  });
}

function nameOf(test: PolicyTest): string {
  return test.kind === "sentence" ? test.text : test.name;
}

function declaredByBoth({ base, head }: { readonly [S in SideName]: Side }): ReadonlySet<string> {
  const before = new Set(base.set.agents.map(({ name }) => name));
  return new Set(head.set.agents.map(({ name }) => name).filter((name) => before.has(name)));
}

// ---------------------------------------------------------------- sentences

function isSentence(test: PolicyTest): test is Sentence {
  return test.kind === "sentence";
}

function missingSentences(
  sides: { readonly [S in SideName]: Side },
  side: SideName,
  maxStates: number,
): Missing[] {
  const other = otherSide(side);
  const space = new JointSpace(sides.base.set, sides.head.set, other);
  const search = new RegionSearch(space, maxStates);
  const boxes = new Map<Sentence, Box>();
  const boxOf = (sentence: Sentence, of: SideName): Box => {
    let box = boxes.get(sentence);
    if (box === undefined) {
      const region = space.context.region(sentence.scope);
      const condition = (): number => space.conditions[of].compile(sentence.given).isTrue;
      box = { statement: null, region, condition };
      boxes.set(sentence, box);
    }
    return box;
  };
  const both = declaredByBoth(sides);
  const theirs = sides[other].tests.filter(isSentence);
  const asserted = new Map<string, Set<string>>();
  const keyOf = ({ verb, scope, given }: Sentence, of: SideName): string => {
    const apart = space.conditions[of].isApart(given) ? of : "";
    return `${apart} ${verb} ${scopeKey(scope)} ${given === null ? "" : conditionText(given)}`;
  };
  for (const sentence of theirs) {
    const key = keyOf(sentence, other);
    const agents = asserted.get(key) ?? new Set<string>();
    for (const agent of sentence.agents) agents.add(agent);
    asserted.set(key, agents);
  }
  const told = new Set<string>();
  return sides[side].tests.filter(isSentence).flatMap((sentence): Missing[] => {
    const key = keyOf(sentence, side);
    const subjects = sentence.agents.filter((agent) => both.has(agent));
    const known = asserted.get(key);
    const implied = new Map<string, boolean>();
    const agents = subjects.filter((agent) => {
      if (known?.has(agent) === true || told.has(`${key} ${agent}`)) return false;
      const candidates = theirs.filter((t) => t.verb === sentence.verb && t.agents.includes(agent));
      const id = candidates.map((t) => theirs.indexOf(t)).join(",");
      let isImplied = implied.get(id);
      if (isImplied === undefined) {
        const union = candidates.map((t) => boxOf(t, other));
        isImplied = search.isCovered(boxOf(sentence, side), union);
        implied.set(id, isImplied);
      }
      return !isImplied;
    });
    for (const agent of agents) told.add(`${key} ${agent}`);
    if (agents.length === 0) return [];
    return [{ test: sentence, agents, isWhole: agents.length === subjects.length }];
  });
}

// ---------------------------------------------------------------- structured tests

/** A test's single assertions, each as a text. */
interface Cases {
  readonly test: MatrixTest | ScenarioTest;
  readonly cases: readonly { readonly agent: string | null; readonly key: string }[];
}

function missingCases(sides: { readonly [S in SideName]: Side }, side: SideName): Missing[] {
  const both = declaredByBoth(sides);
  const theirs = new Set(casesOf(sides[otherSide(side)]).flatMap(({ cases }) => cases.map(({ key }) => key)));
  return casesOf(sides[side]).flatMap(({ test, cases }): Missing[] => {
    const relevant = cases.filter(({ agent }) => agent === null || both.has(agent));
    const missing = relevant.filter(({ key }) => !theirs.has(key));
    if (missing.length === 0) return [];
    const agents = sortedUnique(missing.flatMap(({ agent }) => agent ?? []));
    return [{ test, agents, isWhole: missing.length === relevant.length }];
  });
}

function casesOf({ set, tests }: Side): Cases[] {
  const meanings = new Map<string, string[]>();
  const meaningOf = (id: string): readonly string[] => {
    if (meanings.size === 0) {
      for (const statement of set.statements) {
        const list = meanings.get(statement.id) ?? [];
        list.push(changedStatement(statement).text);
        meanings.set(statement.id, list);
      }
    }
    return meanings.get(id) ?? [id];
  };
  return tests.flatMap((test): Cases[] => {
    if (test.kind === "sentence") return [];
    if (test.kind === "scenario") return [{ test, cases: [{ agent: null, key: textOf(test) }] }];
    return [{ test, cases: matrixCases(test, meaningOf) }];
  });
}

function matrixCases(test: MatrixTest, meaningOf: (id: string) => readonly string[]): Cases["cases"] {
  const because = test.because === null ? null : sortedUnique(test.because.flatMap(meaningOf));
  const { now, expect, approvalChannel, approvalTimeout, notify } = test;
  const common = canonical([now, expect, because, approvalChannel, approvalTimeout, notify]);
  const contexts = test.contexts.length === 0 ? [{}] : test.contexts;
  return test.agents.flatMap((agent) =>
    test.actions.flatMap((action) =>
      test.resources.flatMap((resource) =>
        contexts.map((context) => ({ agent, key: canonical([agent, action, resource, context, common]) })),
      ),
    ),
  );
}

/** All that a scenario says, its place aside. */
function textOf(test: ScenarioTest): string {
  return canonical({ ...test, place: null });
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compareCodePoints(a, b)))
      : inner,
  );
}
