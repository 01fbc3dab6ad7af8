/** What depends on the day: grants and agents that have expired or soon will. */
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { utcDate } from "./calendar.ts";
import type { PolicySet } from "./ir.ts";
import { irMessages } from "./messages.ts";
import { firstOf } from "./registry.ts";

const { build } = irMessages;

const soon = 14 * 86_400_000;

/** `expired-grant` and `expiring-soon`, one for each statement of the text; `now` in milliseconds. */
export function checkExpiry(set: PolicySet, now: number): Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const check = (expires: number, span: Span, what: string, help: string): void => {
    const key = `${span.file}:${String(span.start)}`;
    if (expires > now + soon || found.has(key)) return;
    const kind = expires <= now ? "expired-grant" : "expiring-soon";
    found.set(key, build[kind](span, { what, date: utcDate(expires) }, { help }));
  };
  for (const { name, expires, place } of set.agents) {
    if (expires === null) continue;
    check(expires, firstOf(place), `agent \`${name}\``, "nothing of the agent's grants from then on");
  }
  for (const statement of set.statements) {
    if (statement.kind === "deny" || statement.expires === null) continue;
    const help =
      statement.kind === "gate" ? "it goes on asking for approval" : "remove it, or set a later date";
    check(statement.expires, statement.place.span, "the grant", help);
  }
  return [...found.values()];
}
