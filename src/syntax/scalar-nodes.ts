/** Reads nodes whose text has a notation of its own: durations, money, counts, dates, channels, names. */
import type { ExpiryNode, Located } from "./ast.ts";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { checkAgentGlob, checkName } from "./name-rules.ts";
import { itemsOf, mismatch, oneOrMore, present, stringOf } from "./node-reader.ts";
import type { Reading } from "./node-reader.ts";
import {
  DURATION_FORMS,
  EXPIRY_FORMS,
  INSTANT_FORMS,
  INTEGER_FORMS,
  MONEY_FORMS,
  PERCENT_FORMS,
  parseDuration,
  parseExpiry,
  parseInstant,
  parseInteger,
  parseMoney,
  parsePercent,
} from "./scalars.ts";
import { isName } from "./characters.ts";
import type { YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

/** What messages say a channel looks like. */
export const CHANNEL_FORMS = "`slack:#name`, `telegram:@name` or `dashboard`";
/** What messages say an approver looks like. */
export const APPROVER_FORMS = "`user:NAME` or `group:NAME`";

/** Reads a text by `parse`, which gives `null` for a text that is none of `forms`. */
export function readForm<T>(
  reading: Reading,
  node: YamlNode | null,
  parse: (text: string) => T | null,
  what: string,
  forms: string,
): Located<T> | null {
  const text = stringOf(reading, node);
  if (text === null) return null;
  const value = parse(text.value);
  if (value !== null) return { value, span: text.span };
  reading.report(
    build["bad-value"](text.span, { text: excerpt(text.value), what }, { help: `write ${forms}` }),
  );
  return null;
}

/** Seconds. */
export function readDuration(reading: Reading, node: YamlNode | null): Located<number> | null {
  return readForm(reading, node, parseDuration, "a duration", DURATION_FORMS);
}

/** US cents. */
export function readMoney(reading: Reading, node: YamlNode | null): Located<number> | null {
  return readForm(reading, node, parseMoney, "an amount of money", MONEY_FORMS);
}

/** A number of percent; whether it may exceed 100 is the caller's to say. */
export function readPercent(reading: Reading, node: YamlNode | null): Located<number> | null {
  return readForm(reading, node, parsePercent, "a percentage", PERCENT_FORMS);
}

export function readExpiry(reading: Reading, node: YamlNode | null): Located<ExpiryNode> | null {
  return readForm(reading, node, parseExpiry, "a date", EXPIRY_FORMS);
}

/** Milliseconds since the epoch. */
export function readInstant(reading: Reading, node: YamlNode | null): Located<number> | null {
  return readForm(reading, node, parseInstant, "a date-time", INSTANT_FORMS);
}

/**
 * A whole number of at least 1, as YAML reads it or with `_` between its digits. A quoted one is
 * refused: a number in quotes is a text.
 */
export function readCount(reading: Reading, node: YamlNode | null): Located<number> | null {
  if (node === null) return null;
  if (node.kind !== "scalar" || (typeof node.value !== "number" && typeof node.value !== "string")) {
    return mismatch(reading, node);
  }
  if (typeof node.value === "number" && !Number.isInteger(node.value)) return mismatch(reading, node);
  const value = node.style === "plain" ? parseInteger(node.text.value) : null;
  if (value !== null && value >= 1) return { value, span: node.span };
  const what = value === null ? "a whole number" : "1 or more";
  const help = value === null ? `write ${INTEGER_FORMS}` : "write a whole number of at least 1";
  const text = node.style === "plain" ? node.text.value : `"${node.text.value}"`;
  reading.report(build["bad-value"](node.span, { text: excerpt(text), what }, { help }));
  return null;
}

function parseChannel(text: string): string | null {
  return text.length <= 128 &&
    /^(?:slack:#[A-Za-z0-9_][A-Za-z0-9_.-]*|telegram:@[A-Za-z0-9_]+|dashboard)$/.test(text)
    ? text
    : null;
}

export function readChannel(reading: Reading, node: YamlNode | null): Located<string> | null {
  return readForm(reading, node, parseChannel, "a channel", CHANNEL_FORMS);
}

/** One channel or a list of them. */
export function readChannels(reading: Reading, node: YamlNode | null): readonly Located<string>[] {
  return present(oneOrMore(reading, node).map((item) => readChannel(reading, item)));
}

function parseApprover(text: string): string | null {
  const colon = text.indexOf(":");
  const role = text.slice(0, colon);
  return (role === "user" || role === "group") && isName(text.slice(colon + 1)) ? text : null;
}

export function readApprovers(reading: Reading, node: YamlNode | null): readonly Located<string>[] {
  return present(
    itemsOf(reading, node).map((item) =>
      readForm(reading, item, parseApprover, "an approver", APPROVER_FORMS),
    ),
  );
}

/** Whether it names a zone is for the phase that knows the zones. */
export function readTimezone(reading: Reading, node: YamlNode | null): Located<string> | null {
  const parse = (text: string): string | null =>
    text.length <= 64 && /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(text) ? text : null;
  return readForm(reading, node, parse, "a time zone", "an IANA name such as `UTC` or `Europe/Berlin`");
}

/** A name of the kind that `what` says, such as `agent's name`. */
export function readName(reading: Reading, node: YamlNode | null, what: string): Located<string> | null {
  const name = stringOf(reading, node);
  return name !== null && checkName(name, what, reading.report) ? name : null;
}

export function readNames(reading: Reading, node: YamlNode | null, what: string): readonly Located<string>[] {
  return present(itemsOf(reading, node).map((item) => readName(reading, item, what)));
}

/** Agent names, globs and, where `labels` says so, `label:NAME`. */
export function readAgentGlobs(
  reading: Reading,
  node: YamlNode | null,
  labels = true,
): readonly Located<string>[] {
  return present(
    itemsOf(reading, node).map((item) => {
      const entry = stringOf(reading, item);
      return entry !== null && checkAgentGlob(entry, labels, reading.report) ? entry : null;
    }),
  );
}
