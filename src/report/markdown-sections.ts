/**
 * A Markdown report in sections, and how much of it fits.
 *
 * INVARIANT: what is written is within the limit, is cut between rows only, closes what it opens, and says how
 * many rows are missing.
 */
import { finishLines } from "./sanitize.ts";

/** A table or a list with what stands around it; or paragraphs alone, which then have no rows. */
export interface Section {
  /** The heading and whatever stands before the rows, with blank lines where Markdown needs them. */
  readonly lead: readonly string[];
  /** Head of the table; empty for a list. */
  readonly head: readonly string[];
  /** One line or several that belong together each. */
  readonly rows: readonly string[];
  /** Rows that are left out however much space there is. */
  readonly beyond: number;
  /** What is said of so many rows at the end that are left out: `3 more findings`. */
  readonly rest: (count: number) => string;
  /** What stands after the rows, such as a closing tag. */
  readonly tail: readonly string[];
}

/** The rows of the first `most` things; the others are counted. */
export function firstRows<T>(
  things: readonly T[],
  most: number,
  write: (thing: T) => string,
): Pick<Section, "rows" | "beyond"> {
  const shown = things.slice(0, most);
  return { rows: shown.map(write), beyond: things.length - shown.length };
}

/** `3 more findings` */
export function more(one: string, many = `${one}s`): (count: number) => string {
  return (count) => `${count} more ${count === 1 ? one : many}`;
}

export function paragraph(...lines: readonly string[]): Section {
  return { lead: lines, head: [], rows: [], beyond: 0, rest: () => "", tail: [] };
}

/**
 * The report within `limit` bytes of UTF-8. The first section is written in any case; where all do not fit, every
 * table is cut to as many rows as do, and if one row each is too much the last sections are left out.
 * `closing` is told how many rows are left out.
 */
export function fitSections(
  sections: readonly Section[],
  limit: number,
  closing: (missing: number) => readonly string[],
): string {
  const all = sections.map(measured);
  const sizeOf = (kept: readonly Measured[], rows: number): number =>
    kept.reduce((sum, part) => sum + part.sizeOf(rows), 0) +
    // The count is never longer than this.
    bytesOf(closing(Number.MAX_SAFE_INTEGER));
  const longest = Math.max(1, ...sections.map(({ rows }) => rows.length));
  let rows = longest;
  if (sizeOf(all, longest) > limit) {
    let [fits, over] = [1, longest];
    while (over - fits > 1) {
      const middle = (fits + over) >>> 1;
      if (sizeOf(all, middle) <= limit) fits = middle;
      else over = middle;
    }
    rows = fits;
  }
  let kept = all.length;
  while (kept > 1 && sizeOf(all.slice(0, kept), rows) > limit) kept--;
  const missing = sections.reduce((sum, section, i) => sum + hiddenOf(section, i < kept ? rows : 0), 0);
  const lines = sections.slice(0, kept).flatMap((section) => linesOf(section, rows));
  return finishLines([...lines, ...closing(missing)]);
}

function shownOf({ rows }: Section, limit: number): number {
  return Math.min(rows.length, limit);
}

/** Rows that are not shown where no table has more than `limit`. */
function hiddenOf(section: Section, limit: number): number {
  return section.rows.length + section.beyond - shownOf(section, limit);
}

function linesOf(section: Section, limit: number): string[] {
  const { lead, head, rows, tail } = section;
  const shown = shownOf(section, limit);
  return [
    ...lead,
    ...(lead.length > 0 ? [""] : []),
    ...(shown === 0 ? [] : [...head, ...rows.slice(0, shown).flatMap((row) => row.split("\n")), ""]),
    ...restLines(section, hiddenOf(section, limit)),
    ...(tail.length === 0 ? [] : [...tail, ""]),
  ];
}

function restLines(section: Section, count: number): string[] {
  return count === 0 ? [] : [`… and ${section.rest(count)}`, ""];
}

interface Measured {
  /** Bytes of the section with so many rows at most. */
  readonly sizeOf: (rows: number) => number;
}

function measured(section: Section): Measured {
  const around = bytesOf([...section.lead, "", ...section.head, "", ...section.tail, ""]);
  const upTo = [0];
  for (const row of section.rows) upTo.push((upTo.at(-1) ?? 0) + bytesOf([row]));
  return {
    sizeOf: (rows) => {
      const shown = shownOf(section, rows);
      return around + (upTo[shown] ?? 0) + bytesOf(restLines(section, hiddenOf(section, rows)));
    },
  };
}

const encoder = new TextEncoder();

function bytesOf(lines: readonly string[]): number {
  // `finishLines` may write a character of a line as up to six.
  return lines.reduce((sum, line) => sum + encoder.encode(line).length + 1 + 5 * commandsIn(line), 0);
}

function commandsIn(line: string): number {
  return (line.match(/::|##/g) ?? []).length;
}
