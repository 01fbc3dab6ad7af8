/** What comments say besides what the golden ones show. */
import { expect, test } from "vitest";
import { formatReviewComment } from "../../../src/report/review-comment.ts";
import { formatReviewPretty } from "../../../src/report/review-pretty.ts";
import { formatReviewSummary } from "../../../src/report/review-summary.ts";
import type { Review } from "../../../src/review/review.ts";
import { readMarkdown } from "../../support/read-markdown.ts";
import { reportOf, reviewOf, revisionOf, type ReviewWords, type Texts } from "../../support/review-report.ts";

const limits = `budget:
  max_tokens_per_session: 100_000
rate_limits:
  max_requests_per_minute: 60
  on_exceed: deny
circuit_breaker:
  failures: 10
  window: 5m
  statuses: [429]
  cooldown: 15m
  on_open: pause
project_budget:
  monthly_limit: $500
  alert_thresholds: [80%]
`;

/** What a set needs to have no warning. */
const common = {
  "sentrely.yaml": "version: 1\nproject: shop\n",
  "policies/limits.yaml": limits,
  "tests/a.test.yaml": "tests:\n  - no agent can git:admin\n",
};

function fleet(count: number, push: (agent: string) => string): Texts {
  const agents = Array.from({ length: count }, (_, i) => `bot-${String(i).padStart(3, "0")}`);
  return {
    "policies/bots.yaml": agents
      .map((agent) => `agent: ${agent}\npolicies:\n  - git:read on repos/*\n  - git:push on ${push(agent)}\n`)
      .join("---\n"),
    ...common,
  };
}

function reviewed(base: Texts | null, head: Texts, words?: ReviewWords): Review {
  return reviewOf(base === null ? null : revisionOf(base), revisionOf(head), words);
}

function comment(base: Texts | null, head: Texts, words: ReviewWords = {}, limit = 60_000): string {
  return formatReviewComment(reportOf(reviewed(base, head, words), words), { limit });
}

function one(statements: string, more: Texts = {}): Texts {
  return { "policies/ci.yaml": `agent: ci\npolicies:\n${statements}`, ...common, ...more };
}

const read = "  - git:read on repos/*\n";

test("a change that is the same for a fleet is told once", () => {
  const text = comment(
    fleet(200, () => "repos/a/branches/x"),
    fleet(200, () => "repos/a/branches/*"),
  );
  expect(text).toContain("#### 200 agents: `bot-000`, `bot-001`, `bot-002`, …");
  expect(readMarkdown(text).tables.length).toBeLessThan(5);
  expect(text).toContain("`bot-000 git:push repos/a/branches/!`");
});

test("changes of 200 agents that differ make a few tables, and the rest is counted", () => {
  const text = comment(
    fleet(200, (agent) => `repos/${agent}/branches/x`),
    fleet(200, (agent) => `repos/${agent}/branches/*`),
  );
  const { tables } = readMarkdown(text);
  expect(tables.length).toBeLessThan(15);
  expect(text).toContain("#### 193 more agents");
  expect(text).toContain("… and 173 more changes");
  const summary = formatReviewSummary(
    reportOf(
      reviewed(
        fleet(200, (agent) => `repos/${agent}/branches/x`),
        fleet(200, (agent) => `repos/${agent}/branches/*`),
      ),
    ),
    { limit: 1_000_000 },
  );
  expect(summary).toContain("`bot-199`");
  expect(summary).not.toContain("more changes");
});

test("the gravest changes come first, and what no gate refuses is not marked", () => {
  const text = comment(
    { ...fleet(9, () => "repos/a/branches/x") },
    { ...fleet(9, (agent) => (agent === "bot-007" ? "repos/a/branches/*" : `repos/${agent}/branches/none`)) },
  );
  const rows = text.split("\n").filter((line) => line.startsWith("| newly"));
  expect(rows[0]).toMatch(/^\| newly allowed ⛔ /);
  expect(rows.filter((row) => row.startsWith("| newly denied |")).length).toBeGreaterThan(0);
});

test("limits are told in money and tokens, the raised ones first", () => {
  const text = comment(
    one(read, { "policies/limits.yaml": limits }),
    one(read, {
      "policies/limits.yaml": limits
        .replace("100_000", "1_000_000")
        .replace("minute: 60", "minute: 30")
        .replace("$500", "$5000.50"),
    }),
  );
  expect(
    text.split("\n").flatMap((line) => /^\| (\w+).*?(`[^`]*→[^`]*`)/.exec(line)?.slice(1) ?? []),
  ).toEqual([
    "raised",
    "`100,000 → 1,000,000 tokens a session`",
    "raised",
    "`$500 → $5,000.50 a month`",
    "lowered",
    "`60 → 30 requests a minute`",
  ]);
});

test("a limit that is raised is told before one that is lowered, whichever they are", () => {
  const text = comment(
    one(read, { "policies/limits.yaml": limits }),
    one(read, {
      "policies/limits.yaml": limits.replace("100_000", "50_000").replace("$500", "$5000.50"),
    }),
  );
  expect(text.split("\n").flatMap((line) => /^\| (raised|lowered)/.exec(line)?.slice(1) ?? [])).toEqual([
    "raised",
    "lowered",
  ]);
});

test("a limit that comes or goes is told with all that it said", () => {
  const text = comment(
    one(read, { "policies/limits.yaml": limits }),
    one(read, { "policies/limits.yaml": "session:\n  max_duration: 8h\n" }),
  );
  expect(text).toContain("`60 requests a minute, on_exceed deny → none`");
  expect(text).toContain("`none → 8h a session`");
  expect(text).toMatch(/removed ⛔/);
});

const gate = (channel: string): string =>
  `  - statement: git:push on repos/a/branches/x\n    requires_approval: true\n    approval_channel: "${channel}"\n    approval_timeout: 60m\n`;

test("an approval that is asked for otherwise says how it was and how it is", () => {
  const text = comment(one(read + gate("slack:#a")), one(read + gate("slack:#b")));
  expect(text).toContain("asked for otherwise ⛔");
  expect(text).toContain("`slack:#a within 1h` → `slack:#b within 1h`");
});

test("what needs approval now says so, and what gated means", () => {
  const text = comment(one(read), one(read + gate("slack:#a")));
  expect(text).toContain("newly allowed, with approval ⛔");
  const gated = comment(
    one(`${read}  - git:push on repos/a/branches/x\n`),
    one(`${read}  - git:push on repos/a/branches/x\n${gate("slack:#a")}`),
  );
  expect(gated).toContain("*gated*: only after a person's approval");
});

test("a comment that is cut says how much is missing and where it is", () => {
  const base = fleet(60, (agent) => `repos/${agent}/branches/x`);
  const head = fleet(60, (agent) => `repos/${agent}/branches/*`);
  const text = comment(base, head, {}, 5000);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(5000);
  expect(text).toMatch(
    /\n\d+ rows are left out here; the \[whole report\]\(https:\/\/github\.example\/acme\/policies\/actions\/runs\/1\) has more\.\n$/,
  );
  const report = reportOf(reviewed(base, head));
  const alone = formatReviewComment({ ...report, links: { summary: null, line: null } }, { limit: 5000 });
  expect(alone).toMatch(/\n\d+ rows are left out\.\n$/);
  expect(readMarkdown(alone).links).toEqual([]);
});

test("without an acknowledgement that counts, the comment says why", () => {
  const text = comment(one(read), one(`${read}  - git:push on repos/a/branches/x\n`), {
    acknowledgement: {
      isAcknowledged: false,
      lines: ["the label `accepted` was set by `mira`, who opened the pull request"],
    },
  });
  expect(text).toMatch(/^\*\*⛔ Policy check failed\*\*: 1 change is refused/);
  expect(text).toContain(
    "**Not acknowledged**\n\n- the label `accepted` was set by `mira`, who opened the pull request\n",
  );
});

test("where nothing is gated the verdict says what is told and not blocked", () => {
  const change = [one(read), one(`${read}  - git:push on repos/a/branches/x\n`)] as const;
  expect(comment(...change, { isGating: false })).toMatch(
    /^\*\*Policy check passed\.\*\* Told, but not blocked here: 1 change is refused/,
  );
});

test("without a base the comment says that nothing is compared", () => {
  const text = comment(null, one(read));
  expect(text).toContain("There is nothing to compare with");
  expect(text).not.toContain("`main`");
});

test("with a base that does not compile everything is newly allowed, and says so", () => {
  const text = comment(one("  - git:read onn repos/*\n"), one(read));
  expect(text).toContain("The policies of `main` do not compile. They are taken to allow nothing");
  expect(text).toContain("| `ci` ⛔ | agent `ci` was added, with 1 grant |");
});

test("a changed workflow is a loosened check", () => {
  const words = { changedWorkflows: [".github/workflows/policy.yml"] };
  const text = comment(one(read), one(read), words);
  expect(text).toContain("### Loosened checks");
  expect(text).toContain(
    "`.github/workflows/policy.yml`, which decides how policies are checked, was changed ⛔",
  );
});

test("questions that were not decided are told with who they are about", () => {
  const review = reviewed(one(read), one(read));
  const open: Review = {
    ...review,
    difference: { changes: [], unknown: [{ agent: "ci", question: "is any of `git:push` widened?" }] },
  };
  const text = formatReviewComment(reportOf(open), { limit: 60_000 });
  expect(text).toContain("### Not decided ⛔");
  expect(text).toContain("- `ci`: is any of `git:push` widened?");
  expect(text).toMatch(/^\*\*⛔ Policy check failed\*\*/);
});

test("actions that the record does not know are told with who is allowed them", () => {
  const review = reviewed(one(read), one(read));
  const known: Review = { ...review, newActions: [{ action: "git:teleport", agents: ["ci"] }] };
  expect(formatReviewComment(reportOf(known), { limit: 60_000 })).toContain("| `git:teleport` | `ci` |");
  expect(formatReviewPretty(reportOf(known))).toContain("  git:teleport, allowed to ci\n");
});

test("notes of the run are told, in a short comment too", () => {
  const notes = ["the base was fetched from `origin`"];
  expect(comment(one(read), one(read), { notes })).toContain("\n\nthe base was fetched from `origin`\n");
  const changed = one(`${read}  - git:push on repos/a/branches/x\n`);
  expect(comment(one(read), changed, { notes })).toContain("\n- the base was fetched from `origin`\n");
});

test("lines are linked to the side that they are on", () => {
  const wider = one(`${read}  - git:push on repos/a/branches/x\n`);
  expect(comment(one(read), wider)).toContain(
    "[`policies/ci.yaml:4`](https://github.example/acme/policies/blob/3f2a91c/policies/ci.yaml#L4)",
  );
  expect(comment(wider, one(read))).toContain(
    "[`policies/ci.yaml:4`](https://github.example/acme/policies/blob/8c07d5e/policies/ci.yaml#L4) (in `main`)",
  );
});

test("a comment leaves out infos, and the summary has them with their advice", () => {
  const head = one("  - git:push on repos/*/branches/feature/*\n", {
    "policies/guardrails.yaml": "guardrails:\n  - deny git:push on repos/vault/branches/*\n",
  });
  const report = reportOf(reviewed(head, head));
  expect(report.review.findings.map(({ diagnostic }) => diagnostic.severity)).toEqual(["info"]);
  expect(formatReviewComment(report, { limit: 60_000 })).not.toContain("| info |");
  expect(formatReviewSummary(report, { limit: 1_000_000 })).toContain("| info |");
});

test("an agent that came is told with its statements, the broadest first where they are many", () => {
  const head = (statements: readonly string[]): Texts => ({
    ...one(read),
    "policies/new.yaml": `agent: new\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`,
  });
  const few = comment(one(read), head(["git:read on repos/a", '"**"']));
  expect(few).toContain("`allow git:read on repos/a` [`policies/new.yaml:3`]");
  expect(few).toContain("`allow ** on **` [`policies/new.yaml:4`]");
  const reads = Array.from({ length: 20 }, (_, i) => `git:read on repos/project-${String(i)}`);
  const many = comment(one(read), head([...reads, "git:push on repos/*"]));
  const [row = ""] = many.split("\n").filter((line) => line.startsWith("| `new`"));
  expect(row).toMatch(/with 21 grants \| `allow git:push on repos\/\*` .*<br>and 15 more \|/);
  const gone = comment(head(["git:read on repos/a"]), one(read));
  expect(gone).toContain("`allow git:read on repos/a` [`policies/new.yaml:3`]");
  expect(gone).toContain("(in `main`)");
});

test("what a gate refuses is marked as failing where it fails the check, and else as a warning", () => {
  const wider = one(`${read}  - git:push on repos/a/branches/x\n`);
  expect(comment(one(read), wider)).toContain("| newly allowed ⛔ |");
  expect(comment(one(read), wider, { isGating: false })).toContain("| newly allowed ⚠️ |");
  const acknowledgement = { isAcknowledged: true, lines: ["`mira` approved it"] };
  expect(comment(one(read), wider, { acknowledgement })).toContain("| newly allowed ⚠️ |");
});
