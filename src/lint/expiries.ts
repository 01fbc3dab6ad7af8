/** What has an end: agents and grants, each with the day on which it ends. */
import type { Span } from "../base/source.ts";
import { utcDate } from "../ir/calendar.ts";
import { firstOf } from "../ir/registry.ts";
import type { LintContext } from "./lint-context.ts";
import type { SourceStatement } from "./source-statements.ts";

export interface Expiry {
  /** `the grant`, or an agent by its name. */
  readonly what: string;
  readonly span: Span;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** `YYYY-MM-DD`, in UTC. */
  readonly date: string;
  /** The grant or gate; `null` for an agent. */
  readonly statement: SourceStatement | null;
}

/** Each agent and each grant of the text that has an `expires`, once. */
export function expiriesOf(context: LintContext): readonly Expiry[] {
  return context.share({ name: "expiries", make: findExpiries });
}

function findExpiries({ set, statements }: LintContext): readonly Expiry[] {
  const found = new Map<string, Expiry>();
  const add = (at: number | null, span: Span, what: string, statement: SourceStatement | null): void => {
    const key = `${span.file}:${String(span.start)}`;
    if (at !== null && !found.has(key)) found.set(key, { what, span, at, date: utcDate(at), statement });
  };
  for (const { name, expires, place } of set.agents) add(expires, firstOf(place), `agent \`${name}\``, null);
  for (const statement of statements) {
    for (const { statement: bound } of statement.instances) {
      if (bound.kind !== "deny") add(bound.expires, statement.place.span, "the grant", statement);
    }
  }
  return [...found.values()];
}
