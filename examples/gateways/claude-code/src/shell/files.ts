/** The files that the words of a simple command name. */
import { fileUseOf, isRisky, type FileAction } from "./programs.ts";
import { scriptFiles } from "./scripts.ts";
import type { Value } from "./value.ts";

export interface FileAccess {
  readonly path: string;
  readonly actions: readonly FileAction[];
}

export interface Files {
  readonly accesses: readonly FileAccess[];
  /** Why not all files are known, or null. */
  readonly note: string | null;
}

const none: Files = { accesses: [], note: null };

/** Options that give the pattern, so that every operand is a file. */
const patternOption = /^(-[a-zA-Z]*[ef]|--(r|f|e))/;
/** A quoted expansion: one word, whatever it holds. */
const oneWord = /^"(?![^]*(@|\*))[^"]*"$/;
/** Programs whose `-d`, `-s` or `-t` takes one character, which may be a slash. */
const delimited: ReadonlySet<string> = new Set(["cut", "sort", "paste", "column", "join"]);
const mode = /^([0-7]{3,4}|[ugoa]*[-+=][rwxXstugo]*(,[ugoa]*[-+=][rwxXstugo]*)*)$/;

/** `isThere`: whether something of that name is in the working folder. */
export function filesOf(
  program: string,
  subcommand: string | null,
  words: readonly Value[],
  isThere: (path: string) => boolean,
): Files {
  const risk = words.find((word) => word.kind === "text" && isRisky(program, word.text));
  if (risk !== undefined) return { ...none, note: `what \`${program}\` does with \`${risk.raw}\` is not known` };
  const script = scriptFiles(program, words);
  if (script === "unparsed") return { ...none, note: `the script of \`${program}\` is not one of the simple forms` };
  const use = fileUseOf(program, subcommand);
  if (use.kind === "none") return none;
  if (use.kind === "operands" && subcommand !== null && words.some((word) => /^(-C|--git-dir|--work-tree)/.test(word.raw))) {
    return { ...none, note: `the paths of \`${program} ${subcommand}\` start from another folder` };
  }
  const { options, operands } =
    script === null ? split(program, subcommand, words, isThere) : { options: [], operands: script.files };
  const skipped = script === null && use.kind === "pattern" && hasPattern(program, options, operands) ? 1 : 0;
  const pattern = skipped === 1 ? operands[0] : undefined;
  if (pattern?.kind === "dynamic" && !oneWord.test(pattern.raw)) {
    return { ...none, note: `the words of \`${program}\` are not written out: \`${pattern.raw}\`` };
  }
  const rest = operands.slice(skipped);
  const actions: readonly FileAction[] = script?.writes === true ? ["read", "write"] : use.actions;
  const accesses: FileAccess[] = [];
  const all = use.kind === "operands" || use.kind === "pattern" || use.kind === "target";
  if (use.kind === "target" && options.some((option) => /^(-[a-zA-Z]*t|--t)/.test(option))) {
    return { ...none, note: `an option of \`${program}\` names the target` };
  }
  for (const [at, word] of rest.entries()) {
    if (word.kind === "dynamic") {
      // Refs and names, more often than not; conditions on the words refuse in any case.
      if (use.kind === "explicit" || (use.kind === "paths" && !use.actions.includes("write"))) continue;
      return { accesses, note: `the files of \`${program}\` are not written out: \`${word.raw}\`` };
    }
    const path = word.kind === "glob" ? word.folder || "." : word.text;
    const named = all || isPath(path, use.kind) || (use.kind === "paths" && isThere(path));
    if (path === "" || (!named && word.kind !== "glob") || (!all && path.startsWith("-"))) continue;
    const isTarget = use.kind === "target" && rest.length > 1 && at === rest.length - 1;
    if (isTarget) accesses.push(...insideTarget(path, rest));
    accesses.push({ path, actions: isTarget ? ["write"] : actions });
    const assigned = /^[A-Za-z]+=(.+)$/.exec(path)?.[1];
    if (assigned !== undefined) accesses.push({ path: assigned, actions });
  }
  for (const option of options) {
    const value = optionValue(option, use.kind);
    if (value !== null) accesses.push({ path: value, actions: ["read", "write"] });
  }
  if (program === "git" && use.kind === "explicit") {
    for (const word of afterDashes(words)) {
      if (word.kind === "dynamic") return { accesses, note: `the files of \`git\` are not written out: \`${word.raw}\`` };
      accesses.push({ path: word.kind === "glob" ? word.folder || "." : word.text, actions });
    }
  }
  const recursive = use.kind === "pattern" && options.some((option) => /^(-[a-zA-Z]*[rR]|--(r|dere))/.test(option));
  if (rest.length === 0 && (use.defaultsToFolder || recursive)) accesses.push({ path: ".", actions });
  return { accesses, note: null };
}

/** A target that is a folder gets the sources under their own names. */
function insideTarget(target: string, operands: readonly Value[]): readonly FileAccess[] {
  return operands.slice(0, -1).flatMap((source): readonly FileAccess[] => {
    const base = source.kind === "text" ? (source.text.split("/").findLast((part) => part !== "") ?? "") : "";
    return base === "" || base === "." || base === ".."
      ? []
      : [{ path: `${target.replace(/\/+$/, "")}/${base}`, actions: ["write"] }];
  });
}

function split(
  program: string,
  subcommand: string | null,
  words: readonly Value[],
  isThere: (path: string) => boolean,
): { options: readonly string[]; operands: readonly Value[] } {
  const options: string[] = [];
  const operands: Value[] = [];
  let ended = false;
  let command = subcommand;
  let before = "";
  for (const word of words) {
    const text = word.kind === "text" ? word.text : null;
    const isOption = !ended && text !== null && /^-./.test(text);
    // Words after `--` are no options of the program, and may still be those of a script that it runs.
    if (text !== null && /^-./.test(text) && !(delimited.has(program) && /^-[dst].$/.test(text))) options.push(text);
    if (isOption) {
      ended = text === "--";
    } else if (text !== null && text === command) {
      command = null;
    } else if (text !== "-" && !isOptionValue(program, before, text, isThere)) {
      operands.push(word);
    }
    before = isOption && !ended ? text : "";
  }
  return { options, operands };
}

function afterDashes(words: readonly Value[]): readonly Value[] {
  const dashes = words.findIndex((word) => word.kind === "text" && word.text === "--");
  return dashes === -1 ? [] : words.slice(dashes + 1);
}

/** A delimiter or a count that follows its option, and is no file. */
function isOptionValue(
  program: string,
  option: string,
  text: string | null,
  isThere: (path: string) => boolean,
): boolean {
  if (option === "" || text === null) return false;
  if (delimited.has(program) && /^-[dst]$/.test(option) && text.length === 1) return true;
  return /^[+-]?\d+[a-zA-Z]?$/.test(text) && !isThere(text);
}

/** Whether the first operand is a pattern, a mode or an owner rather than a file. */
function hasPattern(program: string, options: readonly string[], operands: readonly Value[]): boolean {
  if (options.some((option) => option.startsWith("--ref"))) return false;
  const first = operands[0];
  if (program === "chmod") return first?.kind === "text" && mode.test(first.text) && !options.some((o) => mode.test(o));
  if (program === "chown" || program === "chgrp") return true;
  return !options.some((option) => patternOption.test(option));
}

function isPath(text: string, kind: string): boolean {
  if (/^[/.]/.test(text)) return true;
  return kind !== "explicit" && text.includes("/") && !/^(@|[a-z][a-z+.-]*:\/\/)/i.test(text);
}

/** The path that an option carries: `--file=/x`, `-I/usr/include`. */
function optionValue(option: string, kind: string): string | null {
  const value = option.includes("=") ? option.slice(option.indexOf("=") + 1) : option.slice(2);
  return isPath(value, kind) ? value : null;
}
