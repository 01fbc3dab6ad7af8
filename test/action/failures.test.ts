import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { actionFile } from "../support/action-run.ts";
import { pullRequestEvent } from "../support/github-events.ts";
import type { GitHubServer } from "../support/github-server.ts";
import type { Fault } from "../support/github-server/faults.ts";
import { soleComment, startScenario } from "../support/scenario.ts";
import { refactored, widened } from "../support/scenario-files.ts";

const passing: readonly (readonly [string, Fault])[] = [
  ["server errors", { path: /comments/, status: 502, times: 2 }],
  ["a broken connection", { path: /comments/, kind: "reset", times: 1 }],
  [
    "a rate limit that is over soon",
    { path: /comments/, status: 429, headers: { "retry-after": "1" }, times: 1 },
  ],
  [
    "a comment whose answer is lost",
    { path: /comments$/, method: "POST", kind: "reset", after: true, times: 1 },
  ],
];

for (const [what, fault] of passing) {
  test(`after ${what} there is one comment all the same`, async () => {
    const scenario = await startScenario();
    const pr = scenario.propose(widened);
    scenario.server.fail(fault);
    const run = await scenario.run(pullRequestEvent(pr));
    expect(run.exitCode).toBe(1);
    expect(soleComment(scenario)).toContain("repos/*/branches/f*");
  });
}

// Each of them is tried again for seconds.
const lasting: { readonly [what: string]: (server: GitHubServer) => Promise<void> | void } = {
  "nobody listens": (server) => server.close(),
  "server errors": (server) => {
    server.fail({ path: /./, status: 500 });
  },
  "a rate limit of an hour": (server) => {
    const reset = String(Math.floor(Date.now() / 1000) + 3600);
    const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
    server.fail({ path: /./, status: 403, headers });
  },
  "no JSON": (server) => {
    server.fail({ path: /./, kind: "malformed" });
  },
  "an expired token": (server) => {
    server.fail({ path: /./, status: 401 });
  },
};

test("with an API that fails for good there are annotations and a summary, and the verdict is the same", async () => {
  const inputs = { "allow-label": "policy-ok", "allow-team": "octo-org/security", comment: "always" };
  await Promise.all(
    Object.entries(lasting).map(async ([what, begin]) => {
      const scenario = await startScenario();
      const pr = scenario.propose(widened);
      await begin(scenario.server);
      const failed = await scenario.run(pullRequestEvent(pr), { inputs });
      expect([what, failed.exitCode, failed.outputs["conclusion"], failed.outputs["widened"]]).toEqual([
        what,
        1,
        "failed",
        "1",
      ]);
      expect(failed.annotations).toContainEqual(
        expect.objectContaining({ level: "error", file: "policies/ci-runner.yaml", line: 4 }),
      );
      expect(failed.summary).toContain("repos/*/branches/f*");
      const passed = await scenario.run(pullRequestEvent(scenario.push(pr, refactored)), { inputs });
      expect([what, passed.exitCode, passed.outputs["conclusion"]]).toEqual([what, 0, "passed"]);
      for (const { summary, stdout } of [failed, passed]) {
        expect(summary).toContain("no comment");
        expect(stdout).toContain("no comment");
      }
      expect([what, scenario.comments()]).toEqual([what, []]);
    }),
  );
});

test("a run that is cancelled in its middle is no pass", async () => {
  for (const [signal, exitCode] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    const scenario = await startScenario();
    const pr = scenario.propose(refactored);
    scenario.server.fail({ path: /comments/, delay: 60_000 });
    const run = await scenario.run(pullRequestEvent(pr), {
      inputs: { comment: "always" },
      started: (child) => {
        const look = setInterval(() => {
          if (scenario.server.requests.length === 0) return;
          clearInterval(look);
          child.kill(signal);
        }, 20);
        child.on("close", () => {
          clearInterval(look);
        });
      },
    });
    expect([signal, run.exitCode], run.stdout).toEqual([signal, exitCode]);
    expect(run.outputs["conclusion"]).not.toBe("passed");
    expect(run.stdout).toContain("cancelled");
  }
});

test("a cancelled run while git waits for a server that does not answer is no pass", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(refactored));
  const workspace = scenario.checkout(event);
  scenario.gitServer.fail("silence");
  const seen = scenario.gitServer.requests.length;
  const run = await scenario.run(event, {
    workspace,
    started: (child) => {
      const look = setInterval(() => {
        if (scenario.gitServer.requests.length > seen) {
          child.kill("SIGTERM");
          // A runner kills the whole tree seconds later.
          setTimeout(() => child.kill("SIGKILL"), 500);
          clearInterval(look);
        }
      }, 20);
    },
  });
  expect(run.exitCode, run.stdout).not.toBe(0);
  expect(run.outputs["conclusion"]).not.toBe("passed");
});

const wrong: readonly (readonly [string, string])[] = [
  ["fail-level", "fatal"],
  ["fail-on", "widend"],
  ["fail-on", "none, widened"],
  ["comment", "sometimes"],
  ["build", "yes"],
  ["allow-team", "octo org/security"],
  ["paths", "-"],
  ["sarif-file", "../outside.sarif"],
  ["junit-file", "../outside.xml"],
  ["out", "../outside"],
  ["baseline", "../baseline.json"],
];

test("an input that is not understood is named, and is no pass", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(refactored));
  const workspace = scenario.checkout(event);
  const before = readdirSync(scenario.repository.folder);
  for (const [name, value] of wrong) {
    const run = await scenario.run(event, {
      workspace,
      inputs: { [name]: value, ...(name === "out" ? { build: "true" } : {}) },
    });
    expect([name, value, run.exitCode === 0, run.outputs["conclusion"]], run.stdout).toEqual([
      name,
      value,
      false,
      "failed",
    ]);
    expect(run.annotations.find(({ level }) => level === "error")?.message, `${name}: ${value}`).toContain(
      name === "baseline" ? "baseline" : `\`${name}\``,
    );
  }
  expect(readdirSync(scenario.repository.folder)).toEqual(before);
});

test("an empty `fail-on` means the usual gates, since a variable may be empty", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(widened));
  expect((await scenario.run(event, { inputs: { "fail-on": "  " } })).exitCode).toBe(1);
});

test("a token that is empty is told, and what needs none is done", async () => {
  const scenario = await startScenario();
  const event = pullRequestEvent(scenario.propose(widened));
  const run = await scenario.run(event, { inputs: { token: "", "allow-label": "policy-ok" } });
  expect([run.exitCode, run.outputs["widened"]], run.stdout).toEqual([1, "1"]);
  expect(scenario.server.requests).toEqual([]);
  expect(run.summary).toContain("`token`");
});

test("outside of GitHub the action says what it is and how it is used", async () => {
  const run = promisify(execFile);
  const outside = { PATH: process.env["PATH"] ?? "" };
  const failure = await run(process.execPath, [actionFile], { env: outside }).catch(
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 2, stdout: "" });
  const { stderr } = failure as { readonly stderr: string };
  for (const told of ["GitHub Action", "pull_request", "actions/checkout", "sentrely-policy ci"]) {
    expect(stderr).toContain(told);
  }
});
