/** Why a request is decided as it is: each statement considered, and the grant that came nearest. */
import type { Request } from "../base/request.ts";
import { assertNever } from "../base/invariant.ts";
import { lineText } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Statement } from "../ir/ir.ts";
import type { Considered, Consideration, Stop } from "../reference/consider.ts";
import { decisionLines, requestLines, type DecisionPlaces } from "./decision-text.ts";
import { finishLines, safeJson, visible } from "./sanitize.ts";
import type { Style } from "./style.ts";

export interface Explanation extends DecisionPlaces {
  readonly request: Request;
  /** Of every declared agent. */
  readonly agents: readonly string[];
  readonly consideration: Consideration;
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

/** What would have to change in a grant, at the least, for it to let the request through. */
function editText(stop: Stop | null, request: Request): string {
  if (stop === null) return "none: it grants, and a deny overrules it";
  switch (stop.part) {
    case "action":
      return `let its actions match \`${request.action}\``;
    case "resource":
      return `let its resources match \`${request.resource}\``;
    case "except":
      return "let its `except` not match this request";
    case "condition":
      return "let its condition be true for this request";
    case "expiry":
      return "let its `expires` be later, or absent";
    default:
      return assertNever(stop.part);
  }
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
  return [
    `  ${c.matched ? "●" : "○"} ${kind} ${style.strong(visible(statement.id))}  ${placeText(statement, explanation)}`,
    `      ${verdict}`,
  ];
}

function sourceLine(statement: Statement, { sources }: DecisionPlaces): string {
  const source = sources.get(statement.place.span.file);
  return source === undefined ? "" : visible(lineText(source, statement.place.line).trim());
}

/** For people. */
export function formatExplanation(explanation: Explanation): string {
  const { request, consideration, style } = explanation;
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
          `  to change: ${visible(editText(nearest.stoppedAt, request))}`,
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
  const { request, consideration, pathOf } = explanation;
  const statementJson = (s: Statement): StatementJson => ({
    id: s.id,
    file: pathOf(s.place.span.file),
    line: s.place.line,
  });
  const stopJson = (stop: Stop): { readonly part: string; readonly column?: number } => ({
    part: stop.part,
    ...(stop.column === null ? {} : { column: stop.column }),
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
            ...(nearest.stoppedAt === null ? {} : { stopped_at: stopJson(nearest.stoppedAt) }),
            edit: editText(nearest.stoppedAt, request),
          },
        }),
  };
  return `${safeJson(document, 2)}\n`;
}
