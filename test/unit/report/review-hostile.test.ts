/** Text from policies, files, branches and messages in comments and summaries: it stays text. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision } from "../../../src/base/request.ts";
import type { Change, ChangeKind } from "../../../src/diff/change.ts";
import { plainChange } from "../../../src/diff/plain-change.ts";
import { formatReviewComment } from "../../../src/report/review-comment.ts";
import { formatReviewPretty } from "../../../src/report/review-pretty.ts";
import type { ReviewReport } from "../../../src/report/review-report.ts";
import { formatReviewSummary } from "../../../src/report/review-summary.ts";
import type { Review } from "../../../src/review/review.ts";
import { reportOf, reviewOf, revisionOf, type Texts } from "../../support/review-report.ts";
import { columnsOf, readMarkdown } from "../../support/read-markdown.ts";
import { runs } from "../../support/runs.ts";

const server = "https://github.example/acme/policies/";
const limits = { comment: 60_000, summary: 1_000_000 };

const ownHeadings: readonly RegExp[] = [
  /^Policies$/,
  /^What is decided otherwise$/,
  /^(\d+ agents: )?…?(, …?)*$/,
  /^\d+ more agents$/,
  /^Agents$/,
  /^Limits$/,
  /^Loosened checks$/,
  /^Tests of …? that are gone, or no longer hold$/,
  /^Failed tests$/,
  /^Findings$/,
  /^Errors: the policies do not compile$/,
  /^Reach$/,
  /^Settings$/,
  /^Tests that came and went$/,
  /^New actions$/,
  /^Not decided ⛔$/,
];

const ownTags = new Set(["<details>", "<summary>", "</summary>", "</details>", "<br>"]);

// What GitHub makes something of where it stands in text, not in code.
const resolvable = /@\w|#\d|GH-\d|\w:\/\/|www\.|\b[0-9a-f]{7,40}\b|<!--|\$\S/i;
const unsafe =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;

/** Fails unless all that the text makes is what the report writes itself. */
function expectOnlyText(markdown: string): void {
  const read = readMarkdown(markdown);
  expect(read.links.filter((link) => !link.startsWith(server))).toEqual([]);
  expect(read.images).toBe(0);
  expect(read.html.filter((tag) => !ownTags.has(tag))).toEqual([]);
  const count = (tag: string): number => read.html.filter((t) => t === tag).length;
  expect(count("</details>")).toBe(count("<details>"));
  expect(read.headings.filter((heading) => !ownHeadings.some((own) => own.test(heading)))).toEqual([]);
  expect(read.otherBlocks).toEqual([]);
  expect(read.texts.filter((text) => resolvable.test(text))).toEqual([]);
  expect(unsafe.exec(markdown)).toBeNull();
  const lines = markdown.split("\n");
  lines.forEach((line, i) => {
    if (!/^\|( ?-+ ?\|)+$/.test(line)) return;
    const columns = (line.match(/\|/g) ?? []).length - 1;
    for (let row = i - 1; lines[row]?.startsWith("|") === true; row += row < i ? 2 : 1)
      expect([lines[row], ...columnsOf(lines[row] ?? "")]).toEqual([lines[row], columns, columns]);
  });
  // Each line of a table, its delimiter row among them, is in a table.
  expect(lines.filter((line) => line.startsWith("|")).length).toBe(
    read.tables.reduce((rows, table) => rows + table.length + 1, 0),
  );
}

const clean = {
  "policies/ci.yaml": "agent: ci\npolicies:\n  - git:read on repos/*\n",
  "tests/ci.test.yaml": "tests:\n  - ci can git:read repos/*\n",
};

const plainReview = reviewOf(revisionOf(clean), revisionOf(clean));

const kinds: readonly ChangeKind[] = [
  "widened",
  "narrowed",
  "gated",
  "ungated",
  "approval",
  "obligation",
  "limit",
  "agent",
  "guardrail",
  "config",
  "test",
];

/** A review in which every text that others write is this one. */
function reportSaying(text: string): ReviewReport {
  const span = { file: text, start: 0, end: 1 };
  const statement = { id: text, text, span, line: 3 };
  const request = { agent: text, action: text, resource: text, context: { [text]: text } };
  const decision: Decision = {
    effect: "allow",
    reason: "granted",
    statements: [{ id: text, agent: text, file: text, line: 3 }],
    approvals: [{ statements: [text], channels: [text], timeout_seconds: 60, approvers: [text], needed: 1 }],
    notify: [text],
    revision: "sha256:0",
  };
  const changes = kinds.flatMap((kind): Change[] => {
    const change: Change = {
      ...plainChange({ kind, tags: [kind], message: text, agents: [text, `${text}2`] }),
      region:
        kind === "widened"
          ? { actions: text, resources: text, except: text, when: text, exact: false }
          : null,
      witness: { request },
      before: decision,
      after: decision,
      base: [statement],
      head: [statement],
      reach: { base: 1, head: 40, length: 96 },
      ...(kind === "limit"
        ? { limit: { name: text, project: text, values: [{ key: text, base: text, head: text }] } }
        : {}),
    };
    return [change, { ...change, tags: [...change.tags, "weakened", "reach-growth"], agents: [text] }];
  });
  const quoted = `it says \`${text}\`, that is ${text}`;
  const witness = { request, decision };
  const review: Review = {
    ...plainReview,
    findings: (["head", "base"] as const).map((judge) => ({
      diagnostic: {
        code: "some-rule",
        severity: "error",
        message: quoted,
        span,
        related: [{ message: quoted, span }],
        help: `${text}\n${quoted}`,
        witness,
        fixes: [],
      },
      fingerprint: judge,
      judge,
    })),
    tests: (["failed", "error"] as const).map((status) => ({
      name: text,
      place: span,
      status,
      message: quoted,
      counterexample: witness,
    })),
    difference: { changes, unknown: [{ agent: text, question: quoted }] },
    refused: new Map(changes.map((change) => [change, ["widened"]])),
    newActions: [{ action: text, agents: [text] }],
  };
  return {
    ...reportOf(review, {
      acknowledgement: { isAcknowledged: false, lines: [text, quoted] },
      notes: [text, quoted],
    }),
    verdict: {
      conclusion: "failed",
      blocking: [{ kind: "gate", message: quoted }],
      waived: [{ kind: "lint", message: text }],
    },
    baseName: text,
    headName: text,
    pathOf: (file) => file,
    basePathOf: (file) => file,
    links: {
      summary: `${server}actions/runs/1`,
      line: (_, file, line) => `${server}blob/main/${file}#L${String(line)}`,
    },
  };
}

const nasty: readonly (readonly [name: string, text: string])[] = [
  ["a workflow command", "::error::owned"],
  ["the end of a folded part", "</details>"],
  ["a folded part of its own", "<details><summary>x</summary>"],
  ["a comment", "<!-- -->"],
  ["a script", "<script>alert(1)</script>"],
  ["a mention", "@everyone and @acme/admins"],
  ["a reference", "#123 acme/policies#7 GH-12 !3 ~label %milestone $snippet"],
  ["a commit", "3f2a91c0d5e4f6a7b8c9d0e1f2a3b4c5d6e7f8a9 and 3f2a91c"],
  ["a link", "[x](http://evil.example)"],
  ["a link by reference", "[x][y]\n\n[y]: http://evil.example"],
  ["an image", "![x](http://evil.example/x.png)"],
  ["addresses", "http://evil.example www.evil.example <http://evil.example> a@evil.example"],
  ["one backtick", "a`b"],
  ["two backticks", "``"],
  ["backticks of several lengths", "` `` ``` ```` [x](http://evil.example) ```` ``` `` `"],
  ["ninety backticks", `${"`".repeat(90)}[x](http://evil.example)`],
  ["runs of all lengths", Array.from({ length: 60 }, (_, i) => "`".repeat(i + 1)).join("@x ")],
  ["a fence", "```\n# heading\n```"],
  ["cells", "a | b | c"],
  ["escaped cells", "a \\| b \\\\| c \\\\\\| d \\"],
  ["a delimiter row", "|---|---|"],
  ["right-to-left marks", "admin\u202etxt.exe\u2066x\u2069\u200f"],
  ["a terminal's commands", "\u001b[31mred\u001b]0;title\u0007"],
  ["a heading", "# heading"],
  ["an underlined heading", "x\n==="],
  ["a rule", "---"],
  ["a list", "- x"],
  ["a numbered list", "1. x"],
  ["a quote", "> [!NOTE]\n> x"],
  ["a task", "- [x] done"],
  ["indented code", "        x"],
  ["emphasis", "**x** _y_ ~~z~~"],
  ["an entity", "&lt;b&gt; &#64;everyone"],
  ["a formula", "$x$ $$y$$"],
  ["an option", "--help"],
  ["a file name on two lines", "policies/a\nb.yaml"],
  ["a file name that links", "policies/](http://evil.example)[x.yaml"],
  ["a name of 5,000 characters", "r".repeat(5000)],
  ["5,000 pipes and backticks", "|`".repeat(2500)],
  ["half a surrogate pair", "a\ud800b\udc00"],
  ["nothing", ""],
  ["a blank", " "],
  ["a template", "${{ secrets.GITHUB_TOKEN }}"],
];

test.each(nasty)("%s stays text in a comment, a summary and at a terminal", (_, text) => {
  const report = reportSaying(text);
  const comment = formatReviewComment(report, { limit: limits.comment });
  const summary = formatReviewSummary(report, { limit: limits.summary });
  expectOnlyText(comment);
  expectOnlyText(summary);
  expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(limits.comment);
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(limits.summary);
  const lines = [comment, summary, formatReviewPretty(report)].join("").split("\n");
  expect(lines.filter((line) => /^\s*::|##(vso|teamcity)?\[/.test(line))).toEqual([]);
  expect(unsafe.exec(lines.join("\n"))).toBeNull();
});

test("the checks see what text could make of itself", () => {
  for (const text of [
    "[x](http://evil.example)",
    "a http://evil.example b",
    "</details>",
    "# heading",
    "@everyone",
    "> quote",
    "| a | b |\n|---|---|\n| `a|b` | c |",
    "a\u202eb",
  ])
    expect(() => {
      expectOnlyText(text);
    }).toThrow();
});

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(..."`|\\<>[]()!@#&*_~-=+:$\n\r\t \u202e\ud800 ax1"),
    fc.constantFrom("</details>", "<!--", "-->", "::", "##[", "@a", "#1", "http://e.x", "www.e.x", "[x](y)"),
    fc.constantFrom("``", "```", "\\|", "|`", "`|", "\n\n", "- ", "1. ", "> ", "    "),
    fc.string({ unit: "binary", maxLength: 2 }),
  ),
  maxLength: 40,
});

test("no text whatever makes anything of itself", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const report = reportSaying(text);
      expectOnlyText(formatReviewComment(report, { limit: limits.comment }));
      expectOnlyText(formatReviewSummary(report, { limit: limits.summary }));
    }),
    { numRuns: runs(80) },
  );
});

test("a comment that is cut closes what it opened and keeps its tables whole", () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 4000, max: 30_000 }), (text, limit) => {
      const comment = formatReviewComment(reportSaying(text.repeat(20)), { limit });
      expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(limit);
      expectOnlyText(comment);
    }),
    { numRuns: runs(30) },
  );
});

test("what a code span holds is the text, shown safely", () => {
  const texts = ["a|b", "x`y", "``", "@everyone", "</details>", "[x](http://y)", "a\\b", " a ", "::error::"];
  for (const text of texts) {
    const { code } = readMarkdown(formatReviewSummary(reportSaying(text), { limit: limits.summary }));
    expect(code).toContain(text);
  }
});

// ---------------------------------------------------------------- from policies

const longest = "a".repeat(64);

/** Policies that are in order as far as the language goes, with names that are not nice. */
const hostilePolicies: Texts = {
  "policies/--help.yaml": `agent: ${longest}
policies:
  - 'git:push on "repos/@everyone/#123"'
  - 'git:push on "repos/</details>/<!-- -->"'
  - 'git:push on "::error::owned"'
`,
  "policies/two\nlines `x` | y.yaml": `agent: ci
policies:
  - 'git:push on "repos/\`x\` | \`\`y/\\[x\\](http://evil.example)"'
  - 'git:push on "repos/${"r".repeat(900)}"'
  - 'git:push on "::error::owned"'
`,
  "tests/](http://evil.example).test.yaml": `tests:
  - ci cannot git:push
  - name: "</details> @everyone | \`x"
    agents: [ci]
    actions: [git:push]
    resources: ["::error::owned", "repos/x"]
    expect: deny
`,
};

test("policies, files and tests with hostile names are told as text", () => {
  const review = reviewOf(revisionOf(clean), revisionOf(hostilePolicies));
  expect(review.head.compilation.diagnostics.filter((d) => d.severity === "error")).toEqual([]);
  expect(review.difference.changes.length).toBeGreaterThan(1);
  expect(review.tests.filter(({ status }) => status !== "passed").length).toBeGreaterThan(1);
  const report = reportOf(review);
  const comment = formatReviewComment(report, { limit: limits.comment });
  const summary = formatReviewSummary(report, { limit: limits.summary });
  expectOnlyText(comment);
  expectOnlyText(summary);
  expect(summary).toContain("policies/--help.yaml:3");
});
