import { expect, test } from "vitest";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import {
  type Annotation,
  formatReviewGithub,
  perLevel,
  reviewAnnotations,
} from "../../../src/report/review-annotations.ts";
import { reviewItems } from "../../../src/report/review-items.ts";
import type { ReviewReport } from "../../../src/report/review-report.ts";
import type { Finding } from "../../../src/review/review.ts";
import { hostileReport, manyFindings, reviewReport, small } from "../../support/machine-review.ts";

const titles = (report: ReviewReport, level?: Annotation["level"]): string[] =>
  reviewAnnotations(report)
    .annotations.filter((a) => level === undefined || a.level === level)
    .map((a) => a.title);

const commandsOf = (text: string): string[] => text.split("\n").filter((line) => line.startsWith("::"));

test("a change that is refused is annotated on the head's line, with what shows it and what refuses it", () => {
  const [annotation] = reviewAnnotations(
    reviewReport(small.base, small.widened, { folder: "ops/" }),
  ).annotations;
  expect(annotation).toMatchObject({
    level: "error",
    title: "newly allowed: ci-runner",
    file: "ops/policies/ci.yaml",
    startLine: 3,
    endLine: 3,
    startColumn: 5,
    endColumn: 26,
  });
  const lines = annotation?.message.split("\n") ?? [];
  expect(lines[0]).toBe("`ci-runner` may now do `git:read on repos/web`");
  expect(lines).toContain("before: deny (no_grant)");
  expect(lines.at(-1)).toBe("refused by: widened");
});

test("a failed test is annotated on its line, with its counterexample", () => {
  const report = reviewReport(null, {
    ...small.base,
    "tests/a.test.yaml": "tests:\n  - ci-runner cannot git:read on repos/app\n",
  });
  const annotation = reviewAnnotations(report).annotations.find((a) => a.title === "test failed");
  expect(annotation).toMatchObject({ level: "error", file: "tests/a.test.yaml", startLine: 2 });
  expect(annotation?.message).toContain("counterexample: ci-runner git:read repos/app");
});

test("an acknowledged gate, and one that does not gate here, is a warning", () => {
  const acknowledgement = { isAcknowledged: true, lines: ["`bob` approved it"] };
  for (const options of [{ acknowledgement }, { isGating: false }]) {
    const report = reviewReport(small.base, small.widened, options);
    expect(titles(report, "error")).toEqual([]);
    expect(titles(report, "warning")).toEqual(["newly allowed: ci-runner"]);
  }
});

test("what is newly allowed is a notice where no gate refuses it, and what is newly denied is none", () => {
  const review = { refused: new Map() };
  expect(titles(reviewReport(small.base, small.widened, { review }))).toEqual(["newly allowed: ci-runner"]);
  expect(titles(reviewReport(small.base, small.widened, { review }), "error")).toEqual([]);
  expect(titles(reviewReport(small.widened, small.base))).toEqual([]);
});

test("a statement that is gone is annotated near its line, where the head still has the file", () => {
  const guarded = { ...small.widened, "policies/z.yaml": "guardrails:\n  - deny git:read on repos/a\n" };
  const gutted = { ...guarded, "policies/z.yaml": "guardrails: []\n" };
  const kept = reviewAnnotations(reviewReport(guarded, gutted)).annotations;
  expect(kept.map(({ file, startLine }) => [file, startLine])).toContainEqual(["policies/z.yaml", 1]);
  // A line that the head's file no longer has is no place: GitHub would drop what is told there.
  const long = { ...guarded, "policies/z.yaml": "guardrails:\n\n\n\n  - deny git:read on repos/a\n" };
  const short = { ...guarded, "policies/z.yaml": "guardrails:\n  - deny git:read on repos/b\n\n\n" };
  const near = reviewAnnotations(reviewReport(long, short)).annotations;
  const lines = near.filter(({ file }) => file === "policies/z.yaml").map(({ startLine }) => startLine);
  expect(new Set(lines)).toEqual(new Set([2]));
  const gone = reviewAnnotations(reviewReport(guarded, small.widened)).annotations;
  expect(gone.length).toBeGreaterThan(0);
  expect(gone.filter(({ file }) => file === "policies/z.yaml")).toEqual([]);
  expect(gone.find(({ title }) => title.startsWith("guardrail"))).toMatchObject({ file: null, startLine: 1 });
});

test("findings that fail by the base's word alone say so, and are warnings once they are accepted", () => {
  const finding = (judge: Finding["judge"]): readonly Finding[] =>
    manyFindings(1).map((f) => ({
      ...f,
      judge,
      diagnostic: { ...f.diagnostic, severity: "error" } satisfies Diagnostic,
    }));
  const review = { findings: finding("base") };
  const strict = reviewReport(small.base, small.base, { review });
  expect([titles(strict), strict.verdict.conclusion]).toEqual([
    ["some-code (by the base's settings)"],
    "failed",
  ]);
  expect(reviewAnnotations(strict).annotations[0]?.level).toBe("error");
  const waived = reviewReport(small.base, small.base, { review, isGating: false });
  expect(reviewAnnotations(waived).annotations[0]?.level).toBe("warning");
  const own = reviewReport(small.base, small.base, {
    review: { findings: finding("head") },
    isGating: false,
  });
  expect(reviewAnnotations(own).annotations[0]?.level).toBe("error");
});

test("an undecided question is annotated, as an error unless it is accepted", () => {
  const review = { difference: { changes: [], unknown: [{ agent: "ci-runner", question: "too large" }] } };
  const [annotation] = reviewAnnotations(reviewReport(small.base, small.base, { review })).annotations;
  expect(annotation).toEqual({
    level: "error",
    title: "undecided: ci-runner",
    message: "too large",
    file: null,
    startLine: 1,
    endLine: 1,
  });
  const accepted = reviewReport(small.base, small.base, { review, isGating: false });
  expect(reviewAnnotations(accepted).annotations[0]?.level).toBe("warning");
});

test("a set without tests is annotated, so that it does not look as if nothing was wrong", () => {
  const report = reviewReport(null, { "policies/ci.yaml": small.base["policies/ci.yaml"] });
  expect(report.verdict.conclusion).toBe("failed");
  expect(titles(report, "error")).toContain("nothing to check");
});

test("ten of each level are shown, the refused change and the failed test among them, and the rest counted", () => {
  const head = {
    ...small.widened,
    "tests/a.test.yaml": "tests:\n  - ci-runner cannot git:read on repos/app\n",
  };
  const review = { findings: [...manyFindings(200, "error"), ...manyFindings(50, "warning", 200)] };
  const report = reviewReport(small.base, head, { review });
  const { annotations, omitted } = reviewAnnotations(report);
  expect(annotations.filter((a) => a.level === "error")).toHaveLength(perLevel);
  expect(annotations.filter((a) => a.level === "warning")).toHaveLength(perLevel);
  expect(titles(report, "error")).toEqual(
    expect.arrayContaining(["newly allowed: ci-runner", "test failed", "some-code"]),
  );
  expect(omitted).toEqual({ error: 193, warning: 40, notice: 0 });
});

test("however many changes are refused, a failed test and a finding are among the ten", () => {
  const names = Array.from({ length: 20 }, (_, i) => `bot-${String(i).padStart(2, "0")}`);
  const agents = (resource: string): [string, string][] =>
    names.map((name, i) => [
      `policies/${name}.yaml`,
      `agent: ${name}\npolicies:\n  - git:read on repos/${resource}-${String(i)}\n`,
    ]);
  const head = {
    ...small.base,
    "tests/a.test.yaml": "tests:\n  - ci-runner cannot git:read on repos/app\n",
  };
  const report = reviewReport(
    { ...small.base, ...Object.fromEntries(agents("a")) },
    { ...head, ...Object.fromEntries(agents("b")) },
    { review: { findings: manyFindings(20, "error") } },
  );
  expect(report.review.refused.size).toBeGreaterThan(perLevel);
  const shown = titles(report, "error");
  expect(shown).toHaveLength(perLevel);
  expect(shown).toEqual(expect.arrayContaining(["test failed", "some-code"]));
  expect(shown.filter((title) => title.startsWith("newly allowed: bot-")).length).toBeGreaterThan(1);
});

test("a finding that also fails by the head's own word goes on failing when the base's is accepted", () => {
  const own = manyFindings(1, "error").map((finding): Finding => ({
    ...finding,
    judge: "base",
    headSeverity: "warning",
  }));
  const accepted = manyFindings(1, "warning", 1).map((finding): Finding => ({ ...finding, judge: "base" }));
  const report = reviewReport(small.base, small.base, {
    acknowledgement: { isAcknowledged: true, lines: ["`bob` approved it"] },
    review: { findings: [...own, ...accepted], failLevels: { head: "warning", base: "warning" } },
  });
  expect(report.verdict).toMatchObject({
    blocking: [{ kind: "lint", message: "1 warning" }],
    waived: [{ kind: "lint", message: "judged by the base: 1 warning" }],
  });
  expect(reviewItems(report).map(({ level, fails }) => [level, fails])).toEqual([
    ["warning", true],
    ["warning", false],
  ]);
});

test("what fails is shown before what does not, within a level", () => {
  const byBase = manyFindings(30).map((finding): Finding => ({ ...finding, judge: "base" }));
  const report = reviewReport(small.base, small.base, {
    review: {
      findings: [...byBase, ...manyFindings(5, "warning", 30)],
      failLevels: { head: "warning", base: "error" },
    },
  });
  expect(titles(report).slice(0, 6)).toEqual([
    ...Array<string>(5).fill("some-code"),
    "some-code (by the base's settings)",
  ]);
});

test("workflow commands say what is left out by a notice that is within GitHub's ten", () => {
  const report = reviewReport(null, small.base, { review: { findings: manyFindings(30, "info") } });
  const commands = commandsOf(formatReviewGithub(report));
  expect(commands.filter((c) => c.startsWith("::notice"))).toHaveLength(perLevel);
  expect(commands.at(-1)).toBe("::notice title=not shown::… and 21 notices more");
});

test("workflow commands are followed by the verdict in plain words", () => {
  const lines = formatReviewGithub(reviewReport(small.base, small.widened)).trimEnd().split("\n");
  expect(lines.slice(-2)).toEqual(["fails: 1 change is refused: widened (1)", "failed"]);
  expect(formatReviewGithub(reviewReport(small.base, small.base))).toBe("passed\n");
});

test("hostile text becomes no command, steers no terminal and leaves no annotation", () => {
  const report = hostileReport();
  const { annotations } = reviewAnnotations(report);
  expect(annotations.length).toBeGreaterThan(3);
  for (const { title, message, file } of annotations) {
    expect(`${title}${file ?? ""}`).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(`${title}\n${message}`).not.toMatch(/^\s*::/m);
    expect(`${title}\n${message}`).not.toMatch(/##(vso|teamcity)?\[/);
  }
  const output = formatReviewGithub(report);
  const counted = commandsOf(output).length;
  expect(counted).toBe(annotations.length);
  expect(output).not.toMatch(/##(vso|teamcity)?\[|[\u0000-\u0009\u000b-\u001f\u202e]/);
  for (const command of commandsOf(output)) expect(command).toMatch(/^::(?:error|warning|notice) [^:]*::/);
});

test("thirty thousand findings and names of five thousand characters stay within what GitHub shows", () => {
  const report = reviewReport(null, small.base, { review: { findings: manyFindings(30_000, "error") } });
  expect(reviewAnnotations(report).omitted.error).toBe(30_000 - perLevel);
  for (const { title, message } of reviewAnnotations(hostileReport()).annotations) {
    expect(title.length).toBeLessThan(255);
    expect(message.length).toBeLessThan(64_000);
  }
});

test("the same review gives the same annotations", () => {
  const output = (): string => formatReviewGithub(reviewReport(small.base, small.widened));
  expect(output()).toBe(output());
});

test("an info about a file that the change leaves alone is not annotated", () => {
  const guardrails = "guardrails:\n  - deny git:read on repos/app/*\n";
  const base = { ...small.base, "policies/guardrails.yaml": guardrails };
  const infos = (head: { readonly [path: string]: string }): string[] => {
    const report = reviewReport(base, head);
    expect(report.review.findings.map(({ diagnostic }) => diagnostic.code)).toContain("ineffective-deny");
    return titles(report, "notice");
  };
  expect(infos(base)).toEqual([]);
  expect(infos({ ...base, "policies/guardrails.yaml": `# why\n${guardrails}` })).toEqual([
    "ineffective-deny",
  ]);
});
