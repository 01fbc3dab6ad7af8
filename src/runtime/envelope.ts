/**
 * The forms in which a bundle carries its tables: found and copied out, never run.
 *
 * `policy.json` is a JSON object; `policy.mjs` holds base64 on its second line, `policy.njs.js` digits on
 * its second line (see `block-of-digits.ts`), `policy.lua` and `policy.wasm` their own spellings.
 */
import { asciiText } from "./ascii.ts";
import { decodeBase64 } from "./base64.ts";
import { BundleError } from "./bundle-error.ts";
import { damaged, fields, text, unsupported } from "./check.ts";
import { asciiJson } from "./checksum.ts";
import { formatVersion } from "./layout.ts";
import { luaHeader, tablesOfLua } from "./lua-file.ts";
import { tablesOfWasm } from "./wasm-file.ts";

export const formatName = "sentrely-policy-bundle";

/** The first line of `policy.mjs`, and of `policy.njs.js`. */
export const moduleHeader = "/* sentrely-policy-bundle */";
export const njsHeader = "/* sentrely-policy-bundle njs */";
/** What stands before and after the tables on the second line of both. */
export const moduleData: readonly [before: string, after: string] = ["var policyData = '", "';"];
/** The last line of `policy.mjs`, and of `policy.njs.js`: what ends otherwise was cut short. */
export const moduleEnd = "export default { decide, decideAll, revision, manifest };";
export const njsEnd = "export default sentrelyRuntime.open(policyData);";

/** The tables of a bundle's file, not yet checked. A copy of its own. Throws a `BundleError`. */
export function tablesOfFile(source: unknown): Uint8Array {
  if (source instanceof Uint8Array) return tablesOfBytes(source);
  if (typeof source === "string") return tablesOfText(source);
  if (typeof source !== "object" || source === null) throw new BundleError("this is no bundle");
  // JSON's own view of the object, which nobody can change while it decides.
  return tablesOfText(JSON.stringify(source));
}

function tablesOfBytes(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d)
    return tablesOfWasm(bytes);
  return tablesOfText(asciiText(bytes));
}

function tablesOfText(source: string): Uint8Array {
  if (source.startsWith(moduleHeader)) return decodeBase64(secondLine(source, moduleEnd));
  if (source.startsWith(njsHeader)) return decodeDigits(secondLine(source, njsEnd));
  if (source.startsWith(luaHeader)) return tablesOfLua(source);
  return tablesOfJson(source.charCodeAt(0) === 0xfeff ? source.slice(1) : source);
}

function tablesOfJson(json: string): Uint8Array {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (_error) {
    throw new BundleError("this is no bundle: none of the files that `build` writes");
  }
  if (typeof value !== "object" || value === null || !("format" in value) || value.format !== formatName) {
    throw new BundleError("this is no bundle: its `format` is not `" + formatName + "`");
  }
  const version = "version" in value ? value.version : undefined;
  if (version !== formatVersion) throw unsupported(version);
  const { manifest, tables } = fields(value, "bundle", ["format", "version", "manifest", "tables"]);
  const block = decodeBase64(text(tables, "tables"));
  // The manifest stands in the tables too; the readable copy must say the same.
  if (manifestText(block).trimEnd() !== asciiJson(manifest)) throw damaged("its manifest does not fit");
  return block;
}

/** The last section of the tables, as far as its directory can be followed. */
function manifestText(block: Uint8Array): string {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const entry = 4 * (4 + 2 * 20);
  if (block.length < entry + 8) throw damaged("it is cut short");
  const start = view.getUint32(entry, true) * 4;
  if (start > block.length) throw damaged("its directory");
  return asciiText(block.subarray(start));
}

function secondLine(source: string, ending: string): string {
  if (!source.endsWith(ending + "\n")) throw damaged("it is cut short");
  const before = moduleData[0];
  const after = moduleData[1];
  const start = source.indexOf("\n") + 1;
  const end = source.indexOf("\n", start);
  if (start === 0 || end < 0) throw damaged("it is cut short");
  if (!source.startsWith(before, start) || !source.startsWith(after, end - after.length)) {
    throw damaged("no data in the module");
  }
  return source.slice(start + before.length, end - after.length);
}

/** Two characters a byte, `0` to `?` for 0 to 15. */
function decodeDigits(digits: string): Uint8Array {
  if (digits.length % 2 !== 0) throw damaged("it is cut short");
  const bytes = new Uint8Array(digits.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    const high = digits.charCodeAt(i * 2) - 48;
    const low = digits.charCodeAt(i * 2 + 1) - 48;
    if (!(high >= 0 && high < 16 && low >= 0 && low < 16)) throw damaged("a character in its data");
    bytes[i] = high * 16 + low;
  }
  return bytes;
}
