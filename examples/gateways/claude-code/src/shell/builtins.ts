/** Words that the shell itself understands, where they change where a line is, what it means, or what it runs. */
import type { Line } from "./line.ts";
import { isFateful } from "./programs.ts";
import type { Value } from "./value.ts";

const numericOperator = /^-(eq|ne|lt|le|gt|ge)$/;
const operand = /^[\w./:@%+=,!<>-]*$|^\($|^\)$|^\]$/;
const counter = /^"?\$[?#]"?$/;
/** Options that only say how errors are met, or that commands are shown. */
const mildSet = /^([-+][euxvf]+|[-+]o|[-+][euxvf]*o|pipefail|errexit|nounset|xtrace|verbose|noglob)$/;

export function runBuiltin(line: Line, name: string, words: readonly Value[]): void {
  const texts = words.map((word) => (word.kind === "text" ? word.text : null));
  switch (name) {
    case "cd":
    case "pushd":
      changeFolder(line, texts);
      break;
    case "eval":
      if (texts.includes(null)) line.unparsed("the text of `eval` is not written out");
      else line.read(texts.join(" "));
      break;
    case "trap":
      if (words.length > 0 && texts[0] !== "-") {
        if (texts[0] === null || texts[0] === undefined) line.unparsed("the text of `trap` is not written out");
        // It runs later, wherever the line is then.
        else if (!texts[0].startsWith("-") && texts[0] !== "") line.read(texts[0], false);
      }
      break;
    case "watch":
      line.unparsed("`watch` is not followed");
      break;
    case "set":
      if (!texts.every((text) => text !== null && mildSet.test(text))) line.unparsed("`set` changes what the line means");
      break;
    case "export":
    case "readonly":
    case "local":
    case "declare":
    case "typeset":
    case "unset":
    case "read":
    case "mapfile":
    case "readarray":
    case "getopts":
      setsVariables(line, name, words);
      break;
    case "test":
      checkTest(line, words);
      break;
    case "printf":
      checkPrintf(line, texts);
      break;
    default:
  }
}

function changeFolder(line: Line, texts: readonly (string | null)[]): void {
  const operands = texts.filter((text) => text === null || !/^-[LPe@]+$|^--$/.test(text));
  const [path] = operands;
  if (operands.length === 0) return line.enter(line.place.home);
  line.enter(operands.length > 1 || path === undefined || path === null || /^[-+]\d*$|^$/.test(path) ? null : path);
}

/** Words that name variables: none of them may be one that changes what the line means, or be an expression. */
function setsVariables(line: Line, name: string, words: readonly Value[]): void {
  for (const [at, word] of words.entries()) {
    const given = word.kind === "text" ? word.text : word.raw;
    const [, variable, value] = /^([A-Za-z_]\w*)(?:\+?=([^]*))?$/.exec(given) ?? [];
    if (variable !== undefined) {
      // `NAME=` before a value that is not known.
      if (isFateful(variable, word.kind === "text" ? (value ?? null) : null)) {
        line.unparsed(`\`${variable}\` changes what the line means`);
      }
    } else if (word.kind !== "text" || !isMild(name, given, at)) {
      line.unparsed(`\`${name} ${word.raw}\` is not followed`);
    }
  }
}

function isMild(name: string, text: string, at: number): boolean {
  if (name === "read") return /^-[rs]+$/.test(text);
  if (name === "mapfile" || name === "readarray") return text === "-t";
  if (name === "getopts") return at === 0 && /^:?[A-Za-z:]+$/.test(text);
  return name === "export" || name === "declare" || name === "typeset" ? /^-[xp]$/.test(text) : false;
}

/** `[` evaluates subscripts after `-v`, and in zsh the operands of numeric operators. */
function checkTest(line: Line, words: readonly Value[]): void {
  const numeric = words.some((word) => word.kind === "text" && numericOperator.test(word.text));
  for (const word of words) {
    if (word.kind === "text") {
      if (/^-[vR]$/.test(word.text)) line.unparsed("`-v` evaluates a subscript");
      if (numeric && !operand.test(word.text)) line.unparsed("a numeric test evaluates its words");
    } else if (!counter.test(word.raw) && (numeric || !/^"[^]*"$/.test(word.raw))) {
      line.unparsed("a test has words that are not written out");
    }
  }
}

/** `printf -v` sets a variable; in zsh, numeric conversions evaluate their words. */
function checkPrintf(line: Line, texts: readonly (string | null)[]): void {
  const [format] = texts;
  if (format === null || format === undefined || format.startsWith("-")) {
    if (format !== "--") line.unparsed("the format of `printf` is not written out");
  } else if (/%[^%sbq]/.test(format.replaceAll("%%", "")) && texts.slice(1).some((text) => !/^-?\d+$/.test(text ?? "?"))) {
    line.unparsed("`printf` evaluates its words");
  }
}
