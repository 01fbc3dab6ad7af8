/** What a change is called where it is counted or stands as a title. */
import type { Change, ChangeKind } from "../diff/change.ts";

export type ChangeWords = readonly [one: string, many: string];

/** In the order in which they are counted; a change is what the first that fits says. */
const called: readonly {
  readonly kind: ChangeKind;
  readonly tag?: string;
  readonly words: ChangeWords;
}[] = [
  { kind: "widened", words: ["newly allowed", "newly allowed"] },
  { kind: "ungated", words: ["no longer gated", "no longer gated"] },
  { kind: "narrowed", words: ["newly denied", "newly denied"] },
  { kind: "gated", words: ["newly gated", "newly gated"] },
  { kind: "approval", words: ["asked for otherwise", "asked for otherwise"] },
  { kind: "obligation", words: ["told otherwise", "told otherwise"] },
  { kind: "agent", tag: "agent-renamed", words: ["agent renamed", "agents renamed"] },
  { kind: "agent", tag: "agent-added", words: ["agent added", "agents added"] },
  { kind: "agent", words: ["agent removed", "agents removed"] },
  { kind: "guardrail", tag: "weakened", words: ["guardrail weakened", "guardrails weakened"] },
  { kind: "guardrail", words: ["guardrail changed", "guardrails changed"] },
  { kind: "limit", tag: "limit-raised", words: ["limit raised", "limits raised"] },
  { kind: "limit", tag: "limit-lowered", words: ["limit lowered", "limits lowered"] },
  { kind: "limit", tag: "limit-removed", words: ["limit removed", "limits removed"] },
  { kind: "limit", tag: "limit-added", words: ["limit added", "limits added"] },
  { kind: "limit", words: ["limit changed", "limits changed"] },
  { kind: "config", tag: "workflow-changed", words: ["check changed", "checks changed"] },
  { kind: "config", tag: "weakened", words: ["check loosened", "checks loosened"] },
  { kind: "config", words: ["setting changed", "settings changed"] },
  { kind: "test", tag: "weakened", words: ["earlier test lost", "earlier tests lost"] },
  { kind: "test", tag: "test-added", words: ["test added", "tests added"] },
  { kind: "test", words: ["test removed", "tests removed"] },
];

function indexOf({ kind, tags }: Change): number {
  return called.findIndex((c) => c.kind === kind && (c.tag === undefined || tags.includes(c.tag)));
}

/** Such as `newly allowed`, or `limit raised`. */
export function changeWord(change: Change): string {
  return called[indexOf(change)]?.words[0] ?? change.kind;
}

/** `1 newly allowed, 2 limits raised`; empty without changes. */
export function changeCounts(changes: readonly Change[]): string {
  const found = changes.map(indexOf);
  return called
    .flatMap(({ words: [one, many] }, i) => {
      const count = found.filter((index) => index === i).length;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
    })
    .join(", ");
}
