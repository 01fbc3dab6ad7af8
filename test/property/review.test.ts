/** What holds of every review: nothing is held against what stays, and no loosening helps who loosens. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileExample, examples } from "../support/load-set.ts";
import { acknowledged, gating, reviewOf, revisionOf, verdictOf, type Texts } from "../support/review.ts";
import { configured, policy, tests } from "../support/review-texts.ts";
import { judge } from "../../src/review/judge.ts";
import type { Revision } from "../../src/review/review.ts";
import { runs } from "../support/runs.ts";

const statements = [
  "git:read on repos/*",
  "git:read on repos/app",
  "git:* on repos/app",
  "git:push on repos/*/branches/main",
  "docs:edit on pages/*",
  "docs:edit on pages/a, pages/b when context.level > 3",
  "deny docs:edit on pages/a",
  'deny docs:edit on pages/b when context.team == "web"',
  "statement: docs:edit on pages/b\nrequires_approval: true\napproval_channel: dashboard\napproval_timeout: 5m",
  "statement: docs:edit on pages/*\nrequires_approval: true\napproval_channel: dashboard",
] as const;

const sentences = [
  "ci can git:read repos/app",
  "ci cannot git:push repos/app/branches/main",
  "cd cannot docs:edit pages/a",
  "no agent can docs:remove pages/a",
] as const;

const suppressible = [
  "shadowed-statement",
  "covered-by-union",
  "whole-service",
  "denied-in-part",
  "approval-without-timeout",
  "future-actions",
  "gated-in-part",
] as const;

/** A statement, and the rules that a comment at its end suppresses. */
interface Line {
  readonly text: string;
  readonly suppressed: readonly string[];
}

interface Draft {
  readonly agents: { readonly [A in "ci" | "cd"]: readonly Line[] };
  readonly sentences: readonly string[];
  readonly levels: { readonly [rule: string]: string };
  readonly failLevel: "error" | "warning" | "info";
  readonly narrowed: boolean;
  readonly accepted: readonly string[];
}

const arbitraryLine: fc.Arbitrary<Line> = fc
  .constantFrom(...statements)
  .map((text) => ({ text, suppressed: [] }));
const arbitraryLines = fc.array(arbitraryLine, { minLength: 1, maxLength: 4 });
const arbitraryRules = fc.subarray([...suppressible]);

/** Nothing is suppressed, lowered or accepted. */
const arbitraryPlain: fc.Arbitrary<Draft> = fc.record({
  agents: fc.record({ ci: arbitraryLines, cd: arbitraryLines }),
  sentences: fc.subarray([...sentences], { minLength: 1 }),
  levels: fc.constant({}),
  failLevel: fc.constant("warning"),
  narrowed: fc.constant(false),
  accepted: fc.constant([]),
});

/** The same with more that suppresses, lowers and accepts. */
function loosened(draft: Draft): fc.Arbitrary<Draft> {
  const line = ({ text }: Line): fc.Arbitrary<Line> =>
    arbitraryRules.map((suppressed) => ({ text, suppressed }));
  return fc.record({
    agents: fc.record({
      ci: fc.tuple(...draft.agents.ci.map(line)),
      cd: fc.tuple(...draft.agents.cd.map(line)),
    }),
    sentences: fc.constant(draft.sentences),
    levels: fc.dictionary(fc.constantFrom(...suppressible), fc.constantFrom("off", "info"), { maxKeys: 3 }),
    failLevel: fc.constantFrom("warning", "error"),
    narrowed: fc.boolean(),
    accepted: arbitraryRules,
  });
}

function textsOf({ agents, sentences: asserted, levels, failLevel, narrowed }: Draft): Texts {
  const written = ({ text, suppressed }: Line): string => {
    const [first = "", ...more] = text.split("\n");
    const comment = suppressed.length === 0 ? "" : ` # sentrely-ignore ${suppressed.join(", ")}: as agreed`;
    return [`${first}${comment}`, ...more].join("\n");
  };
  return configured(
    {
      "policies/ci.yaml": policy("ci", ...agents.ci.map(written)),
      "policies/cd.yaml": policy("cd", ...agents.cd.map(written)),
      "tests/all.test.yaml": tests(...asserted),
    },
    `lint: {fail_level: ${failLevel}, rules: ${JSON.stringify(levels)}}`,
    ...(narrowed
      ? ["sensitive: {ungated-protected-branch: {narrow: [{resources: [repos/**], reason: ours}]}}"]
      : []),
  );
}

function drafted(draft: Draft): Revision {
  return revisionOf(textsOf(draft), draft.accepted);
}

/** Nothing is held against a revision that is reviewed against itself. */
function expectNothingHeld(revision: Revision): string {
  const review = reviewOf(revision, revision);
  expect(review.difference).toEqual({ changes: [], unknown: [] });
  expect(review.refused.size).toBe(0);
  expect(review.findings.filter(({ judge: by }) => by === "base")).toEqual([]);
  const [own, waived] = [judge(review, gating), judge(review, acknowledged)];
  expect(own).toEqual(waived);
  return own.conclusion;
}

test("a revision that is reviewed against itself has no change, none refused, and no finding of the base", () => {
  const conclusions = new Set<string>();
  fc.assert(
    fc.property(arbitraryPlain.chain(loosened), (draft) => {
      conclusions.add(expectNothingHeld(drafted(draft)));
    }),
    { numRuns: runs(25) },
  );
  expect([...conclusions].sort()).toEqual(["failed", "passed"]);
});

test.each(examples)("nothing is held against the example %s", (name) => {
  expectNothingHeld({ compilation: compileExample(name), baseline: new Set(), isEmpty: false });
});

test("a head that suppresses, lowers, narrows and accepts more never passes where it failed without", () => {
  let helped = 0;
  fc.assert(
    fc.property(
      fc
        .tuple(arbitraryPlain, arbitraryPlain)
        .chain(([base, head]) => loosened(head).map((looser) => ({ base, head, looser }))),
      ({ base, head, looser }) => {
        const before = drafted(base);
        const strict = reviewOf(before, drafted(head), { failOn: ["weakened"] });
        const review = reviewOf(before, drafted(looser), { failOn: ["weakened"] });
        if (judge(strict, gating).conclusion !== "failed") return;
        expect(verdictOf(review)[0]).toBe("failed");
        // Only what the base says keeps it from passing.
        if (judge(review, acknowledged).conclusion === "acknowledged") helped += 1;
      },
    ),
    { numRuns: runs(25) },
  );
  expect(helped).toBeGreaterThan(0);
});

test("no gate is needed for that: the base's judge tells what the head takes away", () => {
  fc.assert(
    fc.property(
      arbitraryPlain.chain((head) => loosened(head).map((looser) => ({ head, looser }))),
      ({ head, looser }) => {
        const before = drafted(head);
        const told = (revision: Revision): Set<string> =>
          new Set(
            reviewOf(before, revision, { failOn: [] }).findings.map(
              ({ diagnostic: { code, message, severity } }) => `${severity} ${code} ${message}`,
            ),
          );
        const loose = told(drafted(looser));
        for (const finding of told(before)) expect(loose).toContain(finding);
      },
    ),
    { numRuns: runs(12) },
  );
});
