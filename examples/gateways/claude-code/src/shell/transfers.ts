/** `curl` and `wget`: which URLs they ask for and how, and which files they write. */
import type { Value } from "./value.ts";

type Role = "other" | "read" | "write" | "data" | "method" | "url" | "upload";

interface Transfer {
  /** Letters of options without a value, which may stand together. */
  readonly flags: string;
  readonly longFlags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, Role>;
}

const flagSet = (text: string): ReadonlySet<string> => new Set(text.split(" "));

function roles(groups: { readonly [role in Role]?: string }): ReadonlyMap<string, Role> {
  const list: readonly Role[] = ["other", "read", "write", "data", "method", "url", "upload"];
  return new Map(
    list.flatMap((role) => (groups[role] ?? "").split(" ").map((option) => [option, role] as const)),
  );
}

const transfers: ReadonlyMap<string, Transfer> = new Map([
  [
    "curl",
    {
      flags: "fgGikLnNsSvV046aIjkl#",
      longFlags: flagSet(
        "--fail --fail-with-body --get --globoff --include --insecure --location --silent --show-error --verbose --head " +
          "--no-buffer --compressed --http1.1 --http2 --ipv4 --ipv6 --no-progress-meter --progress-bar --version --help " +
          "--retry-connrefused --retry-all-errors",
      ),
      values: roles({
        other:
          "-A --user-agent -H --header -m --max-time --connect-timeout -u --user -w --write-out -e --referer -r --range " +
          "--retry --retry-delay --retry-max-time --max-redirs",
        write: "-o --output -D",
        data: "-d --data --data-raw --data-binary --data-urlencode --data-ascii --json -F --form --form-string",
        method: "-X --request",
        url: "--url",
        upload: "-T --upload-file",
      }),
    },
  ],
  [
    "wget",
    {
      flags: "qvcNSd46",
      longFlags: flagSet("-nv --quiet --no-verbose --continue --timestamping --server-response --no-check-certificate --spider"),
      values: roles({
        other: "-t --tries -T --timeout -U --user-agent --header --max-redirect -w --wait",
        write: "-O --output-document",
        data: "--post-data --body-data",
        method: "--method",
      }),
    },
  ],
]);

const methods = new Set(["get", "head", "post", "put", "patch", "delete", "options"]);

export interface Transferred {
  readonly urls: readonly string[];
  readonly method: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** It writes a file whose name the URL or the server gives, into the working folder. */
  readonly writesFolder: boolean;
}

/** What a call transfers; null when `program` is neither. */
export function transferOf(program: string, words: readonly Value[]): Transferred | "unparsed" | null {
  const own = transfers.get(program);
  if (own === undefined) return null;
  const found = { urls: [] as string[], reads: [] as string[], writes: [] as string[] };
  let method: string | null = null;
  let data = false;
  let upload = false;
  let get = false;
  let head = false;
  let writesFolder = program === "wget";
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word?.kind !== "text") return "unparsed";
    const { text } = word;
    if (!text.startsWith("-") || text === "-") {
      if (!/^https?:\/\/[^{}[\]]*$/i.test(text)) return "unparsed";
      found.urls.push(text);
      continue;
    }
    const option = split(text, own);
    if (option === null) return "unparsed";
    get ||= /G/.test(option.flags) || text === "--get";
    head ||= (program === "curl" && /I/.test(option.flags)) || text === "--head" || text === "--spider";
    if (program === "curl" && /[OJ]/.test(option.flags)) writesFolder = true;
    if (option.name === null) continue;
    let { value } = option;
    if (value === null) {
      const next = words[++at];
      if (next?.kind !== "text") return "unparsed";
      value = next.text;
    }
    switch (own.values.get(option.name)) {
      case "write":
        if (value !== "-") found.writes.push(value);
        if (program === "wget") writesFolder = false;
        break;
      case "data":
        data = true;
        // `@file`, and `name=@file` of forms, send the file.
        if (/(^|=)[@<]/.test(value) && !/raw|string/.test(option.name)) found.reads.push(value.replace(/^.*?(^|=)[@<]/, ""));
        if (/^@/.test(value) === false && /@/.test(value) && option.name === "--data-urlencode") return "unparsed";
        break;
      case "method":
        method = value.toLowerCase();
        break;
      case "url":
        if (!/^https?:\/\/[^{}[\]]*$/i.test(value)) return "unparsed";
        found.urls.push(value);
        break;
      case "upload":
        upload = true;
        if (value !== "-") found.reads.push(value);
        break;
      default:
        // `-H @file` reads headers from a file.
        if (value.startsWith("@")) found.reads.push(value.slice(1));
    }
  }
  const implied = upload ? "put" : head ? "head" : data && !get ? "post" : "get";
  const asked = method ?? implied;
  if (found.urls.length === 0 || !methods.has(asked)) return "unparsed";
  return { ...found, method: asked, writesFolder };
}

/** An option word: its letters that take no value, and the option that does, with a value that it carries. */
function split(text: string, own: Transfer): { flags: string; name: string | null; value: string | null } | null {
  if (own.longFlags.has(text)) return { flags: "", name: null, value: null };
  if (text.startsWith("--") || own.values.has(text)) {
    const cut = text.startsWith("--") ? text.indexOf("=") : -1;
    const name = cut === -1 ? text : text.slice(0, cut);
    return own.values.has(name) ? { flags: "", name, value: cut === -1 ? null : text.slice(cut + 1) } : null;
  }
  for (let at = 1; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (own.flags.includes(letter) || letter === "O" || letter === "J") continue;
    if (!own.values.has(`-${letter}`)) return null;
    const rest = text.slice(at + 1);
    return { flags: text.slice(1, at), name: `-${letter}`, value: rest === "" ? null : rest };
  }
  return { flags: text.slice(1), name: null, value: null };
}
