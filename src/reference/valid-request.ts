/**
 * Which requests are valid (LANGUAGE.md §4): one predicate for each rule, in the page's order.
 *
 * INVARIANT: a name that breaks a rule is refused, never repaired.
 */
import type { PolicySet } from "../ir/ir.ts";
import type { RequestValues } from "./read-request.ts";
import { hasLoneSurrogate, utf8Length } from "./text.ts";
import { isWellShaped } from "./well-shaped.ts";

const maxNameBytes = 4096;

/** §4: valid, given that its form could be read. */
export function isValidRequest(set: PolicySet, request: RequestValues): boolean {
  const { agent, action, resource } = request;
  return (
    isValidName(agent) &&
    isValidName(action) &&
    isValidName(resource) &&
    isValidAction(action) &&
    isValidResource(resource) &&
    isWellShaped(set.services, action, resource)
  );
}

/** What agent, action and resource have in common. */
export function isValidName(name: string): boolean {
  return (
    name !== "" &&
    isShortEnough(name) &&
    !name.startsWith(" ") &&
    !name.endsWith(" ") &&
    !hasLoneSurrogate(name) &&
    !hasForbiddenCharacter(name) &&
    !hasPercentEncoding(name)
  );
}

/** At most 4,096 UTF-8 bytes. */
function isShortEnough(name: string): boolean {
  // Every UTF-16 unit takes at least one byte, so a huge text is refused without being read.
  return name.length <= maxNameBytes && utf8Length(name) <= maxNameBytes;
}

/** A control character, a backslash, a space other than U+0020, an invisible or directional character. */
function hasForbiddenCharacter(name: string): boolean {
  return [...name].some((character) => {
    const point = character.codePointAt(0) ?? 0;
    return forbidden.some(([first, last]) => first <= point && point <= last);
  });
}

/** Inclusive ranges of code points, as §4 lists them. */
const forbidden: readonly (readonly [number, number])[] = [
  // Control characters.
  [0x00, 0x1f],
  [0x7f, 0x9f],
  // The backslash.
  [0x5c, 0x5c],
  // Spaces other than U+0020.
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x180e, 0x180e],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  // Invisible and directional characters.
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe0fff],
];

/** `%` followed by two hexadecimal digits. */
function hasPercentEncoding(name: string): boolean {
  return /%[0-9A-Fa-f]{2}/.test(name);
}

/** An action has no empty segment, no `/` and no blank. */
export function isValidAction(action: string): boolean {
  return !action.split(":").includes("") && !action.includes("/") && !action.includes(" ");
}

/** A resource's ends, segments and runs of separators. */
export function isValidResource(resource: string): boolean {
  if (/^[:/]|[:/]$/.test(resource)) return false;
  const segments = resource.split(/[:/]/);
  if (segments.includes(".") || segments.includes("..")) return false;
  for (const run of resource.matchAll(/[:/]+/g)) {
    if (run[0].includes("/") && !isAllowedRun(run[0], run.index, resource)) return false;
  }
  return true;
}

/** The runs that hold a `/` and are allowed all the same. */
function isAllowedRun(run: string, at: number, resource: string): boolean {
  if (run === "/" || run === "://") return true;
  if (run === ":///") return at === 4 && resource.startsWith("file");
  return resource.startsWith("arn:") && /^:+\/$/.test(run);
}
