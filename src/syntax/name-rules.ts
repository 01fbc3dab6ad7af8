/** What may be called what (LANGUAGE.md §1). */
import type { Report } from "../base/diagnostic.ts";
import type { Located } from "./ast.ts";
import { excerpt, isName } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { KEYWORDS } from "./tokens.ts";

const { build } = documentMessages;

const nameForm =
  "names hold letters, digits, `_`, `.`, `@` and `-`, begin with a letter, a digit or `_`, and have at most 128 characters";

const reserved: ReadonlySet<string> = new Set([
  ...KEYWORDS,
  "guardrail",
  "border",
  "role",
  "label",
  "every",
  "no",
  // The keywords of conditions.
  "in",
  "has",
  "true",
  "false",
]);

const reservedAs: { readonly [what: string]: readonly string[] } = {
  "condition's name": ["context", "time"],
  "variable's name": ["agent", "project"],
};

/** A name that is taken from somewhere else than a value: from where, and what to do if it is none. */
export interface NameOrigin {
  readonly origin: string;
  readonly help: string;
}

/** Checks a name of the kind that `what` says (`agent's name`); false when it was refused. */
export function checkName(
  { value, span }: Located<string>,
  what: string,
  report: Report,
  from: NameOrigin | null = null,
): boolean {
  const name = excerpt(value);
  const origin = from?.origin ?? null;
  if (!isName(value)) {
    report(build["bad-name"](span, { name, what, origin }, { help: from?.help ?? nameForm }));
    return false;
  }
  if (reserved.has(value) || (reservedAs[what] ?? []).includes(value)) {
    report(
      build["reserved-name"](span, { name, what, origin }, { help: from?.help ?? "choose another name" }),
    );
    return false;
  }
  return true;
}

/** Whether `text` is an agent's name or a glob of names. Two stars side by side are refused as elsewhere. */
function isAgentGlob(text: string): boolean {
  return text.length <= 128 && !text.includes("**") && /^[A-Za-z0-9_*][A-Za-z0-9_.@*-]*$/.test(text);
}

/** Checks an entry of `applies_to` and its kin: an agent's name, a glob of names or, if `labels`, `label:NAME`. */
export function checkAgentGlob(entry: Located<string>, labels: boolean, report: Report): boolean {
  const { value } = entry;
  if (labels && value.startsWith("label:")) {
    const name = { value: value.slice("label:".length), span: entry.span };
    return checkName(name, "label's name", report);
  }
  if (isName(value)) return checkName(entry, "agent's name", report);
  if (isAgentGlob(value)) return true;
  const forms = labels
    ? "write an agent's name, a glob such as `ci-*`, or `label:NAME`"
    : "write an agent's name or a glob such as `ci-*`";
  report(build["bad-name"](entry.span, { name: excerpt(value), what: "name of agents" }, { help: forms }));
  return false;
}
