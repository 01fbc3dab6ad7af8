/**
 * Writes `policy.lua`: tables and manifest as string literals, and the evaluator that reads them.
 *
 * INVARIANT: ASCII, and only what every Lua from 5.1 on and LuaJIT read alike. The same input gives the
 * same bytes.
 */
import {
  luaChunksEnd,
  luaEscapes,
  luaHeader,
  luaManifestBegin,
  luaTablesBegin,
} from "../runtime/lua-file.ts";

/** Bytes of one literal. LuaJIT takes 65,536 constants a function, so this allows 256 MiB of tables. */
const chunkBytes = 4096;

/** The text of `policy.lua`. `manifestJson` is ASCII. */
export function luaModule(evaluatorSource: string, tables: Uint8Array, manifestJson: string): string {
  const manifest = new Uint8Array(manifestJson.length);
  for (let i = 0; i < manifestJson.length; i++) manifest[i] = manifestJson.charCodeAt(i);
  return [
    luaHeader,
    luaTablesBegin,
    ...chunks(tables),
    luaChunksEnd,
    luaManifestBegin,
    ...chunks(manifest),
    luaChunksEnd,
    "return (function(...)",
    evaluatorSource.trimEnd(),
    "end)(sentrely_tables, sentrely_manifest)",
    "",
  ].join("\n");
}

function chunks(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    lines.push(`"${literal(bytes, from, Math.min(bytes.length, from + chunkBytes))}",`);
  }
  return lines;
}

function literal(bytes: Uint8Array, from: number, end: number): string {
  let text = "";
  for (let i = from; i < end; i++) {
    const byte = bytes[i] ?? 0;
    const next = i + 1 < end ? (bytes[i + 1] ?? 0) : 0;
    text += byte >= 0x20 && byte <= 0x7e ? printable(byte) : escape(byte, next);
  }
  return text;
}

function printable(byte: number): string {
  const character = String.fromCharCode(byte);
  return character === '"' || character === "\\" ? `\\${character}` : character;
}

/** As short as may be: fewer than three digits only where no digit follows. */
function escape(byte: number, next: number): string {
  const letter = luaEscapes[byte - 7];
  if (letter !== undefined) return `\\${letter}`;
  const digits = String(byte);
  return next >= 0x30 && next <= 0x39 ? `\\${digits.padStart(3, "0")}` : `\\${digits}`;
}
