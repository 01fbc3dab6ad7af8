/**
 * The action: from what the runner says to a verdict, and the verdict to where people look.
 *
 * INVARIANT: whatever goes wrong ends in exit code 1 with a message; only a verdict that passed gives 0.
 */
import { readFileSync } from "node:fs";
import { getInput, setOutput, summary } from "@actions/core";
import { version } from "../base/version.ts";
import { CallFailure, systemErrorCode, systemReason } from "../cli/failure.ts";
import type { Host } from "../cli/host.ts";
import { createSession } from "../cli/session.ts";
import { reviewAnnotations } from "../report/review-annotations.ts";
import { formatReviewSummary } from "../report/review-summary.ts";
import type { ReviewReport } from "../report/review-report.ts";
import { plainText } from "../report/markdown-text.ts";
import { visible } from "../report/sanitize.ts";
import { commentMarker, commentOn } from "./comment.ts";
import { planOf, type Plan } from "./event.ts";
import { GitHubFailure, type GitHub } from "./github.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import { actionHost } from "./machine.ts";
import { createLog, type Log, type Redact } from "./messages.ts";
import { createGitHub } from "./octokit-github.ts";
import { failedOutputs, outputsOf, type Outputs } from "./outputs.ts";
import { commentText, isWorthSaying } from "./review-text.ts";
import { reviewPlan, type Reviewed } from "./review-plan.ts";
import { readRunner, type Runner } from "./runner.ts";
import { writeReports } from "./written.ts";

/** GitHub's limit for a step is 1 MiB. */
const summaryLimit = 1_000_000;

/** Where a run is told. No text with the token gets there. */
interface Telling {
  readonly redact: Redact;
  readonly log: Log;
}

/** What is known before there is a verdict, for telling a failure where people look. */
interface Known {
  inputs: Inputs | null;
  plan: Plan | null;
  github: GitHub | null;
}

/** Runs the action and tells whatever it finds; resolves to the exit code. */
export async function runAction(machine: Host, redact: Redact): Promise<number> {
  const telling: Telling = { redact, log: createLog(redact) };
  const known: Known = { inputs: null, plan: null, github: null };
  try {
    const report = await check(machine, known, telling);
    return report.verdict.conclusion === "failed" ? 1 : 0;
  } catch (error) {
    await tellFailure(error, known, telling);
    return 1;
  }
}

async function check(machine: Host, known: Known, telling: Telling): Promise<ReviewReport> {
  const { log, redact } = telling;
  const runner = readRunner(machine.environment);
  const inputs = readInputs(getInput, runner.repository.split("/")[0] ?? "");
  known.inputs = inputs;
  known.github = clientOf(runner, inputs);
  const plan = planOf(runner, readPayload(runner), inputs.base);
  known.plan = plan;
  const host = actionHost(machine, runner, inputs.workingDirectory);
  const session = createSession(host, { color: "never" });

  const reviewed = await reviewPlan(session, runner, inputs, plan, known.github);
  const { report, loaded } = reviewed;
  log.lines([`sentrely-policy ${version}: ${report.baseName || "nothing"} → ${report.headName}`]);
  const notes = await comment(reviewed, inputs, plan, known.github, redact);
  const told: ReviewReport = { ...report, notes: [...report.notes, ...notes] };
  const written = await writeReports(session, runner, inputs, loaded, told, redact);
  log.annotate(reviewAnnotations(told));
  log.verdict(told);
  await writeSummary(formatReviewSummary(told, { limit: summaryLimit }), telling);
  setOutputs(outputsOf(told.review, told.verdict, written));
  return told;
}

function clientOf({ apiUrl, repository }: Runner, { token }: Inputs): GitHub | null {
  if (token === null) return null;
  return createGitHub({ apiUrl, repository, token, userAgent: `sentrely-policy/${version}` });
}

function readPayload({ eventPath }: Runner): unknown {
  try {
    return JSON.parse(readFileSync(eventPath, "utf8"));
  } catch {
    throw new CallFailure("the event's payload, the file that GITHUB_EVENT_PATH names, cannot be read");
  }
}

/** Comments on the pull request; returns what a reader of the other reports should know of that. */
async function comment(
  reviewed: Reviewed,
  inputs: Inputs,
  plan: Plan,
  github: GitHub | null,
  redact: Redact,
): Promise<readonly string[]> {
  if (plan.kind !== "pull-request" || inputs.comment === "never") return [];
  if (github === null) return ["there is no comment: the input `token` is empty"];
  const done = await commentOn(github, {
    number: plan.number,
    marker: commentMarker(inputs),
    headSha: plan.headSha,
    isFork: plan.isFork,
    text: redact(commentText(reviewed.report)),
    when: inputs.comment,
    isWorthSaying: isWorthSaying(reviewed),
  });
  return done.kind === "failed" ? [`there is no comment of this run: ${done.reason}`] : [];
}

/** A runner may have no summary, as on old servers: the log has the verdict all the same. */
async function writeSummary(text: string, { redact, log }: Telling): Promise<void> {
  try {
    await summary.addRaw(redact(text), true).write();
  } catch {
    log.lines(["note: the job summary cannot be written"]);
  }
}

function setOutputs(outputs: Partial<Outputs>): void {
  for (const [name, value] of Object.entries(outputs)) setOutput(name, value);
}

/** Tells a run without a verdict: on the pull request too, where an earlier comment may say that all is well. */
async function tellFailure(error: unknown, known: Known, telling: Telling): Promise<void> {
  const { redact, log } = telling;
  const { title, message, help } = describe(error);
  const lines = [message, ...(help === null ? [] : [help])].map(redact).map(visible);
  log.error(title, lines);
  const text = [
    `**The policy check could not be made, so it fails.** ${plainText(lines[0] ?? "")}`,
    ...lines.slice(1).flatMap((line) => ["", plainText(line)]),
    "",
  ].join("\n");
  try {
    await writeSummary(`## Policies\n\n${text}`, telling);
    setOutputs(failedOutputs);
    const { inputs, plan, github } = known;
    if (inputs !== null && github !== null && plan?.kind === "pull-request") {
      await commentOn(github, {
        number: plan.number,
        headSha: plan.headSha,
        isFork: plan.isFork,
        marker: commentMarker(inputs),
        text,
        when: inputs.comment,
        isWorthSaying: true,
      });
    }
  } catch (second) {
    log.error("internal error", [describe(second).message]);
  }
}

interface Described {
  readonly title: string;
  readonly message: string;
  readonly help: string | null;
}

function describe(error: unknown): Described {
  if (error instanceof CallFailure) {
    return { title: "policy check", message: error.message, help: error.help };
  }
  if (error instanceof GitHubFailure) return { title: "policy check", message: error.message, help: null };
  const code = systemErrorCode(error);
  if (code !== null) return { title: "policy check", message: systemReason(code), help: null };
  return {
    title: "internal error",
    message: `this is a bug in sentrely-policy ${version}, not in your policies: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    help: null,
  };
}
