/** Requests that JSON alone cannot say to every host: lone surrogates, ill-formed UTF-8, broken encodings. */
import { nested } from "./contexts.ts";
import { Entries, entries, NumberText, writeJson, type Json } from "./json-text.ts";
import { partsNear, requestText, type Made, type RequestParts, type Subject } from "./requests.ts";
import type { Random } from "./random.ts";

const surrogates = [
  "\ud800",
  "\udbff",
  "\udc00",
  "\udfff",
  "\udc00\ud800",
  "\ud83d",
  "\ude00\ud83d",
  "\ud83d\ud83d\ude00",
];

/** The parts with a piece of text somewhere in them: in a name, or anywhere in the context. */
export function withPiece(
  parts: RequestParts,
  piece: string,
  random: Random,
): { readonly parts: RequestParts; readonly group: string } {
  const around = (text: string): string => {
    const at = random.pick([0, text.length, random.int(text.length + 1)]);
    return text.slice(0, at) + piece + text.slice(at);
  };
  const part = random.pick(["agent", "action", "resource", "resource", "context"]);
  if (part !== "context") {
    const name = parts[part];
    return { parts: { ...parts, [part]: around(typeof name === "string" ? name : "") }, group: part };
  }
  const own = parts["context"];
  const kept = own instanceof Entries ? own.list : [];
  const further = random.pick<readonly [string, Json]>([
    ["p", around("x")],
    [around("p"), true],
    ["p", ["a", around("x")]],
    ["p", [1, null, [around("")]]],
    ["p", entries({ n: entries({ [around("")]: null }) })],
    ["p", entries({ n: around("") })],
  ]);
  const list = [...kept.filter(([name]) => name !== further[0]), further];
  return { parts: { ...parts, context: new Entries(random.shuffle(list)) }, group: "context" };
}

/** For JavaScript: lone surrogates, and numbers that are read as infinite. */
export function utf16Requests(subject: Subject, count: number, random: Random): Made[] {
  return Array.from({ length: count }, (): Made => {
    const { parts } = partsNear(subject, random);
    if (random.chance(0.2)) {
      const infinite = new NumberText(random.pick(["1e400", "-1e400", "1e309"]));
      const now = random.chance(0.2);
      const changed = now
        ? { ...parts, now: infinite }
        : {
            ...parts,
            context: random.pick<Json>([
              entries({ n: infinite }),
              entries({ n: ["a", infinite] }),
              entries({ n: entries({ m: [infinite] }) }),
            ]),
          };
      return { group: now ? "infinite now" : "infinite number", request: requestText(changed, random) };
    }
    const { parts: changed, group } = withPiece(parts, random.pick(surrogates), random);
    return { group: `surrogate in ${group}`, request: requestText(changed, random) };
  });
}

/**
 * Bytes as text of one character a byte (U+0000 to U+00FF), so that they can be put into names.
 * The first list is no UTF-8; the second is, at the ends of what one to four bytes can say.
 */
export const illFormed: readonly string[] = [
  ...["80", "bf", "c0", "c1", "f5", "f8", "fc", "fe", "ff"],
  ...["c080", "c0af", "c1bf", "e08080", "e09fbf", "f0808080", "f08fbfbf", "f88888888080"],
  ...["eda080", "edafbf", "edb080", "edbfbf", "eda0bdedb880"],
  ...["f4908080", "f4bfbfbf", "f5808080", "f7bfbfbf"],
  ...[
    "c3",
    "e2",
    "e282",
    "f0",
    "f09f",
    "f09f98",
    "c328",
    "e228a1",
    "e28228",
    "f0288cbc",
    "f09028bc",
    "f0908c28",
  ],
  ...["c3c3a9", "e2c3a9", "e282c3a9", "f09f98c3a9", "a9c3", "82ac", "988000"],
];
export const wellFormed: readonly string[] = [
  ...["7e", "c2a1", "dfbf", "e0a080", "ecbfbf", "ed9fbf", "ee8080", "efbfbd", "efbfbe", "efbfbf"],
  ...["f0908080", "f09f9880", "f3bfbfbd", "f3a18080", "f48fbfbf", "c3a9", "e282ac", "65cc81"],
];

/** The bytes that a text of one character a byte stands for. */
export function bytesOf(hex: string): string {
  return Buffer.from(hex, "hex").toString("latin1");
}

/** A request whose texts hold bytes: each character stands for one. */
export function bytesRequest(
  subject: Subject,
  random: Random,
): { readonly parts: RequestParts; readonly group: string } {
  const parts = Object.fromEntries(
    Object.entries(partsNear(subject, random).parts).map(([name, value]) => [name, mapTexts(value, toBytes)]),
  );
  if (random.chance(0.1)) {
    const deep = nested(random.pick([31, 64, 95]), random.chance(0.5));
    return { parts: { ...parts, context: entries({ d: deep }) }, group: "deep values" };
  }
  const ill = random.chance(0.7);
  const { parts: changed, group } = withPiece(
    parts,
    bytesOf(random.pick(ill ? illFormed : wellFormed)),
    random,
  );
  return { parts: changed, group: `${ill ? "ill" : "well"}-formed bytes in ${group}` };
}

function toBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

/** The value with every text in it changed, names included. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (value instanceof Entries) {
    return new Entries(value.list.map(([name, item]) => [change(name), mapTexts(item, change)] as const));
  }
  if (value instanceof NumberText || value === null || typeof value !== "object") return value;
  return value.map((item) => mapTexts(item, change));
}

/** The parts with every text in them changed; the names of the parts stay. */
export function mapParts(parts: RequestParts, change: (text: string) => string): RequestParts {
  return Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, mapTexts(value, change)]));
}

/**
 * What the interpreter is asked instead of ill-formed bytes: it knows no bytes, so they are given to
 * it as a lone surrogate, which is what they have in common: text that is none.
 */
export function textOfBytes(bytes: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, "latin1"));
  } catch {
    return "\ud800";
  }
}

/** The line's request: texts as hexadecimal digits. */
export function bytesText(parts: RequestParts): string {
  return writeJson(entries(mapParts(parts, (bytes) => Buffer.from(bytes, "latin1").toString("hex"))));
}
