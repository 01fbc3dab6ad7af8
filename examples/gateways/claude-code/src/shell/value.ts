/** What a word of a command line is before anything runs: its text, or that it is not known. */
import type { Word, WordPart } from "unbash";

export type Value =
  /** One word with exactly this text. */
  | { readonly kind: "text"; readonly text: string; readonly raw: string }
  /** Names of files that lie in `folder` or below it (`""`: the working folder); how many is not known. */
  | { readonly kind: "glob"; readonly folder: string; readonly raw: string }
  /** Any number of words with any text. */
  | { readonly kind: "dynamic"; readonly raw: string };

/** Variables whose value is known, since no line that sets them is taken for parsed. */
export interface Known {
  readonly HOME: string | null;
  readonly PWD: string | null;
}

/** A value that splits no further when it stands unquoted. */
const plain = /^[\w/.@%+,:=-]+$/;

/** Escapes that end a string early or give a character that has no place in a name. */
const oddEscape = /\\(0|x0|u0|U0|c)/;

/** The value of a word of a command. `tilde`: what a leading `~` becomes, or null where it cannot be told. */
export function valueOf(word: Word, known: Known, tilde: (path: string) => string | null): Value {
  const raw = word.text;
  const dynamic: Value = { kind: "dynamic", raw };
  if (word.parts === undefined) return unquoted(word, dynamic, tilde);
  let text = "";
  let folder: string | null = null;
  for (const part of word.parts) {
    if (part.type === "Glob" && part.kind !== "bracket") {
      folder ??= folderOf(text);
      text += "*";
      continue;
    }
    const fixed = partText(part, known, false);
    if (fixed === null) return dynamic;
    text += fixed;
  }
  if (folder === null) return raw.startsWith("~") ? dynamic : { kind: "text", text, raw };
  // A glob that begins with a dot, or goes up again, may leave its folder.
  return /(^|\/)\.+\**(\/|$)|(^|\/)\.[^/]*\*|^[~-]/.test(text) ? dynamic : { kind: "glob", folder, raw };
}

function unquoted(word: Word, dynamic: Value, tilde: (path: string) => string | null): Value {
  const raw = word.text;
  // The parser gives parts where something expands; a word without any that looks as if it did is not trusted.
  const bare = raw.replace(/\\[^]/g, "");
  const bracket = bare.indexOf("[");
  if (/[$`*?"']|^=[\w/.]/.test(bare) || (bracket !== -1 && bare.lastIndexOf("]") > bracket)) return dynamic;
  if (!raw.startsWith("~")) return { kind: "text", text: word.value, raw };
  if (raw.includes("\\")) return dynamic;
  const text = tilde(raw);
  return text === null ? dynamic : { kind: "text", text, raw };
}

function folderOf(prefix: string): string {
  const cut = prefix.lastIndexOf("/");
  return cut === 0 ? "/" : prefix.slice(0, Math.max(cut, 0));
}

/** The text of a part of a word, or null. */
function partText(part: WordPart, known: Known, quoted: boolean): string | null {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
      return part.value;
    case "AnsiCQuoted":
      return oddEscape.test(part.text) ? null : part.value;
    case "DoubleQuoted": {
      const texts = part.parts.map((inner) => partText(inner, known, true));
      return texts.includes(null) ? null : texts.join("");
    }
    case "SimpleExpansion":
      return variable(part.text.slice(1), known, quoted);
    case "ParameterExpansion": {
      const bare = part.text === `\${${part.parameter}}`;
      return bare ? variable(part.parameter, known, quoted) : null;
    }
    case "ProcessSubstitution":
      return "/dev/fd/63";
    default:
      return null;
  }
}

function variable(name: string, known: Known, quoted: boolean): string | null {
  if (name !== "HOME" && name !== "PWD") return null;
  const value = known[name];
  return value !== null && (quoted || plain.test(value)) ? value : null;
}
