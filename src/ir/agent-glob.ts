/** Globs of agent names: `*` matches any characters, names are case-sensitive (LANGUAGE.md §1). */

/** Whether the whole name matches. Time is linear in name times stars. */
export function matchesAgentGlob(glob: string, name: string): boolean {
  const [first = "", ...rest] = glob.split("*");
  if (rest.length === 0) return glob === name;
  if (!name.startsWith(first)) return false;
  const last = rest.pop() ?? "";
  let at = first.length;
  for (const part of rest) {
    // The leftmost place is always good: what follows only wants room.
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

/** What an entry of `applies_to`, `except_agents` or a project's `agents` says. */
export type AgentEntry =
  | { readonly kind: "label"; readonly name: string }
  | { readonly kind: "glob"; readonly glob: string }
  | { readonly kind: "name"; readonly name: string };

export function readAgentEntry(text: string): AgentEntry {
  if (text.startsWith("label:")) return { kind: "label", name: text.slice("label:".length) };
  return text.includes("*") ? { kind: "glob", glob: text } : { kind: "name", name: text };
}
