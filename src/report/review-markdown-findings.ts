/** What a review says of the head by itself: tests that fail, errors and findings, actions that are new. */
import type { Severity } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import { positionAt } from "../base/source.ts";
import type { Finding } from "../review/review.ts";
import type { TestResult } from "../testing/test-result.ts";
import { decisionLine, requestLine } from "./decision-text.ts";
import { firstRows, more, type Section } from "./markdown-sections.ts";
import {
  agentsCell,
  code,
  codeLine,
  failureMark,
  placeLink,
  prose,
  upTo,
  type View,
} from "./review-markdown.ts";

function placeOf(view: View, file: string, start: number): string {
  const source = view.report.review.head.compilation.sources.get(file);
  return placeLink(view, "head", file, source === undefined ? 1 : positionAt(source, start).line);
}

/** Tests of the head that do not hold, each with the request that shows it. */
export function testSections(view: View): Section[] {
  const { pathOf, review } = view.report;
  const broken = review.tests.filter(({ status }) => status !== "passed");
  if (broken.length === 0) return [];
  const write = ({ name, place, status, message, counterexample }: TestResult): string => {
    // The message says in short what was decided; a summary says it whole.
    const decided =
      counterexample === null || !view.isWhole
        ? []
        : [code(view, decisionLine(counterexample.decision, { pathOf }))];
    const shown =
      counterexample === null
        ? ""
        : [code(view, requestLine(counterexample.request)), ...decided].join("<br>");
    const why = status === "error" ? `not judged: ${prose(view, message)}` : prose(view, message);
    return `| ${code(view, name)} ${failureMark} | ${why} | ${shown} | ${placeOf(view, place.file, place.start)} |`;
  };
  return [
    {
      lead: ["### Failed tests"],
      head: ["| test | why | such as | at |", "|---|---|---|---|"],
      ...firstRows(broken, upTo(view, 12), write),
      rest: more("test"),
      tail: [],
    },
  ];
}

const severities: readonly Severity[] = ["error", "warning", "info"];

/** Rows of one rule in a comment; the others of the rule are counted. */
const mostOfRule = 5;
const mostFindings = 20;

/** Errors, then what the rules find: what fails first, then by rule. A comment leaves infos out. */
export function findingSections(view: View): Section[] {
  const { review } = view.report;
  const ranked = [...review.findings].sort(
    (a, b) =>
      failureRank(view, a) - failureRank(view, b) ||
      severities.indexOf(a.diagnostic.severity) - severities.indexOf(b.diagnostic.severity) ||
      compareCodePoints(a.diagnostic.code, b.diagnostic.code),
  );
  const told = view.isWhole
    ? ranked
    : ranked.filter((f) => f.diagnostic.severity !== "info" || view.failing.has(f));
  if (told.length === 0) return [];
  const seen = new Map<string, number>();
  const [shown, left]: [Finding[], Finding[]] = [[], []];
  for (const finding of told) {
    const { code: rule } = finding.diagnostic;
    const count = (seen.get(rule) ?? 0) + 1;
    seen.set(rule, count);
    (view.isWhole || (count <= mostOfRule && shown.length < mostFindings) ? shown : left).push(finding);
  }
  const all = [...shown, ...left];
  const isCompiled = review.head.compilation.set !== null;
  return [
    {
      lead: [`### ${isCompiled ? "Findings" : "Errors: the policies do not compile"}`],
      head: ["| level | rule | at | what |", "|---|---|---|---|"],
      ...firstRows(all, Math.min(shown.length, upTo(view, mostFindings)), (finding) =>
        findingRow(view, finding),
      ),
      rest: (count) => countsByRule(view, all.slice(-count)),
      tail: [],
    },
  ];
}

function failureRank(view: View, finding: Finding): number {
  return view.failing.has(finding) ? 0 : 1;
}

function findingRow(view: View, finding: Finding): string {
  const { diagnostic, judge } = finding;
  const { severity, code: rule, span, message, help, witness } = diagnostic;
  const mark = view.failing.has(finding) ? ` ${failureMark}` : "";
  const by = judge === "base" ? ` (by the settings of ${code(view, view.report.baseName)})` : "";
  const at = span === null ? "the set" : placeOf(view, span.file, span.start);
  // An error of reading is its author's alone to repair, and the help says how: often by the word that was meant.
  const isHelped = view.isWhole || view.report.review.head.compilation.set === null;
  const parts = [
    `${prose(view, message)}${by}`,
    ...(witness === null ? [] : [code(view, requestLine(witness.request))]),
    ...(isHelped ? (help?.split("\n") ?? []).map((line) => prose(view, line)) : []),
  ];
  return `| ${severity}${mark} | ${code(view, rule)} | ${at} | ${parts.join("<br>")} |`;
}

/** `476 more: 470 of overlap, 6 of broad-grant` */
function countsByRule(view: View, findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { diagnostic } of findings) counts.set(diagnostic.code, (counts.get(diagnostic.code) ?? 0) + 1);
  const rules = [...counts].sort(([, a], [, b]) => b - a);
  const named = rules.slice(0, 8).map(([rule, count]) => `${count} of ${codeLine(view, rule)}`);
  if (named.length === 1) return `${findings.length} more of ${codeLine(view, rules[0]?.[0] ?? "")}`;
  const rest = rules.length > named.length ? ", …" : "";
  return `${findings.length} more: ${named.join(", ")}${rest}`;
}

/** Actions that wildcards admit since the services have them. */
export function newActionSections(view: View): Section[] {
  const actions = view.report.review.newActions ?? [];
  if (actions.length === 0) return [];
  return [
    {
      lead: ["### New actions", "", "Services have these since the record of known actions was written."],
      head: ["| action | allowed to |", "|---|---|"],
      ...firstRows(
        actions,
        upTo(view, 15),
        ({ action, agents }) => `| ${code(view, action)} | ${agentsCell(view, agents)} |`,
      ),
      rest: more("action"),
      tail: [],
    },
  ];
}
