import { expect, test } from "vitest";
import { AnalysisContext } from "../../../src/analysis/analysis-context.ts";
import { type Answer, ask } from "../../../src/analysis/question.ts";
import type { Condition, Deny, Grant } from "../../../src/ir/ir.ts";
import { allow, attribute, buildSet, compare, deny } from "../../support/build-set.ts";

const not = (term: Condition): Condition => ({ kind: "not", term });

function asked(grants: readonly Grant[], denies: readonly Deny[], maxStates = 100_000): Answer {
  const set = buildSet({ agents: { a: [...grants, ...denies] }, context: [attribute("x", "bool")] });
  const context = new AnalysisContext(set);
  return ask(
    context,
    {
      positives: grants.map((g) => context.grantBox(g, null)),
      negatives: denies.map((d) => context.effectBox(d)),
    },
    maxStates,
  );
}

const coveringOf = (answer: Answer): string[] =>
  answer.kind === "unknown" ? [] : answer.covering.map((b) => b.statement?.id ?? "");
const witnessOf = (answer: Answer): string | null =>
  answer.kind === "witness" ? `${answer.names.action.text} on ${answer.names.resource.text}` : null;

test("one negative that contains all is named as the cover", () => {
  const answer = asked([allow("git:push", "repos/*")], [deny("sql:*", "**"), deny("git:*", "repos/**")]);
  expect(answer.kind).toBe("empty");
  expect(coveringOf(answer)).toEqual(["git:* on repos/**"]);
});

test("several negatives cover together where none does alone", () => {
  const parts = ["a/b", "a/c", "a/d"].map((r) => deny("x:y", r));
  expect(asked([allow("x:y", "a/b, a/c")], parts).kind).toBe("empty");
  expect(coveringOf(asked([allow("x:y", "a/b, a/c")], parts))).toEqual(["x:y on a/b", "x:y on a/c"]);
});

test("two conditions cover together where patterns are equal", () => {
  const when = compare("x", "==", true);
  const cover = asked(
    [allow("x:y", "a")],
    [deny("x:y", "a", { when }), deny("x:*", "a", { when: not(when) })],
  );
  expect(cover.kind).toBe("empty");
  expect(coveringOf(cover)).toHaveLength(2);
});

test("a request that an exception leaves is found", () => {
  const answer = asked([allow("x:y", "a/*")], [deny("x:*", "**", { except: "a/secret, a/public" })]);
  expect(witnessOf(answer)).toBe("x:y on a/public");
});

test("an exception that another negative takes back leaves nothing", () => {
  const answer = asked(
    [allow("x:y", "a/*")],
    [deny("x:*", "**", { except: "a/secret" }), deny("**", "**secret**")],
  );
  expect(answer.kind).toBe("empty");
  expect(coveringOf(answer)).toHaveLength(2);
});

test("an exception of a positive is not part of it", () => {
  const grant = allow("x:y", "a, b", { except: "a" });
  expect(witnessOf(asked([grant], []))).toBe("x:y on b");
  expect(asked([grant], [deny("x:y", "b")]).kind).toBe("empty");
});

test("positives without a common request leave nothing", () => {
  expect(asked([allow("x:y", "a/*"), allow("x:y", "*/b")], []).kind).toBe("witness");
  expect(asked([allow("x:y", "a/*"), allow("x:y", "b/*")], []).kind).toBe("empty");
  const when = compare("x", "==", true);
  expect(asked([allow("x:y", "a", { when }), allow("x:y", "a", { when: not(when) })], []).kind).toBe("empty");
});

test("sixteen crossing infixes and all but them are a cover, found with few states", () => {
  const infixes = Array.from({ length: 16 }, (_, i) => `**w${String.fromCharCode(97 + i)}**`);
  const answer = asked(
    [allow("x:y", "**")],
    [...infixes.map((r) => deny("x:y", r)), deny("x:y", "**", { except: infixes.join(", ") })],
  );
  expect(answer.kind).toBe("empty");
  expect(answer.states).toBeLessThan(5000);
});

test("a question over its budget is unknown, whatever the clock", () => {
  const answer = asked([allow("x:y", "abcdefgh/*")], [deny("x:y", "abcdefgh/**a**")], 10);
  expect(answer.kind).toBe("unknown");
});
