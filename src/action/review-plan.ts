/** From the plan of an event to its reviewed and judged report. */
import { toReport } from "../cli/ci/report.ts";
import { runReview, type CiSettings, type LoadedReview } from "../cli/ci/run-review.ts";
import { fromRepository } from "../cli/report-paths.ts";
import type { Session } from "../cli/session.ts";
import type { AcknowledgementReport, ReviewReport } from "../report/review-report.ts";
import { judge } from "../review/judge.ts";
import { findAcknowledgement, type AcknowledgementSettings } from "./acknowledgement.ts";
import { commitStore } from "./commit-store.ts";
import { findCommits, shortName, stepsBetween, type Commits, type CommitStore } from "./commits.ts";
import { isGating, type Plan, type QueuePlan } from "./event.ts";
import type { GitHub } from "./github.ts";
import type { Inputs } from "./inputs.ts";
import {
  canBeAcknowledged,
  judgeReview,
  needsAcknowledgement,
  notAcknowledgeable,
  unasked,
} from "./judgement.ts";
import { acknowledgeSteps } from "./queue.ts";
import type { Runner } from "./runner.ts";

export interface Reviewed {
  readonly loaded: LoadedReview;
  readonly report: ReviewReport;
}

/** Reads, reviews and judges what an event is about. Throws a `CallFailure` where there is nothing to judge. */
export async function reviewPlan(
  session: Session,
  runner: Runner,
  inputs: Inputs,
  plan: Plan,
  github: GitHub | null,
): Promise<Reviewed> {
  const store = commitStore(session.host, runner, inputs.token);
  const commits = await findCommits(plan, store, (milliseconds) => waitForMerge(milliseconds, plan, github));
  const review = (head: Side, base: Side | null): LoadedReview =>
    runReview(session, settingsOf(inputs, session.host.now(), head, base));
  const head = { commit: commits.head, name: commits.headName };
  const base = commits.base === null ? null : { commit: commits.base, name: commits.baseName };
  const loaded = review(head, base);

  const settings: AcknowledgementSettings = { labels: inputs.allowLabels, teams: inputs.allowTeams };
  const lookUp = async (): Promise<AcknowledgementReport> => {
    if (!canBeAcknowledged(settings)) return notAcknowledgeable;
    if (github === null) return unasked("the input `token` is empty, so nobody could be asked");
    switch (plan.kind) {
      case "pull-request":
        return await findAcknowledgement(github, plan, settings);
      case "queue":
        return await acknowledgeQueue(github, plan, store, review, settings);
      case "push":
      case "standing":
        return unasked("nothing is about to be merged");
    }
  };
  const gating = isGating(plan);
  const report = toReport(loaded, {
    ...(await judgeReview(loaded.review, judge, gating, lookUp)),
    headName: commits.headName,
    baseName: commits.baseName,
    isGating: gating,
    notes: commits.notes,
    links: linksOf(runner, commits, loaded),
  });
  return { loaded, report };
}

interface Side {
  readonly commit: string;
  readonly name: string;
}

function settingsOf(inputs: Inputs, now: number, head: Side, base: Side | null): CiSettings {
  return {
    paths: inputs.paths,
    config: inputs.config,
    head: { kind: "commit", ...head },
    base: base === null ? null : { kind: "commit", ...base },
    failOn: inputs.failOn,
    failLevel: inputs.failLevel,
    baseline: inputs.baseline,
    knownActions: inputs.knownActions,
    now,
  };
}

/** Asking about a pull request makes the server make its merge commit. */
async function waitForMerge(milliseconds: number, plan: Plan, github: GitHub | null): Promise<void> {
  const asked =
    plan.kind === "pull-request" ? github?.pullRequest(plan.number).then(ignore, ignore) : undefined;
  await Promise.all([asked, new Promise((resolve) => setTimeout(resolve, milliseconds))]);
}

function ignore(): void {
  // A failure to ask leaves the commits that are there.
}

async function acknowledgeQueue(
  github: GitHub,
  plan: QueuePlan,
  store: CommitStore,
  review: (head: Side, base: Side) => LoadedReview,
  settings: AcknowledgementSettings,
): Promise<AcknowledgementReport> {
  const named = (commit: string): Side => ({ commit, name: shortName(commit) });
  return await acknowledgeSteps(
    github,
    plan,
    {
      steps: stepsBetween(store, plan.baseSha, plan.headSha),
      isRefused: ({ commit, parent }) =>
        needsAcknowledgement(review(named(commit), named(parent)).review, judge),
    },
    settings,
  );
}

/** Pages of the server on which the lines of both sides are. */
function linksOf(runner: Runner, commits: Commits, loaded: LoadedReview): ReviewReport["links"] {
  const pathOf = {
    head: fromRepository(loaded.headFiles),
    base: fromRepository(loaded.baseFiles ?? loaded.headFiles),
  };
  const commitOf = { head: commits.head, base: commits.base ?? commits.head };
  return {
    summary: runner.runUrl,
    line: (side, file, line) => {
      const path = pathOf[side](file).split("/").map(encodeURIComponent).join("/");
      return `${runner.serverUrl}/${runner.repository}/blob/${commitOf[side]}/${path}#L${String(line)}`;
    },
  };
}
