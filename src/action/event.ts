/**
 * From the event that started the workflow to what is to be compared.
 *
 * INVARIANT: on pull requests and in merge queues the event alone says what the base is; an input cannot, since a
 * workflow of the pull request itself could name a loose one.
 */
import { CallFailure } from "../cli/failure.ts";
import { commitAt, numberAt, textAt, valueAt } from "./payload.ts";

export type Plan = PullRequestPlan | QueuePlan | PushPlan | StandingPlan;

export interface PullRequestPlan {
  readonly kind: "pull-request";
  readonly number: number;
  readonly headSha: string;
  /** Of the base branch when the event was sent. */
  readonly baseSha: string;
  readonly baseRef: string;
  /** The commit that may be the trial merge; `null`: this event's commit is another. */
  readonly mergeSha: string | null;
  /** Whether the branch is in another repository, or in one that is gone. */
  readonly isFork: boolean;
}

export interface QueuePlan {
  readonly kind: "queue";
  readonly headSha: string;
  readonly baseSha: string;
  readonly baseRef: string;
  /** The pull request that the queue's branch is named after, which is the last one in the group. */
  readonly lastNumber: number | null;
}

export interface PushPlan {
  readonly kind: "push";
  readonly headSha: string;
  /** What the ref held before, or the `base` input; `null`: nothing, as the ref is new. */
  readonly base: string | null;
  /** Whether the base is the `base` input: then it has to be found. */
  readonly isBaseGiven: boolean;
  readonly ref: string;
}

/** Nothing changed: what is checked out is checked as it stands. */
export interface StandingPlan {
  readonly kind: "standing";
  readonly headSha: string;
  readonly base: string | null;
}

const pullRequestEvents = ["pull_request", "pull_request_target", "pull_request_review"];
const otherEvents = ["push", "merge_group", "schedule", "workflow_dispatch"];

/** The part of the runner's environment that tells of the event. */
export interface EventSource {
  readonly eventName: string;
  readonly repository: string;
  readonly sha: string;
}

/** Whether gates fail: where something is about to be merged. */
export function isGating(plan: Plan): boolean {
  return plan.kind === "pull-request" || plan.kind === "queue";
}

/** @throws CallFailure for an event that cannot be judged, or whose payload lacks what it must have. */
export function planOf(source: EventSource, payload: unknown, base: string | null): Plan {
  const { eventName, sha } = source;
  if (pullRequestEvents.includes(eventName)) {
    refuseBase(eventName, base);
    return pullRequestPlan(source, payload);
  }
  switch (eventName) {
    case "merge_group":
      refuseBase(eventName, base);
      return queuePlan(payload);
    case "push":
      return pushPlan(sha, payload, base);
    case "schedule":
    case "workflow_dispatch":
      return { kind: "standing", headSha: sha, base };
    default:
      throw new CallFailure(
        `the event \`${eventName}\` says nothing about which policies to check`,
        `start the workflow on ${[...pullRequestEvents, ...otherEvents].join(", ")}`,
      );
  }
}

function refuseBase(eventName: string, base: string | null): void {
  if (base === null) return;
  throw new CallFailure(
    `input \`base\`: on \`${eventName}\` the event says what the base is`,
    "leave it out; it is for push, schedule and workflow_dispatch",
  );
}

/** A value that the payload must have. */
function required<T>(value: T | null, what: string): T {
  if (value !== null) return value;
  throw new CallFailure(`the payload of the event has no \`${what}\``);
}

function pullRequestPlan({ eventName, sha, repository }: EventSource, payload: unknown): PullRequestPlan {
  const headRepository = textAt(payload, "pull_request", "head", "repo", "full_name");
  return {
    kind: "pull-request",
    number: required(numberAt(payload, "pull_request", "number"), "pull_request.number"),
    headSha: required(commitAt(payload, "pull_request", "head", "sha"), "pull_request.head.sha"),
    baseSha: required(commitAt(payload, "pull_request", "base", "sha"), "pull_request.base.sha"),
    baseRef: required(textAt(payload, "pull_request", "base", "ref"), "pull_request.base.ref"),
    mergeSha: eventName === "pull_request_target" ? null : sha,
    isFork: headRepository?.toLowerCase() !== repository.toLowerCase(),
  };
}

function queuePlan(payload: unknown): QueuePlan {
  const ref = required(textAt(payload, "merge_group", "head_ref"), "merge_group.head_ref");
  // Such as refs/heads/gh-readonly-queue/main/pr-104-929f8209d40f77f4abc622a499c93a83babdbe64
  const number = /\/pr-([1-9][0-9]{0,14})-[0-9a-f]{40,64}$/.exec(ref)?.[1];
  return {
    kind: "queue",
    headSha: required(commitAt(payload, "merge_group", "head_sha"), "merge_group.head_sha"),
    baseSha: required(commitAt(payload, "merge_group", "base_sha"), "merge_group.base_sha"),
    baseRef: required(textAt(payload, "merge_group", "base_ref"), "merge_group.base_ref").replace(
      /^refs\/heads\//,
      "",
    ),
    lastNumber: number === undefined ? null : Number(number),
  };
}

function pushPlan(sha: string, payload: unknown, base: string | null): PushPlan {
  const ref = required(textAt(payload, "ref"), "ref");
  if (valueAt(payload, "deleted") === true) {
    throw new CallFailure(`this push removed \`${ref}\`: there is nothing to check`);
  }
  const before = required(textAt(payload, "before"), "before");
  return {
    kind: "push",
    headSha: sha,
    base: base ?? (/^0+$/.test(before) ? null : required(commitAt(payload, "before"), "before")),
    isBaseGiven: base !== null,
    ref,
  };
}
