/** What a syntax error in the words of a question most likely means. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { expressionMessages } from "./expression-messages.ts";
import { mistakenKeyword } from "./mistaken-keyword.ts";
import { spanOfError, type SyntaxError, unexpected } from "./syntax-error.ts";
import { Cannot, Comma, type ExpressionToken, Given, Needs, What, Who } from "./tokens.ts";

const { build } = expressionMessages;

const questionHelp = "a question is `who can ACTIONS on RESOURCES` or `what can AGENT do`";

/** The diagnostic, or `null` when the fault lies behind `who can`. */
export function explainQuestion(error: SyntaxError): Diagnostic | null {
  const { tokens, index } = error;
  const [first] = tokens;
  if (index === 0) return explainBeginning(error);
  if (index === 1) return explainVerb(error);
  if (first?.tokenType === Who) return null;
  const found = tokens[index];
  if (index === 2) {
    return unexpected({ ...error, expected: "an agent's name" }, "name the agent: `what can ci-runner do`");
  }
  if (index === 3) return explainAgent(error, found);
  const help =
    found?.tokenType === Given
      ? "it lists the conditions; to ask about some of them ask `who can ** on ** given CONDITION`"
      : "to ask about some actions or resources ask `who can ACTIONS on RESOURCES`";
  return unexpected({ ...error, expected: "the end after `do`" }, help);
}

/** Beginnings of other phrasings, and the word that they mean. */
const foreignBeginnings: readonly (readonly [readonly string[], string])[] = [
  [["Who"], "who"],
  [["WHO"], "who"],
  [["What"], "what"],
  [["WHAT"], "what"],
  [["which", "agents"], "who"],
  [["which", "agent"], "who"],
  [["Which", "agents"], "who"],
  [["Which", "agent"], "who"],
];

function explainBeginning(error: SyntaxError): Diagnostic {
  return (
    startsWithOneOf(error, foreignBeginnings) ??
    unexpected({ ...error, expected: "`who can` or `what can`" }, questionHelp)
  );
}

const foreignVerbs: readonly (readonly [readonly string[], string])[] = [
  [["is", "allowed", "to"], "can"],
  [["may"], "can"],
  [["could"], "can"],
  [["Can"], "can"],
  [["CAN"], "can"],
];

function explainVerb(error: SyntaxError): Diagnostic {
  const { tokens, index } = error;
  const [first] = tokens;
  const found = tokens[index];
  if (found?.tokenType === Cannot) {
    const help =
      first?.tokenType === Who
        ? "ask `who can`: who is not in the answer cannot"
        : "ask `what can`: what is not in the answer is denied";
    return build["misplaced-keyword"](
      spanOfError(error),
      { problem: "a question does not take `cannot`" },
      { help },
    );
  }
  if (found?.tokenType === Needs) {
    return build["misplaced-keyword"](
      spanOfError(error),
      { problem: "a question does not take `needs approval to`" },
      { help: "ask `who can`: the answer says what needs approval" },
    );
  }
  if (first?.tokenType === What && found !== undefined && /^agents?$/.test(found.image)) {
    return mistakenKeyword(error.text, first, "who", found);
  }
  return startsWithOneOf(error, foreignVerbs) ?? unexpected({ ...error, expected: "`can`" }, questionHelp);
}

function explainAgent(error: SyntaxError, found: ExpressionToken | undefined): Diagnostic {
  const named = error.tokens[error.index - 1]?.image ?? "";
  const several = found?.tokenType === Comma || /^(?:every|all|any|each|no|label:)$/.test(named);
  const help = several
    ? "ask about one agent; for all of them ask `who can ** on **`"
    : named === "agent" && found !== undefined
      ? `name the agent alone: \`what can ${found.image} do\``
      : "the question ends with `do`: `what can ci-runner do`";
  return unexpected({ ...error, expected: "`do`" }, help);
}

/** The diagnostic for the first phrasing that stands at the error. */
function startsWithOneOf(
  { text, tokens, index }: SyntaxError,
  phrasings: readonly (readonly [readonly string[], string])[],
): Diagnostic | null {
  const first = tokens[index];
  for (const [words, meant] of phrasings) {
    const last = tokens[index + words.length - 1];
    const matches = words.every((word, i) => tokens[index + i]?.image === word);
    if (matches && first !== undefined && last !== undefined)
      return mistakenKeyword(text, first, meant, last);
  }
  return null;
}
