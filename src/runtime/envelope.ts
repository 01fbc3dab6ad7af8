/**
 * The envelope of every bundle form: format, version and checksum around manifest and tables. In
 * `policy.mjs` it is one line of JSON in a JavaScript string, so that a reader cuts it out without
 * running the file.
 */
import { BundleError } from "./bundle-error.ts";
import { damaged, fields } from "./check.ts";
import { adler32, asciiJson } from "./checksum.ts";
import { formatVersion } from "./manifest.ts";

export const formatName = "sentrely-policy-bundle";

/** The first line of `policy.mjs`. */
export const moduleHeader = "/* sentrely-policy-bundle */";
/** What stands before and after the envelope on its second line. */
export const moduleData: readonly [before: string, after: string] = ["var policyData = '", "';"];

/** The checksum of a bundle's content: over one JSON text without blanks, in ASCII. */
export function checksumOf(manifest: unknown, tables: unknown): string {
  return "adler32:" + adler32(asciiJson([manifest, tables]));
}

/** Manifest and tables of a bundle's text (`policy.json` or `policy.mjs`), neither checked yet. */
export function openEnvelope(source: string): { readonly manifest: unknown; readonly tables: unknown } {
  const json = source.startsWith(moduleHeader) ? cutOut(source) : source.replace(/^\ufeff/, "");
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new BundleError("this is no bundle: neither `policy.json` nor `policy.mjs`");
  }
  if (typeof value !== "object" || value === null || !("format" in value) || value.format !== formatName) {
    throw new BundleError("this is no bundle: its `format` is not `" + formatName + "`");
  }
  if (!("version" in value) || value.version !== formatVersion) {
    const version = "version" in value ? JSON.stringify(value.version) : "none";
    throw new BundleError(
      "bundle format " + version + " is not supported: this runtime reads format " + String(formatVersion),
    );
  }
  const { checksum, manifest, tables } = fields(value, "bundle", [
    "format",
    "version",
    "checksum",
    "manifest",
    "tables",
  ]);
  if (checksum !== checksumOf(manifest, tables)) throw damaged("its checksum does not fit");
  return { manifest, tables };
}

/** The envelope inside `policy.mjs`; its only escapes are of the backslash and the quote. */
function cutOut(source: string): string {
  const [before, after] = moduleData;
  const start = moduleHeader.length + 1;
  const end = source.indexOf("\n", start);
  const line = source.slice(start, end < 0 ? source.length : end);
  if (!line.startsWith(before) || !line.endsWith(after)) throw damaged("no data in the module");
  return line.slice(before.length, -after.length).replace(/\\([\\'])/g, "$1");
}
