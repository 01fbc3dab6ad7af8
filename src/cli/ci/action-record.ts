/**
 * The record of known actions: the actions that wildcards admitted when somebody last looked, so that a nightly run can tell
 * those that a service has got since.
 *
 * INVARIANT: sorted, so that the same actions give the same bytes.
 */
import { resolve } from "node:path";
import { defaultMaxStates } from "../../analysis/prover.ts";
import { safeJson } from "../../report/sanitize.ts";
import { admittedActions } from "../../review/admitted-actions.ts";
import type { Review } from "../../review/review.ts";
import type { NewFile } from "../atomic-write.ts";
import { CallFailure, withSystemErrors } from "../failure.ts";
import type { Host } from "../host.ts";
import { loadCatalogue } from "../load-catalogue.ts";
import { shownPath } from "../read-source.ts";
import type { Session } from "../session.ts";

const format = "sentrely-policy-known-actions";
const formatVersion = 1;
const sizeLimit = 64 * 1024 * 1024;

/** Reads a record at an absolute path; a file that is none is the call's fault. */
export function readActionRecord(host: Host, path: string): ReadonlySet<string> {
  const shown = shownPath(host, path);
  const text = withSystemErrors(`read ${shown}`, () => {
    if ((host.files.stat(path)?.size ?? 0) > sizeLimit) throw noRecord(shown, "it is too large");
    return new TextDecoder().decode(host.files.read(path));
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw noRecord(shown, "it is not JSON");
  }
  if (!isRecord(data) || data["format"] !== format) {
    throw noRecord(shown, `it does not begin with \`"format": "${format}"\``);
  }
  if (data["version"] !== formatVersion) {
    throw noRecord(
      shown,
      `its version is not ${String(formatVersion)}, the only one that this program knows`,
    );
  }
  const actions = data["actions"];
  if (!Array.isArray(actions)) throw noRecord(shown, "it has no list `actions`");
  return new Set(
    actions.map((action: unknown, i) => {
      if (typeof action === "string" && action !== "") return action;
      throw noRecord(shown, `its action ${String(i + 1)} is no name`);
    }),
  );
}

/** The record of what a head's wildcards admit now, to be written; `null`: it does not compile. `given`: relative to the working folder. */
export function recordOf(
  session: Session,
  { head: { compilation } }: Review,
  given: string,
  now: number,
): NewFile | null {
  if (compilation.set === null) return null;
  const path = resolve(session.host.cwd, given);
  // What is there is replaced only by its like.
  if (session.host.files.taken(path)) readActionRecord(session.host, path);
  const catalogue = loadCatalogue(session, compilation);
  const actions = admittedActions(compilation, { catalogue, now, maxStates: defaultMaxStates });
  return { path, content: `${safeJson({ format, version: formatVersion, actions }, 2)}\n` };
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function noRecord(path: string, problem: string): CallFailure {
  return new CallFailure(
    `${path} is no record of known actions: ${problem}`,
    "`sentrely-policy ci --write-known-actions FILE` writes one",
  );
}
