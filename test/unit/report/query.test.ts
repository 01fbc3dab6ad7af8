import { expect, test } from "vitest";
import { answer } from "../../../src/answer.ts";
import { compile } from "../../../src/pipeline.ts";
import { formatAnswers, formatAnswersJson, type QueryReport } from "../../../src/report/query.ts";
import { ansiStyle, plainStyle } from "../../../src/report/style.ts";

const policies = {
  "policies/ci-runner.yaml":
    "policies:\n  - statement: git:push on repos/*\n    id: push\n    when: context.ticket != '' && context.environment == 'staging' && context.approved_by_the_owner\n",
  "policies/long.yaml":
    "agent: an-agent-with-a-name-longer-than-the-column\npolicies:\n  - statement: git:push on repos/*/branches/feature/*\n    id: deploys\n    requires_approval: true\n    approval_channel: slack:#ops\n    approval_timeout: 90m\n    approvers: [group:ops]\n    approvals: 2\n    expires: 2030-01-01\n",
  "policies/rough.yaml":
    "policies:\n  - {statement: 'git:* on repos/*', id: all}\n  - statement: deny git:merge on repos/*/main\n    id: no-merge\n",
  "policies/wide.yaml":
    "policies:\n  - sql:read on **/a/*/*/*/*/*/z\n  - deny sql:read on **/a/*/*/*/*/y/z\n",
  "policies/none.yaml":
    "policies:\n  - {statement: 'git:push on repos/*', id: idle}\n  - {statement: 'deny ** on **', id: stop}\n",
};

function report(
  question: string,
  style: QueryReport["style"] = plainStyle,
  maxStates = 2_000_000,
): QueryReport {
  const compilation = compile({
    files: Object.entries(policies).map(([path, text]) => ({ path, text })),
    config: null,
  });
  const result = answer(compilation, question, { maxStates });
  if (result.kind !== "answered") throw new Error(result.kind);
  const agent = result.query.kind === "whatCan" ? result.query.agent : null;
  return { question, agent, result, pathOf: (file) => `x/${file}`, style };
}

test("who can is a table of agents that fits into 80 columns", () => {
  const text = formatAnswers(report("who can git:* on repos/*"));
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text).toMatchInlineSnapshot(`
    "agent                     effect    requests
    an-agent-with-a-name-longer-than-the-column
                              approval  git:push on repos/*/branches/feature/*
                                        until 2030-01-01T00:00:00Z
                                        asks slack:#ops by group:ops within 1h30m, 2
                                          answers (deploys)
                                        by deploys (x/policies/long.yaml:3)
    ci-runner                 allow     git:push on repos/*
                                        when context.approved_by_the_owner == true
                                          && context.environment == "staging" &&
                                          context.ticket != ""
                                        by push (x/policies/ci-runner.yaml:2)
    rough                     allow     ≈ git:* on repos/*
                                        less what no-merge takes
                                        by all (x/policies/rough.yaml:2)
                                        such as rough git:! repos/!

    ≈ these requests and perhaps fewer: patterns cannot say it exactly

    3 agents can
    "
  `);
});

test("what can is a table without agents, and lists what grants nothing", () => {
  expect(formatAnswers(report("what can rough do"))).toMatchInlineSnapshot(`
    "effect    requests
    allow     ≈ git:* on repos/*
              less what no-merge takes
              by all (x/policies/rough.yaml:2)
              such as rough git:! repos/!

    ≈ these requests and perhaps fewer: patterns cannot say it exactly

    rough can do this by 1 grant; all else is denied
    "
  `);
  expect(formatAnswers(report("what can none do"))).toMatchInlineSnapshot(`
    "grants nothing
      idle (x/policies/none.yaml:2)
        all of it is denied by stop (x/policies/none.yaml:3)

    none can do nothing: every valid request of it is denied
    "
  `);
});

test("an empty answer says so plainly", () => {
  expect(formatAnswers(report("who can  git:push on files/*"))).toBe(
    "no agent can git:push on files/*: every valid request of it is denied\n",
  );
});

test("an answer that is not complete says what is missing, and never that no agent can", () => {
  const asked = (): QueryReport => report("who can sql:read on **/a/**", plainStyle, 60);
  const text = formatAnswers(asked());
  expect(text).toContain("not decided for wide: is any of what `wide/");
  expect(text).toContain("the answer is not complete\n");
  expect(text).not.toContain("no agent can");
  const json = JSON.parse(formatAnswersJson(asked())) as {
    readonly unknown: readonly object[];
  };
  expect(json.unknown.length).toBeGreaterThan(0);
});

test("colours never move a column", () => {
  const coloured = formatAnswers(report("who can git:* on repos/*", ansiStyle));
  expect(coloured).toContain("\u001b[");
  // eslint-disable-next-line no-control-regex
  expect(coloured.replace(/\u001b\[[0-9;]*m/g, "")).toBe(formatAnswers(report("who can git:* on repos/*")));
});

test("JSON has the fields that INTERFACES.md names", () => {
  const { answers } = JSON.parse(formatAnswersJson(report("who can git:push on repos/*"))) as {
    readonly answers: readonly { readonly [key: string]: unknown }[];
  };
  expect(answers[0]).toEqual({
    agent: "an-agent-with-a-name-longer-than-the-column",
    effect: "require_approval",
    region: {
      actions: "git:push",
      resources: "repos/*/branches/feature/*",
      except: null,
      when: null,
      exact: true,
    },
    expires: Date.UTC(2030, 0, 1),
    statements: [
      {
        id: "deploys",
        agent: "an-agent-with-a-name-longer-than-the-column",
        file: "x/policies/long.yaml",
        line: 3,
      },
    ],
    approvals: [
      {
        statements: ["deploys"],
        channels: ["slack:#ops"],
        timeout_seconds: 5400,
        approvers: ["group:ops"],
        needed: 2,
      },
    ],
    witness: {
      request: {
        agent: "an-agent-with-a-name-longer-than-the-column",
        action: "git:push",
        resource: "repos/ /branches/feature/!",
        now: 0,
      },
    },
  });
  expect(Object.keys(answers[1] ?? {})).toEqual(["agent", "effect", "region", "statements", "witness"]);
});
