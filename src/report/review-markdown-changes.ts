/** What a review says of requests: tables by agents, and the decisions behind them. */
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { ApprovalEntry, Decision } from "../base/request.ts";
import type { Change, ChangedStatement, ChangeKind } from "../diff/change.ts";
import type { SideName } from "../diff/side.ts";
import { changeWord } from "./change-words.ts";
import { approvalText, decisionLine, requestLine } from "./decision-text.ts";
import { growthText, kindWords, regionText } from "./diff-report.ts";
import { firstRows, more, type Section } from "./markdown-sections.ts";
import {
  agentsCell,
  answerableFor,
  answerCell,
  code,
  codeLine,
  markOf,
  placeLink,
  prose,
  proseLine,
  refusedFirst,
  upTo,
  witnessCell,
  type View,
} from "./review-markdown.ts";

/** Kinds of changes of decisions, the gravest first. */
const order: readonly ChangeKind[] = ["widened", "ungated", "narrowed", "gated", "approval", "obligation"];

// More tables than this are harder to read than one with a column for the agents.
const mostTables = 8;

interface Group {
  /** The agents that all of the changes hold for. */
  readonly agents: readonly string[];
  readonly changes: readonly Change[];
}

/** Changes of decisions: a table for all agents that share them. */
export function decisionSections(view: View): Section[] {
  const { review } = view.report;
  const changes = review.difference.changes.filter(({ kind }) => order.includes(kind));
  if (changes.length === 0) return [];
  const groups = groupsOf(changes, view);
  const own = groups.length <= mostTables ? groups : groups.slice(0, mostTables - 1);
  const rest = groups.slice(own.length);
  const tables = own.map((group) => agentTable(view, group));
  if (rest.length > 0) tables.push(sharedTable(view, rest));
  const last = tables.length - 1;
  return tables.map((table, i) => ({
    ...table,
    lead: i === 0 ? ["### What is decided otherwise", "", ...table.lead] : table.lead,
    tail: i === last ? legendOf(changes) : [],
  }));
}

/** Groups with what a gate refuses first, then by their gravest change. */
function groupsOf(changes: readonly Change[], { report }: View): Group[] {
  const groups = new Map<string, { agents: readonly string[]; changes: Change[] }>();
  for (const change of changes) {
    const key = JSON.stringify(change.agents);
    const group = groups.get(key) ?? { agents: change.agents, changes: [] };
    group.changes.push(change);
    groups.set(key, group);
  }
  const rank = (change: Change): number =>
    order.indexOf(change.kind) + (report.review.refused.has(change) ? 0 : order.length);
  const sorted = [...groups.values()].map((group) => ({
    agents: group.agents,
    changes: [...group.changes].sort((a, b) => rank(a) - rank(b)),
  }));
  const gravest = ({ changes: [first] }: Group): number => (first === undefined ? Infinity : rank(first));
  return sorted.sort((a, b) => gravest(a) - gravest(b));
}

function agentTable(view: View, { agents, changes }: Group): Section {
  const [first] = agents;
  const isOne = agents.length === 1;
  const names = agents.length <= 4 ? agents : agents.slice(0, 3);
  const listed = names.map((name) => codeLine(view, name)).join(", ");
  const who = agents.length > names.length ? `${agents.length} agents: ${listed}, …` : listed;
  return {
    lead: first === undefined ? [] : [`#### ${who}`],
    head: ["| change | requests | such as | by |", "|---|---|---|---|"],
    ...firstRows(
      changes,
      upTo(view, 12),
      (change) => `| ${decisionCells(view, change, isOne).join(" | ")} |`,
    ),
    rest: more("change"),
    tail: [],
  };
}

function sharedTable(view: View, groups: readonly Group[]): Section {
  const write = (change: Change): string => {
    const [what = "", ...cells] = decisionCells(view, change, change.agents.length === 1);
    return `| ${[what, agentsCell(view, change.agents), ...cells].join(" | ")} |`;
  };
  const changes = groups.flatMap((group) => group.changes);
  return {
    lead: [`#### ${sortedUnique(groups.flatMap(({ agents }) => agents)).length} more agents`],
    head: ["| change | agent | requests | such as | by |", "|---|---|---|---|---|"],
    ...firstRows(changes, upTo(view, 20), write),
    rest: more("change"),
    tail: [],
  };
}

function decisionCells(view: View, change: Change, isAgentNamed: boolean): string[] {
  const { kind, tags } = change;
  const region = regionText(change);
  const asked = kind === "approval" ? `<br>${askedText(view, change)}` : "";
  const isGated = kind === "widened" && tags.includes("with-approval") ? ", with approval" : "";
  const isTold = kind === "obligation" || region === null;
  return [
    `${kindWords[kind]}${isGated}${markOf(view, change)}`,
    `${isTold ? prose(view, change.message) : code(view, region)}${asked}`,
    witnessCell(view, change, isAgentNamed),
    answerCell(view, change),
  ];
}

/** How approval was and is asked for. */
function askedText(view: View, { before, after }: Change): string {
  const asked = (decision: Decision | null): string =>
    decision?.approvals.map((entry: ApprovalEntry) => approvalText(entry)).join("; ") ?? "";
  return `${code(view, asked(before))} → ${code(view, asked(after))}`;
}

function legendOf(changes: readonly Change[]): string[] {
  const said: string[] = [];
  if (changes.some(({ kind }) => kind === "gated" || kind === "ungated"))
    said.push("*gated*: only after a person's approval");
  if (changes.some(({ region }) => region?.exact === false))
    said.push("≈: the patterns cover the change, and more");
  return said.length === 0 ? [] : [said.join(" · ")];
}

/** Agents that came, went or were renamed. */
export function agentSections(view: View): Section[] {
  const changes = view.report.review.difference.changes.filter(({ kind }) => kind === "agent");
  if (changes.length === 0) return [];
  const write = (change: Change): string => {
    const { agents, message } = change;
    return `| ${agentsCell(view, agents)}${markOf(view, change)} | ${prose(view, message)} | ${statementsCell(view, change)} | ${witnessCell(view, change, agents.length === 1)} |`;
  };
  return [
    {
      lead: ["### Agents"],
      head: ["| agent | change | statements | such as |", "|---|---|---|---|"],
      ...firstRows(refusedFirst(view, changes), upTo(view, 15), write),
      rest: more("agent"),
      tail: [],
    },
  ];
}

/** What an agent is granted, or was: a reviewer reads the whole of it, the broadest first where that is too much. */
function statementsCell(view: View, change: Change): string {
  const { side, statements } = answerableFor(view, change);
  const most = upTo(view, 6);
  // A deny is no danger, and the fewer literal characters, the more it tends to permit.
  const weight = ({ text }: ChangedStatement): number =>
    (text.startsWith("deny") ? 1e6 : 0) + (text.endsWith("]") ? 1e3 : 0) + text.replaceAll("*", "").length;
  const shown =
    statements.length > most
      ? [...statements].sort((a, b) => weight(a) - weight(b)).slice(0, most)
      : statements;
  const gone = side === "base" ? ` (in ${code(view, view.report.baseName)})` : "";
  const rest = statements.length - shown.length;
  return [
    ...shown.map((s) => `${code(view, s.text)} ${placeLink(view, side, s.span.file, s.line)}${gone}`),
    ...(rest > 0 ? [`and ${rest} more`] : []),
  ].join("<br>");
}

/** Where an agent may act on many more names than before. */
export function reachSections(view: View): Section[] {
  const grown = view.report.review.difference.changes.filter((change) => {
    const { reach, tags } = change;
    if (reach === null || reach.head <= reach.base) return false;
    return view.isWhole || tags.includes("reach-growth");
  });
  if (grown.length === 0) return [];
  const length = grown[0]?.reach?.length ?? 0;
  const write = (change: Change): string =>
    `| ${agentsCell(view, change.agents)} | ${reachOf(view, change)} | ${growthText(change) ?? ""} |`;
  return [
    {
      lead: [
        "### Reach",
        "",
        `How many pairs of an action and a resource, of up to ${length} characters, are allowed without approval.`,
      ],
      head: ["| agent | requests | reach |", "|---|---|---|"],
      ...firstRows(grown, upTo(view, 8), write),
      rest: more("change"),
      tail: [],
    },
  ];
}

function reachOf(view: View, change: Change): string {
  const region = regionText(change);
  return region === null ? "all that it is granted" : code(view, region);
}

/** The decisions and statements of both sides, folded; those of agents that came or went are in their table. */
export function detailSections(view: View): Section[] {
  const changes = view.report.review.difference.changes.filter(
    ({ kind, witness }) => witness !== null && kind !== "test" && kind !== "agent",
  );
  if (changes.length === 0) return [];
  return [
    {
      lead: ["<details><summary>Statements and decisions, before and after</summary>"],
      head: [],
      ...firstRows(refusedFirst(view, changes), upTo(view, 8), (change) => detailsOf(view, change)),
      rest: more("change"),
      tail: ["</details>"],
    },
  ];
}

function detailsOf(view: View, change: Change): string {
  const { basePathOf, pathOf } = view.report;
  const { before, after, message, witness } = change;
  const decision = (when: string, decided: Decision | null, path: (file: string) => string): string[] =>
    decided === null ? [] : [`  - ${when}: ${codeLine(view, decisionLine(decided, { pathOf: path }))}`];
  return [
    `- **${changeWord(change)}**: ${proseLine(view, message)}`,
    ...(witness === null ? [] : [`  - such as ${codeLine(view, requestLine(witness.request))}`]),
    ...decision("before", before, basePathOf),
    ...decision("after", after, pathOf),
    ...statementLines(view, "base", change),
    ...statementLines(view, "head", change),
  ].join("\n");
}

function statementLines(view: View, side: SideName, change: Change): string[] {
  const { [side]: statements } = change;
  const most = view.isWhole ? 50 : 3;
  const shown = [...statements]
    .sort((a, b) => compareCodePoints(a.span.file, b.span.file) || a.span.start - b.span.start)
    .slice(0, most)
    .map(
      (s) => `  - ${side} ${placeLink(view, side, s.span.file, s.line, codeLine)}: ${codeLine(view, s.text)}`,
    );
  const rest = statements.length - shown.length;
  return rest > 0 ? [...shown, `  - ${side}: and ${rest} more`] : shown;
}
