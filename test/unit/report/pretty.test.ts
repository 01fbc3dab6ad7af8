import { expect, test } from "vitest";
import { formatPretty } from "../../../src/report/pretty.ts";
import { ansiStyle } from "../../../src/report/style.ts";
import { diagnosticAt, lintReport } from "../../support/lint-report.ts";

const source = {
  path: "policies/a.yaml",
  text: "policies:\n  - statement: git:push on repos/*\n    require_approval: true\n",
};

test("the place is underlined below its source line, with the advice after it", () => {
  const d = diagnosticAt(source, "require_approval", {
    code: "unknown-key",
    message: "`require_approval` is no key of a statement",
    help: "did you mean `requires_approval`?",
    fixes: [{ title: "rename it", kind: "review", edits: [] }],
  });
  expect(formatPretty(lintReport({ [source.path]: source.text }, [d]))).toBe(
    `error[unknown-key]: \`require_approval\` is no key of a statement
 --> policies/a.yaml:3:5
  |
3 |     require_approval: true
  |     ^^^^^^^^^^^^^^^^
  = help: did you mean \`requires_approval\`?
  = fix: rename it (--fix=review)

1 error in 1 file
`,
  );
});

test("related places show their lines: in the same excerpt, or in one of their own", () => {
  const other = { path: "policies/b.yaml", text: "x\ny: 1\n" };
  const first = diagnosticAt(source, "policies").span;
  const second = diagnosticAt(other, "y").span;
  if (first === null || second === null) throw new Error("no span");
  const d = diagnosticAt(source, "require_approval", {
    severity: "warning",
    related: [
      { message: "the list", span: first },
      { message: "the other file", span: second },
    ],
  });
  const files = { [source.path]: source.text, [other.path]: other.text };
  expect(formatPretty(lintReport(files, [d]))).toBe(
    `warning[some-code]: the fact
 --> policies/a.yaml:3:5
  |
1 | policies:
  | -------- the list
...
3 |     require_approval: true
  |     ^^^^^^^^^^^^^^^^
  = note: the other file
 --> policies/b.yaml:2:1
  |
2 | y: 1
  | -

1 warning in 2 files
`,
  );
});

function excerptOf(text: string, marked: string): string {
  const file = { path: "p.yaml", text };
  const lines = formatPretty(lintReport({ [file.path]: text }, [diagnosticAt(file, marked)])).split("\n");
  return `${lines[3]}\n${lines[4]}`;
}

test("wide and combining characters and tabs keep the underline in its place", () => {
  expect(excerptOf("名前: x", "x")).toBe("1 | 名前: x\n  |       ^");
  expect(excerptOf("e\u0301: x", "x")).toBe("1 | e\u0301: x\n  |    ^");
  expect(excerptOf("a\tb: x", "x")).toBe("1 | a   b: x\n  |        ^");
});

test("a control character in the source is shown, and the underline covers what is shown", () => {
  expect(excerptOf("a\u001b[31mb: x", "\u001b[31m")).toBe("1 | a\\u{1b}[31mb: x\n  |  ^^^^^^^^^^");
});

test("a long line is cut around its place", () => {
  const excerpt = excerptOf(`${"a".repeat(500)}X${"b".repeat(500)}`, "X");
  const [line = "", underline = ""] = excerpt.split("\n");
  expect(line).toMatch(/^1 \| …a+Xb+…$/);
  expect(line.length).toBeLessThan(200);
  expect(line.indexOf("X")).toBe(underline.indexOf("^"));
});

test("a place over several lines is underlined on its first, and says that it goes on", () => {
  expect(excerptOf("abc:\n  d\n", "bc:\n  d")).toBe("1 | abc:\n  |  ^^^…");
});

test("an empty place is one mark wide", () => {
  const file = { path: "p.yaml", text: "ab" };
  const d = diagnosticAt(file, "b", { span: { file: file.path, start: 2, end: 2 } });
  expect(formatPretty(lintReport({ [file.path]: file.text }, [d]))).toContain("1 | ab\n  |   ^\n");
});

test("what is about the set as a whole has no excerpt", () => {
  const d = diagnosticAt(source, "policies", { span: null });
  expect(formatPretty(lintReport({}, [d]))).toBe("error[some-code]: the fact\n\n1 error in 0 files\n");
});

test("a witness is printed with its decision", () => {
  const d = diagnosticAt(source, "git:push", {
    witness: {
      request: { agent: "a", action: "git:push", resource: "repos/x", context: { n: 1 }, now: 0 },
      decision: {
        effect: "allow",
        reason: "granted",
        statements: [{ id: "a/1", agent: "a", file: source.path, line: 2 }],
        approvals: [],
        notify: [],
        revision: "sha256:0",
      },
    },
  });
  expect(formatPretty(lintReport({ [source.path]: source.text }, [d]))).toContain(
    `  = witness:
      agent     a
      action    git:push
      resource  repos/x
      context   {"n":1}
      now       1970-01-01T00:00:00Z (0)
      decision  allow (granted)
        by      a/1  policies/a.yaml:2: - statement: git:push on repos/*
`,
  );
});

test("infos come last, a line each, and the closing line counts them", () => {
  const found = [
    diagnosticAt(source, "policies", { severity: "info", code: "a-note", message: "first" }),
    diagnosticAt(source, "git:push", { severity: "warning" }),
    diagnosticAt(source, "repos", { span: null, severity: "info", message: "about the set" }),
  ];
  const report = lintReport({ [source.path]: source.text }, found);
  const text = formatPretty({ ...report, isDetailed: false });
  expect(text).toMatch(/^warning\[some-code\]: the fact\n --> /);
  expect(text).toContain(
    `\n\npolicies/a.yaml:1:1: info[a-note]: first
info[some-code]: about the set

1 warning, 2 infos in 1 file
`,
  );
  expect(formatPretty({ ...report, isDetailed: true })).toMatch(/^info\[a-note\]: first\n --> /);
});

test("of more than 50 of a file, warnings stay before infos", () => {
  const infos = Array.from({ length: 60 }, (_, i) =>
    diagnosticAt(source, "policies", { severity: "info", code: `note-${String(i)}` }),
  );
  const found = [...infos, diagnosticAt(source, "repos", { severity: "warning", code: "a-warning" })];
  const text = formatPretty(lintReport({ [source.path]: source.text }, found));
  expect(text).toContain("warning[a-warning]");
  expect(text).toContain("… and 11 more in policies/a.yaml");
});

test("at most 50 of a file are printed, errors first, and the rest is counted", () => {
  const many = Array.from({ length: 60 }, (_, i) =>
    diagnosticAt(source, "policies", {
      code: `code-${String(i).padStart(2, "0")}`,
      severity: i === 59 ? "error" : "warning",
    }),
  );
  const text = formatPretty(lintReport({ [source.path]: source.text }, many));
  expect(text.match(/^warning\[/gm)).toHaveLength(49);
  expect(text).toContain("error[code-59]");
  expect(text).toContain("… and 10 more in policies/a.yaml\n");
  expect(text).toContain("1 error, 59 warnings in 1 file\n");
});

test("no problems is said, too", () => {
  expect(formatPretty(lintReport({ "a.yaml": "" }, []))).toBe("no problems in 1 file\n");
});

test("colour changes nothing but colour", () => {
  const report = lintReport({ [source.path]: source.text }, [diagnosticAt(source, "git:push")]);
  const coloured = formatPretty({ ...report, style: ansiStyle });
  expect(coloured).toContain("\u001b[1;31merror[some-code]\u001b[0m");
  expect(coloured.replace(/\u001b\[[0-9;]*m/g, "")).toBe(formatPretty(report));
});
