/**
 * The codes of expressions: statements, conditions, test sentences, patterns, shapes.
 *
 * INVARIANT: every code is an error, and one mistake yields one of them.
 */
import { defineDiagnostics, kind } from "../base/diagnostic.ts";
import type { DiagnosticCatalogue, DiagnosticKind } from "../base/diagnostic.ts";

interface ExpressionKinds {
  readonly [code: string]: DiagnosticKind<never>;
  readonly "bad-character": DiagnosticKind<{ readonly character: string }>;
  readonly "smart-quote": DiagnosticKind<{ readonly quote: string }>;
  readonly "misplaced-quote": DiagnosticKind<{ readonly problem: string }>;
  readonly "unclosed-quote": DiagnosticKind<{ readonly quote: string }>;
  readonly "reserved-character": DiagnosticKind<{ readonly character: string }>;
  readonly "unbalanced-brace": DiagnosticKind<{ readonly problem: string }>;
  readonly "nested-brace": DiagnosticKind<Record<never, never>>;
  readonly "single-choice": DiagnosticKind<{ readonly text: string }>;
  readonly "star-run": DiagnosticKind<{ readonly count: number }>;
  readonly "empty-pattern": DiagnosticKind<Record<never, never>>;
  readonly "dangling-escape": DiagnosticKind<Record<never, never>>;
  readonly "bad-variable": DiagnosticKind<{ readonly problem: string }>;
  readonly "bad-shape": DiagnosticKind<{ readonly problem: string }>;
  readonly "missing-pattern": DiagnosticKind<{ readonly what: string; readonly place: string }>;
  readonly "missing-comma": DiagnosticKind<{ readonly found: string }>;
  readonly "misplaced-keyword": DiagnosticKind<{ readonly problem: string }>;
  readonly "mistaken-keyword": DiagnosticKind<{ readonly found: string; readonly meant: string }>;
  readonly "swallowed-option": DiagnosticKind<{ readonly key: string }>;
  readonly "missing-condition": DiagnosticKind<{ readonly keyword: string }>;
  readonly "missing-subject": DiagnosticKind<Record<never, never>>;
  readonly "bad-subject": DiagnosticKind<{ readonly problem: string }>;
  readonly "missing-verb": DiagnosticKind<{ readonly subject: string }>;
  readonly "no-agent-verb": DiagnosticKind<{ readonly verb: string }>;
  readonly "unexpected-token": DiagnosticKind<{ readonly expected: string; readonly found: string }>;
  readonly "mistaken-operator": DiagnosticKind<{ readonly found: string; readonly meant: string }>;
  readonly "bare-attribute": DiagnosticKind<{ readonly name: string }>;
  readonly "bad-attribute": DiagnosticKind<{ readonly problem: string }>;
  readonly "unknown-function": DiagnosticKind<{ readonly name: string }>;
  readonly "swapped-operands": DiagnosticKind<{ readonly literal: string }>;
  readonly "money-in-condition": DiagnosticKind<{ readonly text: string }>;
  readonly "bad-number": DiagnosticKind<{ readonly text: string }>;
  readonly "number-range": DiagnosticKind<{ readonly text: string }>;
  readonly "bad-escape": DiagnosticKind<{ readonly problem: string }>;
  readonly "condition-depth": DiagnosticKind<{ readonly limit: number }>;
}

/** Builders and catalogue of the codes of expressions. */
export const expressionMessages: DiagnosticCatalogue<ExpressionKinds> = defineDiagnostics({
  "bad-character": kind(
    "error",
    "A tab, a control character, a blank other than U+0020 or half a surrogate pair in an expression.",
    ({ character }) => `${character} is not allowed here`,
  ),
  "smart-quote": kind(
    "error",
    "A typographic quotation mark where a straight one is meant.",
    ({ quote }) => `\`${quote}\` is a typographic quotation mark`,
  ),
  "misplaced-quote": kind(
    "error",
    "A quotation mark that neither begins nor ends a pattern.",
    ({ problem }) => problem,
  ),
  "unclosed-quote": kind(
    "error",
    "A quoted pattern or string without its closing quotation mark.",
    ({ quote }) => `this \`${quote}\` is never closed`,
  ),
  "reserved-character": kind(
    "error",
    "An unescaped `?`, `[` or `]` in a pattern.",
    ({ character }) => `\`${character}\` has no meaning in a pattern`,
  ),
  "unbalanced-brace": kind(
    "error",
    "A `{` without its `}` in a pattern, or the reverse.",
    ({ problem }) => problem,
  ),
  "nested-brace": kind("error", "Braces inside braces.", () => "braces do not nest"),
  "single-choice": kind(
    "error",
    "Braces around a single alternative, which choose nothing.",
    ({ text }) => `\`${text}\` offers no choice`,
  ),
  "star-run": kind(
    "error",
    "Three or more stars in a row.",
    ({ count }) => `${String(count)} stars in a row`,
  ),
  "empty-pattern": kind("error", "A pattern without a character.", () => "the pattern is empty"),
  "dangling-escape": kind(
    "error",
    "A backslash with no character after it.",
    () => "there is no character after this `\\`",
  ),
  "bad-variable": kind("error", "`${` without a variable's name and `}` after it.", ({ problem }) => problem),
  "bad-shape": kind("error", "A resource shape that is not well formed.", ({ problem }) => problem),
  "missing-pattern": kind(
    "error",
    "An action or a resource is missing where the grammar needs one.",
    ({ what, place }) => `no ${what} ${place}`,
  ),
  "missing-comma": kind(
    "error",
    "Two patterns side by side without a comma.",
    ({ found }) => `\`${found}\` follows a complete pattern`,
  ),
  "misplaced-keyword": kind("error", "A keyword in a place where it cannot stand.", ({ problem }) => problem),
  "mistaken-keyword": kind(
    "error",
    "A word that is no keyword where another word is the keyword.",
    ({ found, meant }) => `\`${found}\` is not a keyword here; the language says \`${meant}\``,
  ),
  "swallowed-option": kind(
    "error",
    "An option that became part of its statement, because the blank or line break before it is missing.",
    ({ key }) => `the option \`${key}\` was read as part of the statement`,
  ),
  "missing-condition": kind(
    "error",
    "A `when` or `given` without a condition, or a condition without text.",
    ({ keyword }) => (keyword === "" ? "the condition is empty" : `no condition after \`${keyword}\``),
  ),
  "missing-subject": kind(
    "error",
    "A sentence that does not say which agents it speaks of.",
    () => "the sentence has no subject",
  ),
  "bad-subject": kind(
    "error",
    "A sentence's subject that is no agent name, glob, label, `every agent` or `no agent`.",
    ({ problem }) => problem,
  ),
  "missing-verb": kind(
    "error",
    "A sentence without `can`, `cannot` or `needs approval to`.",
    ({ subject }) => `no verb after \`${subject}\``,
  ),
  "no-agent-verb": kind(
    "error",
    "A sentence about `no agent` with another verb than `can`.",
    ({ verb }) => `\`no agent\` does not take \`${verb}\``,
  ),
  "unexpected-token": kind(
    "error",
    "Something that the grammar does not allow at this place.",
    ({ expected, found }) => `expected ${expected}, found ${found}`,
  ),
  "mistaken-operator": kind(
    "error",
    "An operator of another language.",
    ({ found, meant }) => `\`${found}\` is not an operator here; conditions say \`${meant}\``,
  ),
  "bare-attribute": kind(
    "error",
    "An attribute of the context without `context.` before it.",
    ({ name }) => `\`${name}\` is not an attribute`,
  ),
  "bad-attribute": kind(
    "error",
    "A `context` or `time` attribute that is not well formed.",
    ({ problem }) => problem,
  ),
  "unknown-function": kind(
    "error",
    "A call of a function that conditions do not have.",
    ({ name }) => `conditions have no function \`${name}\``,
  ),
  "swapped-operands": kind(
    "error",
    "A comparison with the literal on the left.",
    ({ literal }) => `the literal \`${literal}\` stands left of the operator`,
  ),
  "money-in-condition": kind(
    "error",
    "A sum of money in a condition.",
    ({ text }) => `\`${text}\` is no number: money is for budgets`,
  ),
  "bad-number": kind(
    "error",
    "A number that JSON would not accept.",
    ({ text }) => `\`${text}\` is no number`,
  ),
  "number-range": kind(
    "error",
    "A number that an IEEE double cannot hold exactly (integers) or at all.",
    ({ text }) => `\`${text}\` is out of range`,
  ),
  "bad-escape": kind("error", "An escape that strings do not have.", ({ problem }) => problem),
  "condition-depth": kind(
    "error",
    "Parentheses and negations nested too deep.",
    ({ limit }) => `parentheses and \`!\` nest deeper than ${String(limit)}`,
  ),
} satisfies ExpressionKinds);
