/**
 * The codes of reading YAML.
 *
 * INVARIANT: every code is an error. A message names what the author did, not what the parser missed.
 */
import { defineDiagnostics, kind } from "../base/diagnostic.ts";
import type { DiagnosticCatalogue, DiagnosticKind } from "../base/diagnostic.ts";

type Plain = Record<never, never>;

interface YamlKinds {
  readonly [code: string]: DiagnosticKind<never>;
  readonly "not-utf8": DiagnosticKind<{ readonly problem: string }>;
  readonly "file-too-large": DiagnosticKind<{ readonly bytes: number }>;
  readonly "control-character": DiagnosticKind<{ readonly character: string }>;
  readonly "yaml-depth": DiagnosticKind<{ readonly limit: number }>;
  readonly "yaml-syntax": DiagnosticKind<{ readonly problem: string }>;
  readonly "yaml-directive": DiagnosticKind<{ readonly directive: string }>;
  readonly "yaml-tag": DiagnosticKind<{ readonly tag: string }>;
  readonly "yaml-anchor": DiagnosticKind<{ readonly anchor: string }>;
  readonly "yaml-alias": DiagnosticKind<{ readonly alias: string }>;
  readonly "bare-star": DiagnosticKind<{ readonly text: string }>;
  readonly "merge-key": DiagnosticKind<Plain>;
  readonly "complex-key": DiagnosticKind<{ readonly problem: string }>;
  readonly "duplicate-key": DiagnosticKind<{ readonly key: string }>;
  readonly "repeated-policies": DiagnosticKind<Plain>;
  readonly "comment-cut": DiagnosticKind<{ readonly rest: string }>;
  readonly "split-value": DiagnosticKind<{ readonly what: string }>;
  readonly "partly-quoted": DiagnosticKind<{ readonly rest: string }>;
  readonly "reserved-start": DiagnosticKind<{ readonly character: string }>;
  readonly "unquoted-in-flow": DiagnosticKind<{ readonly what: string }>;
  readonly "yaml-escape": DiagnosticKind<{ readonly problem: string }>;
  readonly "yaml-unclosed": DiagnosticKind<{ readonly opening: string }>;
  readonly "tab-indent": DiagnosticKind<Plain>;
  readonly "misplaced-indent": DiagnosticKind<{ readonly problem: string }>;
  readonly "missing-colon": DiagnosticKind<{ readonly text: string }>;
}

/** Builders and catalogue of the codes of reading YAML. */
export const yamlMessages: DiagnosticCatalogue<YamlKinds> = defineDiagnostics({
  "not-utf8": kind("error", "A file that is not UTF-8 text.", ({ problem }) => problem),
  "file-too-large": kind(
    "error",
    "A file over 5 MiB, which is refused unread.",
    ({ bytes }) => `the file has ${String(bytes)} bytes, more than the 5 MiB that are read`,
  ),
  "control-character": kind(
    "error",
    "A raw control character, a lone carriage return or half a surrogate pair in a file.",
    ({ character }) => `the file holds ${character}`,
  ),
  "yaml-depth": kind(
    "error",
    "YAML nested deeper than 64 levels.",
    ({ limit }) => `lists and mappings nest deeper than ${String(limit)}`,
  ),
  "yaml-syntax": kind("error", "Text that is not YAML.", ({ problem }) => problem),
  "yaml-directive": kind(
    "error",
    "A YAML directive (`%YAML`, `%TAG`).",
    ({ directive }) => `\`${directive}\` is a YAML directive; policies have none`,
  ),
  "yaml-tag": kind("error", "A YAML tag.", ({ tag }) => `\`${tag}\` is a YAML tag; policies have none`),
  "yaml-anchor": kind(
    "error",
    "A YAML anchor.",
    ({ anchor }) => `\`${anchor}\` is a YAML anchor; policies have none`,
  ),
  "yaml-alias": kind(
    "error",
    "A YAML alias.",
    ({ alias }) => `\`${alias}\` is a YAML alias; policies have none`,
  ),
  "bare-star": kind(
    "error",
    "Unquoted text that begins with `*`, which YAML reads as an alias.",
    ({ text }) => `\`${text}\` begins with \`*\`, which YAML reads as an alias`,
  ),
  "merge-key": kind("error", "A YAML merge key.", () => "`<<` is a YAML merge key; policies have none"),
  "complex-key": kind("error", "A key that is empty, a list or a mapping.", ({ problem }) => problem),
  "duplicate-key": kind(
    "error",
    "One key twice in a mapping.",
    ({ key }) => `the key \`${key}\` is here twice`,
  ),
  "repeated-policies": kind(
    "error",
    "Two `policies:` keys in one document, such as two agents without `---` between them.",
    () => "two `policies:` keys in one document",
  ),
  "comment-cut": kind(
    "error",
    "A `#` after a blank that began a comment where text was meant.",
    ({ rest }) => `\`#\` began a comment: \`${rest}\` is not read`,
  ),
  "split-value": kind(
    "error",
    "A colon followed by a blank inside unquoted text.",
    ({ what }) => `YAML ends the ${what} at this colon`,
  ),
  "partly-quoted": kind(
    "error",
    "Text after a closing quotation mark or bracket.",
    ({ rest }) => `\`${rest}\` follows a value that is already closed`,
  ),
  "reserved-start": kind(
    "error",
    "Unquoted text that begins with a character which YAML reserves.",
    ({ character }) => `${character === "`" ? "a backtick" : `\`${character}\``} cannot begin unquoted text`,
  ),
  "unquoted-in-flow": kind(
    "error",
    "An unquoted statement or condition between `[` `]` or `{` `}`, where commas and braces cut it.",
    ({ what }) => `an unquoted ${what} between brackets`,
  ),
  "yaml-escape": kind(
    "error",
    "A backslash in a double-quoted YAML text that does not mean what it looks like.",
    ({ problem }) => problem,
  ),
  "yaml-unclosed": kind(
    "error",
    "A quotation mark or bracket that is never closed.",
    ({ opening }) => `this \`${opening}\` is never closed`,
  ),
  "tab-indent": kind("error", "A tab in indentation.", () => "a tab indents this line"),
  "misplaced-indent": kind("error", "A line in a wrong column.", ({ problem }) => problem),
  "missing-colon": kind(
    "error",
    "A line that is neither a key nor a part of what stands before it.",
    ({ text }) => `\`${text}\` is neither a key nor a part of what stands before it`,
  ),
} satisfies YamlKinds);
