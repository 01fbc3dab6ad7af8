/** Why a request is decided as it is: each statement considered, and the grant that came nearest. */
import type { Request } from "../base/request.ts";
import { assertNever } from "../base/invariant.ts";
import { lineText } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import { globText } from "../ir/glob.ts";
import type { Statement } from "../ir/ir.ts";
import type { Considered, Consideration, Stop } from "../reference/consider.ts";
import { printedGlob, writtenPattern } from "../query/written-pattern.ts";
import { decisionLines, requestLines, type DecisionPlaces } from "./decision-text.ts";
import { finishLines, safeJson, visible } from "./sanitize.ts";
import type { Style } from "./style.ts";

export interface Explanation extends DecisionPlaces {
  readonly request: Request;
  /** Of every declared agent. */
  readonly agents: readonly string[];
  readonly consideration: Consideration;
  /** What would let a denied request through; `null` where nothing is near. */
  readonly edit: string | null;
  readonly style: Style;
}

/** Where a statement stops, as a clause: `stops at column 17 of the resource: repos/app/|main`. */
function stopText(stop: Stop, request: Request): string {
  switch (stop.part) {
    case "action":
    case "resource": {
      const name = stop.part === "action" ? request.action : request.resource;
      if (stop.column === null) return `does not match the ${stop.part}`;
      const [head, tail] = [name.slice(0, stop.column - 1), name.slice(stop.column - 1)];
      const where = tail === "" ? `wants more than` : `stops matching at column ${stop.column} of`;
      return `${where} the ${stop.part}: ${visible(head)}▸${visible(tail)}`;
    }
    case "except":
      return "stops at its `except`, which carves this request out";
    case "condition":
      return "stops at its condition, which does not hold";
    case "expiry":
      return "stops at its `expires`, which has passed";
    default:
      return assertNever(stop.part);
  }
}

/** Where in its pattern a statement stops, on a line of its own. */
function patternText({ part, at }: Stop, { sources }: DecisionPlaces): string | null {
  if (at === null) return null;
  const written = at.pattern.globs.length === 1 ? writtenPattern(at.pattern, sources) : null;
  if (part === "except") return `by its pattern ${visible(written ?? printedGlob(at.glob))}`;
  const text = written ?? globText(at.glob);
  const [head, tail] = [text.slice(0, at.column - 1), text.slice(at.column - 1)];
  const where = tail === "" ? "at the end" : `at column ${at.column}`;
  return `${where} of its pattern: ${visible(head)}▸${visible(tail)}`;
}

function placeText(statement: Statement, places: DecisionPlaces): string {
  return `${visible(places.pathOf(statement.place.span.file))}:${statement.place.line}`;
}

function consideredLines(c: Considered, explanation: Explanation): string[] {
  const { style, request } = explanation;
  const { statement } = c;
  const kind = statement.kind === "gate" && !statement.grants ? "guardrail gate" : statement.kind;
  const unknown = c.matched && c.condition === "unknown" ? " (its condition is unknown)" : "";
  const verdict =
    c.stoppedAt === null ? `${style.good("matches")}${unknown}` : style.faint(stopText(c.stoppedAt, request));
  const pattern = c.stoppedAt === null ? null : patternText(c.stoppedAt, explanation);
  return [
    `  ${c.matched ? "●" : "○"} ${kind} ${style.strong(visible(statement.id))}  ${placeText(statement, explanation)}`,
    `      ${verdict}`,
    ...(pattern === null ? [] : [`      ${style.faint(pattern)}`]),
  ];
}

function sourceLine(statement: Statement, { sources }: DecisionPlaces): string {
  const source = sources.get(statement.place.span.file);
  return source === undefined ? "" : visible(lineText(source, statement.place.line).trim());
}

/** For people. */
export function formatExplanation(explanation: Explanation): string {
  const { request, consideration, style, edit } = explanation;
  const { decision, considered, nearest } = consideration;
  const matched = considered.filter((c) => c.matched);
  const others = considered.filter((c) => !c.matched);
  return finishLines([
    ...requestLines(request),
    ...decisionLines(decision, explanation, style),
    ...(decision.reason === "unknown_agent" ? ["", unknownAgentText(explanation)] : []),
    ...(decision.reason === "invalid_request"
      ? ["", "no valid request has this agent, action, resource, context and time"]
      : []),
    ...(considered.length === 0 ? [] : ["", style.strong("considered")]),
    ...[...matched, ...others].flatMap((c) => consideredLines(c, explanation)),
    ...(nearest === null
      ? []
      : [
          "",
          style.strong("nearest grant"),
          `  ${visible(nearest.statement.id)}  ${placeText(nearest.statement, explanation)}`,
          `  ${sourceLine(nearest.statement, explanation)}`,
          ...(nearest.stoppedAt === null ? [] : [`  it ${stopText(nearest.stoppedAt, request)}`]),
          ...(edit === null ? [] : [`  to reach it: ${visible(edit)}`]),
        ]),
  ]);
}

function unknownAgentText({ request, agents }: Explanation): string {
  const near = didYouMean(request.agent, agents);
  return `no policy declares this agent${near === null ? "" : `; ${visible(near)}`}`;
}

interface StatementJson {
  readonly id: string;
  readonly file: string;
  readonly line: number;
}

/** As INTERFACES.md spells it in JSON. */
export function formatExplanationJson(explanation: Explanation): string {
  const { request, consideration, pathOf, edit } = explanation;
  const statementJson = (s: Statement): StatementJson => ({
    id: s.id,
    file: pathOf(s.place.span.file),
    line: s.place.line,
  });
  const stopJson = (stop: Stop): { readonly part: string; readonly column?: number } => ({
    part: stop.part,
    ...(stop.at === null || stop.part === "except" ? {} : { column: stop.at.column }),
  });
  const { decision, considered, nearest } = consideration;
  const document = {
    request,
    decision,
    considered: considered.map((c) => ({
      ...statementJson(c.statement),
      matched: c.matched,
      ...(c.stoppedAt === null ? {} : { stopped_at: stopJson(c.stoppedAt) }),
      condition: c.condition,
    })),
    ...(nearest === null
      ? {}
      : {
          nearest: {
            statement: statementJson(nearest.statement),
            edit,
          },
        }),
  };
  return `${safeJson(document, 2)}\n`;
}
