/** What a review says of what judges and bounds: loosened checks, limits, config, tests that came and went. */
import type { Change } from "../diff/change.ts";
import { limitName, movementText } from "./limit-words.ts";
import { firstRows, more, type Section } from "./markdown-sections.ts";
import {
  agentsCell,
  answerCell,
  code,
  codeLine,
  isTold,
  markOf,
  prose,
  refusedFirst,
  upTo,
  type View,
  witnessCell,
} from "./review-markdown.ts";

function changesOf({ report }: View, which: (change: Change) => boolean): readonly Change[] {
  return report.review.difference.changes.filter(which);
}

function isWeakened({ tags }: Change): boolean {
  return tags.includes("weakened");
}

/** What the head loosens in what judges it. */
export function weakeningSections(view: View): Section[] {
  const base = codeLine(view, view.report.baseName);
  const loosened = changesOf(view, (c) => isWeakened(c) && isSetting(c));
  const broken = changesOf(view, (c) => isWeakened(c) && c.kind === "test");
  return [
    ...shownChanges(view, loosened, {
      title: "Loosened checks",
      intro: `This can loosen what policies are judged by.${isJudgedByBase(view) ? ` Until it is acknowledged, the settings of ${base} judge them too.` : ""}`,
      noun: "change",
      most: 15,
    }),
    ...shownChanges(view, broken, {
      title: `Tests of ${base} that are gone, or no longer hold`,
      intro: null,
      noun: "test",
      most: 10,
    }),
  ];
}

function isJudgedByBase({ report: { verdict } }: View): boolean {
  return verdict.waived.length === 0;
}

/** What the tables of requests, agents and limits do not have. */
function isSetting({ kind }: Change): boolean {
  return kind === "config" || kind === "guardrail";
}

interface Words {
  readonly title: string;
  readonly intro: string | null;
  readonly noun: string;
  readonly most: number;
}

/** Changes by their sentences, with a column for witnesses where any has one. */
function shownChanges(view: View, changes: readonly Change[], words: Words): Section[] {
  if (changes.length === 0) return [];
  const all = refusedFirst(view, changes);
  const cells = all
    .slice(0, upTo(view, words.most))
    .map((change) => [
      `${prose(view, change.message)}${markOf(view, change)}`,
      witnessCell(view, change, false),
      answerCell(view, change),
    ]);
  // A column that says nothing is left out.
  const titles = ["what", "such as", "by"];
  const kept = titles.map((_, i) => cells.some((row) => row[i] !== ""));
  const line = (row: readonly string[]): string => `| ${row.filter((_, i) => kept[i]).join(" | ")} |`;
  return [
    {
      lead: [`### ${words.title}`, ...(words.intro === null ? [] : ["", words.intro])],
      head: [line(titles), line(titles.map(() => "---"))],
      rows: cells.map(line),
      beyond: all.length - cells.length,
      rest: more(words.noun),
      tail: [],
    },
  ];
}

const limitWords: { readonly [tag: string]: string } = {
  "limit-raised": "raised",
  "limit-lowered": "lowered",
  "limit-removed": "removed",
  "limit-added": "added",
  "limit-changed": "changed",
  "audit-weakened": "evidence weakened",
  "audit-changed": "evidence changed",
};

/** What weakens a limit comes first. */
const limitOrder = ["audit-weakened", "limit-removed", "limit-raised"];

export function limitSections(view: View): Section[] {
  const changes = changesOf(view, ({ kind }) => kind === "limit");
  if (changes.length === 0) return [];
  const rank = ({ tags }: Change): number => (limitOrder.some((tag) => tags.includes(tag)) ? 0 : 1);
  const write = (change: Change): string => {
    const { tags, agents, limit, message } = change;
    const word = Object.entries(limitWords).find(([tag]) => tags.includes(tag))?.[1] ?? "changed";
    const what =
      limit === undefined
        ? prose(view, message)
        : `${code(view, movementText(limit))}<br>${code(view, limitName(limit))}`;
    return `| ${word}${markOf(view, change)} | ${agentsCell(view, agents)} | ${what} | ${answerCell(view, change)} |`;
  };
  return [
    {
      lead: ["### Limits"],
      head: ["| change | agent | limit | by |", "|---|---|---|---|"],
      ...firstRows(
        [...changes].sort((a, b) => rank(a) - rank(b)),
        upTo(view, 15),
        write,
      ),
      rest: more("limit"),
      tail: [],
    },
  ];
}

/** Changes of config and guardrails that loosen nothing, and tests that came and went. */
export function otherSections(view: View): Section[] {
  const plain = (c: Change): boolean => !isWeakened(c) && isTold(view, c);
  return [
    ...shownChanges(
      view,
      changesOf(view, (c) => isSetting(c) && plain(c)),
      { title: "Settings", intro: null, noun: "change", most: 10 },
    ),
    ...shownChanges(
      view,
      changesOf(view, (c) => c.kind === "test" && plain(c)),
      { title: "Tests that came and went", intro: null, noun: "test", most: 10 },
    ),
  ];
}
