/** Whether an action pattern meets an action's name, at build time. */
import type { Glob } from "../ir/ir.ts";

/** `name` is in ASCII lower case. At most (length of the name + 1) × (length of the glob) steps. */
export function matchesActionGlob(glob: Glob, name: string): boolean {
  const first = glob.tokens[0];
  if (first?.kind === "text" && !name.startsWith(first.text)) return false;
  // Every position at which the tokens so far can end.
  let ends: boolean[] = [true];
  for (const token of glob.tokens) {
    const next: boolean[] = [];
    let running = false;
    for (let at = 0; at <= name.length; at++) {
      const starts = ends[at] === true;
      if (token.kind === "text") {
        if (starts && name.startsWith(token.text, at)) next[at + token.text.length] = true;
      } else {
        running = running || starts;
        if (running) next[at] = true;
        if (token.kind === "star" && name[at] === ":") running = false;
      }
    }
    ends = next;
  }
  return ends[name.length] === true;
}
