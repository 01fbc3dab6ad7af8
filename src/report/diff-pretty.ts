/** Differences for people at a terminal. */
import type { Change } from "../diff/change.ts";
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
import { finishLines, visible } from "./sanitize.ts";
import type { Style } from "./style.ts";

function paintOf(change: Change, style: Style): (text: string) => string {
  switch (change.kind) {
    case "widened":
    case "ungated":
      return style.bad;
    case "narrowed":
    case "gated":
      return style.good;
    default:
      return style.strong;
  }
}

/** The sentence of a change that has no region, or whose region says too little; it names its agents itself. */
function plainHeading({ kind, message }: Change, style: Style): string {
  const word = kindWords[kind];
  return message.startsWith(`${word} `)
    ? `${style.strong(word)}${visible(message.slice(word.length))}`
    : `${style.strong(word)}: ${visible(message)}`;
}

/** Statements of one side that are printed; the rest is counted. */
const mostStatements = 4;

function changeLines(change: Change, report: DiffReport): string[] {
  const { style, basePathOf, headPathOf } = report;
  const region = regionText(change);
  const who = agentsText(change.agents);
  const lines = [
    // What a guardrail bears on is no request that is decided otherwise: its sentence says what it is.
    region === null || change.kind === "guardrail"
      ? plainHeading(change, style)
      : `${paintOf(change, style)(kindWords[change.kind])}${who === "" ? "" : ` for ${style.strong(visible(who))}`}: ${visible(region)}`,
  ];
  const add = (name: string, text: string): void => {
    lines.push(`  ${style.frame(name.padEnd(8))} ${text}`);
  };
  if (change.witness !== null) add("witness", requestLine(change.witness.request));
  if (change.before !== null) add("before", decisionLine(change.before, { pathOf: basePathOf }));
  if (change.after !== null) add("after", decisionLine(change.after, { pathOf: headPathOf }));
  const sides = [
    { name: "base", statements: change.base, pathOf: basePathOf },
    { name: "head", statements: change.head, pathOf: headPathOf },
  ];
  for (const { name, statements, pathOf } of sides) {
    for (const statement of statements.slice(0, mostStatements)) {
      add(name, `${visible(placeText(statement, pathOf))}: ${visible(statement.text)}`);
    }
    if (statements.length > mostStatements) add(name, `and ${statements.length - mostStatements} more`);
  }
  const reach = reachText(change);
  if (reach !== null) add("reach", reach);
  const refused = report.refused.get(change);
  if (refused !== undefined) add("refused", style.bad(`--fail-on ${refused.join(",")}`));
  return [...lines, ""];
}

export const formatDiffPretty: DiffFormatter = (report) => {
  const { difference, style, baseName, headName, refused } = report;
  const sides = `${visible(baseName)} and ${visible(headName)}`;
  const { changes, unknown } = difference;
  if (changes.length === 0 && unknown.length === 0) {
    return finishLines([`${style.good("no difference")}: ${sides} decide every request alike`]);
  }
  const gate = refused.size === 0 ? "" : `, ${style.bad(`${refused.size} refused`)}`;
  const open = unknown.length === 0 ? "" : `, ${style.bad(`${unknown.length} undecided`)}`;
  return finishLines([
    ...changes.flatMap((change) => changeLines(change, report)),
    ...unknown.flatMap(({ agent, question }) => [
      `${style.bad("undecided")}${agent === null ? "" : ` for ${style.strong(visible(agent))}`}: ${visible(question)}`,
      "",
    ]),
    `${changes.length === 0 ? "no change shown" : summaryText(changes)}${gate}${open}`,
  ]);
};
