/** A decision as Claude Code's hooks answer it. */
import type { CombinedDecision } from "../../../../src/runtime/index.ts";
import type { Mapped } from "./requests.ts";

export interface Answer {
  readonly permission: "allow" | "ask" | "deny";
  readonly reason: string;
  /** What the user is told besides, or null. */
  readonly message: string | null;
}

/** Who sits at the prompt, and when the host shows one. */
export interface Prompt {
  readonly mode: string;
  /** Modes in which an `ask` is believed to reach a person. */
  readonly askModes: readonly string[];
  /** `user:NAME` and `group:NAME` of the person at the prompt. */
  readonly approvers: readonly string[];
}

const maxLines = 8;

/** The answer to a tool call. */
export function answerOf(decision: CombinedDecision, mapped: Mapped, prompt: Prompt): Answer {
  const message = decision.notify.length === 0 ? null : `To be told: ${decision.notify.join(", ")}`;
  if (decision.effect === "allow") {
    return { permission: "allow", reason: `Allowed by ${statements(decision)}.`, message };
  }
  if (decision.effect === "deny") return deny(explain(decision, mapped));
  const obstacle = obstacleOf(decision, prompt);
  const asked = approvals(decision);
  if (obstacle !== null) return deny([`This needs approval (${asked}), and ${obstacle}.`]);
  return { permission: "ask", reason: `This needs approval: ${asked}.`, message };
}

export function deny(lines: readonly string[]): Answer {
  return { permission: "deny", reason: `Denied by policy. ${lines.join("\n")}`, message: null };
}

/** The JSON that the host reads from the standard output. */
export function toJson(answer: Answer): string {
  return JSON.stringify({
    hookSpecificOutput: {
      hookEventName: "PreToolUse",
      permissionDecision: answer.permission,
      permissionDecisionReason: answer.reason,
    },
    ...(answer.message === null ? {} : { systemMessage: answer.message }),
  });
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["invalid_request", "the name is not valid"],
  ["unknown_agent", "the policies do not know the agent"],
  ["no_grant", "no statement allows it"],
]);

/** A line for each request that was denied, and why a command was not parsed. */
function explain(decision: CombinedDecision, mapped: Mapped): readonly string[] {
  const lines = decision.decisions.flatMap((one, at) => {
    const wish = mapped.wishes[at];
    if (one.effect !== "deny" || wish === undefined) return [];
    const why = one.reason === "denied" ? `denied by ${statements(one)}` : (reasons.get(one.reason) ?? one.reason);
    return [`${wish.action} on ${wish.resource}: ${why}.`];
  });
  const notes = lines.some((line) => line.includes("cmd/unparsed")) ? mapped.notes : [];
  const all = [...lines, ...notes.map((note) => `Not parsed: ${note}.`)];
  return all.length > maxLines ? [...all.slice(0, maxLines), `And ${all.length - maxLines} more.`] : all;
}

function statements(decision: Pick<CombinedDecision, "statements">): string {
  const names = decision.statements.map(({ id, file, line }) => `${id} (${file}:${line})`);
  return names.length === 0 ? "the policies" : names.join(", ");
}

function approvals(decision: CombinedDecision): string {
  const entries = decision.approvals.map((entry) => {
    const where = entry.channels.length === 0 ? "" : ` in ${entry.channels.join(" or ")}`;
    const who = entry.approvers.length === 0 ? "" : ` from ${entry.approvers.join(" or ")}`;
    return `${entry.needed} answer${entry.needed === 1 ? "" : "s"}${who}${where} within ${minutes(entry.timeout_seconds)}, asked by ${entry.statements.join(", ")}`;
  });
  return entries.length === 0 ? statements(decision) : entries.join("; ");
}

function minutes(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** Why the host's prompt cannot be the approval that the policies ask for; null when it can. */
function obstacleOf(decision: CombinedDecision, prompt: Prompt): string | null {
  if (!prompt.askModes.includes(prompt.mode)) {
    return `in the permission mode \`${prompt.mode}\` nobody may be asked`;
  }
  for (const entry of decision.approvals) {
    if (entry.needed !== 1) return "a prompt collects one answer only";
    if (entry.approvers.length > 0 && !entry.approvers.some((one) => prompt.approvers.includes(one))) {
      return "the person at the prompt is not known as one who may answer";
    }
  }
  return null;
}
