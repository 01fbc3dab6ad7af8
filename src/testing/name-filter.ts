/** `--filter GLOB`: which results are wanted, by name. */

/** The glob matches the whole name: `*` is any characters, everything else itself. Linear in both. */
export function matchesName(glob: string, name: string): boolean {
  const pieces = glob.split("*");
  const first = pieces.shift() ?? "";
  const last = pieces.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  // The leftmost fit of each piece leaves the most room for the next.
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
