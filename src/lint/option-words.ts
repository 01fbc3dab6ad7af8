/** The options in which two statements differ, in words. */
import type { Statement } from "../ir/ir.ts";

/** Such as `channels` and `timeout`; empty for statements without options, and of different kinds. */
export function differingOptions(a: Statement, b: Statement): readonly string[] {
  if (a.kind === "deny" || b.kind === "deny" || a.kind !== b.kind) return [];
  const words: string[] = [];
  const compare = (word: string, x: unknown, y: unknown): void => {
    if (JSON.stringify(x) !== JSON.stringify(y)) words.push(word);
  };
  if (a.kind === "gate" && b.kind === "gate") {
    compare("channels", a.approval.channels, b.approval.channels);
    compare("timeout", a.approval.timeoutSeconds, b.approval.timeoutSeconds);
    compare("approvers", a.approval.approvers, b.approval.approvers);
    compare("number of approvals", a.approval.needed, b.approval.needed);
  }
  compare("notify", a.notify, b.notify);
  compare("expiry", a.expires, b.expires);
  return words;
}

/** `a`, `a and b` or `a, b and c`. */
export function inWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
}
