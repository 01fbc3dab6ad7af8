/** Statements and sentences that YAML cut in two at a colon followed by a blank. */
import type { Edit, Fix, Report } from "../base/diagnostic.ts";
import { excerpt } from "./characters.ts";
import { documentMessages } from "./document-messages.ts";
import { describe } from "./schema-wording.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "./yaml-node.ts";

/** Reports the entry whose key is the first half of `what`, and whose value is a scalar. */
export function reportSplit(entry: YamlEntry, what: "statement" | "sentence", report: Report): void {
  const { key, value } = entry;
  const { file, end: colon } = key.span;
  const isCut = key.style === "plain" && value.kind === "scalar" && / (?:when|given) /.test(key.text.value);
  const quote = `quote the whole ${what}`;
  report(
    documentMessages.build["split-statement"](
      { file, start: colon, end: value.span.end },
      { key: excerpt(key.text.value), what },
      {
        help: isCut ? quote : `${quote}; ${describe(value)} is not read as options`,
        fixes: isCut ? quotingFix(key, value, quote) : [],
      },
    ),
  );
}

/** Single quotation marks around both halves, those inside doubled; none where halves are not one line's text. */
function quotingFix(key: YamlScalar, value: YamlNode, title: string): Fix[] {
  if (value.kind !== "scalar" || key.text.offsets !== null || value.text.offsets !== null) return [];
  // Marks of a quoted half would have to be told from the text's own.
  if (value.style === "single" || (value.style === "double" && value.text.value.includes("'"))) return [];
  const put = (at: number): Edit => ({ span: { file: key.span.file, start: at, end: at }, text: "'" });
  const inner = [key, value].flatMap(({ text, span }) =>
    Array.from(text.value.matchAll(/'/g), (mark) => put(span.start + mark.index)),
  );
  const edits = [put(key.span.start), ...inner, put(value.span.end)];
  return [{ title, kind: "safe", edits }];
}
