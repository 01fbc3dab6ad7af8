/** What a syntax error in the subject or the verb of a test sentence most likely means. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { excerpt } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { mistakenKeyword } from "./mistaken-keyword.ts";
import { spanOfError, spanOfToken, unexpected } from "./syntax-error.ts";
import type { SyntaxError } from "./syntax-error.ts";
import { Agent, Approval, Comma, Every, Label, Needs, No, Word } from "./tokens.ts";

const { build } = expressionMessages;
const subjectHelp = "a subject is an agent's name or glob, `label:NAME`, `every agent` or `no agent`";

/** The diagnostic, or `null` when subject and verb are not at fault. */
export function explainSubjectOrVerb(error: SyntaxError): Diagnostic | null {
  const { text, tokens, index } = error;
  const found = tokens[index];
  const before = tokens[index - 1];
  if (before === undefined) {
    if (found !== undefined && found.tokenType !== Comma && text.value.charAt(found.startOffset) === '"') {
      return build["bad-subject"](
        spanOfToken(text, found),
        { problem: "a subject is not quoted" },
        { help: subjectHelp },
      );
    }
    return build["missing-subject"](
      found === undefined ? text.span : spanOfError(error),
      {},
      { help: subjectHelp },
    );
  }
  const type = before.tokenType;
  if (type === Every || type === No) {
    return build["bad-subject"](
      spanOfToken(text, before),
      { problem: `\`agent\` is missing after \`${before.image}\`` },
      { help: `write \`${before.image} agent\`` },
    );
  }
  if (type === Needs || type === Approval) {
    return found !== undefined && type === Approval && /^(?:for|of|before)$/.test(found.image)
      ? mistakenKeyword(text, found, "to")
      : unexpected(error, "the verb is written `needs approval to`");
  }
  if (type === Label && before.image === "label:") {
    return build["bad-subject"](
      spanOfToken(text, before),
      { problem: "`label:` without a name" },
      { help: "write `label:NAME`, without a blank after the colon" },
    );
  }
  const afterSubject = (index === 1 && (type === Word || type === Label)) || (index === 2 && type === Agent);
  return afterSubject ? explainMissingVerb(error) : null;
}

/** Verbs of other phrasings: their words in order, and the verb that they mean. */
const foreignVerbs: readonly (readonly [readonly string[], string])[] = [
  [["must", "not"], "cannot"],
  [["may", "not"], "cannot"],
  [["should", "not"], "cannot"],
  [["could", "not"], "cannot"],
  [["is", "not", "allowed", "to"], "cannot"],
  [["is", "allowed", "to"], "can"],
  [["need", "approval", "to"], "needs approval to"],
  [["need", "approval", "for"], "needs approval to"],
  [["requires", "approval", "to"], "needs approval to"],
  [["requires", "approval", "for"], "needs approval to"],
  [["require", "approval", "to"], "needs approval to"],
  [["require", "approval", "for"], "needs approval to"],
  [["can't"], "cannot"],
  [["can’t"], "cannot"],
  [["never"], "cannot"],
  [["may"], "can"],
  [["Can"], "can"],
  [["CAN"], "can"],
  [["Cannot"], "cannot"],
  [["CANNOT"], "cannot"],
];

function explainMissingVerb(error: SyntaxError): Diagnostic {
  const { text, tokens, index } = error;
  const found = tokens[index];
  if (found?.tokenType === Comma) {
    return build["bad-subject"](
      spanOfToken(text, found),
      { problem: "a sentence has one subject" },
      {
        help: "write a sentence for each agent, or give them a label",
      },
    );
  }
  for (const [words, meant] of foreignVerbs) {
    const last = tokens[index + words.length - 1];
    const matches = words.every((word, i) => tokens[index + i]?.image === word);
    if (found !== undefined && last !== undefined && matches)
      return mistakenKeyword(text, found, meant, last);
  }
  const subject = excerpt(
    tokens
      .slice(0, index)
      .map((token) => token.image)
      .join(" "),
  );
  const isQuantifier = /^(?:all|any|each|agents?)$/.test(subject);
  const isNamed = subject === "agent" && found !== undefined;
  return build["missing-verb"](
    spanOfError(error),
    { subject },
    {
      help: isNamed
        ? `name the agent alone: \`${excerpt(found.image)}\``
        : isQuantifier
          ? "write `every agent` or `no agent`"
          : "the verbs are `can`, `cannot` and `needs approval to`",
    },
  );
}
