/**
 * The form of `policy.lua`: the tables as string literals, one chunk a line, before the evaluator's
 * text, so that a reader cuts them out without running the file.
 */
import { BundleError } from "./bundle-error.ts";

/** The first line of `policy.lua`. */
export const luaHeader = "-- sentrely-policy-bundle";
/** The line before the chunks, and the line after them. */
export const luaChunksBegin = "local sentrely_tables = table.concat({";
export const luaChunksEnd = "})";
/** The last line: what ends otherwise was cut short. */
export const luaEnd = "error(policy, 0)";

/** The escapes of Lua that name a byte by a letter: 7 to 13. The same in every version of Lua. */
export const luaEscapes = "abtnvfr";

/** True for the text of a `policy.lua`, damaged or not. */
export function isLuaFile(text: string): boolean {
  return text.startsWith(luaHeader);
}

/** The tables of a `policy.lua`, not checked yet. Throws `BundleError` when they cannot be cut out. */
export function tablesOfLua(text: string): Uint8Array {
  if (!isLuaFile(text)) throw new BundleError("this is no bundle: it is no `policy.lua`");
  const begin = `${luaHeader}\n${luaChunksBegin}\n`;
  const end = text.indexOf(`\n${luaChunksEnd}\n`, begin.length - 1);
  if (!text.startsWith(begin) || end < 0) throw damaged("no data in the module");
  if (!text.endsWith(`\n${luaEnd}\n`)) throw damaged("it is cut short");
  // A byte takes at least one character.
  const bytes = new Uint8Array(end);
  let at = 0;
  for (let from = begin.length; from < end;) {
    const line = text.indexOf("\n", from);
    at = readChunk(text, from, line, bytes, at);
    from = line + 1;
  }
  return bytes.slice(0, at);
}

function damaged(what: string): BundleError {
  return new BundleError("damaged bundle: " + what);
}

/** Reads the line `"…",` and gives where the next chunk's bytes go. */
function readChunk(text: string, start: number, stop: number, bytes: Uint8Array, to: number): number {
  const end = stop - 2;
  if (end <= start || text.charCodeAt(start) !== quote || !text.startsWith('",', end)) {
    throw damaged("a line of the module");
  }
  let at = to;
  for (let i = start + 1; i < end;) {
    let unit = text.charCodeAt(i++);
    if (unit < 0x20 || unit > 0x7e || unit === quote) throw damaged("a character of the module");
    if (unit === backslash) {
      const escaped = readEscape(text, i, end);
      unit = escaped.byte;
      i = escaped.next;
    }
    bytes[at++] = unit;
  }
  return at;
}

const quote = 0x22;
const backslash = 0x5c;

function readEscape(
  text: string,
  from: number,
  end: number,
): { readonly byte: number; readonly next: number } {
  const unit = from < end ? text.charCodeAt(from) : NaN;
  if (unit === quote || unit === backslash) return { byte: unit, next: from + 1 };
  const letter = from < end ? luaEscapes.indexOf(text.charAt(from)) : -1;
  if (letter >= 0) return { byte: 7 + letter, next: from + 1 };
  let byte = 0;
  let next = from;
  for (; next < end && next < from + 3 && isDigit(text.charCodeAt(next)); next++) {
    byte = byte * 10 + text.charCodeAt(next) - 0x30;
  }
  if (next === from || byte > 255) throw damaged("an escape of the module");
  return { byte, next };
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
