/**
 * The four spellings of a statement (LANGUAGE.md §2) as one node.
 *
 * INVARIANT: an approval that someone wrote is never dropped: an option that cannot be read as
 * written has been reported.
 */
import type { Fix, Report } from "../base/diagnostic.ts";
import { joinSpans } from "../base/source.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { Options } from "../generated/documents.ts";
import type { Located, StatementNode } from "./ast.ts";
import { excerpt, isName } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { readCondition, readPatterns } from "./expression-nodes.ts";
import {
  booleanOf,
  fieldsOfEntries,
  itemsOf,
  mismatch,
  present,
  proseOf,
  stringOf,
  textOf,
} from "./node-reader.ts";
import type { Fields, Reading } from "./node-reader.ts";
import { readApprovers, readChannels, readCount, readDuration, readExpiry } from "./scalar-nodes.ts";
import { describe, reportUnknownEntry } from "./schema-check.ts";
import type { ScalarText } from "./scalar-text.ts";
import { parseStatement } from "./statement-parser.ts";
import type { YamlEntry, YamlMap, YamlNode } from "./yaml-node.ts";

const { build } = documentMessages;

type OptionKey = keyof NonNullable<Options>;

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
} satisfies Record<OptionKey, true>);

const statementKey = "statement";

/** Options that say how an approval goes, and so mean nothing without one. */
const approvalOptions: readonly OptionKey[] = [
  "approval_channel",
  "approval_timeout",
  "approvers",
  "approvals",
];

/** Where a statement stands: guardrails deny or gate, and never expire. */
export type StatementPlace = "policies" | "guardrails";

/** The statements of a `policies:` or `guardrails:` list. */
export function readStatements(
  reading: Reading,
  node: YamlNode | null,
  place: StatementPlace,
): readonly StatementNode[] {
  return present(itemsOf(reading, node).map((item) => readStatement(reading, item, place)));
}

/** A statement and its options as they stand in the tree. */
interface Written {
  readonly text: ScalarText;
  readonly options: Fields<NonNullable<Options>>;
  /** Whether a key stands beside them that is none; it has been reported. */
  readonly hasUnknown: boolean;
  readonly span: Span;
}

function readStatement(reading: Reading, item: YamlNode, place: StatementPlace): StatementNode | null {
  const written = item.kind === "map" ? writtenInMap(reading, item) : writtenPlain(reading, item);
  if (written === null) return null;
  const { options, span } = written;
  const expression = parseStatement(written.text, reading.report);
  const node = {
    when: readCondition(reading, options.value("when")),
    except: readPatterns(reading, options.value("except")),
    requiresApproval: booleanOf(reading, options.value("requires_approval")),
    approvalChannel: readChannels(reading, options.value("approval_channel")),
    approvalTimeout: readDuration(reading, options.value("approval_timeout")),
    approvers: readApprovers(reading, options.value("approvers")),
    approvals: readCount(reading, options.value("approvals")),
    notify: readChannels(reading, options.value("notify")),
    expires: readExpiry(reading, options.value("expires")),
    exact: booleanOf(reading, options.value("exact")),
    id: readId(reading, options.value("id")),
    description: proseOf(reading, options.value("description")),
    span,
  };
  if (expression === null) return null;
  const statement: StatementNode = { expression, ...node };
  return checkOptions(statement, written, place, reading.report) ? statement : null;
}

/** Spelling 1. */
function writtenPlain(reading: Reading, item: YamlNode): Written | null {
  const text = textOf(reading, item);
  if (text === null) return null;
  const nothing: YamlMap = { kind: "map", flow: false, entries: [], span: item.span };
  return { text, options: fieldsOfEntries(nothing, []), hasUnknown: false, span: item.span };
}

/** Spellings 2, 3 and 4. Spelling 2 arrives as a key without value, its options beside it. */
function writtenInMap(reading: Reading, map: YamlMap): Written | null {
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
): Written | null {
  const { value, key } = head;
  switch (value.kind) {
    case "seq":
      return mismatch(reading, value);
    case "scalar":
      if (value.value !== null) {
        if (!reportStray(map, head, reading.report)) reportSplit(head, reading.report);
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

function reportSplit({ key, value }: YamlEntry, report: Report): void {
  const { file, end: colon } = key.span;
  const [start, end] = [key.span.start, value.span.end];
  const isCut = key.style === "plain" && value.kind === "scalar" && / when /.test(key.text.value);
  // Single quotes need no escapes, unless the text holds one.
  const quotable = isCut && !key.text.value.includes("'") && !value.text.value.includes("'");
  const fix: Fix = {
    title: "quote the whole statement",
    kind: "safe",
    edits: [start, end].map((at) => ({ span: { file, start: at, end: at }, text: "'" })),
  };
  report(
    build["split-statement"](
      { file, start: colon, end },
      { key: excerpt(key.text.value) },
      {
        help: isCut
          ? "quote the whole statement"
          : `quote the whole statement; ${describe(value)} is not read as options`,
        fixes: quotable ? [fix] : [],
      },
    ),
  );
}

/** Ids may be words of the language: generated ids hold a `/`, which these may not. */
function readId(reading: Reading, node: YamlNode | null): Located<string> | null {
  const id = stringOf(reading, node);
  if (id === null || isName(id.value)) return id;
  reading.report(
    build["bad-name"](
      id.span,
      { name: excerpt(id.value), what: "statement's id" },
      { help: "ids hold letters, digits, `_`, `.`, `@` and `-`, and have at most 128 characters" },
    ),
  );
  return null;
}

/** What options may stand together, and where; false when something was refused. */
function checkOptions(
  { expression, requiresApproval }: StatementNode,
  { options, hasUnknown }: Written,
  place: StatementPlace,
  onError: Report,
): boolean {
  let isAllowed = true;
  const report: Report = (diagnostic) => {
    isAllowed = false;
    onError(diagnostic);
  };
  const denies = expression.effect?.value === "deny";
  if (denies) {
    for (const option of ["requires_approval", "notify", "expires"] as const) {
      const entry = options.entry(option);
      if (entry !== null)
        report(build["option-on-deny"](entry.key.span, { option }, { help: denyHelp[option] }));
    }
  }
  // A misspelt or malformed `requires_approval` has been reported; what hangs on it waits until it is right.
  const undecided = hasUnknown || (requiresApproval === null && options.entry("requires_approval") !== null);
  if (undecided) return isAllowed;
  const gates = requiresApproval?.value === true;
  if (!gates) reportOptionsWithoutGate(options, denies, report);
  if (place === "guardrails" && !denies) {
    const expires = options.entry("expires");
    if (expires !== null) {
      report(
        build["expires-in-guardrail"](expires.key.span, {}, { help: "give the grants an expiry instead" }),
      );
    }
    if (!gates) {
      report(
        build["granting-guardrail"](
          expression.span,
          {},
          { help: "begin it with `deny`, or add `requires_approval: true`; grants belong under `policies:`" },
        ),
      );
    }
  }
  return isAllowed;
}

const denyHelp = {
  requires_approval: "remove `deny`, and what the statement matches needs approval",
  notify: "alerts about denied requests are `alerts: {permission_denied: …}`",
  expires: "a deny ends when it is removed",
} as const;

/** One missing `requires_approval` is one mistake, however many options hang on it. */
function reportOptionsWithoutGate(
  options: Fields<NonNullable<Options>>,
  denies: boolean,
  report: Report,
): void {
  const [first, ...more] = present(approvalOptions.map((option) => options.entry(option))).sort(
    (a, b) => a.key.span.start - b.key.span.start,
  );
  if (first === undefined) return;
  report(
    build["option-without-gate"](
      first.key.span,
      { option: first.key.text.value },
      {
        related: more.map(({ key }) => ({ message: "the same holds for this option", span: key.span })),
        help: denies
          ? "a `deny` asks for no approval: remove the option"
          : "add `requires_approval: true`, or remove the option",
      },
    ),
  );
}
