/**
 * The language's patterns in the words of others. The patterns of the workload hold no braces, no
 * variables and no escapes.
 */
import type { Grant } from "./workload.ts";

export type Verdict = "allow" | "gate" | "deny";

type Part = { readonly kind: "text"; readonly text: string } | { readonly kind: "star" | "deep" | "gap" };

/** The parts of a resource pattern: `gap` is nothing, or any characters and a `/`. */
export function partsOf(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  for (const match of pattern.matchAll(/\*\*\/|\*\*|\*|[^*]+/g)) {
    const [text] = match;
    const begins = match.index === 0 || pattern[match.index - 1] === "/";
    const ends = match.index + text.length === pattern.length;
    if (text === "**/" && begins) parts.push({ kind: "gap" });
    else if (text === "**/") parts.push({ kind: "deep" }, { kind: "text", text: "/" });
    else if (text === "**" || (text === "*" && ends)) parts.push({ kind: "deep" });
    else if (text === "*") parts.push({ kind: "star" });
    else parts.push({ kind: "text", text });
  }
  return parts;
}

/** The pattern as the source of a regular expression over the whole name, `s` set. */
export function regexSource(pattern: string): string {
  return partsOf(pattern)
    .map((part) => {
      if (part.kind === "text") return part.text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      return part.kind === "star" ? "[^/:]*" : part.kind === "deep" ? ".*" : "(?:.*\\/)?";
    })
    .join("");
}

export function regexOf(sources: readonly string[]): RegExp {
  return new RegExp(`^(?:${sources.join("|")})$`, "s");
}

/** What grants of one action say of a resource: a deny first, then a gate, then an allow. */
export function holds(grants: readonly Grant[], resource: string): Verdict {
  let verdict: Verdict = "deny";
  for (const { kind, pattern } of grants) {
    if (kind === "allow" && verdict !== "deny") continue;
    if (!matches(pattern, resource)) continue;
    if (kind === "deny") return "deny";
    if (kind === "gate" || verdict === "deny") verdict = kind;
  }
  return verdict;
}

interface Compiled {
  /** What a matching name begins with: tried first, as it is cheap. */
  readonly prefix: string;
  readonly regex: RegExp;
}

const compiled = new Map<string, Compiled>();

function matches(pattern: string, resource: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === resource;
  let known = compiled.get(pattern);
  if (known === undefined) {
    known = { prefix: pattern.slice(0, star), regex: regexOf([regexSource(pattern)]) };
    compiled.set(pattern, known);
  }
  return resource.startsWith(known.prefix) && known.regex.test(resource);
}
