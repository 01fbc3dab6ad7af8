/**
 * Hanging options: the spelling of a statement whose options stand below it without a colon after
 * it. It is no YAML, and is read as if the colon were there:
 *
 *     - git:push on repos/*            - git:push on repos/*:
 *       requires_approval: true          requires_approval: true
 *
 * INVARIANT: both sites are errors of every YAML parser (a key of several lines; a list entry without
 * its dash), so that no valid YAML is read differently.
 */
import type { CST } from "yaml";
import { suggest } from "../base/suggest.ts";
import { optionKeys } from "./swallowed-option.ts";
import { hasToken, type Scan } from "./yaml-scan.ts";

type MapItem = CST.BlockMap["items"][number];

/** A word that can be an option's key, quoted or not. */
const keyShape = /^(["']?)([A-Za-z_][A-Za-z0-9_-]*)\1$/;

/** The word of a line that looks like a key; `null` when it does not. */
export function keyWord(line: string): string | null {
  return keyShape.exec(line)?.[2] ?? null;
}

/** A scalar of several lines: what its last line is, and where the text before that ends. */
export interface LastLine {
  readonly before: string;
  readonly line: string;
  /** Offset of the last line's first character within the source. */
  readonly at: number;
}

export function lastLineOf(source: string): LastLine | null {
  const feed = source.lastIndexOf("\n");
  if (feed === -1) return null;
  const line = source.slice(feed + 1).trimStart();
  return { before: source.slice(0, feed).trimEnd(), line, at: source.length - line.length };
}

/** Whether an option called `key` may well belong to a statement of this text. */
function isPlausible(text: string, key: string): boolean {
  return / (?:on|can|cannot|to|when)\s/.test(text) || suggest(key, optionKeys) !== null;
}

/**
 * The first key of a list entry is a plain scalar of several lines, whose last one is an option's key.
 * True when the colon has been put in.
 */
export function repairFoldedKey(scan: Scan, { key }: MapItem): boolean {
  if (key?.type !== "scalar") return false;
  const last = lastLineOf(key.source);
  const word = last === null ? null : keyWord(last.line);
  if (last === null || word === null || !isPlausible(last.before, word)) return false;
  putColon(scan, key.offset, last.before);
  return true;
}

/**
 * A list entry without a dash holds a mapping of options, and the entry before it is a scalar (a
 * comment or quotation marks kept them apart). True when the colon has been put in.
 */
export function repairDetachedOptions(
  scan: Scan,
  statement: CST.Token | undefined,
  options: CST.Token | undefined,
): boolean {
  if (options?.type !== "block-map") return false;
  if (
    statement?.type !== "scalar" &&
    statement?.type !== "single-quoted-scalar" &&
    statement?.type !== "double-quoted-scalar"
  ) {
    return false;
  }
  const first = options.items.find((item) => item.key !== undefined);
  if (first?.key?.type !== "scalar" || !hasToken(first.sep, "map-value-ind")) return false;
  const word = keyWord(first.key.source);
  if (word === null || !isPlausible(statement.source, word)) return false;
  putColon(scan, statement.offset, statement.source);
  return true;
}

/** Makes a key of the statement: a colon after it, and its lines joined. */
function putColon(scan: Scan, offset: number, statement: string): void {
  const { author, toAuthor } = scan.edited;
  const start = toAuthor(offset);
  const end = toAuthor(offset + statement.length);
  scan.insertions.push({ at: end, text: ":" });
  for (
    let feed = author.indexOf("\n", start);
    feed !== -1 && feed < end;
    feed = author.indexOf("\n", feed + 1)
  ) {
    scan.joins.push(feed);
    if (author[feed - 1] === "\r") scan.joins.push(feed - 1);
  }
}
