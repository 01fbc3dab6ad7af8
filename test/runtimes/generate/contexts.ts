/** Contexts near a set's conditions: each literal, its neighbours, other types, absence. */
import type { Scalar } from "../../../src/ir/ir.ts";
import type { Atoms } from "./atoms.ts";
import { Entries, entries, NumberText, type Json } from "./json-text.ts";
import { nearMiss } from "./names.ts";
import type { Random } from "./random.ts";

const scratch = new DataView(new ArrayBuffer(8));

/** The next double above or below. */
export function neighbourOf(value: number, step: 1 | -1): number {
  if (value === 0) return step * Number.MIN_VALUE;
  scratch.setFloat64(0, value);
  scratch.setBigInt64(0, scratch.getBigInt64(0) + BigInt(value > 0 ? step : -step));
  const next = scratch.getFloat64(0);
  return Number.isFinite(next) ? next : value;
}

export const boundaryNumbers: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.1,
  0.1 + 0.2,
  0.5,
  Number.MIN_VALUE,
  -Number.MIN_VALUE,
  2.2250738585072014e-308,
  2.225073858507201e-308,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  Number.EPSILON,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 53 + 2,
  -(2 ** 53),
  2 ** 63,
  -(2 ** 63),
  2 ** 64,
  1e21,
  1e-7,
  4.35,
  9007199254740993e3,
];

/** The same texts are read as the nearest double by every correct reader. */
const numberTexts: readonly string[] = [
  "9007199254740993",
  "-9007199254740993",
  "18446744073709551615",
  "9223372036854775807",
  "9223372036854775808",
  "0.1000000000000000055511151231257827",
  "0.10000000000000001",
  "1.7976931348623157e308",
  "1.7976931348623157E+308",
  "4.9e-324",
  "3e-324",
  "1e-400",
  "123456789012345678901234567890",
  "2.2250738585072011e-308",
  "100e-2",
  "0e999",
];

const strangeTexts = [
  "",
  " ",
  "a",
  "A",
  "é",
  "😀",
  "e\u0301",
  "\u0000",
  "\\",
  '"',
  "/",
  "\u2028",
  "\u200b",
  "\ufeff",
  "null",
  "true",
  "0",
];
const strangeNames = [
  "",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "0",
  "é",
  "😀",
  "a.b",
  "\u0000",
  "now",
  "n",
  "__index",
  "__len",
];

export type Group = "fitting" | "near" | "ill-typed" | "strange";

/** A value for an attribute, and what it is meant to be. */
function valueFor(
  attribute: { literals: readonly Scalar[]; isList: boolean },
  random: Random,
): [Json, Group] {
  const literals = attribute.literals.length === 0 ? [true, 1, "a"] : attribute.literals;
  const literal = random.pick(literals);
  const roll = random.int(20);
  if (roll === 0) return [illTyped(literal, attribute.isList, random), "ill-typed"];
  if (roll === 1) return [strange(random), "strange"];
  if (attribute.isList) {
    const others = Array.from({ length: random.int(4) }, () =>
      random.chance(0.5) ? String(random.pick(literals)) : random.pick(strangeTexts),
    );
    const list = random.chance(0.6) ? [...others, String(literal)] : others;
    return random.chance(0.08)
      ? [list.map((text) => nearMiss(text, random)), "near"]
      : [random.shuffle(list), "fitting"];
  }
  if (typeof literal === "number") return [numberNear(literal, random), roll < 8 ? "near" : "fitting"];
  if (typeof literal === "boolean") return [roll < 12 ? literal : !literal, "fitting"];
  return roll < 8 ? [textNear(literal, random), "near"] : [literal, "fitting"];
}

function numberNear(literal: number, random: Random): Json {
  const roll = random.int(12);
  if (roll === 0) return neighbourOf(literal, 1);
  if (roll === 1) return neighbourOf(literal, -1);
  if (roll === 2) return literal + 1;
  if (roll === 3) return literal - 1;
  if (roll === 4) return -literal;
  if (roll === 5) return random.pick(boundaryNumbers);
  if (roll === 6) return new NumberText(random.pick(numberTexts));
  return literal;
}

function textNear(literal: string, random: Random): string {
  switch (random.int(6)) {
    case 0:
      return literal + random.pick(strangeTexts);
    case 1:
      return random.pick(strangeTexts) + literal;
    case 2:
      return literal.slice(0, random.int(literal.length + 1)).replace(/[\ud800-\udbff]$/, "");
    case 3:
      return literal + literal;
    case 4:
      return literal.toUpperCase();
    default:
      return nearMiss(literal, random);
  }
}

function illTyped(literal: Scalar, isList: boolean, random: Random): Json {
  const text = String(literal);
  const values: Json[] = [
    null,
    entries({ a: literal }),
    entries({}),
    [],
    [text, 1],
    [text, null],
    [null],
    [[text]],
    [entries({})],
    [true],
    entries({ [text]: [text, entries({ x: null })] }),
    isList ? text : [text],
    typeof literal === "number" ? text : 1,
    typeof literal === "boolean" ? text : true,
    typeof literal === "boolean" ? Number(literal) : text,
  ];
  return random.pick(values);
}

function strange(random: Random): Json {
  return random.pick<Json>([
    random.pick(strangeTexts),
    random.pick(boundaryNumbers),
    new NumberText(random.pick(numberTexts)),
    random.pick(strangeTexts).repeat(300),
    entries({ "": entries({ "": [] }) }),
    nested(random.pick([2, 10, 25]), random.chance(0.5)),
  ]);
}

/** Maps or lists inside each other. */
export function nested(depth: number, asMap: boolean): Json {
  let value: Json = "end";
  for (let i = 0; i < depth; i++) value = asMap ? entries({ n: value }) : [value];
  return value;
}

/** A context near the set's conditions; `undefined` for none at all. */
export function contextNear(
  atoms: Atoms,
  random: Random,
): { value: Json | undefined; groups: readonly Group[] } {
  if (atoms.context.size === 0 && random.chance(0.7)) return { value: undefined, groups: [] };
  if (random.chance(0.05)) return { value: undefined, groups: [] };
  const groups: Group[] = [];
  const list: [string, Json][] = [];
  // A condition is often about several attributes: most are present most of the time.
  const absence = random.pick([0, 0.1, 0.4]);
  for (const [name, attribute] of atoms.context) {
    if (random.chance(absence)) continue;
    const [value, group] = valueFor(attribute, random);
    groups.push(group);
    list.push([name, value]);
  }
  if (random.chance(0.1)) {
    const name = random.pick(strangeNames);
    if (!atoms.context.has(name)) list.push([name, strange(random)]);
  }
  return { value: new Entries(random.shuffle(list)), groups };
}

/** Contexts at the limits of §4, each valid or one too many. */
export function contextsAtLimits(): { readonly group: string; readonly value: Json }[] {
  const names = (count: number): Json =>
    new Entries(Array.from({ length: count }, (_, i) => [`n${String(i)}`, i] as const));
  const list = (count: number, of: Json = "e"): readonly Json[] => Array.from({ length: count }, () => of);
  const text = (bytes: number, character = "b"): string => {
    const width = Buffer.byteLength(character);
    return character.repeat(Math.floor(bytes / width)) + "a".repeat(bytes % width);
  };
  const limit = 65_536;
  return [
    ...[0, 1, 255, 256, 257].map((n) => ({ group: "names", value: names(n) })),
    ...[255, 256, 257].map((n) => ({ group: "names", value: entries({ m: names(n - 1) }) })),
    { group: "names", value: entries({ m: names(128), n: names(126) }) },
    { group: "names", value: entries({ m: names(128), n: names(127) }) },
    ...[0, 1023, 1024, 1025].map((n) => ({ group: "elements", value: entries({ l: list(n) }) })),
    ...[1024, 1025].map((n) => ({
      group: "elements",
      value: entries({ l: list(512), m: list(n - 512, null) }),
    })),
    { group: "elements", value: entries({ l: list(2, list(511)) }) },
    { group: "elements", value: entries({ l: list(2, list(512)) }) },
    { group: "elements", value: entries({ m: entries({ l: list(1025, 1) }) }) },
    ...["b", "é", "€", "😀"].flatMap((character) =>
      [limit - 1, limit, limit + 1].map((bytes) => ({
        group: "bytes",
        value: entries({ s: text(bytes - 1, character) }),
      })),
    ),
    { group: "bytes", value: entries({ s: text(40_000), t: text(limit - 40_002) }) },
    { group: "bytes", value: entries({ s: text(40_000), t: text(limit - 40_001) }) },
    { group: "bytes", value: entries({ l: list(1000, text(64)), s: text(limit - 64_002) }) },
    { group: "bytes", value: entries({ l: list(1000, text(64)), s: text(limit - 64_001) }) },
    { group: "bytes", value: entries({ [text(limit)]: true }) },
    { group: "bytes", value: entries({ [text(limit + 1)]: true }) },
    { group: "bytes", value: entries({ m: entries({ [text(30_000)]: [text(limit - 30_001)] }) }) },
    { group: "bytes", value: entries({ m: entries({ [text(30_000)]: [text(limit - 30_000)] }) }) },
    ...[null, true, 0, 1, "", "x", [], [1], ["a"], [[]]].map((value) => ({ group: "form", value })),
    ...[true, false].flatMap((asMap) =>
      [25, 10, 3].map((depth) => ({ group: "depth", value: entries({ d: nested(depth, asMap) }) })),
    ),
  ];
}
