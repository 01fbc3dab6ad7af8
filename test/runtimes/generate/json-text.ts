/** JSON texts of requests: numbers in any form, keys in any order, characters escaped or not. */
import type { Random } from "./random.ts";

/** A number as it is to be written. */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A map as a list of entries, so that it can hold any name in any order. */
export class Entries {
  readonly list: readonly (readonly [name: string, value: Json])[];
  constructor(list: readonly (readonly [name: string, value: Json])[]) {
    this.list = list;
  }
}

export type Json = null | boolean | number | string | NumberText | Entries | readonly Json[];

export function entries(map: { readonly [name: string]: Json }): Entries {
  return new Entries(Object.entries(map));
}

/** Without blanks. With `random`, some characters beyond ASCII are escaped, and numbers take other forms. */
export function writeJson(value: Json, random: Random | null = null): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return random === null ? JSON.stringify(value) : writeNumber(value, random);
  if (typeof value === "string") return writeText(value, random);
  if (value instanceof NumberText) return value.text;
  if (value instanceof Entries) {
    const written = value.list.map(([name, item]) => `${writeText(name, random)}:${writeJson(item, random)}`);
    return `{${written.join(",")}}`;
  }
  return `[${value.map((item) => writeJson(item, random)).join(",")}]`;
}

function writeText(text: string, random: Random | null): string {
  const plain = JSON.stringify(text);
  if (random === null || text.length > 200 || !random.chance(0.1)) return plain;
  return plain.replace(/[^\x20-\x7e]|\//g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The same double, written otherwise now and then. */
function writeNumber(value: number, random: Random): string {
  if (Object.is(value, -0)) return random.pick(["-0", "-0.0", "-0e5"]);
  const plain = JSON.stringify(value);
  if (!random.chance(0.15)) return plain;
  const forms = [value.toExponential(), value.toPrecision(21).replace(/^(-?\d+)$/, "$1.0")];
  if (/^-?\d+$/.test(plain)) forms.push(`${plain}.0`, `${plain}e0`, `${plain}E+0`);
  return random.pick(forms.filter((form) => Object.is(Number(form), value)).concat(plain));
}
