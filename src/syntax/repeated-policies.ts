/**
 * Two agents in one document: the `policies:` key for the second time, and the fix that makes
 * documents of them.
 *
 * Comments carry no meaning, so the document is an error; the fix takes the agents' names from
 * comments of the form `# name — purpose` right above the keys.
 */
import type { Diagnostic, Edit, Fix } from "../base/diagnostic.ts";
import { yamlMessages } from "./yaml-messages.ts";
import type { YamlEntry, YamlScalar } from "./yaml-node.ts";

/** The comment lines right above a key. */
interface Heading {
  /** Offset of the first of them. */
  readonly start: number;
  readonly name: string;
}

/** The diagnostic at `second`, where `first` is the same key earlier in the root mapping `entries`. */
export function repeatedPolicies(
  author: string,
  entries: readonly YamlEntry[],
  first: YamlScalar,
  second: YamlScalar,
): Diagnostic {
  return yamlMessages.build["repeated-policies"](
    second.span,
    {},
    {
      related: [{ message: "the first one", span: first.span }],
      help: "write `---` between two agents, and name each with `agent:`; comments carry no meaning",
      fixes: fixOf(author, entries, first, second),
    },
  );
}

function fixOf(author: string, entries: readonly YamlEntry[], first: YamlScalar, second: YamlScalar): Fix[] {
  const { file } = first.span;
  const feed = author.includes("\r\n") ? "\r\n" : "\n";
  const put = (at: number, text: string): Edit => ({ span: { file, start: at, end: at }, text: text + feed });
  const heading = headingOf(author, second.span.start);
  if (heading === null) return [];
  const edits = [put(heading.start, "---"), put(second.span.start, `agent: ${heading.name}`)];
  const named = entries.some(({ key }) => key.text.value === "agent" || key.text.value === "agents");
  if (!named) {
    const before = headingOf(author, first.span.start);
    if (before === null) return [];
    edits.unshift(put(first.span.start, `agent: ${before.name}`));
  }
  return [{ title: "make a document of each agent", kind: "review", edits }];
}

function headingOf(author: string, key: number): Heading | null {
  // A key that does not begin its line is in a flow mapping.
  if (key > 0 && author[key - 1] !== "\n") return null;
  let start = key;
  let name: string | null = null;
  while (start > 0) {
    const lineStart = author.lastIndexOf("\n", start - 2) + 1;
    const line = author.slice(lineStart, start);
    if (!line.startsWith("#")) break;
    name = /^#+\s*([A-Za-z0-9_][A-Za-z0-9_.@-]{0,127})\s*(?:\s[—–-]\s.*)?$/.exec(line.trimEnd())?.[1] ?? name;
    start = lineStart;
  }
  return name === null ? null : { start, name };
}
