/**
 * The four spellings of a statement (LANGUAGE.md §2): which text is the statement, which keys are its options.
 *
 * INVARIANT: a key that is not understood is reported, here or by the schema check, and never dropped.
 */
import type { Report } from "../base/diagnostic.ts";
import { joinSpans } from "../base/source.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { Options } from "../generated/documents.ts";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { fieldsOfEntries, mismatch, textOf } from "./node-reader.ts";
import type { Fields, Reading } from "./node-reader.ts";
import type { ScalarText } from "./scalar-text.ts";
import { reportUnknownEntry } from "./schema-check.ts";
import { reportSplit } from "./split-statement.ts";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

/** The keys of options; `satisfies` keeps them those of the schema. */
const optionKeys: readonly string[] = Object.keys({
  requires_approval: true,
  approval_channel: true,
  approval_timeout: true,
  approvers: true,
  approvals: true,
  notify: true,
  when: true,
  except: true,
  expires: true,
  exact: true,
  id: true,
  description: true,
} satisfies Record<keyof NonNullable<Options>, true>);

const statementKey = "statement";

/** A statement and its options as they stand in the tree. */
export interface StatementAsWritten {
  readonly text: ScalarText;
  readonly options: Fields<NonNullable<Options>>;
  /** Whether a key stands beside them that is none; it has been reported. */
  readonly hasUnknown: boolean;
  readonly span: Span;
}

/** Tells the statement and its options apart; `null` when the entry holds none that could be read. */
export function statementAsWritten(reading: Reading, item: YamlNode): StatementAsWritten | null {
  return item.kind === "map" ? writtenInMap(reading, item) : writtenPlain(reading, item);
}

/** Spelling 1. */
function writtenPlain(reading: Reading, item: YamlNode): StatementAsWritten | null {
  const text = textOf(reading, item);
  if (text === null) return null;
  const nothing: YamlMap = { kind: "map", flow: false, entries: [], span: item.span };
  return { text, options: fieldsOfEntries(nothing, []), hasUnknown: false, span: item.span };
}

/** Spellings 2, 3 and 4. Spelling 2 arrives as a key without value, its options beside it. */
function writtenInMap(reading: Reading, map: YamlMap): StatementAsWritten | null {
  const others = map.entries.filter(({ key }) => !optionKeys.includes(key.text.value));
  const heads = others.filter(
    ({ key }) => key.text.value === statementKey || looksLikeStatement(key.text.value),
  );
  const head =
    heads.find(({ key }) => key.text.value === statementKey) ??
    heads.find(({ value }) => value.kind !== "scalar" || value.value === null) ??
    heads[0];
  const second = heads.find((entry) => entry !== head);
  if (head === undefined) {
    if (others.length === 0) reportNoStatement(map, reading.report);
    return null;
  }
  if (second !== undefined) {
    if (!reportStray(map, second, reading.report)) {
      reading.report(
        build["two-statements"](
          second.key.span,
          {},
          {
            related: [{ message: "the other statement", span: head.key.span }],
            help: "begin each statement with a `-` of its own",
          },
        ),
      );
    }
    return null;
  }
  const last = map.entries.at(-1) ?? head;
  const span = joinSpans(map.span, last.value.span.end > last.key.span.end ? last.value.span : last.key.span);
  const beside = map.entries.filter((entry) => entry !== head);
  const hasUnknown = others.length > heads.length;
  if (head.key.text.value === statementKey) {
    const text = textOf(reading, head.value);
    return text === null ? null : { text, options: fieldsOfEntries(map, beside), hasUnknown, span };
  }
  return writtenAsKey(reading, map, head, beside, hasUnknown, span);
}

function writtenAsKey(
  reading: Reading,
  map: YamlMap,
  head: YamlEntry,
  beside: readonly YamlEntry[],
  hasUnknown: boolean,
  span: Span,
): StatementAsWritten | null {
  const { value, key } = head;
  switch (value.kind) {
    case "seq":
      return mismatch(reading, value);
    case "scalar":
      if (value.value !== null) {
        if (!reportStray(map, head, reading.report)) reportSplit(head, "statement", reading.report);
        return null;
      }
      if (beside.length === 0) {
        reading.report(
          build["missing-value"](
            key.span,
            { what: "the statement before the colon" },
            { help: "write its options below it, or remove the `:` at its end" },
          ),
        );
        return null;
      }
      return { text: key.text, options: fieldsOfEntries(map, beside), hasUnknown, span };
    case "map": {
      const stray = beside[0];
      if (stray !== undefined) {
        const name = excerpt(stray.key.text.value);
        reading.report(
          build["split-options"](
            stray.key.span,
            { key: name },
            { help: `indent \`${name}\` as far as the other options` },
          ),
        );
        return null;
      }
      const unknown = value.entries.some((entry) => !optionKeys.includes(entry.key.text.value));
      return { text: key.text, options: fieldsOfEntries(value, value.entries), hasUnknown: unknown, span };
    }
  }
}

/** What the schema takes for a statement that is a key: option keys hold none of these characters. */
function looksLikeStatement(key: string): boolean {
  return /[ :*/{"]/.test(key);
}

/** A key such as `requires approval: true` is an option misspelt; false when it is not near one. */
function reportStray(map: YamlMap, entry: YamlEntry, report: Report): boolean {
  const known = [statementKey, ...optionKeys];
  if (suggest(entry.key.text.value, known) === null) return false;
  reportUnknownEntry(map, entry, known, "a statement", report);
  return true;
}

function reportNoStatement(map: YamlMap, report: Report): void {
  report(
    build["missing-key"](
      map.entries[0]?.key.span ?? map.span,
      { keys: [statementKey], where: "an entry with options" },
      { help: "options stand below their statement, in the same entry of the list" },
    ),
  );
}
