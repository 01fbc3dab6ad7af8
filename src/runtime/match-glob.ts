/**
 * Matches a name against a glob.
 *
 * Only the latest star and the latest deep or gap need to be retried: a deep reaches every later
 * position, a gap every later segment, and a star every position up to the next separator, so what an
 * earlier one could reach is reached already. A glob with a star after a deep would make that
 * quadratic in the name; such globs keep all positions instead.
 *
 * INVARIANT: at most (length of the name + 1) × (parts + length of their texts) steps.
 */
import { deep, gap, star, type Glob, type GlobPart } from "./program.ts";

const colon = 58;
const slash = 47;

/** The whole name is matched. Of an action, name and texts are in ASCII lower case. */
export function matchGlob(glob: Glob, name: string, isResource: boolean): boolean {
  return glob.starAfterDeep
    ? matchByPositions(glob.parts, name, isResource)
    : matchGreedily(glob.parts, name, isResource);
}

function separates(unit: number, isResource: boolean): boolean {
  return unit === colon || (unit === slash && isResource);
}

function matchGreedily(parts: readonly GlobPart[], name: string, isResource: boolean): boolean {
  const length = name.length;
  let part = 0;
  let at = 0;
  let starPart = -1;
  let starAt = 0;
  let farPart = -1;
  let farAt = 0;
  for (;;) {
    const current = parts[part];
    if (current === undefined) {
      if (at === length) return true;
    } else if (current === star) {
      starPart = part;
      starAt = at;
      part += 1;
      continue;
    } else if (current === deep || current === gap) {
      if (current === deep && part === parts.length - 1) return true;
      starPart = -1;
      farPart = part;
      farAt = at;
      part += 1;
      continue;
    } else if (name.startsWith(current, at)) {
      at += current.length;
      part += 1;
      continue;
    }
    if (starPart >= 0 && starAt < length && !separates(name.charCodeAt(starAt), isResource)) {
      starAt += 1;
      at = starAt;
      part = starPart + 1;
      continue;
    }
    if (farPart < 0) return false;
    starPart = -1;
    if (parts[farPart] === gap) {
      const next = name.indexOf("/", farAt);
      if (next < 0) return false;
      farAt = next + 1;
    } else {
      if (farAt === length) return false;
      farAt += 1;
    }
    at = farAt;
    part = farPart + 1;
  }
}

/** Marks every position where the parts so far can end. */
function matchByPositions(parts: readonly GlobPart[], name: string, isResource: boolean): boolean {
  const length = name.length;
  let ends = new Uint8Array(length + 1);
  ends[0] = 1;
  for (const part of parts) {
    const next = new Uint8Array(length + 1);
    let running = false;
    for (let at = 0; at <= length; at++) {
      const starts = ends[at] === 1;
      if (typeof part === "string") {
        if (starts && name.startsWith(part, at)) next[at + part.length] = 1;
      } else if (part === gap) {
        if (starts || (running && name.charCodeAt(at - 1) === slash)) next[at] = 1;
        running = running || starts;
      } else {
        running = running || starts;
        if (running) next[at] = 1;
        if (part === star && separates(name.charCodeAt(at), isResource)) running = false;
      }
    }
    ends = next;
  }
  return ends[length] === 1;
}
