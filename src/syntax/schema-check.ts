/**
 * A validator's errors as diagnostics at the keys and values they speak of.
 *
 * INVARIANT: one mistake yields one diagnostic; false is returned only when one was reported or is
 * left to a reader that reports it (`leftToReaders`).
 */
import type { Fix, Report } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { suggest } from "../base/suggest.ts";
import type { SchemaError, Validator } from "../generated/validators.mjs";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import {
  foreignKeyHelp,
  isForeignKey,
  meansExtends,
  meantDocumentKey,
  reportForeignEntry,
} from "./foreign-entry.ts";
import { adviceFor, replacement } from "./value-advice.ts";
import { describe, forms, homes, places, typeNames } from "./schema-wording.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar } from "./yaml-node.ts";
import { toData } from "./yaml-data.ts";

const { build } = documentMessages;

/** The schema that an error failed; ajv's `verbose` option attaches it. */
interface FailedSchema {
  readonly title: string;
  /** The keys that it knows. */
  readonly keys: readonly string[];
}

/** Checks the structure of `root`; what is wrong is reported. True when nothing is. */
export function checkStructure(root: YamlNode, validate: Validator, report: Report): boolean {
  if (validate(toData(root))) return true;
  const all = (validate.errors ?? []).map((error) => locate(root, error));
  const foreign = foreignEntries(all, report);
  const errors = all.filter(({ error }) => !isWithin(error.instancePath, foreign));
  const misspelt = new Set<string>();
  for (const found of errors) {
    if (found.error.keyword !== "additionalProperties") continue;
    const meant = reportUnknownKey(found, report);
    if (meant !== null) misspelt.add(`${found.error.instancePath}/${meant}`);
  }
  const seen = new Set<string>();
  for (const found of errors) {
    const { keyword, instancePath } = found.error;
    if (keyword === "required" && misspelt.has(`${instancePath}/${missingKey(found.error)}`)) continue;
    const place = `${keyword}\n${instancePath}\n${keyword === "required" ? missingKey(found.error) : ""}`;
    if (seen.has(place)) continue;
    seen.add(place);
    reportError(found, report);
  }
  return false;
}

/** The paths of list entries that one diagnostic each has told everything about. */
function foreignEntries(errors: readonly Located[], report: Report): ReadonlySet<string> {
  const judged = new Set<string>();
  const foreign = new Set<string>();
  for (const { error, schema, node } of errors) {
    const { keyword, instancePath } = error;
    if (keyword !== "additionalProperties" || node.kind !== "map" || judged.has(instancePath)) continue;
    judged.add(instancePath);
    if (reportForeignEntry(node, schema.title, report)) foreign.add(instancePath);
  }
  return foreign;
}

function isWithin(path: string, outer: ReadonlySet<string>): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    if (outer.has(path.slice(0, end))) return true;
  }
  return false;
}

interface Located {
  readonly error: SchemaError;
  readonly schema: FailedSchema;
  readonly node: YamlNode;
  /** The value's name in messages: its key, or its list's. */
  readonly what: string;
  /** The key of the value; `null` for an entry of a list. */
  readonly key: YamlScalar | null;
}

/** Finds the node of an error by its JSON pointer. */
function locate(root: YamlNode, error: SchemaError): Located {
  let node = root;
  let what = "the document";
  let last: YamlScalar | null = null;
  for (const part of error.instancePath.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (node.kind === "map") {
      const entry = node.entries.find((e) => e.key.text.value === key);
      if (entry === undefined) break;
      node = entry.value;
      last = entry.key;
      what = `\`${excerpt(key)}\``;
    } else if (node.kind === "seq") {
      const item = node.items[Number(key)];
      if (item === undefined) break;
      node = item;
      last = null;
      what = what.startsWith("an entry of ") ? what : `an entry of ${what}`;
    }
  }
  const parent: { readonly [key: string]: unknown } = error.parentSchema ?? {};
  const { title, properties } = parent;
  const schema = {
    title: typeof title === "string" ? title : "",
    keys: typeof properties === "object" && properties !== null ? Object.keys(properties) : [],
  };
  return { error, schema, node, what, key: last };
}

function missingKey(error: SchemaError): string {
  return String(error.params["missingProperty"]);
}

function reportError(found: Located, report: Report): void {
  const { error, schema, node, what } = found;
  const where = places[schema.title] ?? what;
  switch (error.keyword) {
    case "additionalProperties":
    // The branch of an `if` reports for itself.
    case "if":
      return;
    case "required":
      report(
        build["missing-key"](headOf(node), { keys: [missingKey(error)], where }, { help: keyHelp(found) }),
      );
      return;
    case "minItems":
      report(
        build["empty-list"](node.span, { what }, { help: "remove the key, or write what it is to hold" }),
      );
      return;
    case "minProperties":
      report(
        build["empty-mapping"](node.span, { what }, { help: "remove the key, or write what it is to hold" }),
      );
      return;
    case "enum":
    case "const":
      reportUnknownValue(found, report);
      return;
    default:
      reportWrongType(found, report);
  }
}

function keyHelp({ error }: Located): string {
  const key = missingKey(error);
  return key === "policies"
    ? "write `policies:` and a statement below it, such as `- git:read on repos/*`"
    : `add \`${key}\``;
}

/** Where a mapping that lacks a key begins: its first key. */
function headOf(node: YamlNode): Span {
  return (node.kind === "map" ? node.entries[0]?.key.span : undefined) ?? node.span;
}

/** Reports a key; gives the key that was meant, if that is absent and one can tell. */
function reportUnknownKey({ error, schema, node, what }: Located, report: Report): string | null {
  const key = String(error.params["additionalProperty"]);
  const entry = node.kind === "map" ? node.entries.find((e) => e.key.text.value === key) : undefined;
  if (node.kind !== "map" || entry === undefined) return null;
  const where = places[schema.title] ?? what;
  return reportUnknownEntry(node, entry, schema.keys, where, report);
}

/**
 * Reports a key that its mapping does not know, with the known key that was probably meant and a
 * fix that renames it. Gives that key when the mapping does not hold it already.
 */
export function reportUnknownEntry(
  map: YamlMap,
  entry: YamlEntry,
  known: readonly string[],
  where: string,
  report: Report,
): string | null {
  const key = entry.key.text.value;
  const isDocument = known.includes("agents") && known.includes("tests");
  const home = isDocument || known.includes("tests") ? homes[key] : undefined;
  const isForeign = isDocument && isForeignKey(key);
  const isNamed = !known.includes("role") || map.entries.some((e) => e.key.text.value === "role");
  const takesRoles = isNamed && known.includes("extends") && meansExtends(key);
  const synonym = takesRoles ? "extends" : isDocument ? meantDocumentKey(key) : null;
  const meant =
    home !== undefined || isForeign
      ? null
      : synonym !== null && known.includes(synonym)
        ? synonym
        : (suggest(key, known) ?? known.find((k) => k.endsWith(`_${key}`)) ?? null);
  const free = meant !== null && !map.entries.some((e) => e.key.text.value === meant) ? meant : null;
  const fixes: Fix[] =
    free === null
      ? []
      : [
          {
            title: `rename \`${excerpt(key)}\` to \`${free}\``,
            kind: "review",
            edits: [{ span: entry.key.span, text: free }],
          },
        ];
  const help =
    home !== undefined
      ? `\`${key}\` is a key of ${home}`
      : meant !== null
        ? `did you mean \`${meant}\`?`
        : isForeign
          ? foreignKeyHelp
          : known.length === 0
            ? null
            : `its keys are ${known.map((k) => `\`${k}\``).join(", ")}`;
  report(build["unknown-key"](entry.key.span, { key: excerpt(key), where }, { help, fixes }));
  return free;
}

function reportUnknownValue(found: Located, report: Report): void {
  const { error, node, what } = found;
  if (node.kind !== "scalar") {
    reportWrongTypeAs(node, what, "a word", null, report);
    return;
  }
  if (node.value === null) {
    reportMissing(found, null, report);
    return;
  }
  const { allowedValue, allowedValues } = error.params;
  const allowed: readonly unknown[] = Array.isArray(allowedValues) ? allowedValues : [allowedValue];
  const words = allowed.map(String);
  const meant = typeof node.value === "string" ? suggest(node.text.value, words) : null;
  const list = words.map((word) => `\`${word}\``).join(", ");
  const advice =
    meant === null
      ? { help: `write ${words.length === 1 ? "" : "one of "}${list}`, fixes: [] }
      : replacement(node, meant, `did you mean \`${meant}\`?`);
  const isQuoted = node.style === "single" || node.style === "double";
  const text = isQuoted ? `\`"${excerpt(node.text.value)}"\`` : `\`${excerpt(node.text.value)}\``;
  report(build["unknown-value"](node.span, { what, found: text }, advice));
}

/** Where the value of a statement that is a key must be a mapping, the statement's reader tells why it is none. */
function leftToReaders(schema: FailedSchema, node: YamlNode): boolean {
  return schema.title === "Statement options" && node.kind === "scalar";
}

function reportWrongType(found: Located, report: Report): void {
  const { error, schema, node, what } = found;
  if (leftToReaders(schema, node)) return;
  const form = forms[schema.title] ?? null;
  if (node.kind === "scalar" && node.value === null) {
    reportMissing(found, form?.forms ?? null, report);
    return;
  }
  const type: unknown = error.params["type"];
  const types = (Array.isArray(type) ? type : [type]).map(String).filter((t) => t !== "null");
  const accepted = form?.noun ?? types.map((t) => typeNames[t] ?? t).join(" or ");
  const advice = form === null ? adviceFor(found, types, schema.title) : null;
  const help = form === null ? (advice?.help ?? null) : `write ${form.forms}`;
  reportWrongTypeAs(node, what, accepted, help, report, advice?.fixes ?? []);
}

function reportWrongTypeAs(
  node: YamlNode,
  what: string,
  accepted: string,
  help: string | null,
  report: Report,
  fixes: readonly Fix[] = [],
): void {
  const span = node.kind === "scalar" ? node.span : headOf(node);
  report(build["wrong-type"](span, { what, accepted, found: describe(node) }, { help, fixes }));
}

/** A value that is absent is reported at its key: where it should stand there is nothing to underline. */
function reportMissing({ node, what, key }: Located, form: string | null, report: Report): void {
  const rest = key === null ? "or remove the entry" : "or remove the key";
  const help = `write ${form ?? "a value"}, ${rest}`;
  const absent = node.span.start === node.span.end;
  report(build["missing-value"](absent && key !== null ? key.span : node.span, { what }, { help }));
}
