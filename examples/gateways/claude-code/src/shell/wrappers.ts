/** Programs that run another program, whose words follow their own. */
import type { Value } from "./value.ts";

interface Wrapper {
  readonly values: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  /** How many operands come before the program's name. */
  readonly operands: number;
  /** `NAME=value` words come before the program's name. */
  readonly assigns: boolean;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(" ").filter((one) => one !== ""));

function wrapper(values: string, flags: string, operands = 0, assigns = false): Wrapper {
  return { values: set(values), flags: set(flags), operands, assigns };
}

const wrappers: ReadonlyMap<string, Wrapper> = new Map([
  ["env", wrapper("-u --unset", "-i - --ignore-environment -0 --null", 0, true)],
  ["sudo", wrapper("-u --user -g --group -p --prompt -C", "-n -E -H -k -S -b --non-interactive", 0, true)],
  ["doas", wrapper("-u", "-n")],
  ["command", wrapper("", "-p")],
  ["builtin", wrapper("", "")],
  ["exec", wrapper("-a", "-c -l")],
  ["nohup", wrapper("", "")],
  ["setsid", wrapper("", "-w --wait -f --fork -c --ctty")],
  ["nice", wrapper("-n --adjustment", "")],
  ["ionice", wrapper("-c -n --class --classdata", "-t --ignore")],
  ["stdbuf", wrapper("-i -o -e --input --output --error", "")],
  ["timeout", wrapper("-s -k --signal --kill-after", "--foreground --preserve-status -v --verbose", 1)],
  ["time", wrapper("-f --format", "-p -v --portability --verbose -l")],
  ["caffeinate", wrapper("-t", "-d -i -m -s -u")],
  ["busybox", wrapper("", "")],
  ["toybox", wrapper("", "")],
  [
    "xargs",
    wrapper(
      "-n -P -L -d -s -I -E --max-args --max-procs --max-lines --delimiter --max-chars --replace --eof",
      "-0 -r -t -x --null --no-run-if-empty --verbose --exit",
    ),
  ],
]);

export const wrapperNames: readonly string[] = [...wrappers.keys()];

/** What is run inside: its words (none: nothing is), the variables set for it, or that it cannot be told. */
export type Inner =
  | { readonly kind: "words"; readonly words: readonly Value[]; readonly assigned: readonly string[] }
  | { readonly kind: "unparsed" };

/** The words after a wrapper's own, or null when `program` is none. */
export function innerOf(program: string, words: readonly Value[]): Inner | null {
  const own = wrappers.get(program);
  if (own === undefined) return null;
  // `command -v git` only tells where it is.
  const first = words[0];
  if (program === "command" && first?.kind === "text" && /^-[vV]$/.test(first.text)) {
    return { kind: "words", words: [], assigned: [] };
  }
  let at = 0;
  let replaced: string | null = null;
  for (; at < words.length; at++) {
    const word = words[at];
    if (word?.kind !== "text") return { kind: "unparsed" };
    const { text } = word;
    if (text === "--") {
      at++;
      break;
    }
    if (!text.startsWith("-") || (text === "-" && !own.flags.has("-"))) break;
    if (own.values.has(text)) {
      at++;
      const value = words[at];
      if (value?.kind !== "text") return { kind: "unparsed" };
      if (program === "xargs" && text === "-I") replaced = value.text;
    } else if (!own.flags.has(text) && !joined(text, own)) {
      return { kind: "unparsed" };
    } else if (program === "xargs" && /^(-I.|--replace)/.test(text)) {
      replaced = text.replace(/^(-I|--replace=?)/, "") || "{}";
    }
  }
  const assigned: string[] = [];
  for (; own.assigns && at < words.length; at++) {
    const word = words[at];
    if (word?.kind !== "text") return { kind: "unparsed" };
    if (!/^[^=]+=/.test(word.text)) break;
    assigned.push(word.text);
  }
  for (let skipped = 0; skipped < own.operands; skipped++, at++) {
    if (words[at]?.kind !== "text") return { kind: "unparsed" };
  }
  const inner = words.slice(at);
  return { kind: "words", words: program === "xargs" ? filled(inner, replaced) : inner, assigned };
}

/** Whether an option carries its value: `-n1`, `--signal=KILL`. */
function joined(text: string, own: Wrapper): boolean {
  const long = /^(--[a-z-]+)=/.exec(text)?.[1];
  if (long !== undefined) return own.values.has(long);
  return /^-[A-Za-z]./.test(text) && own.values.has(text.slice(0, 2));
}

/** `xargs` adds words that it reads: where they go they make a word unknown. */
function filled(words: readonly Value[], replaced: string | null): readonly Value[] {
  if (words.length === 0) return [{ kind: "text", text: "echo", raw: "echo" }];
  if (replaced === null) return [...words, { kind: "dynamic", raw: "words that xargs reads" }];
  return words.map((word) => (word.raw.includes(replaced) ? { kind: "dynamic", raw: word.raw } : word));
}
