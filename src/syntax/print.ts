/**
 * Canonical source text of expressions.
 *
 * INVARIANT: parsing what is printed gives the same tree, places and a sentence's text aside, for
 * every tree that a parser built.
 */
import { assertNever } from "../base/invariant.ts";
import type {
  AttributeNode,
  ConditionNode,
  Literal,
  PatternNode,
  PatternPart,
  QueryExpression,
  SentenceExpression,
  StatementExpression,
  SubjectNode,
} from "./ast.ts";
import { characterCode, isForbiddenInString, isSmartQuote } from "./characters.ts";
import { guardedOptionOf } from "./swallowed-option.ts";

/** `deny git:push on repos/* except repos/docs when …` */
export function printStatement(statement: StatementExpression): string {
  const effect = statement.effect === null ? "" : `${statement.effect.value} `;
  const when = statement.when === null ? "" : ` when ${printCondition(statement.when)}`;
  return `${effect}${printScope(statement)}${when}`;
}

/** `ci-runner cannot git:push on repos/* given …`; resources always get their `on`. */
export function printSentence(sentence: SentenceExpression): string {
  const given = sentence.given === null ? "" : ` given ${printCondition(sentence.given)}`;
  return `${printSubject(sentence.subject)} ${sentence.verb.value} ${printScope(sentence)}${given}`;
}

/** `who can git:push on repos/* given …` or `what can ci-runner do`. */
export function printQuery(query: QueryExpression): string {
  if (query.kind === "whatCan") return `what can ${query.agent.value} do`;
  const given = query.given === null ? "" : ` given ${printCondition(query.given)}`;
  return `who can ${printScope(query)}${given}`;
}

/** Patterns with `, ` between them. */
export function printPatternList(patterns: readonly PatternNode[]): string {
  return patterns.map(printPattern).join(", ");
}

/** One pattern, in quotes when it was or when it must be. */
export function printPattern(pattern: PatternNode): string {
  if (pattern.kind === "word") return pattern.name;
  const quoted = pattern.quoted || needsQuotes(pattern.parts);
  const text = printParts(pattern.parts, !quoted);
  if (quoted) return `"${text}"`;
  const option = guardedOptionOf(text);
  if (option !== null) return `${option}\\${text.slice(option.length)}`;
  const first = text.charCodeAt(0);
  return first === 0x27 || isSmartQuote(first) ? `\\${text}` : text;
}

function printScope(
  scope: Pick<StatementExpression, "actions" | "exceptActions" | "resources" | "exceptResources">,
): string {
  const actions = printPatternList(scope.actions) + printExcept(scope.exceptActions);
  if (scope.resources === null) return actions;
  return `${actions} on ${printPatternList(scope.resources)}${printExcept(scope.exceptResources)}`;
}

function printExcept(patterns: readonly PatternNode[]): string {
  return patterns.length === 0 ? "" : ` except ${printPatternList(patterns)}`;
}

function printSubject(subject: SubjectNode): string {
  switch (subject.kind) {
    case "agents":
      return subject.glob;
    case "label":
      return `label:${subject.name}`;
    case "every":
      return "every agent";
    case "no":
      return "no agent";
    default:
      return assertNever(subject);
  }
}

// ---------------------------------------------------------------- patterns

function needsQuotes(parts: readonly PatternPart[]): boolean {
  return parts.some((part) => {
    if (part.kind === "text") return part.text.includes(" ");
    return part.kind === "choice" && part.alternatives.some(needsQuotes);
  });
}

function printParts(parts: readonly PatternPart[], escapeCommas: boolean): string {
  let printed = "";
  parts.forEach((part, i) => {
    switch (part.kind) {
      case "text": {
        const opensBrace = parts[i + 1]?.kind === "choice";
        printed += printText(part.text, escapeCommas, opensBrace);
        break;
      }
      case "star":
        printed += "*";
        break;
      case "deep":
        printed += "**";
        break;
      case "choice":
        printed += `{${part.alternatives.map((alternative) => printParts(alternative, true)).join(",")}}`;
        break;
      case "variable":
        printed += `\${${part.name}}`;
        break;
      default:
        assertNever(part);
    }
  });
  return printed;
}

/** Escapes what would not stand for itself; `opensBrace`: a `{` follows that a last `$` must not take. */
function printText(text: string, escapeCommas: boolean, opensBrace: boolean): string {
  const escaped = text.replace(escapeCommas ? /[\\*{}?[\]",]/g : /[\\*{}?[\]"]/g, "\\$&");
  return opensBrace && escaped.endsWith("$") ? `${escaped.slice(0, -1)}\\$` : escaped;
}

// ---------------------------------------------------------------- conditions

/** A condition; parentheses only where the tree needs them. */
export function printCondition(condition: ConditionNode): string {
  switch (condition.kind) {
    case "or":
      return condition.terms
        .map((term) => (term.kind === "or" ? group(term) : printCondition(term)))
        .join(" || ");
    case "and":
      return condition.terms
        .map((term) => (term.kind === "or" || term.kind === "and" ? group(term) : printCondition(term)))
        .join(" && ");
    case "not":
      return `!${standsAlone(condition.term) ? printCondition(condition.term) : group(condition.term)}`;
    case "compare":
      return `${printAttribute(condition.attribute)} ${condition.operator} ${printLiteral(condition.literal.value)}`;
    case "oneOf":
      return `${printAttribute(condition.attribute)} in [${condition.literals.map((l) => printLiteral(l.value)).join(", ")}]`;
    case "member":
      return `${printLiteral(condition.literal.value)} in ${printAttribute(condition.attribute)}`;
    case "text":
      return `${printAttribute(condition.attribute)}.${condition.operator}(${printLiteral(condition.literal.value)})`;
    case "has":
      return `has(${printAttribute(condition.attribute)})`;
    case "truth":
      return printAttribute(condition.attribute);
    case "word":
      return condition.name;
    default:
      return assertNever(condition);
  }
}

/** What `!` takes without parentheses; a comparison would read as if `!` bound to its attribute. */
function standsAlone(condition: ConditionNode): boolean {
  return ["not", "text", "has", "truth", "word"].includes(condition.kind);
}

function group(condition: ConditionNode): string {
  return `(${printCondition(condition)})`;
}

function printAttribute(attribute: AttributeNode): string {
  return attribute.kind === "context" ? `context.${attribute.name}` : `time.${attribute.field}`;
}

/** A literal of conditions: strings in double quotes, numbers as in JSON. */
export function printLiteral(literal: Literal): string {
  if (typeof literal === "string") return printString(literal);
  // Digits beyond 2^53 would read as an integer literal out of range.
  if (typeof literal === "number" && Number.isInteger(literal) && !Number.isSafeInteger(literal)) {
    return literal.toExponential();
  }
  return String(literal);
}

function printString(text: string): string {
  let printed = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\" || character === '"') printed += `\\${character}`;
    else if (character === "\n") printed += "\\n";
    else if (character === "\t") printed += "\\t";
    else if (isForbiddenInString(text, at)) printed += `\\u${characterCode(text.charCodeAt(at))}`;
    else printed += character;
  }
  return `"${printed}"`;
}
