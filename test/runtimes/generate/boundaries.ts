/**
 * Names at every boundary of what makes a request invalid (LANGUAGE.md §4), enumerated. The ranges
 * are written out here once more: a mistake in the interpreter's table must not hide itself.
 */

export type Part = "agent" | "action" | "resource";

export const parts: readonly Part[] = ["agent", "action", "resource"];

export interface BoundaryName {
  /** The rule that the name is at the boundary of. */
  readonly group: string;
  readonly part: Part;
  readonly text: string;
}

/** Forbidden characters: inclusive ranges of code points. */
export const forbiddenRanges: readonly (readonly [first: number, last: number])[] = [
  [0x0000, 0x001f],
  [0x005c, 0x005c],
  [0x007f, 0x009f],
  [0x00a0, 0x00a0],
  [0x00ad, 0x00ad],
  [0x061c, 0x061c],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x2060, 0x206f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff],
];

/** Before, first, last and after each range; and the ends of what UTF-8 writes with one to four bytes. */
export function boundaryPoints(): { readonly group: string; readonly point: number }[] {
  const ofRanges = forbiddenRanges.flatMap(([first, last]) =>
    [first - 1, first, last, last + 1]
      .filter((point) => point >= 0)
      .map((point) => ({ group: `range U+${first.toString(16)}`, point })),
  );
  const ofBytes = [0x7e, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff];
  return [...ofRanges, ...ofBytes.map((point) => ({ group: "width", point }))];
}

function ofCharacters(): BoundaryName[] {
  return boundaryPoints().flatMap(({ group, point }) => {
    const c = String.fromCodePoint(point);
    return parts.flatMap((part) => [`${c}x`, `x${c}y`, `x${c}`].map((text) => ({ group, part, text })));
  });
}

/** A name of so many UTF-8 bytes, made of characters of so many bytes each and what is left of `a`. */
export function nameOfBytes(bytes: number, width: 1 | 2 | 3 | 4): string {
  const character = { 1: "b", 2: "é", 3: "€", 4: "😀" }[width];
  return character.repeat(Math.floor(bytes / width)) + "a".repeat(bytes % width);
}

function ofLengths(): BoundaryName[] {
  const widths = [1, 2, 3, 4] as const;
  const texts = [
    ...[4095, 4096, 4097].flatMap((bytes) => widths.map((width) => nameOfBytes(bytes, width))),
    // Short in UTF-16 units or characters, long in bytes.
    "€".repeat(1366),
    "😀".repeat(1025),
    "é".repeat(4096),
    "€".repeat(4097),
    `${"a/".repeat(2047)}bb`,
    `${"a/".repeat(2048)}b`,
  ];
  return parts.flatMap((part) => texts.map((text) => ({ group: "length", part, text })));
}

function ofPercent(): BoundaryName[] {
  const hex = ["0", "9", "A", "F", "a", "f"];
  const near = ["/", ":", "@", "G", "`", "g", "é", "%", "٤", "-", ""];
  const pairs = [
    ...hex.flatMap((first) => hex.map((second) => `%${first}${second}`)),
    ...near.flatMap((other) => [`%${other}A`, `%A${other}`]),
    "%",
    "%%",
    "%%41",
    "%4%41",
    "%4",
    "%u0041",
  ];
  return parts.flatMap((part) =>
    pairs.flatMap((pair) =>
      [pair, `x${pair}`, `x${pair}y`].map((text) => ({ group: "percent", part, text })),
    ),
  );
}

function words(alphabet: readonly string[], longest: number): string[] {
  if (longest === 0) return [""];
  const shorter = words(alphabet, longest - 1);
  return [...new Set([...shorter, ...shorter.flatMap((word) => alphabet.map((letter) => word + letter))])];
}

/** Every run of up to four separators, after each beginning that changes what is allowed. */
function ofRuns(): BoundaryName[] {
  const runs = words([":", "/"], 4);
  const starts = [
    "a",
    "arn:a",
    "arn",
    "ARN:a",
    "xarn:a",
    "file",
    "xfile",
    "File",
    "file:x",
    "filex",
    "arn:a/b",
    "https",
  ];
  const resources = [
    ...starts.flatMap((start) => runs.flatMap((run) => [`${start}${run}b`, `${start}${run}`])),
    ...runs.flatMap((run) => [`${run}b`, run, `a/b${run}c://d`, `file:///a${run}b`, `arn:a:/b${run}c`]),
  ];
  return [
    ...resources.map((text): BoundaryName => ({ group: "runs", part: "resource", text })),
    ...runs.flatMap((run) =>
      [`a${run}b`, `${run}b`, `a${run}`].map((text): BoundaryName => ({
        group: "runs",
        part: "action",
        text,
      })),
    ),
  ];
}

function ofDots(): BoundaryName[] {
  const dots = [".", "..", "...", ".a", "a.", "..a", "a..", "a.b", "．", "。", ". ", " ."];
  const around = dots.flatMap((dot) => [
    dot,
    `${dot}/a`,
    `a/${dot}`,
    `a/${dot}/b`,
    `a:${dot}`,
    `a:${dot}:b`,
    `${dot}:a`,
    `a:${dot}/b`,
    `https://a/${dot}/b`,
    `a/${dot}/${dot}`,
  ]);
  return around.flatMap((text) => parts.map((part) => ({ group: "dots", part, text })));
}

function ofBlanks(): BoundaryName[] {
  const texts = [
    "",
    " ",
    "  ",
    " a",
    "a ",
    "a b",
    "a  b",
    "a: b",
    "a :b",
    "a/ b",
    "a /b",
    "a:b c",
    "\ta",
    "a\n",
  ];
  return texts.flatMap((text) => parts.map((part) => ({ group: "blanks", part, text })));
}

/** All of them, in a fixed order. */
export function boundaryNames(): BoundaryName[] {
  return [...ofCharacters(), ...ofLengths(), ...ofPercent(), ...ofRuns(), ...ofDots(), ...ofBlanks()];
}
