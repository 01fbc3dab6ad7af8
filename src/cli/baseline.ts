/**
 * Baselines: the findings that stood when a team began, kept in a file so that only new ones are told.
 *
 * INVARIANT: an error is never in a baseline, and none that is in one is left out. The file holds fingerprints that survive
 * moving lines, sorted, so that the same findings give the same bytes.
 */
import { resolve } from "node:path";
import type { Diagnostic } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { SourceFile } from "../base/source.ts";
import { fingerprints } from "../report/fingerprint.ts";
import { writeFiles } from "./atomic-write.ts";
import { CallFailure, withSystemErrors } from "./failure.ts";
import type { Host } from "./host.ts";
import { shownPath } from "./read-source.ts";

export interface Baseline {
  /** As the user would write it. */
  readonly path: string;
  /** Fingerprints. */
  readonly findings: ReadonlySet<string>;
}

interface Entry {
  readonly fingerprint: string;
  readonly rule: string;
  /** Empty when it is about the set as a whole. */
  readonly file: string;
  readonly message: string;
}

/** What says that a file is a baseline. */
const format = "sentrely-policy-baseline";
const formatVersion = 1;
const sizeLimit = 64 * 1024 * 1024;

type Sources = ReadonlyMap<string, SourceFile>;

/** Reads a baseline; a file that is none is the call's fault. */
export function readBaseline(host: Host, given: string): Baseline {
  const path = resolve(host.cwd, given);
  const shown = shownPath(host, path);
  const text = withSystemErrors(`read ${shown}`, () => {
    if ((host.files.stat(path)?.size ?? 0) > sizeLimit) throw noBaseline(shown, "it is too large");
    return new TextDecoder().decode(host.files.read(path));
  });
  return { path: shown, findings: new Set(parseBaseline(text, shown)) };
}

function noBaseline(path: string, problem: string): CallFailure {
  return new CallFailure(
    `${path} is no baseline: ${problem}`,
    "`sentrely-policy lint --write-baseline FILE` writes one",
  );
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseBaseline(text: string, path: string): readonly string[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw noBaseline(path, "it is not JSON");
  }
  if (!isRecord(data) || data["format"] !== format) {
    throw noBaseline(path, `it does not begin with \`"format": "${format}"\``);
  }
  if (data["version"] !== formatVersion) {
    throw noBaseline(
      path,
      `its version is not ${String(formatVersion)}, the only one that this program knows`,
    );
  }
  const findings = data["findings"];
  if (!Array.isArray(findings)) throw noBaseline(path, "it has no list `findings`");
  return findings.map((entry: unknown, i) => {
    const print = isRecord(entry) ? entry["fingerprint"] : null;
    if (typeof print === "string" && /^[0-9a-f]{64}$/.test(print)) return print;
    throw noBaseline(path, `its finding ${String(i + 1)} has no fingerprint`);
  });
}

export interface Compared {
  /** What is not in the baseline, and every error. */
  readonly standing: readonly Diagnostic[];
  /** Entries that no longer occur. */
  readonly gone: number;
}

/** Takes out the findings that a baseline holds. `all` is everything found in the whole set. */
export function withoutBaseline(
  all: readonly Diagnostic[],
  sources: Sources,
  { findings }: Baseline,
): Compared {
  const prints = fingerprints(all, sources);
  const present = new Set(prints);
  return {
    standing: all.filter((d, i) => d.severity === "error" || !findings.has(prints[i] ?? "")),
    gone: [...findings].filter((print) => !present.has(print)).length,
  };
}

/** Writes the findings that are no errors, atomically; a file that is there must be a baseline. Returns how many. */
export async function writeBaseline(
  host: Host,
  given: string,
  all: readonly Diagnostic[],
  chosen: ReadonlySet<Diagnostic>,
  sources: Sources,
): Promise<number> {
  const path = resolve(host.cwd, given);
  if (host.files.taken(path)) readBaseline(host, given);
  const prints = fingerprints(all, sources);
  const entries = all.flatMap((d, i): Entry[] =>
    d.severity === "error" || !chosen.has(d)
      ? []
      : [
          {
            fingerprint: prints[i] ?? "",
            rule: d.code,
            file: d.span?.file ?? "",
            message: d.message,
          },
        ],
  );
  const sorted = entries.sort(
    (a, b) =>
      compareCodePoints(a.file, b.file) ||
      compareCodePoints(a.rule, b.rule) ||
      compareCodePoints(a.message, b.message) ||
      compareCodePoints(a.fingerprint, b.fingerprint),
  );
  const data = { format, version: formatVersion, findings: sorted };
  await writeFiles(host, [{ path, content: `${JSON.stringify(data, null, 2)}\n` }]);
  return entries.length;
}
