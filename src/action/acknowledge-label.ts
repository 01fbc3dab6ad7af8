/** Labels, and whether one of them acknowledges: by whom and since when, which a label itself does not say. */
import { quoted } from "../report/sanitize.ts";
import { deedOf, headPush, pushedBy, timeOf, type Facts } from "./acknowledge-facts.ts";
import type { Weighed } from "./acknowledge-review.ts";
import { shortName } from "./commits.ts";
import type { Account, GitHub } from "./github.ts";

export async function weighLabels(
  github: GitHub,
  number: number,
  facts: Facts,
  labels: readonly string[],
): Promise<Weighed> {
  const present = await github.labels(number);
  const lines: string[] = [];
  // GitHub's labels have no case.
  const wanted = new Set(labels.map((label) => label.toLowerCase()));
  for (const label of wanted) {
    const set = lastSet(facts, label);
    const name = present.find((other) => other.toLowerCase() === label);
    if (name === undefined) {
      if (set !== null) lines.push(`the label ${quoted(set.name)} was taken off again`);
      continue;
    }
    const outcome = set === null ? null : await weigh(github, facts, set, name);
    if (outcome !== null && "counts" in outcome) return { counts: outcome.counts, lines };
    lines.push(outcome?.refusal ?? `the label ${quoted(name)} is set, but GitHub does not tell by whom`);
  }
  return { counts: null, lines };
}

interface Setting {
  /** As it was written. */
  readonly name: string;
  readonly index: number;
  readonly actor: Account | null;
  readonly at: string;
  /** False when it was taken off afterwards. */
  readonly stands: boolean;
}

/** When a label was set last; `null`: never. */
function lastSet({ timeline }: Facts, label: string): Setting | null {
  const isOf = (index: number, event: string): boolean =>
    timeline[index]?.event === event && timeline[index].label?.toLowerCase() === label;
  const index = timeline.findLastIndex((_, i) => isOf(i, "labeled"));
  const entry = timeline[index];
  if (entry === undefined || entry.label === null || entry.createdAt === null) return null;
  const stands = timeline.findLastIndex((_, i) => isOf(i, "unlabeled")) < index;
  return { name: entry.label, index, actor: entry.actor, at: entry.createdAt, stands };
}

async function weigh(
  github: GitHub,
  facts: Facts,
  { index, actor, at, stands }: Setting,
  name: string,
): Promise<{ readonly counts: string } | { readonly refusal: string }> {
  const label = `the label ${quoted(name)}`;
  const refuse = (why: string): { readonly refusal: string } => ({ refusal: why });
  if (!stands) return refuse(`${label} is set, but GitHub tells only that it was taken off`);
  if (actor === null) return refuse(`${label} was set by an account that is gone`);
  const who = quoted(actor.login);
  if (actor.type !== "User") return refuse(`${label} was set by ${who}, who is no person`);
  const deed = deedOf(facts, actor.login);
  if (deed !== null) return refuse(`${label} was set by ${who}, who ${deed}`);

  const isPush = (event: string): boolean => event === "committed" || event === "head_ref_force_pushed";
  const lastPush = facts.timeline.findLastIndex(({ event }) => isPush(event));
  if (lastPush === -1) return refuse(`${label} was set, but GitHub tells of no push to set it after`);
  if (lastPush > index) return refuse(`${label} was set by ${who} before the last push`);
  if (facts.lastRetarget > index) return refuse(`${label} was set by ${who} before the base was changed`);
  // Commits stand in the timeline by dates that their authors write; the push has the server's.
  const push = await headPush(facts);
  if (typeof push === "string") return refuse(`${label} was set by ${who}, but ${push}`);
  if (!(Date.parse(at) > Date.parse(push.timestamp))) {
    return refuse(`${label} was set by ${who} before the last push`);
  }
  if (push.actor === null) return refuse(`${label} was set by ${who}, but who pushed is not known`);
  const pushed = pushedBy(facts, await facts.pushes(), actor.login);
  if (pushed !== null) return refuse(`${label} was set by ${who}, who ${pushed}`);

  const permission = await github.permissionOf(actor.login);
  if (!["admin", "maintain", "write"].includes(permission)) {
    return refuse(`${label} was set by ${who}, who has no write access (${quoted(permission)})`);
  }
  return {
    counts: `${who}, who has write access, set ${label} at ${quoted(timeOf(at))} for ${quoted(shortName(facts.headSha))}`,
  };
}
