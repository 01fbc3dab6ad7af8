/**
 * Scanner for the part of statements and sentences before the condition (grammar/lexical.ebnf):
 * keywords, patterns and commas between blanks.
 *
 * INVARIANT: linear in the text; returns `null` exactly when it has reported one error.
 */
import type { TokenType } from "chevrotain";
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { characterName, isForbiddenUnit, isSmartQuote } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { mistakenConditionWord } from "./mistaken-keyword.ts";
import { unclosedBrace } from "./pattern-parser.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { scanCondition } from "./scan-condition.ts";
import { smartQuote } from "./smart-quote.ts";
import {
  Agent,
  Comma,
  Do,
  Every,
  Given,
  keywordTypes,
  Label,
  makeToken,
  No,
  Quoted,
  What,
  When,
  Who,
  Word,
} from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

/** What the text should be; decides what is a subject and which keyword opens a condition. */
export type HeadForm = "statement" | "sentence" | "query" | "list";

/** The word that opens a condition. */
export function conditionKeyword(form: Exclude<HeadForm, "list">): "when" | "given" {
  return form === "statement" ? "when" : "given";
}

const BLANK = 0x20;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** Words that people write where `when` or `given` belongs; after a pattern they are always a mistake. */
const conditionWords: ReadonlySet<string> = new Set([
  "if",
  "where",
  "unless",
  "provided",
  "while",
  "IF",
  "WHERE",
  "WHEN",
]);

const { build } = expressionMessages;

/** The tokens of a whole expression, or `null` after one reported error. */
export function scanHead(text: ScalarText, form: HeadForm, report: Report): ExpressionToken[] | null {
  const { value } = text;
  const end = endOfContent(value);
  const tokens: ExpressionToken[] = [];
  let at = 0;
  while (at < end) {
    const unit = value.charCodeAt(at);
    if (unit === BLANK) {
      at++;
      continue;
    }
    if (unit === COMMA) {
      tokens.push(makeToken(Comma, value, at, at + 1));
      at++;
      continue;
    }
    const stop = unit === QUOTE ? scanQuoted(text, at, end) : scanRun(text, at, end);
    if (typeof stop !== "number") {
      report(stop);
      return null;
    }
    const last = tokens.at(-1);
    const type = unit === QUOTE ? Quoted : typeOfRun(value.slice(at, stop), tokens, form);
    const next = makeToken(type, value, at, stop);
    tokens.push(next);
    at = stop;
    if (type === When || type === Given) {
      // Behind a keyword that cannot stand here, whatever follows would only echo the mistake.
      const opens = form === "list" ? null : conditionKeyword(form) === "given" ? Given : When;
      if (type !== opens || last === undefined || !isPattern(last)) return tokens;
      return scanCondition(text, at, end, tokens, report) ? tokens : null;
    }
    if (form !== "list" && last !== undefined && isPattern(last) && conditionWords.has(next.image)) {
      report(mistakenConditionWord(text, next, conditionKeyword(form)));
      return null;
    }
  }
  return tokens;
}

/** Line breaks at the end are YAML's: block scalars end in one. */
export function endOfContent(value: string): number {
  let end = value.length;
  while (end > 0 && value.charCodeAt(end - 1) === 0x0a) end--;
  return end;
}

function isPattern(token: ExpressionToken): boolean {
  return token.tokenType === Word || token.tokenType === Quoted;
}

function typeOfRun(run: string, before: readonly ExpressionToken[], form: HeadForm): TokenType {
  const keyword = keywordTypes.get(run);
  if (keyword !== undefined) return keyword;
  if (form === "query") return typeInQuery(run, before);
  if (form !== "sentence") return Word;
  if (before.length === 0) {
    if (run === "every") return Every;
    if (run === "no") return No;
    if (run.startsWith("label:")) return Label;
  } else if (before.length === 1 && run === "agent") {
    const first = before[0]?.tokenType;
    if (first === Every || first === No) return Agent;
  }
  return Word;
}

/** `who` and `what` as the first word, `do` as the fourth of `what can AGENT do`. */
function typeInQuery(run: string, before: readonly ExpressionToken[]): TokenType {
  if (before.length === 0) return run === "who" ? Who : run === "what" ? What : Word;
  return before.length === 3 && before[0]?.tokenType === What && run === "do" ? Do : Word;
}

/** The offset after the quoted pattern that begins at `start`, or what is wrong with it. */
function scanQuoted(text: ScalarText, start: number, end: number): number | Diagnostic {
  const { value } = text;
  for (let at = start + 1; at < end; at++) {
    const unit = value.charCodeAt(at);
    if (unit === QUOTE) {
      const after = at + 1;
      if (after === end || value.charCodeAt(after) === BLANK || value.charCodeAt(after) === COMMA)
        return after;
      if (isForbiddenUnit(value, after)) return badCharacter(text, after);
      return misplacedQuote(text, at, 'text follows the closing `"` without a blank');
    }
    if (isForbiddenUnit(value, at)) return badCharacter(text, at);
    if (unit === BACKSLASH && at + 1 < end) {
      at++;
      if (isForbiddenUnit(value, at)) return badCharacter(text, at);
    }
  }
  return build["unclosed-quote"](
    spanWithin(text, start, start + 1),
    { quote: '"' },
    { help: 'end the pattern with `"`; a `"` of its own is written `\\"`' },
  );
}

/** The offset after the unquoted run that begins at `start`, or what is wrong with it. */
function scanRun(text: ScalarText, start: number, end: number): number | Diagnostic {
  const { value } = text;
  const first = value.charCodeAt(start);
  if (first === APOSTROPHE) return misplacedQuote(text, start, "patterns are quoted with `\"`, not with `'`");
  if (isSmartQuote(first)) return smartQuote(text, start);
  let depth = 0;
  let opened = start;
  let at = start;
  for (; at < end; at++) {
    const unit = value.charCodeAt(at);
    if (unit === BLANK) break;
    if (unit === COMMA) {
      if (depth === 0) break;
    } else if (unit === OPEN) {
      if (depth++ === 0) opened = at;
    } else if (unit === CLOSE) {
      if (depth > 0) depth--;
    } else if (unit === QUOTE) {
      return misplacedQuote(text, at, 'a `"` inside an unquoted pattern');
    } else if (isForbiddenUnit(value, at)) {
      return badCharacter(text, at);
    } else if (unit === BACKSLASH && at + 1 < end && value.charCodeAt(at + 1) !== BLANK) {
      at++;
      if (isForbiddenUnit(value, at)) return badCharacter(text, at);
    }
  }
  return depth > 0 ? unclosedBrace(text, opened) : at;
}

function misplacedQuote(text: ScalarText, at: number, problem: string): Diagnostic {
  const character = text.value.charAt(at);
  return build["misplaced-quote"](
    spanWithin(text, at, at + 1),
    { problem },
    {
      help: `put the whole pattern between \`"\`; for the character itself write \`\\${character}\``,
    },
  );
}

/** The diagnostic for a character that no expression may hold. */
export function badCharacter(text: ScalarText, at: number): Diagnostic {
  const span = spanWithin(text, at, at + 1);
  const character = text.value.charAt(at);
  const isBreak = character === "\n" || character === "\r";
  const isBlank = !isBreak && character.trim() === "";
  return build["bad-character"](
    span,
    { character: characterName(text.value, at) },
    {
      help: isBreak
        ? "write one expression a line; a longer one folds after `>-`"
        : isBlank
          ? "only the blank U+0020 separates words"
          : "no valid request holds it, so nothing could match",
      fixes: isBlank ? [{ title: "write a blank", kind: "safe", edits: [{ span, text: " " }] }] : [],
    },
  );
}
