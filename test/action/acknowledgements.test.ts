import { expect, test } from "vitest";
import { pullRequestEvent } from "../support/github-events.ts";
import type { GitHubServerOptions } from "../support/github-server.ts";
import type { PullRequestRefs } from "../support/policy-repository.ts";
import { soleComment, startScenario, type Proposal, type Scenario } from "../support/scenario.ts";
import { baseFiles, widened } from "../support/scenario-files.ts";

const inputs = { "allow-team": "octo-org/security", "allow-label": "policy-ok" };

interface Case {
  readonly what: string;
  /** What happens between the pull request's opening and the run. */
  readonly given: (scenario: Scenario, pr: PullRequestRefs) => PullRequestRefs | void;
  readonly server?: GitHubServerOptions;
  readonly proposal?: Proposal;
  /** What the record says. */
  readonly told: RegExp;
}

async function run({ given, server, proposal = {} }: Case): Promise<{
  readonly exitCode: number | null;
  readonly outputs: { readonly [name: string]: string };
  readonly comment: string;
  readonly summary: string;
  readonly stdout: string;
  readonly levels: readonly string[];
}> {
  const scenario = await startScenario(baseFiles, { mayReadMembers: true, ...server });
  scenario.server.team("octo-org/security", ["reviewer", "author", "committer", "helper[bot]"]);
  for (const login of ["reviewer", "author", "committer", "pusher", "helper[bot]"]) {
    scenario.server.permission(login, "write");
  }
  scenario.server.permission("triager", "triage");
  const pr = scenario.propose(widened, proposal);
  const last = given(scenario, pr) ?? pr;
  const event = pullRequestEvent(last, { author: proposal.by ?? "author" });
  const { exitCode, outputs, summary, stdout, annotations } = await scenario.run(event, { inputs });
  const levels = annotations
    .filter(({ file }) => file === "policies/ci-runner.yaml")
    .map(({ level }) => level);
  return { exitCode, outputs, summary, stdout, levels, comment: soleComment(scenario) };
}

const counting: readonly Case[] = [
  {
    what: "a review of the head by a member of the team",
    given: ({ server }) => void server.review(7, { by: "reviewer" }),
    told: /reviewer.*octo-org\/security/s,
  },
  {
    what: "a label that somebody with write access set after the last push",
    given: ({ server }) => {
      server.label(7, "policy-ok", { by: "reviewer" });
    },
    told: /reviewer.*policy-ok/s,
  },
  {
    what: "a label where the token may not read the members of teams",
    server: { mayReadMembers: false },
    given: ({ server }) => {
      server.label(7, "policy-ok", { by: "reviewer" });
    },
    told: /reviewer.*policy-ok/s,
  },
  {
    what: "a review of the new head after one of the old",
    given: ({ server, push }, pr) => {
      server.review(7, { by: "reviewer" });
      const next = push(pr, { "README.md": "# More\n" });
      server.review(7, { by: "reviewer" });
      return next;
    },
    told: /reviewer/,
  },
  {
    what: "a login written in another case",
    given: ({ server }) => void server.review(7, { by: "Reviewer" }),
    told: /Reviewer/,
  },
];

for (const one of counting) {
  test(`what is refused passes with a warning and a record by ${one.what}`, async () => {
    const { exitCode, outputs, comment, summary, stdout, levels } = await run(one);
    expect([exitCode, outputs["conclusion"], outputs["acknowledged"]], stdout).toEqual([
      0,
      "acknowledged",
      "true",
    ]);
    expect([outputs["widened"], outputs["refused"]]).toEqual(["1", "1"]);
    expect(levels).toContain("warning");
    expect(levels).not.toContain("error");
    expect(comment).toMatch(one.told);
    expect(comment).toMatch(/2026-03-02/);
    expect(comment).toContain("repos/*/branches/f*");
    expect(summary).toMatch(one.told);
  });
}

const notCounting: readonly Case[] = [
  { what: "nobody", given: () => undefined, told: /octo-org\/security/ },
  {
    what: "the author's own review",
    given: ({ server }) => void server.review(7, { by: "author" }),
    told: /author/,
  },
  {
    what: "the author's own label",
    given: ({ server }) => {
      server.label(7, "policy-ok", { by: "author" });
    },
    told: /author/,
  },
  {
    what: "the author's own review under another spelling of the login",
    given: ({ server }) => void server.review(7, { by: "AUTHOR" }),
    told: /AUTHOR/,
  },
  {
    what: "the review of one who made a commit of it",
    given: ({ server, push }, pr) => {
      const next = push(pr, { "README.md": "# More\n" }, { by: "committer" });
      server.review(7, { by: "committer" });
      return next;
    },
    told: /committer/,
  },
  {
    what: "the label of one who is named as a co-author",
    given: ({ server, repository }, pr) => {
      const message = "change\n\nCo-authored-by: R <12+reviewer@users.noreply.github.com>";
      const sha = repository.commit(pr.branch, { "README.md": "# More\n" }, { by: "author", message });
      server.push(7, { by: "author", sha, commits: [{ sha, author: "author", message }] });
      server.label(7, "policy-ok", { by: "reviewer" });
      return repository.pullRequest(7, pr.branch);
    },
    told: /reviewer/,
  },
  {
    what: "the label of one who pushed the head",
    given: ({ server, repository }, pr) => {
      const sha = repository.commit(pr.branch, { "README.md": "# More\n" }, { by: "author" });
      server.push(7, { by: "pusher", sha, commits: [{ sha, author: "author" }] });
      server.label(7, "policy-ok", { by: "pusher" });
      return repository.pullRequest(7, pr.branch);
    },
    told: /pusher/,
  },
  {
    what: "a review of an earlier head",
    given: ({ server, push }, pr) => {
      server.review(7, { by: "reviewer" });
      return push(pr, { "README.md": "# More\n" });
    },
    told: /reviewer/,
  },
  {
    what: "a label set before the last push",
    given: ({ server, push }, pr) => {
      server.label(7, "policy-ok", { by: "reviewer" });
      return push(pr, { "README.md": "# More\n" });
    },
    told: /policy-ok/,
  },
  {
    what: "a label set before a force push",
    given: ({ server, push }, pr) => {
      server.label(7, "policy-ok", { by: "reviewer" });
      return push(pr, widened, { forced: true });
    },
    told: /policy-ok/,
  },
  {
    what: "a label that was taken off again",
    given: ({ server }) => {
      server.label(7, "policy-ok", { by: "reviewer" });
      server.unlabel(7, "policy-ok", { by: "reviewer" });
    },
    told: /policy-ok/,
  },
  {
    what: "another label",
    given: ({ server }) => {
      server.label(7, "policy-okay", { by: "reviewer" });
    },
    told: /policy-ok/,
  },
  {
    what: "a member of another team",
    given: ({ server }) => {
      server.team("octo-org/docs", ["writer"]);
      server.permission("writer", "admin");
      server.review(7, { by: "writer" });
    },
    told: /writer/,
  },
  {
    what: "one who was only invited to the team",
    given: ({ server }) => {
      server.team("octo-org/security", [], ["reviewer"]);
      server.review(7, { by: "reviewer" });
    },
    told: /reviewer/,
  },
  {
    what: "a review where the token may not read members",
    server: { mayReadMembers: false },
    given: ({ server }) => void server.review(7, { by: "reviewer" }),
    told: /members/,
  },
  {
    what: "a bot's review",
    given: ({ server }) => void server.review(7, { by: "helper[bot]" }),
    told: /helper/,
  },
  {
    what: "a bot's label",
    given: ({ server }) => {
      server.label(7, "policy-ok", { by: "github-actions[bot]" });
    },
    told: /github-actions/,
  },
  {
    what: "the label of one who may only triage",
    given: ({ server }) => {
      server.label(7, "policy-ok", { by: "triager" });
    },
    told: /triager/,
  },
  {
    what: "an approval that the same person took back",
    given: ({ server }) => {
      server.review(7, { by: "reviewer" });
      server.review(7, { by: "reviewer", state: "CHANGES_REQUESTED" });
    },
    told: /reviewer/,
  },
  {
    what: "an approval that was dismissed",
    given: ({ server }) => {
      server.dismiss(7, server.review(7, { by: "reviewer" }));
    },
    told: /octo-org\/security/,
  },
  {
    what: "a review that only comments",
    given: ({ server }) => void server.review(7, { by: "reviewer", state: "COMMENTED", body: "approved!" }),
    told: /octo-org\/security/,
  },
  {
    what: "a review where a commit has an author whom nobody knows",
    given: ({ server, repository }, pr) => {
      const sha = repository.commit(pr.branch, { "README.md": "# More\n" });
      server.push(7, { by: "author", sha, commits: [{ sha, author: null }] });
      server.review(7, { by: "reviewer" });
      return repository.pullRequest(7, pr.branch);
    },
    told: /account/,
  },
  {
    what: "anybody, where the API fails",
    given: ({ server }) => {
      server.review(7, { by: "reviewer" });
      server.fail({ path: /\/(reviews|timeline)$/, status: 404 });
      server.label(7, "policy-ok", { by: "reviewer" });
    },
    told: /GitHub/,
  },
];

for (const one of notCounting) {
  test(`what is refused stays refused by ${one.what}`, async () => {
    const { exitCode, outputs, comment, stdout, levels } = await run(one);
    expect([exitCode, outputs["conclusion"], outputs["acknowledged"]], stdout).toEqual([
      1,
      "failed",
      "false",
    ]);
    expect(levels).toContain("error");
    expect(comment).toMatch(one.told);
  });
}
