/**
 * The form of `policy.lua`: the tables and the manifest as string literals, one chunk a line, before
 * the evaluator's text, so that a reader cuts them out without running the file.
 */
import { BundleError } from "./bundle-error.ts";
import { damaged } from "./check.ts";

/** The first line of `policy.lua`. */
export const luaHeader = "-- sentrely-policy-bundle";
/** What stands before the chunks of the tables, between these and the manifest's, and after them. */
export const luaTablesBegin = "local sentrely_tables = table.concat({";
export const luaManifestBegin = "local sentrely_manifest = table.concat({";
export const luaChunksEnd = "})";

/** The escapes of Lua that name a byte by a letter: 7 to 13. The same in every version of Lua. */
export const luaEscapes = "abtnvfr";

/** What `policy.lua` carries. */
export interface LuaFile {
  readonly tables: Uint8Array;
  /** JSON, not parsed. */
  readonly manifest: string;
}

/** True for the text of a `policy.lua`, damaged or not. */
export function isLuaFile(text: string): boolean {
  return text.startsWith(luaHeader);
}

/** Tables and manifest of a `policy.lua`, neither checked yet. Throws `BundleError` when they cannot be found. */
export function readLuaFile(text: string): LuaFile {
  if (!isLuaFile(text)) throw new BundleError("this is no bundle: no `policy.lua`");
  const lines = text.split("\n");
  const manifestAt = lines.indexOf(luaManifestBegin, 1);
  if (lines[1] !== luaTablesBegin || manifestAt < 0) throw damaged("no data in the module");
  const tables = readChunks(lines, 2);
  const manifest = readChunks(lines, manifestAt + 1);
  let json = "";
  for (const byte of manifest) json += String.fromCharCode(byte);
  return { tables, manifest: json };
}

/** The tables of a `policy.lua`, not checked yet. Throws `BundleError` when they cannot be found. */
export function tablesOfLua(text: string): Uint8Array {
  return readLuaFile(text).tables;
}

/** The bytes of the literals from a line to the end of their list. */
function readChunks(lines: readonly string[], from: number): Uint8Array {
  let length = 0;
  let end = from;
  for (; lines[end] !== luaChunksEnd; end++) {
    const line = lines[end];
    if (line === undefined) throw damaged("the module's data has no end");
    length += line.length;
  }
  // A byte takes at least one character.
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let i = from; i < end; i++) at = readChunk(lines[i] ?? "", bytes, at);
  return bytes.slice(0, at);
}

/** Reads `"…",` and gives where the next chunk's bytes go. */
function readChunk(line: string, bytes: Uint8Array, start: number): number {
  if (line.length < 3 || !line.startsWith('"') || !line.endsWith('",')) throw damaged("a line of the module");
  const end = line.length - 2;
  let at = start;
  for (let i = 1; i < end;) {
    let unit = line.charCodeAt(i++);
    if (unit < 0x20 || unit > 0x7e || unit === quote) throw damaged("a character of the module");
    if (unit === backslash) {
      const escaped = readEscape(line, i, end);
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
  line: string,
  from: number,
  end: number,
): { readonly byte: number; readonly next: number } {
  const unit = from < end ? line.charCodeAt(from) : NaN;
  if (unit === quote || unit === backslash) return { byte: unit, next: from + 1 };
  const letter = luaEscapes.indexOf(String.fromCharCode(unit));
  if (letter >= 0) return { byte: 7 + letter, next: from + 1 };
  let byte = 0;
  let next = from;
  for (; next < end && next < from + 3 && isDigit(line.charCodeAt(next)); next++) {
    byte = byte * 10 + line.charCodeAt(next) - 0x30;
  }
  if (next === from || byte > 255) throw damaged("an escape of the module");
  return { byte, next };
}

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}
