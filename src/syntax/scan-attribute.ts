/** Attributes and functions of conditions: `context.name`, `time.hour`, `.startsWith`. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { didYouMean } from "../base/suggest.ts";
import { endOfName, excerpt, isAttributeName } from "./characters.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";
import { ContextAttribute, makeToken, TextFunction, TimeAttribute } from "./tokens.ts";
import type { ExpressionToken } from "./tokens.ts";

/** The functions of strings, in the order in which messages list them. */
const textFunctions: readonly string[] = ["startsWith", "endsWith", "contains"];
const timeFields: readonly string[] = ["hour", "minute", "weekday", "date"];

const { build } = expressionMessages;

/** Appends the function whose name is `text.value.slice(start, end)`, behind a dot; returns its end. */
export function scanFunctionName(
  text: ScalarText,
  start: number,
  end: number,
  tokens: ExpressionToken[],
): number | Diagnostic {
  if (!textFunctions.includes(text.value.slice(start, end))) return unknownFunction(text, start, end);
  tokens.push(makeToken(TextFunction, text.value, start, end));
  return end;
}

/** Appends `context.name` or `time.field` and returns its end; `dot` is the offset after `context` or `time`. */
export function scanAttribute(
  text: ScalarText,
  start: number,
  dot: number,
  tokens: ExpressionToken[],
): number | Diagnostic {
  const { value } = text;
  const root = value.slice(start, dot);
  if (value.charAt(dot) !== ".") return badAttribute(text, start, dot, `\`${root}\` alone is no attribute`);
  const end = endOfName(value, dot + 1, false);
  const name = value.slice(dot + 1, end);
  const after = value.charAt(end);
  if (after === "-" || after === "@" || (name !== "" && !isAttributeName(name)) || name === "") {
    const stop = Math.max(endOfName(value, start, true), dot + 1);
    return badAttribute(
      text,
      start,
      stop,
      `\`${excerpt(value.slice(start, stop))}\` is not an attribute's name`,
    );
  }
  if (root === "time" && !timeFields.includes(name)) {
    const help =
      didYouMean(name, timeFields) ?? "time has `time.hour`, `time.minute`, `time.weekday` and `time.date`";
    return build["bad-attribute"](
      spanWithin(text, start, end),
      { problem: `\`${excerpt(`time.${name}`)}\` does not exist` },
      { help },
    );
  }
  if (after === ".") {
    const stop = endOfName(value, end + 1, false);
    const member = value.slice(end + 1, stop);
    if (member !== "" && !textFunctions.includes(member)) {
      if (value.charAt(stop) === "(") return unknownFunction(text, end + 1, stop);
      return badAttribute(
        text,
        start,
        stop,
        `\`${excerpt(value.slice(start, stop))}\` looks inside an attribute`,
      );
    }
  }
  tokens.push(makeToken(root === "time" ? TimeAttribute : ContextAttribute, value, start, end));
  return end;
}

function badAttribute(text: ScalarText, start: number, end: number, problem: string): Diagnostic {
  return build["bad-attribute"](
    spanWithin(text, start, end),
    { problem },
    {
      help: "an attribute is written `context.NAME`, with letters, digits and `_` in its name and nothing below it",
    },
  );
}

function unknownFunction(text: ScalarText, start: number, end: number): Diagnostic {
  const name = text.value.slice(start, end);
  const known = [...textFunctions, "has"];
  return build["unknown-function"](
    spanWithin(text, start, end),
    { name: excerpt(name) },
    {
      help: didYouMean(name, known) ?? "there are `startsWith`, `endsWith`, `contains` and `has`",
    },
  );
}

/** The diagnostic for `name(`: a method of something that is no attribute, or a function of another language. */
export function foreignCall(text: ScalarText, start: number, end: number): Diagnostic {
  const run = text.value.slice(start, end);
  const dot = run.lastIndexOf(".");
  return dot > 0 && textFunctions.includes(run.slice(dot + 1))
    ? bareAttribute(text, start, start + dot)
    : unknownFunction(text, start + dot + 1, end);
}

/** The diagnostic for an attribute's name without `context.` before it. */
export function bareAttribute(text: ScalarText, start: number, end: number): Diagnostic {
  const name = text.value.slice(start, end);
  const fixable = isAttributeName(name);
  const place = spanWithin(text, start, start);
  return build["bare-attribute"](
    spanWithin(text, start, end),
    { name: excerpt(name) },
    {
      help: fixable ? `write \`context.${excerpt(name)}\`` : "an attribute is written `context.NAME`",
      fixes: fixable
        ? [{ title: "put `context.` before it", kind: "review", edits: [{ span: place, text: "context." }] }]
        : [],
    },
  );
}
