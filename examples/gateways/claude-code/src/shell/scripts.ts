/** `sed` and `awk`: their text is a program, which may write files and run others. A few harmless forms are known. */
import type { Value } from "./value.ts";

interface Language {
  /** Options without a value; those that `writes` matches are told apart. */
  readonly flags: RegExp;
  readonly writes: RegExp | null;
  /** Options whose value is the next word, and whether that is a script. */
  readonly values: ReadonlyMap<string, boolean>;
  /** Options that hold their value. */
  readonly joined: RegExp | null;
  readonly mild: RegExp;
}

/** Print, delete or quit by lines or by a pattern; one substitution without the flags that write or run. */
const mildSed = new RegExp(
  String.raw`^(\d+|\$|\d+,(\d+|\$)|\/[^/\\]*\/)?[pdq=]$|` +
    String.raw`^(\d+(,(\d+|\$))?)?s(?<end>[/|#,])((?!\k<end>)[^\\\n]|\\[^\n])*\k<end>((?!\k<end>)[^\\\n]|\\[^\n])*\k<end>[gpI0-9]*$`,
);

/** No command, no pipe, no redirection, no other source of text. */
const mildAwk = /^(?![^]*(system|getline|close|fflush|printf?\s*\(|[|>@]))[^]*$/;

const sed: Language = {
  flags: /^(-[nErsuz]*i?|-i\.\w+|--quiet|--silent|--in-place|--regexp-extended)$/,
  writes: /^(-[a-zA-Z]*i|--in-place)/,
  values: new Map([["-e", true]]),
  joined: null,
  mild: mildSed,
};

const awk: Language = {
  flags: /^--$/,
  writes: null,
  values: new Map([
    ["-F", false],
    ["-v", false],
  ]),
  joined: /^-[Fv]./,
  mild: mildAwk,
};

const languages: ReadonlyMap<string, Language> = new Map([
  ["sed", sed],
  ["gsed", sed],
  ["awk", awk],
  ["gawk", awk],
  ["mawk", awk],
  ["nawk", awk],
]);

/** The files of a call, or that its script is none of the harmless forms; null when `program` is no such program. */
export function scriptFiles(
  program: string,
  words: readonly Value[],
): { readonly files: readonly Value[]; readonly writes: boolean } | "unparsed" | null {
  const language = languages.get(program);
  if (language === undefined) return null;
  const files: Value[] = [];
  let scripted = false;
  let writes = false;
  let ended = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    const text = word?.kind === "text" ? word.text : null;
    const isScript = (candidate: string | null): boolean => candidate !== null && language.mild.test(candidate);
    if (word === undefined) break;
    if (text !== null && !ended && text.startsWith("-") && text !== "-") {
      const script = language.values.get(text);
      if (text === "--") ended = true;
      else if (script !== undefined) {
        const value = words[++at];
        const given = value?.kind === "text" ? value.text : null;
        if (given === null || (script && !isScript(given))) return "unparsed";
        scripted ||= script;
      } else if (language.flags.test(text)) writes ||= language.writes?.test(text) ?? false;
      else if (language.joined?.test(text) !== true) return "unparsed";
    } else if (scripted) {
      files.push(word);
    } else {
      if (!isScript(text)) return "unparsed";
      scripted = true;
    }
  }
  return { files, writes };
}
