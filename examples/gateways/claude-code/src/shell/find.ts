/** `find`: the folders it walks, and the commands it runs on what it finds. */
import type { Line } from "./line.ts";
import type { Value } from "./value.ts";

const runs = new Set(["-exec", "-execdir", "-ok", "-okdir"]);
const writes = new Set(["-fprint", "-fprint0", "-fls", "-fprintf"]);

export function runFind(line: Line, words: readonly Value[]): void {
  const folders: string[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word?.kind === "text" && /^-[HLP]$|^-O\d$/.test(word.text)) continue;
    if (word?.kind === "text" && /^[-(!]/.test(word.text)) break;
    if (word === undefined || word.kind === "dynamic") return line.unparsed("the folders of `find` are not written out");
    folders.push(word.kind === "glob" ? word.folder || "." : word.text);
  }
  if (folders.length === 0) folders.push(".");
  for (const folder of folders) line.file(folder, ["list"]);
  for (; at < words.length; at++) {
    const word = words[at];
    if (word?.kind === "dynamic") return line.unparsed("the words of `find` are not written out");
    if (word?.kind !== "text") continue;
    if (word.text === "-delete") for (const folder of folders) line.file(folder, ["delete"]);
    if (/^-files0/.test(word.text)) return line.unparsed("the folders of `find` are not written out");
    if (writes.has(word.text)) {
      const file = words[++at];
      if (file?.kind !== "text") return line.unparsed("the file of `find` is not written out");
      line.file(file.text, ["write"]);
    } else if (runs.has(word.text)) {
      const end = words.findIndex((one, index) => index > at && one.kind === "text" && /^[;+]$/.test(one.text));
      if (end === -1) return line.unparsed("the command of `find` does not end");
      runFound(line, words.slice(at + 1, end), folders, word.text.endsWith("dir"));
      at = end;
    }
  }
}

/** Runs a command on what is found: below one of the folders, and in a name that is not known. */
function runFound(line: Line, command: readonly Value[], folders: readonly string[], inFolder: boolean): void {
  for (const folder of folders) {
    const words = command.map((word): Value => {
      if (word.kind !== "text" || !word.text.includes("{}")) return word;
      return word.text === "{}" ? { kind: "glob", folder, raw: word.raw } : { kind: "dynamic", raw: word.raw };
    });
    const named = words.some((word) => word.kind === "text" && /^[^-]/.test(word.text) && word !== words[0]);
    // In the found file's own folder, other names start from there.
    if (inFolder && named) line.unparsed("`-execdir` names files of folders that are not known");
    line.run(words, []);
  }
}
