import { expect, test } from "vitest";
import type { Review } from "../../../src/review/review.ts";
import {
  acknowledged,
  changesOf,
  findingsOf,
  reviewOf,
  revisionOf,
  verdictOf,
} from "../../support/review.ts";
import { configured, holding, policy, revision } from "../../support/review-texts.ts";

/** Twice the same grant, of which one changes nothing: a finding that is no error. */
const shadowed = ["git:read on repos/*", "git:read on repos/app"];
const hidden = ["git:read on repos/*", "git:read on repos/app # sentrely-ignore shadowed-statement: mirror"];
const told = "a comment suppresses what the base does not";

test("a set that is compared with itself has no finding of the base's judge and passes", () => {
  const review = reviewOf(revision(), revision());
  expect(findingsOf(review)).toEqual([]);
  expect(changesOf(review)).toEqual([]);
  expect([...review.refused]).toEqual([]);
  expect(review.baseState).toBe("compared");
  expect(review.tests.map(({ status }) => status)).toEqual(["passed"]);
  expect(verdictOf(review)).toEqual(["passed"]);
});

test("the head's own findings fail, acknowledged or not", () => {
  const review = reviewOf(revision(), holding(...shadowed));
  expect(findingsOf(review)).toEqual(["head warning shadowed-statement"]);
  expect(verdictOf(review)).toEqual(["failed", "! lint: 1 warning"]);
  expect(verdictOf(review, acknowledged)).toEqual(["failed", "! lint: 1 warning"]);
});

test("a finding of a level that the head lowers stands by the base's word", () => {
  const review = reviewOf(
    holding(...shadowed),
    configured(holding(...shadowed), "lint: {rules: {shadowed-statement: off}}"),
  );
  expect(findingsOf(review)).toEqual(["base warning shadowed-statement"]);
  expect(verdictOf(review)).toContain("! lint: judged by the base: 1 warning");
  expect(verdictOf(review, acknowledged)[0]).toBe("acknowledged");
});

test("a suppression of nothing is told by the base's word where the head tells of none", () => {
  const files = holding(
    "git:read on repos/*",
    "docs:edit on pages/* # sentrely-ignore shadowed-statement: old",
  );
  const base = findingsOf(reviewOf(null, files));
  expect(base).toEqual([expect.stringMatching(/^head \w+ unused-suppression$/)]);
  const head = configured(files, "lint: {rules: {unused-suppression: off}}");
  expect(findingsOf(reviewOf(null, head))).toEqual([]);
  expect(findingsOf(reviewOf(files, head))).toEqual(base.map((text) => text.replace("head", "base")));
});

test("a finding that the head tells less gravely than the base is told once, at the base's level", () => {
  const base = configured(holding(...shadowed), "lint: {rules: {shadowed-statement: error}}");
  const head = configured(holding(...shadowed), "lint: {rules: {shadowed-statement: info}}");
  const review = reviewOf(base, head);
  expect(findingsOf(review)).toEqual(["base error shadowed-statement (was info)"]);
  expect(verdictOf(review)).toContain("! lint: judged by the base: 1 error");
  expect(verdictOf(review, acknowledged)[0]).toBe("acknowledged");
});

test("what still fails by the head's own word is not waived where the base tells it more gravely", () => {
  const base = configured(holding(...shadowed), "lint: {rules: {shadowed-statement: error}}");
  const review = reviewOf(base, holding(...shadowed));
  expect(findingsOf(review)).toEqual(["base error shadowed-statement (was warning)"]);
  expect(verdictOf(review, acknowledged).slice(0, 2)).toEqual(["failed", "! lint: 1 warning"]);
});

test("a level that the head raises is the head's alone", () => {
  const base = configured(revision(), "lint: {rules: {shadowed-statement: off}}");
  expect(findingsOf(reviewOf(base, holding(...shadowed)))).toEqual(["head warning shadowed-statement"]);
  // What the base does not tell, the head may suppress.
  const quiet = reviewOf(base, holding(...hidden));
  expect(findingsOf(quiet)).toEqual([]);
  expect(changesOf(quiet).filter((change) => change.includes("suppression-added"))).toEqual([]);
});

test("a fail level that the head raises leaves the base's", () => {
  const head = configured(holding(...shadowed), "lint: {fail_level: error}");
  const review = reviewOf(holding(...shadowed), head);
  expect(review.failLevels).toEqual({ head: "error", base: "warning" });
  expect(verdictOf(review)).toContain("! lint: judged by the base: 1 warning");
  expect(verdictOf(review, acknowledged)[0]).toBe("acknowledged");
});

test("the caller's fail level stands above both", () => {
  const head = configured(holding(...shadowed), "lint: {fail_level: error}");
  const review = reviewOf(head, head, { failLevel: "warning" });
  expect(review.failLevels).toEqual({ head: "warning", base: "warning" });
  expect(verdictOf(review, acknowledged)).toEqual(["failed", "! lint: 1 warning"]);
});

test("a sensitive region that the head narrows still guards by the base's word", () => {
  const push = holding("git:push on repos/*/branches/main");
  const narrowed = configured(
    push,
    "sensitive:",
    "  ungated-protected-branch: {narrow: [{resources: [repos/**], reason: ours}]}",
  );
  const review = reviewOf(push, narrowed);
  const own = reviewOf(narrowed, narrowed);
  expect(findingsOf(own).filter((f) => f.includes("ungated-protected-branch"))).toEqual([]);
  expect(findingsOf(review).filter((f) => f.includes("ungated-protected-branch"))).toEqual([
    "base error ungated-protected-branch",
  ]);
  expect(verdictOf(review)[0]).toBe("failed");
});

test("a region that the base added guards though the head removes it, with the base's words", () => {
  const base = configured(
    holding("pay:send on accounts/*"),
    "vocabulary: {actions: {paying: pay:send}}",
    "sensitive: {ungated-financial: {add: [{actions: [paying]}]}}",
  );
  const head = configured(
    holding("pay:send on accounts/*"),
    "vocabulary: {actions: {paying: pay:refund}}",
    "sensitive: {ungated-financial: {add: [{actions: [paying]}]}}",
  );
  expect(findingsOf(reviewOf(base, base)).filter((f) => f.includes("financial"))).toHaveLength(1);
  expect(findingsOf(reviewOf(head, head)).filter((f) => f.includes("financial"))).toEqual([]);
  expect(findingsOf(reviewOf(base, head)).filter((f) => f.includes("financial"))).toEqual([
    expect.stringMatching(/^base /),
  ]);
});

test("a suppression that the head adds is a weakening, and takes nothing away from the base's judge", () => {
  const review = reviewOf(revision(), holding(...hidden));
  expect(findingsOf(review)).toEqual(["base warning shadowed-statement"]);
  expect(changesOf(review)).toEqual([
    `config suppression-added weakened: ${told}: \`shadowed-statement\`: \`git:read on repos/app\` changes nothing: \`git:read on repos/*\` covers it`,
  ]);
  expect(review.difference.changes[0]?.head).toMatchObject([
    { id: "shadowed-statement", text: "# sentrely-ignore shadowed-statement: mirror", line: 5 },
  ]);
  expect(verdictOf(review)).toEqual([
    "failed",
    "! gate: 1 change is refused: weakened (1)",
    "! lint: judged by the base: 1 warning",
  ]);
  expect(verdictOf(review, acknowledged)).toEqual([
    "acknowledged",
    "~ gate: 1 change is refused: weakened (1)",
    "~ lint: judged by the base: 1 warning",
  ]);
});

test("one comment that hides several findings of a rule is one change", () => {
  const inOneLine = '["git:read on repos/*", "git:read on repos/a", "git:read on repos/b"]';
  const text = holding("X")["policies/ci.yaml"]?.replace(
    "policies:\n  - X",
    `# sentrely-ignore shadowed-statement: mirrors\npolicies: ${inOneLine}`,
  );
  const review = reviewOf(revision(), revision({ "policies/ci.yaml": text ?? "" }));
  expect(findingsOf(review)).toEqual(["base warning shadowed-statement", "base warning shadowed-statement"]);
  expect(changesOf(review)).toEqual([
    expect.stringMatching(/^config suppression-added weakened: .*, and 1 more$/),
  ]);
});

test("a suppression that stood in the base stands, though lines move and a reason changes", () => {
  const moved = holding("git:read on docs/*", ...hidden.map((s) => s.replace("mirror", "a mirror")));
  const review = reviewOf(holding(...hidden), moved, { failOn: ["weakened"] });
  expect(findingsOf(review)).toEqual([]);
  expect(changesOf(review).filter((change) => change.includes("suppression-added"))).toEqual([]);
  expect(verdictOf(review)).toEqual(["passed"]);
});

test("a suppression in a folder that is renamed is no weakening", () => {
  const { "policies/ci.yaml": text = "", ...rest } = holding(...hidden);
  const review = reviewOf(holding(...hidden), { ...rest, "policies/team/runners.yaml": text });
  expect(findingsOf(review)).toEqual([]);
  expect(changesOf(review)).toEqual([]);
});

test("a copy of a suppressed statement is told, since the base suppressed but one", () => {
  const other = { "policies/another.yaml": policy("another", ...hidden) };
  const review = reviewOf(
    revision({ "policies/another.yaml": policy("another", ...shadowed.slice(0, 1)), ...holding(...hidden) }),
    { ...holding(...hidden), ...other },
  );
  expect(findingsOf(review)).toEqual(["base warning shadowed-statement"]);
  expect(review.findings[0]?.diagnostic.span?.file).toBe("policies/another.yaml");
});

test("a suppressed statement that is widened is told again", () => {
  const suppressed = (resource: string): string =>
    `git:* on ${resource} # sentrely-ignore whole-service: ours`;
  const base = holding(suppressed("repos/app"));
  const same = reviewOf(base, base);
  expect(findingsOf(same).filter((f) => f.includes("whole-service"))).toEqual([]);
  const review = reviewOf(base, holding(suppressed("repos/*")));
  expect(findingsOf(review)).toContain("base warning whole-service");
  expect(changesOf(review).some((change) => change.includes(told))).toBe(true);
});

test("a suppressed statement that is widened on another of its lines is told again", () => {
  const suppressed = (rest: string): string =>
    `statement: git:* on repos/app # sentrely-ignore whole-service: ours${rest}`;
  const base = holding(suppressed("\nwhen: context.ticket == 'x'"));
  const same = reviewOf(base, base);
  expect(findingsOf(same).filter((f) => f.includes("whole-service"))).toEqual([]);
  expect(findingsOf(reviewOf(base, holding(suppressed(""))))).toContain("base warning whole-service");
});

test("an entry that the head adds to its baseline is a weakening", () => {
  const base = revisionOf(holding(...shadowed));
  const head = revisionOf(holding(...shadowed), ["shadowed-statement"]);
  const review = reviewOf(base, head);
  expect(findingsOf(review)).toEqual(["base warning shadowed-statement"]);
  expect(changesOf(review)).toEqual([
    expect.stringMatching(/^config baseline-added weakened: the baseline accepts/),
  ]);
  expect(verdictOf(review, acknowledged)[0]).toBe("acknowledged");
});

test("a finding that the baselines of both sides hold is told to nobody", () => {
  const accepting = revisionOf(holding(...shadowed), ["shadowed-statement"]);
  const review = reviewOf(accepting, accepting);
  expect(findingsOf(review)).toEqual([]);
  expect(verdictOf(review)).toEqual(["passed"]);
});

test("an error is accepted by no baseline", () => {
  const wrong = configured(holding(...shadowed), "lint: {rules: {shadowed-statement: error}}");
  const [print = ""] = reviewOf(null, wrong).findings.map(({ fingerprint }) => fingerprint);
  const head = { ...revisionOf(wrong), baseline: new Set([print]) };
  expect(findingsOf(reviewOf(head, head))).toEqual(["head error shadowed-statement"]);
});

test("fingerprints of findings are alike to nobody's and those of a lint of the head", () => {
  const head = holding(...shadowed, ...hidden);
  const review = reviewOf(revision(), head);
  const prints = review.findings.map(({ fingerprint }) => fingerprint);
  expect(prints.length).toBeGreaterThan(1);
  expect(new Set(prints).size).toBe(prints.length);
  for (const print of prints) expect(print).toMatch(/^[0-9a-f]{64}$/);
});

test("an entry of the base's baseline accepts a finding of the head, but no error", () => {
  const head = revisionOf(holding(...shadowed), ["shadowed-statement"]);
  const base = { ...revisionOf(revision()), baseline: head.baseline };
  const review = reviewOf(base, head);
  expect(findingsOf(review)).toEqual([]);
  expect(changesOf(review)).toEqual([]);

  const strict = configured(holding(...shadowed), "lint: {rules: {shadowed-statement: error}}");
  const lowered = configured(holding(...shadowed), "lint: {rules: {shadowed-statement: off}}");
  const prints = reviewOf(null, strict).findings.map(({ fingerprint }) => fingerprint);
  const accepting = { ...revisionOf(strict), baseline: new Set(prints) };
  expect(findingsOf(reviewOf(accepting, lowered))).toEqual(["base error shadowed-statement"]);
});

test.each([
  [
    "the same file",
    (more: string) => revision({ "policies/ci.yaml": `${policy("ci", ...shadowed)}---\n${more}` }),
  ],
  [
    "another file",
    (more: string) => revision({ "policies/ci.yaml": policy("ci", ...shadowed), "policies/cj.yaml": more }),
  ],
])("an entry of the base's baseline accepts one finding, and no equal one in %s", (_, texts) => {
  const [wide = "", narrow = ""] = shadowed;
  const base = revisionOf(texts(policy("cj", wide)), ["shadowed-statement"]);
  const head = revisionOf(texts(policy("cj", wide, narrow)), ["shadowed-statement"]);
  expect(findingsOf(reviewOf(base, base))).toEqual([]);
  const review = reviewOf(base, head);
  expect(findingsOf(review)).toEqual(["base warning shadowed-statement"]);
  expect(changesOf(review)).toEqual([expect.stringMatching(/^config baseline-added weakened: /)]);
});

test("what the head tells as gravely as the base stays the head's, whatever else the base tells", () => {
  const review = reviewOf(revision(), holding(...hidden, "git:read on repos/web"));
  expect(findingsOf(review)).toEqual(["base warning shadowed-statement", "head warning shadowed-statement"]);
});

test("a question that a lowered rule leaves undecided is told by the base's word", () => {
  const head = configured(holding(...shadowed), "lint: {rules: {shadowed-statement: off}}");
  const undecided = ({ findings }: Review): string[] =>
    findings.flatMap(({ judge: by, diagnostic: { code, message, severity } }) =>
      code === "undecided" && message.includes("`shadowed-statement`") ? [`${by} ${severity}`] : [],
    );
  expect(undecided(reviewOf(head, head, { maxStates: 1 }))).toEqual([]);
  const told = undecided(reviewOf(holding(...shadowed), head, { maxStates: 1 }));
  expect(new Set(told)).toEqual(new Set(["base error"]));
});

test("a region of the base that means nothing in the head is a narrowing", () => {
  const base = configured(
    revision(),
    "sensitive: {ungated-financial: {add: [{actions: [pay:send], when: context.level == 3}], narrow: [{resources: [x], when: context.level == 3, reason: r}]}}",
  );
  const head = holding("git:read on repos/*", "docs:edit on pages/* when context.level == 'high'");
  const told = changesOf(reviewOf(base, head)).filter((change) => change.includes("guards nothing"));
  expect(told).toEqual([
    expect.stringMatching(
      /^config config-sensitive sensitive-narrowed weakened: `sensitive\.ungated-financial\.add` of the base guards nothing any longer: /,
    ),
  ]);
});
