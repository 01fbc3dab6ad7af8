/** Answers to a question: a table for people, and as INTERFACES.md spells them in JSON. */
import type { ApprovalEntry, StatementRef } from "../base/request.ts";
import type { AnswerRegion, IdleGrant, QueryAnswer, QueryAnswers } from "../query/answer.ts";
import { durationText, instantText, requestLine } from "./decision-text.ts";
import { finishLines, safeJson, visible } from "./sanitize.ts";
import type { Style } from "./style.ts";
import { layOutLine } from "./text-width.ts";

export interface QueryReport {
  /** The question as it was asked. */
  readonly question: string;
  /** The one agent that it is about; `null` for who can. */
  readonly agent: string | null;
  readonly result: QueryAnswers;
  /** A file's path as the reader of this format expects it. */
  readonly pathOf: (file: string) => string;
  readonly style: Style;
}

/** Columns of a terminal that the table fits into, unless one word is longer. */
const width = 80;
const widestAgent = 24;

/** For people. */
export function formatAnswers(report: QueryReport): string {
  const { result, agent, style } = report;
  const { answers, idle, undecided } = result;
  const isRough = answers.some(({ region }) => !region.exact);
  return finishLines([
    ...(answers.length === 0 ? [] : [...tableLines(report), ""]),
    ...(idle.length === 0
      ? []
      : [style.strong("grants nothing"), ...idle.flatMap((i) => idleLines(i, report)), ""]),
    ...(isRough ? ["≈ these requests and perhaps fewer: patterns cannot say it exactly", ""] : []),
    ...undecided.map(
      (part) =>
        `${style.severity.error("not decided")}${part.agent === null ? "" : ` for ${visible(part.agent)}`}: ${visible(part.question)}`,
    ),
    agent === null ? whoSummary(report) : whatSummary(agent, report),
  ]);
}

function whoSummary({ question, result }: QueryReport): string {
  const count = new Set(result.answers.map(({ agent }) => agent)).size;
  if (result.undecided.length > 0) return "the answer is not complete";
  if (count > 0) return `${count} ${count === 1 ? "agent" : "agents"} can`;
  const what = visible(question.trim().replace(/^who +can +/, ""));
  return `no agent can ${what}: every valid request of it is denied`;
}

function whatSummary(agent: string, { result }: QueryReport): string {
  const count = new Set(result.answers.map(({ grant }) => grant.id)).size;
  if (result.undecided.length > 0) return "the answer is not complete";
  return count > 0
    ? `${visible(agent)} can do this by ${count} ${count === 1 ? "grant" : "grants"}; all else is denied`
    : `${visible(agent)} can do nothing: every valid request of it is denied`;
}

interface Row {
  readonly agent: string;
  readonly effect: string;
  readonly lines: readonly string[];
}

function tableLines(report: QueryReport): string[] {
  const { result, agent, style } = report;
  const names = agent === null ? result.answers.map((a) => visible(a.agent)) : [];
  const agentWidth =
    agent === null ? Math.min(widestAgent, Math.max("agent".length, ...names.map(columnsOf))) + 2 : 0;
  const effectWidth = "approval".length + 2;
  const rest = width - agentWidth - effectWidth;
  const rows = result.answers.map((answer, i): Row => ({
    // An agent is named once.
    agent: result.answers[i - 1]?.agent === answer.agent ? "" : visible(answer.agent),
    effect: answer.effect === "allow" ? "allow" : "approval",
    lines: answerLines(answer, report, rest).flatMap((line) => wrapped(line, rest)),
  }));
  const indent = " ".repeat(agentWidth + effectWidth);
  const head = `${agent === null ? padded("agent", agentWidth) : ""}${padded("effect", effectWidth)}requests`;
  return [
    style.strong(head),
    ...rows.flatMap(({ agent: name, effect, lines }) => {
      const paint = effect === "allow" ? style.good : style.severity.warning;
      const [first = "", ...more] = lines;
      const start = agent === null ? style.strong(padded(name, agentWidth)) : "";
      const isLong = agent === null && columnsOf(name) > agentWidth - 2;
      return [
        ...(isLong ? [style.strong(name)] : []),
        `${isLong ? " ".repeat(agentWidth) : start}${paint(padded(effect, effectWidth))}${first}`,
        ...more.map((line) => `${indent}${line}`),
      ];
    }),
  ];
}

function answerLines(answer: QueryAnswer, report: QueryReport, columns: number): string[] {
  const { region, expires, grant, approvals, less } = answer;
  return [
    ...regionLines(region, columns),
    ...(less.length === 0 ? [] : [`less what ${less.map(({ id }) => visible(id)).join(", ")} takes`]),
    ...(region.when === null ? [] : [`when ${visible(region.when)}`]),
    ...(expires === null ? [] : [`until ${instantText(expires)}`]),
    ...approvals.map(approvalText),
    `by ${refText(grant, report)}`,
    ...(region.exact ? [] : [`such as ${requestLine(answer.witness.request)}`]),
  ];
}

/** In one line where it fits, else a line each for actions, resources and what is carved out. */
function regionLines({ actions, resources, except, exact }: AnswerRegion, columns: number): string[] {
  const parts = [
    `${exact ? "" : "≈ "}${visible(actions)}`,
    `on ${visible(resources)}`,
    ...(except === null ? [] : [`except ${visible(except)}`]),
  ];
  const line = parts.join(" ");
  return columnsOf(line) <= columns ? [line] : parts;
}

function approvalText({ statements, channels, timeout_seconds, approvers, needed }: ApprovalEntry): string {
  const where = channels.length === 0 ? "no channel" : channels.map(visible).join(", ");
  const who = approvers.length === 0 ? "" : ` by ${approvers.map(visible).join(", ")}`;
  const count = needed === 1 ? "" : `, ${needed} answers`;
  const gates = statements.map(visible).join(", ");
  return `asks ${where}${who} within ${durationText(timeout_seconds)}${count} (${gates})`;
}

function idleLines({ grant, by }: IdleGrant, report: QueryReport): string[] {
  const why =
    by.length === 0
      ? "    no valid request matches it"
      : `    all of it is denied by ${by.map((ref) => refText(ref, report)).join(", ")}`;
  return [`  ${refText(grant, report)}`, ...wrapped(why.trim(), width - 4).map((line) => `    ${line}`)];
}

function refText({ id, file, line }: StatementRef, { pathOf }: QueryReport): string {
  return `${visible(id)} (${visible(pathOf(file))}:${line})`;
}

function columnsOf(text: string): number {
  return layOutLine(text).columns.at(-1) ?? 0;
}

function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
}

/** Breaks at blanks; later lines are indented, and a word that is too long is left whole. */
function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

interface StatementJson {
  readonly id: string;
  readonly agent: string;
  readonly file: string;
  readonly line: number;
}

/** For programs. `unknown` is there only where a part was not decided. */
export function formatAnswersJson({ result, pathOf }: QueryReport): string {
  const refJson = ({ id, agent, file, line }: StatementRef): StatementJson => ({
    id,
    agent,
    file: pathOf(file),
    line,
  });
  const { answers, undecided } = result;
  const document = {
    answers: answers.map(({ agent, effect, region, expires, statements, approvals, witness }) => ({
      agent,
      effect,
      region,
      ...(expires === null ? {} : { expires }),
      statements: statements.map(refJson),
      ...(approvals.length === 0 ? {} : { approvals }),
      witness,
    })),
    ...(undecided.length === 0 ? {} : { unknown: undecided }),
  };
  return `${safeJson(document, 2)}\n`;
}
