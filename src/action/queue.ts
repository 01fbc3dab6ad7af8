/**
 * Merge groups: each step of one is acknowledged by its own pull request.
 *
 * INVARIANT: a step counts as a pull request's only by what the server made: the name of the queue's branch, or a merge
 * commit whose second parent is that pull request's head. Messages of commits are anybody's word.
 */
import type { AcknowledgementReport } from "../report/review-report.ts";
import { findAcknowledgement, type AcknowledgementSettings } from "./acknowledgement.ts";
import { shortName, type Step } from "./commits.ts";
import type { QueuePlan } from "./event.ts";
import { type GitHub, GitHubFailure } from "./github.ts";

export interface QueueSteps {
  /** In the order in which they are merged; `null`: the way from the base to the head is not known. */
  readonly steps: readonly Step[] | null;
  /** Whether what a step changes has to be acknowledged. */
  readonly isRefused: (step: Step) => boolean;
}

/** Looks up the acknowledgement of every step that needs one; all of them must have it. */
export async function acknowledgeSteps(
  github: GitHub,
  plan: QueuePlan,
  { steps, isRefused }: QueueSteps,
  settings: AcknowledgementSettings,
): Promise<AcknowledgementReport> {
  if (steps === null) {
    return {
      isAcknowledged: false,
      lines: ["which pull requests the group holds is not known, so no acknowledgement counts"],
    };
  }
  const asked = new Map<number, Promise<AcknowledgementReport>>();
  const lines: string[] = [];
  let isAcknowledged = true;
  for (const step of steps.filter((s) => steps.length === 1 || isRefused(s))) {
    const pull = await pullRequestOf(github, plan, steps, step);
    if (typeof pull === "string") {
      isAcknowledged = false;
      lines.push(`\`${shortName(step.commit)}\` is not acknowledged: ${pull}`);
      continue;
    }
    const known = asked.get(pull.number);
    const answer = known ?? findAcknowledgement(github, pull, settings);
    asked.set(pull.number, answer);
    const report = await answer;
    isAcknowledged &&= report.isAcknowledged;
    if (known === undefined) lines.push(...report.lines.map((line) => `#${String(pull.number)}: ${line}`));
  }
  return { isAcknowledged: isAcknowledged && lines.length > 0, lines };
}

interface Pull {
  readonly number: number;
  readonly headSha: string;
}

/** The pull request that a step merges, or why none is known. */
async function pullRequestOf(
  github: GitHub,
  plan: QueuePlan,
  group: readonly Step[],
  step: Step,
): Promise<Pull | string> {
  try {
    // The branch is named after the last of the group; a rebased one may have earlier steps, which nobody can tell.
    if (plan.lastNumber !== null && step === group.at(-1)) {
      const { number, headSha } = await github.pullRequest(plan.lastNumber);
      if (step.merged === null || step.merged === headSha) return { number, headSha };
      return `#${String(number)} has another head than the one that was queued`;
    }
    const { merged } = step;
    if (merged === null) return "it is no merge commit, so it cannot be assigned to a pull request";
    const numbers = [await github.pullRequestsOf(step.commit), await github.pullRequestsOf(merged)].flat();
    const pulls: Pull[] = [];
    for (const number of new Set(numbers)) {
      const { headSha } = await github.pullRequest(number);
      if (headSha === merged) pulls.push({ number, headSha });
    }
    const [pull, ...others] = pulls;
    if (pull !== undefined && others.length === 0) return pull;
    return pull === undefined
      ? "no pull request has the head that it merges"
      : "several pull requests have the head that it merges";
  } catch (error) {
    if (!(error instanceof GitHubFailure)) throw error;
    return error.message;
  }
}
