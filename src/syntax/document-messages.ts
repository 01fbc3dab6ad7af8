/**
 * The codes of documents: keys, values and what LANGUAGE.md §1, §2, §7 and §8 say of them, as far as
 * one file alone can tell. Used for policy files, test files and `sentrely.yaml` alike.
 *
 * INVARIANT: every code is an error, and one mistake yields one of them.
 */
import { defineDiagnostics, kind } from "../base/diagnostic.ts";
import type { DiagnosticCatalogue, DiagnosticKind } from "../base/diagnostic.ts";

interface Name {
  readonly name: string;
  readonly what: string;
  /** Where the name comes from when no value says it. */
  readonly origin?: string | null;
}

interface DocumentKinds {
  readonly [code: string]: DiagnosticKind<never>;
  readonly "unknown-key": DiagnosticKind<{ readonly key: string; readonly where: string }>;
  readonly "missing-key": DiagnosticKind<{ readonly keys: readonly string[]; readonly where: string }>;
  readonly "missing-value": DiagnosticKind<{ readonly what: string }>;
  readonly "wrong-type": DiagnosticKind<{
    readonly what: string;
    readonly accepted: string;
    readonly found: string;
  }>;
  readonly "unknown-value": DiagnosticKind<{ readonly what: string; readonly found: string }>;
  readonly "bad-value": DiagnosticKind<{ readonly text: string; readonly what: string }>;
  readonly "empty-list": DiagnosticKind<{ readonly what: string }>;
  readonly "empty-mapping": DiagnosticKind<{ readonly what: string }>;
  readonly "conflicting-keys": DiagnosticKind<{ readonly key: string; readonly other: string }>;
  readonly "bad-name": DiagnosticKind<Name>;
  readonly "reserved-name": DiagnosticKind<Name>;
  readonly "variable-value": DiagnosticKind<{ readonly problem: string }>;
  readonly "ambiguous-document": DiagnosticKind<{ readonly key: string; readonly other: string }>;
  readonly "empty-document": DiagnosticKind<Record<never, never>>;
  readonly "unnamed-agent": DiagnosticKind<{ readonly documents: number }>;
  readonly "reserved-stem": DiagnosticKind<{ readonly stem: string }>;
  readonly "bare-list-of-tests": DiagnosticKind<Record<never, never>>;
  readonly "split-statement": DiagnosticKind<{ readonly key: string; readonly what: string }>;
  readonly "sentence-options": DiagnosticKind<Record<never, never>>;
  readonly "two-statements": DiagnosticKind<Record<never, never>>;
  readonly "split-options": DiagnosticKind<{ readonly key: string }>;
  readonly "option-without-gate": DiagnosticKind<{ readonly option: string }>;
  readonly "option-on-deny": DiagnosticKind<{ readonly option: string }>;
  readonly "expires-in-guardrail": DiagnosticKind<Record<never, never>>;
  readonly "granting-guardrail": DiagnosticKind<Record<never, never>>;
  readonly "threshold-order": DiagnosticKind<{ readonly problem: string }>;
  readonly "pattern-in-test": DiagnosticKind<{ readonly text: string }>;
}

function withArticle(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}

/** Builders and catalogue of the codes of documents. */
export const documentMessages: DiagnosticCatalogue<DocumentKinds> = defineDiagnostics({
  "unknown-key": kind(
    "error",
    "A key that its place does not know.",
    ({ key, where }) => `\`${key}\` is no key of ${where}`,
  ),
  "missing-key": kind(
    "error",
    "A key that its place needs is absent.",
    ({ keys, where }) => `${where} needs ${keys.map((key) => `\`${key}\``).join(" or ")}`,
  ),
  "missing-value": kind(
    "error",
    "A key or a list entry without a value.",
    ({ what }) => `${what} has no value`,
  ),
  "wrong-type": kind(
    "error",
    "A value of a type that its key does not take.",
    ({ what, accepted, found }) => `${what} must be ${accepted}, not ${found}`,
  ),
  "unknown-value": kind(
    "error",
    "A value that is none of those its key takes.",
    ({ what, found }) => `${found} is no value of ${what}`,
  ),
  "bad-value": kind(
    "error",
    "A duration, an amount, a date, a channel or the like that is not written as the language writes it.",
    ({ text, what }) => `\`${text}\` is not ${what}`,
  ),
  "empty-list": kind("error", "A list without entries.", ({ what }) => `${what} is an empty list`),
  "empty-mapping": kind("error", "A mapping without keys.", ({ what }) => `${what} is an empty mapping`),
  "conflicting-keys": kind(
    "error",
    "Two keys that exclude each other.",
    ({ key, other }) => `\`${key}\` stands beside \`${other}\``,
  ),
  "bad-name": kind(
    "error",
    "A name with characters that names do not have, or with more than 128.",
    ({ name, what, origin }) =>
      typeof origin === "string"
        ? `${origin}, \`${name}\`, is no ${what}`
        : name === ""
          ? `the ${what} is empty`
          : `\`${name}\` is not ${withArticle(what)}`,
  ),
  "reserved-name": kind(
    "error",
    "A name that is a keyword or a word with a meaning of its own.",
    ({ name, what, origin }) =>
      typeof origin === "string"
        ? `${origin}, \`${name}\`, is a word of the language and no ${what}`
        : `\`${name}\` is a word of the language and cannot be ${withArticle(what)}`,
  ),
  "variable-value": kind(
    "error",
    "A variable's value that is empty or holds a separator, a blank or a pattern's character.",
    ({ problem }) => problem,
  ),
  "ambiguous-document": kind(
    "error",
    "A document that is two things at once, such as a role and a guardrail.",
    ({ key, other }) => `\`${key}\` and \`${other}\` stand in one document`,
  ),
  "empty-document": kind(
    "error",
    "A document with neither statements, limits nor tests.",
    () => "the document holds neither statements, limits nor tests",
  ),
  "unnamed-agent": kind(
    "error",
    "Policies without `agent:` in a file of several documents, whose name therefore names no agent.",
    ({ documents }) => `the policies name no agent, and the file has ${String(documents)} documents`,
  ),
  "reserved-stem": kind(
    "error",
    "Policies without `agent:` in a file called `guardrails`, `roles`, `limits` or `tests`.",
    ({ stem }) => `the policies name no agent, and the file's name, \`${stem}\`, is not one`,
  ),
  "bare-list-of-tests": kind(
    "error",
    "A test file that is a bare list, which would be policies.",
    () => "a bare list is policies, and a test file holds none",
  ),
  "split-statement": kind(
    "error",
    "A statement or sentence that YAML cut in two at a colon followed by a blank.",
    ({ key, what }) => `YAML ends the ${what} at this colon: it reads \`${key}\` as a key`,
  ),
  "sentence-options": kind(
    "error",
    "A test sentence with options below it, as statements have them.",
    () => "a sentence takes no options",
  ),
  "two-statements": kind(
    "error",
    "Two statements in one list entry.",
    () => "one entry of the list holds two statements",
  ),
  "split-options": kind(
    "error",
    "Options of one statement partly below it and partly beside it.",
    ({ key }) => `\`${key}\` stands beside the statement, and other options below it`,
  ),
  "option-without-gate": kind(
    "error",
    "An option of approvals on a statement without `requires_approval: true`.",
    ({ option }) => `\`${option}\` without \`requires_approval: true\``,
  ),
  "option-on-deny": kind(
    "error",
    "An option on a `deny` that denies do not take.",
    ({ option }) => `a \`deny\` takes no \`${option}\``,
  ),
  "expires-in-guardrail": kind(
    "error",
    "A guardrail's statement with `expires`.",
    () => "a guardrail does not expire",
  ),
  "granting-guardrail": kind(
    "error",
    "A guardrail's statement that is neither `deny` nor a gate.",
    () => "the guardrail neither denies nor requires approval",
  ),
  "threshold-order": kind(
    "error",
    "Alert thresholds that are not ascending, or above 100 %.",
    ({ problem }) => problem,
  ),
  "pattern-in-test": kind(
    "error",
    "A wildcard, a brace or a variable in a test of concrete requests.",
    ({ text }) => `\`${text}\` stands in a literal name`,
  ),
} satisfies DocumentKinds);
