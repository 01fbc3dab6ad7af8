/**
 * Writes `policy.lua`: the tables as string literals, and the evaluator that reads them.
 *
 * INVARIANT: ASCII, and only what every Lua from 5.1 on and LuaJIT read alike. The same input gives the
 * same bytes.
 */
import { luaChunksBegin, luaChunksEnd, luaEnd, luaEscapes, luaHeader } from "../runtime/lua-file.ts";

/** Bytes of one literal. LuaJIT takes 65,536 constants a function, so this allows 256 MiB of tables. */
const chunkBytes = 4096;

const evaluatorBegin = "local fine, policy = pcall(function(...)";
/** Whatever goes wrong with the tables says whose fault it is. */
const evaluatorEnd = `end, sentrely_tables)
if fine then return policy end
if not string.find(policy, "bundle", 1, true) then policy = "damaged bundle: " .. policy end
${luaEnd}
`;

/** The text of `policy.lua`, from the evaluator's (ASCII) and the tables, which hold the manifest. */
export function luaModule(evaluatorSource: string, tables: Uint8Array): string {
  const lines = [luaHeader, luaChunksBegin];
  for (let from = 0; from < tables.length; from += chunkBytes) {
    lines.push(`"${literal(tables.subarray(from, from + chunkBytes))}",`);
  }
  lines.push(luaChunksEnd, evaluatorBegin, evaluatorSource.trimEnd(), evaluatorEnd);
  return lines.join("\n");
}

function literal(bytes: Uint8Array): string {
  const parts: string[] = [];
  bytes.forEach((byte, i) => {
    // Fewer than three digits only where no digit follows.
    const table = isDigit(bytes[i + 1] ?? 0) ? beforeDigits : spelt;
    parts.push(table[byte] ?? "");
  });
  return parts.join("");
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** How each byte is spelt, in as few characters as may be. */
const spelt: readonly string[] = Array.from({ length: 256 }, (_, byte) => spell(byte, 1));
const beforeDigits: readonly string[] = Array.from({ length: 256 }, (_, byte) => spell(byte, 3));

function spell(byte: number, digits: number): string {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === "\\") return `\\${character}`;
  if (byte >= 0x20 && byte <= 0x7e) return character;
  const letter = luaEscapes[byte - 7];
  return `\\${letter ?? String(byte).padStart(digits, "0")}`;
}
