/** Differences as JSON (INTERFACES.md, one change). */
import type { Change, ChangedStatement } from "../diff/change.ts";
import { type DiffFormatter, summaryOf } from "./diff-report.ts";
import { safeJson } from "./sanitize.ts";

interface JsonStatement {
  readonly id: string;
  readonly agent: string | null;
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function statementJson({ id, span, line, text }: ChangedStatement, agent: string | null): JsonStatement {
  return { id, agent, file: span.file, line, text };
}

/** log2 of nothing has no number in JSON: an empty reach is `null`. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toFixed(4)) : null;
}

/** One change, with the words of `--fail-on` that refuse it. */
export function changeJson(change: Change, refused: readonly string[]): object {
  const { kind, tags, agents, message, region, witness, before, after, base, head, reach } = change;
  const agent = witness?.request.agent ?? agents[0] ?? null;
  return {
    kind,
    agent,
    agents,
    message,
    tags,
    ...(region === null ? {} : { region }),
    ...(witness === null ? {} : { witness }),
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
    base: base.map((s) => statementJson(s, agent)),
    head: head.map((s) => statementJson(s, agent)),
    ...(reach === null
      ? {}
      : { reach_log2: { base: finite(reach.base), head: finite(reach.head), length: reach.length } }),
    ...(refused.length === 0 ? {} : { refused }),
  };
}

export const formatDiffJson: DiffFormatter = ({ difference, refused }) =>
  `${safeJson(
    {
      changes: difference.changes.map((c) => changeJson(c, refused.get(c) ?? [])),
      ...(difference.unknown.length === 0 ? {} : { unknown: difference.unknown }),
      summary: summaryOf(difference.changes),
    },
    2,
  )}\n`;
