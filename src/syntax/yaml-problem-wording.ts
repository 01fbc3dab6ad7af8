/**
 * What the YAML parser could not read, in the words of the language.
 *
 * INVARIANT: no word of the parser's reaches a message; what is not known here gets a general one.
 */
import type { YAMLError } from "yaml";
import { excerpt } from "./characters.ts";

export interface ProblemWording {
  readonly problem: string;
  readonly help: string;
}

/** The wording for an error of the parser's at `found`, the rest of the line that it stands on. */
export function problemWording({ code, message }: YAMLError, found: string): ProblemWording {
  switch (code) {
    case "KEY_OVER_1024_CHARS":
      return {
        problem: "a key of YAML has at most 1,024 characters",
        help: "write a long statement as the value of `statement:`",
      };
    case "UNEXPECTED_TOKEN":
      return unexpectedText(found);
    case "MISSING_CHAR":
      return missingText(message, found);
    case "BAD_INDENT":
      return wrongColumn;
    case "TAB_AS_INDENT":
      return { problem: "a tab stands where only blanks may", help: "write blanks" };
    case "MULTILINE_IMPLICIT_KEY":
      return {
        problem: "a key does not stand on one line with its colon",
        help: "put a comma between entries, and quote text that holds a colon",
      };
    case "BLOCK_AS_IMPLICIT_KEY":
      if (/^(?:\s|-\s|$)/.test(found)) return wrongColumn;
      return {
        problem: "two keys stand on one line",
        help: "write the second key on a line of its own, indented deeper, or quote text that holds a colon",
      };
    case "BLOCK_IN_FLOW":
      return {
        problem: "a list or a mapping with lines of its own stands between brackets",
        help: "write it with brackets too, or write both without",
      };
    case "BAD_SCALAR_START":
      return { problem: `${shown(found)} begins with a character that YAML reserves`, help: "quote it" };
    default:
      return unknownProblem;
  }
}

const wrongColumn: ProblemWording = {
  problem: "this line is not in the column where it belongs",
  help: "entries of one list stand in one column, and so do the keys of one mapping; what belongs to a key stands deeper",
};

const unknownProblem: ProblemWording = {
  problem: "this does not fit what stands before it",
  help: "quote text that holds `:`, `#`, quotation marks or brackets, and compare the indentation with the lines above",
};

/** Text where only the end of a value, a comma or a line break can stand. */
function unexpectedText(found: string): ProblemWording {
  const first = found.charAt(0);
  if (first === "]" || first === "}") {
    return {
      problem: `this \`${first}\` closes nothing`,
      help: `remove it, or quote the text that the \`${first}\` belongs to`,
    };
  }
  if (first === ",") {
    return {
      problem: "this comma separates nothing",
      help: "remove it, or quote the text that it belongs to",
    };
  }
  if (first === ":") return { problem: "a key is missing before this colon", help: "write the key" };
  if (/^(?:[\w-]+:(?:\s|$)|-\s)/.test(found)) return wrongColumn;
  return {
    problem: `${shown(found)} follows a value that is already complete`,
    help: "quote the whole text, or begin a line of its own",
  };
}

/** A blank, a comma or a mark that is not there. */
function missingText(message: string, found: string): ProblemWording {
  if (message.startsWith("Comments")) {
    return {
      problem: "this `#` follows what stands before it without a blank",
      help: "put a blank before the `#` of a comment, or quote the text that it belongs to",
    };
  }
  if (message.startsWith("Missing ,")) {
    return {
      problem: `a comma is missing before ${shown(found)}`,
      help: "put a comma between two entries, or quote text that holds blanks and colons",
    };
  }
  if (message.startsWith("Missing space after :")) {
    return { problem: "a blank is missing after this colon", help: "write `key: value`" };
  }
  if (/directives-end|doc-start/.test(message)) {
    return { problem: "text stands on the line of `---`", help: "begin the document on the next line" };
  }
  return unknownProblem;
}

function shown(found: string): string {
  const text = excerpt(found.trimEnd());
  return text === "" ? "the end of the line" : `\`${text}\``;
}
