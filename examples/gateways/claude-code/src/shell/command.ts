/** One simple command: the program it starts, what that runs in turn, and the files it names. */
import type { Command } from "unbash";
import { pathsOf } from "../file-names.ts";
import { Unmapped } from "../requests.ts";
import { urlName } from "../url-name.ts";
import { runBuiltin } from "./builtins.ts";
import { filesOf } from "./files.ts";
import { runFind } from "./find.ts";
import type { Line } from "./line.ts";
import { isFateful, opaque, shells } from "./programs.ts";
import { subcommandOf } from "./subcommands.ts";
import { transferOf } from "./transfers.ts";
import type { Value } from "./value.ts";
import { innerOf } from "./wrappers.ts";

const programName = /^[A-Za-z0-9_][A-Za-z0-9_.+@-]*$/;
/** Programs there are the system's own, so the name says it all. */
const systemFolder = /^\/(usr\/(local\/)?)?s?bin\//;
/** Names that are no name. */
const spelled: ReadonlyMap<string, string> = new Map([
  ["[", "test"],
  [".", "source"],
  [":", "true"],
]);

export function runCommand(line: Line, node: Command): void {
  const env = node.prefix.flatMap((part) => (part.type === "Assignment" ? [part.name] : []));
  if (node.name === undefined) return;
  const words = [line.value(node.name), ...node.args.map((arg) => argument(line, arg))];
  line.run(words, env);
}

/** A word, or the assignment that a declaration takes: `export NAME=value`. */
function argument(line: Line, arg: Command["args"][number]): Value {
  if (arg.type === "Word") return line.value(arg);
  const value = arg.value.type === "Word" && arg.index === undefined ? line.value(arg.value) : null;
  if (value?.kind !== "text") return { kind: "dynamic", raw: arg.text };
  return { kind: "text", text: `${arg.name}${arg.append === true ? "+" : ""}=${value.text}`, raw: arg.text };
}

/** Runs the words of a command, of which the first is the program. */
export function runWords(line: Line, words: readonly Value[], env: readonly string[]): void {
  const [head, ...rest] = words;
  if (head === undefined) return;
  const name = head.kind === "text" ? programOf(line, head.text) : null;
  if (name === null) return line.unparsed(`the program is not a plain name: \`${head.raw}\``);
  const texts = rest.map((word) => (word.kind === "text" ? word.text : null));
  const subcommand = subcommandOf(name, texts);
  if (subcommand.kind === "unparsed") line.unparsed(`the subcommand of \`${name}\` is not certain`);
  const sub = subcommand.kind === "some" ? subcommand.name : null;
  const args = texts.filter((text) => text !== null);
  line.wish({
    action: "bash:run",
    resource: sub === null ? `cmd/${name}` : `cmd/${name}/${sub}`,
    // A word that is not known makes all of them unknown: conditions on them then refuse.
    context: args.length === texts.length ? { args, env } : { env },
  });
  if (opaque.has(name)) return line.unparsed(`\`${name}\` is not followed`);
  if (shells.has(name)) runShell(line, name, rest);
  else if (name === "source") runSource(line, rest);
  else if (name === "find") runFind(line, rest);
  else runBuiltin(line, name, rest);
  runInner(line, name, rest);
  runTransfer(line, name, rest);
  const files = filesOf(name, sub, rest, (path) => line.isThere(path));
  if (files.note !== null) line.unparsed(files.note);
  for (const { path, actions } of files.accesses) line.file(path, actions);
}

/**
 * The name of a program: the last part of a path, since a deny of `rm` must hold `/bin/rm` and `./rm`. A path outside the
 * system's folders is asked for besides, as `cmd/<file>`, since a grant of `git` must not hold `./git`.
 */
function programOf(line: Line, text: string): string | null {
  const { platform } = line.place;
  const separators = platform === "win32" ? /[/\\]/ : /\//;
  const parts = text.split(separators);
  const folded = platform === "linux" ? (parts.at(-1) ?? "") : (parts.at(-1) ?? "").toLowerCase();
  const base = platform === "win32" ? folded.replace(/\.(exe|cmd|bat|com)$/, "") : folded;
  if (parts.length === 1) {
    const name = spelled.get(text) ?? base;
    return programName.test(name) ? name : null;
  }
  if (!programName.test(base)) return null;
  if (!systemFolder.test(text) || parts.includes("..")) {
    if (line.folders === null && !pathsOf(line.place).isAbsolute(text)) return null;
    for (const folder of line.folders ?? ["/"]) {
      for (const file of line.namesOf(text, folder)) {
        line.wish({ action: "bash:run", resource: `cmd/${file}` });
      }
    }
  }
  return base;
}

/** `bash -c text`, `bash file`, or a shell that reads its commands from elsewhere. */
function runShell(line: Line, name: string, words: readonly Value[]): void {
  let at = 0;
  let command = false;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word?.kind !== "text") return line.unparsed(`the words of \`${name}\` are not written out`);
    if (word.text === "--") {
      at++;
      break;
    }
    if (!word.text.startsWith("-") || word.text === "-") break;
    // Of a cluster of letters only `c` takes a word; others read files of their own, or change the language.
    if (!/^-[ceuxlnv]+$/.test(word.text)) return line.unparsed(`\`${name} ${word.raw}\` is not followed`);
    command ||= word.text.includes("c");
  }
  const word = words[at];
  if (word === undefined) return line.unparsed(`\`${name}\` reads commands that are not in the line`);
  if (word.kind !== "text") return line.unparsed(`the text of \`${name} -c\` is not written out`);
  if (command) line.read(word.text);
  else readScript(line, name, word.text);
}

function runSource(line: Line, words: readonly Value[]): void {
  const script = words.find((word) => word.raw !== "--");
  if (script?.kind === "text") readScript(line, "source", script.text);
  else line.unparsed("the file of `source` is not written out");
}

/** A file of commands; what comes over a pipe or a device is not in the line. */
function readScript(line: Line, name: string, path: string): void {
  if (path === "-" || /^\/(dev|proc)\//.test(path)) line.unparsed(`\`${name}\` reads commands that are not in the line`);
  else line.file(path, ["read"]);
}

function runInner(line: Line, name: string, words: readonly Value[]): void {
  const inner = innerOf(name, words);
  if (inner === null) return;
  if (inner.kind === "unparsed") return line.unparsed(`what \`${name}\` runs is not certain`);
  const env = inner.assigned.map((text) => text.slice(0, text.indexOf("=")));
  for (const [at, text] of inner.assigned.entries()) {
    const variable = env[at] ?? "";
    if (isFateful(variable, text.slice(variable.length + 1))) line.unparsed(`\`${variable}\` changes what the line means`);
  }
  line.run(inner.words, env);
}

function runTransfer(line: Line, name: string, words: readonly Value[]): void {
  const transfer = transferOf(name, words);
  if (transfer === null) return;
  if (transfer === "unparsed") return line.unparsed(`what \`${name}\` asks for is not certain`);
  for (const url of transfer.urls) {
    try {
      line.wish({ action: `https:${transfer.method}`, resource: urlName(url) });
    } catch (error) {
      if (!(error instanceof Unmapped)) throw error;
      line.unparsed(error.message);
    }
  }
  for (const path of transfer.reads) line.file(path, ["read"]);
  for (const path of transfer.writes) line.file(path, ["write"]);
  if (transfer.writesFolder) line.file(".", ["write"]);
}
