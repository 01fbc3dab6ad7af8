/**
 * Differences as Markdown, for a comment on a pull request or a job summary.
 *
 * INVARIANT: text from policies is in code spans that it cannot leave; it can make no link, mention,
 * image or heading.
 */
import type { Change, ChangeKind } from "../diff/change.ts";
import { decisionLine, requestLine } from "./decision-text.ts";
import {
  agentsText,
  type DiffFormatter,
  type DiffReport,
  kindWords,
  placeText,
  reachText,
  regionText,
  summaryText,
} from "./diff-report.ts";
import { codeCell, codeSpan, plainText } from "./markdown-text.ts";
import { finishLines } from "./sanitize.ts";

const order: readonly ChangeKind[] = ["widened", "ungated", "narrowed", "gated", "approval", "obligation"];

function decisionTable(changes: readonly Change[], report: DiffReport): string[] {
  const { basePathOf, headPathOf, refused } = report;
  const rows = changes.map((change) => {
    const statements = [
      ...change.head.map((s) => codeCell(placeText(s, headPathOf))),
      ...(change.head.length === 0
        ? change.base.map((s) => `${codeCell(placeText(s, basePathOf))} (base)`)
        : []),
    ];
    const shown = statements.slice(0, 3).join("<br>");
    const more = statements.length > 3 ? `<br>and ${statements.length - 3} more` : "";
    const gate = refused.has(change) ? " ⛔" : "";
    return `| ${kindWords[change.kind]}${gate} | ${codeCell(agentsText(change.agents, 3))} | ${codeCell(regionText(change) ?? "")} | ${change.witness === null ? "" : codeCell(requestLine(change.witness.request))} | ${shown}${more} |`;
  });
  return ["| change | agent | requests | such as | by |", "|---|---|---|---|---|", ...rows, ""];
}

function details(changes: readonly Change[], report: DiffReport): string[] {
  const lines = changes.flatMap((change) => {
    const reach = reachText(change);
    return [
      `- **${kindWords[change.kind]}**: ${plainText(change.message)}`,
      ...(change.before === null
        ? []
        : [`  - before: ${codeSpan(decisionLine(change.before, { pathOf: report.basePathOf }))}`]),
      ...(change.after === null
        ? []
        : [`  - after: ${codeSpan(decisionLine(change.after, { pathOf: report.headPathOf }))}`]),
      ...(reach === null ? [] : [`  - reach: ${reach}`]),
    ];
  });
  return ["<details><summary>Decisions before and after</summary>", "", ...lines, "", "</details>", ""];
}

export const formatDiffMarkdown: DiffFormatter = (report) => {
  const { difference, refused } = report;
  const { changes, unknown } = difference;
  if (changes.length === 0 && unknown.length === 0) {
    return finishLines(["**No difference**: both sides decide every request alike."]);
  }
  const decided = order.flatMap((kind) => changes.filter((c) => c.kind === kind));
  const others = changes.filter((c) => !order.includes(c.kind));
  return finishLines([
    `**${changes.length === 0 ? "No change shown" : summaryText(changes)}**${refused.size === 0 ? "" : `, ${refused.size} refused ⛔`}`,
    "",
    ...(decided.length === 0 ? [] : [...decisionTable(decided, report), ...details(decided, report)]),
    ...others.map((c) => `- ${kindWords[c.kind]}: ${plainText(c.message)}${refused.has(c) ? " ⛔" : ""}`),
    ...unknown.map(
      ({ agent, question }) =>
        `- **undecided**${agent === null ? "" : ` for ${codeSpan(agent)}`}: ${plainText(question)}`,
    ),
  ]);
};
