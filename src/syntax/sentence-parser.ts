/** Test sentences: `ci-runner cannot push main`. */
import type { Report } from "../base/diagnostic.ts";
import { assertNever } from "../base/invariant.ts";
import type { SentenceExpression, SubjectNode } from "./ast.ts";
import { endOfName, excerpt, isName } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import type { SentenceTokens } from "./expression-grammar.ts";
import { mistakenKeyword } from "./mistaken-keyword.ts";
import { parseScope, runRule } from "./run-grammar.ts";
import type { ScalarText } from "./scalar-text.ts";
import { scanHead } from "./scan-head.ts";
import { spanOfTokens } from "./syntax-error.ts";
import { Can, Word } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

const { build } = expressionMessages;

/** The sentence that `text` is; `null` when it is none, which has been reported. */
export function parseSentence(text: ScalarText, report: Report): SentenceExpression | null {
  const tokens = scanHead(text, "sentence", report);
  if (tokens === null || isCanNot(text, tokens, report)) return null;
  const parsed = runRule(text, tokens, "sentence", (grammar) => grammar.sentence, report);
  if (parsed === null || !isSubject(parsed.subject, report) || !isVerbOfSubject(parsed, report)) return null;
  const scope = parseScope(text, parsed, report);
  if (scope === null) return null;
  const { subject, verb, given } = parsed;
  return { subject, verb, ...scope, given, text: collapse(text.value), span: spanOfTokens(text, tokens) };
}

/** `can not push main` would otherwise read as "can do `not` on `push`". */
function isCanNot(text: ScalarText, tokens: readonly ExpressionToken[], report: Report): boolean {
  const at = tokens.findIndex((token) => token.tokenType === Can);
  const can = tokens[at];
  const next = tokens[at + 1];
  if (can === undefined || next?.tokenType !== Word || !/^(?:not|NOT|never)$/.test(next.image)) return false;
  report(mistakenKeyword(text, can, "cannot", next));
  return true;
}

function isSubject(subject: SubjectNode, report: Report): boolean {
  switch (subject.kind) {
    case "every":
    case "no":
      return true;
    case "label": {
      if (isName(subject.name)) return true;
      const problem =
        subject.name === ""
          ? "`label:` without a name"
          : `\`${excerpt(subject.name)}\` is not a label's name`;
      report(
        build["bad-subject"](
          subject.span,
          { problem },
          { help: "write `label:NAME`, without a blank after the colon" },
        ),
      );
      return false;
    }
    case "agents": {
      if (isAgentGlob(subject.glob)) return true;
      report(
        build["bad-subject"](
          subject.span,
          { problem: `\`${excerpt(subject.glob)}\` is neither an agent's name nor a glob of names` },
          { help: "names hold letters, digits and `_.@-`; in a glob `*` stands for any characters" },
        ),
      );
      return false;
    }
    default:
      return assertNever(subject);
  }
}

/** A name in which stars, no two of them side by side, may stand anywhere. */
function isAgentGlob(glob: string): boolean {
  if (glob.length > 128 || glob.includes("**") || /^[.@-]/.test(glob)) return false;
  return glob.split("*").every((run) => endOfName(run, 0, true) === run.length);
}

function isVerbOfSubject({ subject, verb }: SentenceTokens, report: Report): boolean {
  if (subject.kind !== "no" || verb.value === "can") return true;
  const help =
    verb.value === "cannot"
      ? "write `every agent can`, or `no agent can`"
      : "write `every agent needs approval to`, or `no agent can`";
  report(build["no-agent-verb"](verb.span, { verb: verb.value }, { help }));
  return false;
}

/** The sentence's name in results: runs of blanks become one. */
function collapse(value: string): string {
  return value
    .split(/[ \n]/)
    .filter((word) => word !== "")
    .join(" ");
}
