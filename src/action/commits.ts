/**
 * Which two commits an event compares, and how they are had where the checkout lacks them.
 *
 * INVARIANT: of a pull request the head is the merge commit that the server made of it, whose second parent is the
 * event's head, and the base its first parent. Commits come from the repository of the workflow by its address, never
 * from a remote that the checkout names: that of a fork could hold another base.
 */
import { CallFailure } from "../cli/failure.ts";
import { quoted } from "../report/sanitize.ts";
import type { PullRequestPlan, PushPlan, Plan, QueuePlan, StandingPlan } from "./event.ts";
import { isCommitName } from "./payload.ts";

/** The commits of the workflow's repository. */
export interface CommitStore {
  /** Full names of a commit's parents, also beyond the edge of a shallow clone; `null`: the commit is not here. */
  readonly parentsOf: (commit: string) => readonly string[] | null;
  /** The full name of what a name means here; `null`: nothing. */
  readonly resolve: (name: string) => string | null;
  /** Fetches a ref or a commit by its full name, with so many commits of history where the clone is shallow. */
  readonly fetch: (what: string, depth: number) => Fetched;
}

export type Fetched =
  | { readonly kind: "fetched"; readonly commit: string }
  /** `reason`: one sentence, without the token. */
  | { readonly kind: "failed"; readonly reason: string };

export interface Commits {
  readonly head: string;
  /** `null`: there is nothing to compare with. */
  readonly base: string | null;
  /** What reports call them. */
  readonly headName: string;
  readonly baseName: string;
  /** One sentence each. */
  readonly notes: readonly string[];
}

/** Milliseconds between looks for a merge commit that the server is still making. */
const mergeWaits = [500, 1500, 3000];

/**
 * @param wait resolves after so many milliseconds; in it the server may be asked about the pull request, upon which
 *   it makes the merge commit
 * @throws CallFailure when a commit that has to be there cannot be had
 */
export async function findCommits(
  plan: Plan,
  store: CommitStore,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Commits> {
  switch (plan.kind) {
    case "pull-request":
      return await ofPullRequest(plan, store, wait);
    case "queue":
      return ofQueue(plan, store);
    case "push":
      return ofPush(plan, store);
    case "standing":
      return ofStanding(plan, store);
  }
}

export function shortName(commit: string): string {
  return commit.slice(0, 10);
}

async function ofPullRequest(
  plan: PullRequestPlan,
  store: CommitStore,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Commits> {
  const ref = `refs/pull/${String(plan.number)}/merge`;
  const merged = (commit: string): Commits | null => {
    const [base, second, ...others] = store.parentsOf(commit) ?? [];
    if (base === undefined || second !== plan.headSha || others.length > 0) return null;
    obtain(store, base, "the base of the pull request");
    // What people know is the commit that was pushed; its merge is the server's own.
    return { head: commit, base, headName: shortName(plan.headSha), baseName: plan.baseRef, notes: [] };
  };
  if (plan.mergeSha !== null) {
    if (store.parentsOf(plan.mergeSha) === null) store.fetch(plan.mergeSha, 1);
    const found = merged(plan.mergeSha);
    if (found !== null) return found;
  }
  for (const pause of [...mergeWaits, null]) {
    const fetched = store.fetch(ref, 1);
    const found = fetched.kind === "fetched" ? merged(fetched.commit) : null;
    if (found !== null) return found;
    const head = store.fetch(`refs/pull/${String(plan.number)}/head`, 1);
    // Of a head that was replaced there will be no merge commit any more.
    if (pause === null || (head.kind === "fetched" && head.commit !== plan.headSha)) break;
    await wait(pause);
  }
  obtain(store, plan.headSha, "the head of the pull request");
  obtain(store, plan.baseSha, "the base of the pull request");
  return {
    head: plan.headSha,
    base: plan.baseSha,
    headName: shortName(plan.headSha),
    baseName: plan.baseRef,
    notes: [
      `there is no merge commit of ${quoted(shortName(plan.headSha))}, as with conflicts: the branch itself is compared with ${quoted(plan.baseRef)} at ${quoted(shortName(plan.baseSha))}`,
    ],
  };
}

function ofQueue(plan: QueuePlan, store: CommitStore): Commits {
  obtain(store, plan.headSha, "the head of the merge group");
  obtain(store, plan.baseSha, "the base of the merge group");
  return {
    head: plan.headSha,
    base: plan.baseSha,
    headName: shortName(plan.headSha),
    baseName: plan.baseRef,
    notes: [],
  };
}

function ofPush(plan: PushPlan, store: CommitStore): Commits {
  obtain(store, plan.headSha, "the commit that was pushed");
  const names = { head: plan.headSha, headName: shortName(plan.headSha) };
  if (plan.base === null) {
    return {
      ...names,
      base: null,
      baseName: "",
      notes: [
        `${quoted(plan.ref)} is new, so there is nothing to compare with; input \`base\` names something`,
      ],
    };
  }
  if (plan.isBaseGiven) return { ...names, base: given(store, plan.base), baseName: plan.base, notes: [] };
  const problem = lack(store, plan.base);
  if (problem === null) {
    return { ...names, base: plan.base, baseName: shortName(plan.base), notes: [] };
  }
  // A forced push leaves behind what no ref reaches; the server may have removed it.
  return {
    ...names,
    base: null,
    baseName: "",
    notes: [
      `what ${quoted(plan.ref)} held before, ${quoted(shortName(plan.base))}, cannot be had, so nothing was compared: ${problem}`,
    ],
  };
}

function ofStanding(plan: StandingPlan, store: CommitStore): Commits {
  // Of the checkout, since such a workflow may look at another branch than the one that it is on.
  const head = store.resolve("HEAD");
  if (head === null) {
    throw new CallFailure(
      "the checkout has no commit",
      "let the step `actions/checkout` run before this one",
    );
  }
  return {
    head,
    headName: shortName(head),
    base: plan.base === null ? null : given(store, plan.base),
    baseName: plan.base ?? "",
    notes:
      head === plan.headSha
        ? []
        : [
            `what is checked out is ${quoted(shortName(head))}, not the workflow's ${quoted(shortName(plan.headSha))}`,
          ],
  };
}

/** What the `base` input means: a commit, a name that git knows here, or a branch or tag of the server. */
function given(store: CommitStore, name: string): string {
  if (isCommitName(name)) {
    obtain(store, name, "input `base`");
    return name;
  }
  const known = store.resolve(name);
  if (known !== null) return known;
  const branch = store.fetch(`refs/heads/${name}`, 1);
  const fetched = branch.kind === "fetched" ? branch : store.fetch(`refs/tags/${name}`, 1);
  if (fetched.kind === "fetched") return fetched.commit;
  throw new CallFailure(
    `input \`base\`: ${quoted(name)} is no commit, branch or tag that could be had: ${fetched.reason}`,
    "a name such as `HEAD~1` needs history: set `fetch-depth: 0` in the step `actions/checkout`",
  );
}

/** Why a commit cannot be had; `null`: it is here, fetched where it was not. */
function lack(store: CommitStore, commit: string): string | null {
  if (store.parentsOf(commit) !== null) return null;
  const fetched = store.fetch(commit, 1);
  if (fetched.kind === "failed") return fetched.reason;
  return store.parentsOf(commit) === null ? "git fetched something else" : null;
}

/** @throws CallFailure when a commit is neither here nor to be had. */
function obtain(store: CommitStore, commit: string, what: string): void {
  const problem = lack(store, commit);
  if (problem === null) return;
  throw new CallFailure(
    `${what}, ${quoted(shortName(commit))}, is not in this clone and could not be fetched: ${problem}`,
    "set `fetch-depth: 0` in the step `actions/checkout`",
  );
}

/** One commit of a merge group on top of the one before it. */
export interface Step {
  readonly commit: string;
  readonly parent: string;
  /** What was merged; `null`: the commit is no merge. */
  readonly merged: string | null;
}

/** How far back the base of a merge group is looked for; a queue merges a hundred pull requests at most. */
const historyDepths = [50, 500];
const mostSteps = 500;

/** The commits from the base (left out) to the head by first parents, in order; `null`: there is no such way. */
export function stepsBetween(store: CommitStore, base: string, head: string): readonly Step[] | null {
  const depths = [...historyDepths];
  const steps: Step[] = [];
  for (let at = head; at !== base;) {
    let parents = store.parentsOf(at);
    while (parents === null && depths.length > 0) {
      store.fetch(head, depths.shift() ?? 1);
      parents = store.parentsOf(at);
    }
    const [parent, merged, ...others] = parents ?? [];
    if (parent === undefined || others.length > 0 || steps.length >= mostSteps) return null;
    steps.unshift({ commit: at, parent, merged: merged ?? null });
    at = parent;
  }
  return steps;
}
