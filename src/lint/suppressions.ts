/**
 * Comments that suppress findings: `# sentrely-ignore RULE: reason`, on the line of a finding or above it.
 *
 * INVARIANT: an error is never suppressed, and nothing is suppressed without a reason. A suppression that
 * may have had something to suppress is not called unused.
 */
import type { Diagnostic } from "../base/diagnostic.ts";
import { lineText, positionAt, type SourceFile, type Span } from "../base/source.ts";
import { didYouMean } from "../base/suggest.ts";
import { readTrivia, type Comment } from "../syntax/format-trivia.ts";
import type { Finding } from "./define-rule.ts";

/** The word that begins a suppression. */
const keyword = "sentrely-ignore";

interface NamedRule {
  readonly id: string;
  readonly span: Span;
  /** The comment that names it. */
  readonly comment: Span;
}

interface Suppression {
  readonly rules: readonly NamedRule[];
  readonly hasReason: boolean;
  /** The comment. */
  readonly span: Span;
  /** The line whose findings it suppresses; `null` when it stands above nothing. */
  readonly line: number | null;
}

export interface SuppressionInput {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** The ids that a suppression may name. */
  readonly known: ReadonlySet<string>;
  /** Whether all that a rule finds is among the diagnostics. */
  readonly isComplete: (rule: string) => boolean;
}

/** A finding that a comment takes away. */
export interface SuppressedFinding {
  readonly diagnostic: Diagnostic;
  /** The comment; the first when several name it. */
  readonly comment: Span;
}

export interface Suppressed {
  /** What stands: errors all of them, with a help where a suppression named one. */
  readonly diagnostics: readonly Diagnostic[];
  /** What does not. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Findings of `unused-suppression`. */
  readonly unused: readonly Finding[];
  /** Findings of `suppression-without-reason`. */
  readonly withoutReason: readonly Finding[];
}

export function applySuppressions(input: SuppressionInput): Suppressed {
  const suppressions = [...input.sources.values()].flatMap(readSuppressions);
  if (suppressions.length === 0) {
    return { diagnostics: input.diagnostics, suppressed: [], unused: [], withoutReason: [] };
  }
  const byPlace = new Map<string, NamedRule[]>();
  for (const { rules, hasReason, line } of suppressions) {
    if (!hasReason || line === null) continue;
    for (const rule of rules) {
      const key = placeKey(rule.span.file, line, rule.id);
      byPlace.set(key, [...(byPlace.get(key) ?? []), rule]);
    }
  }
  const used = new Set<NamedRule>();
  const refused = new Set<NamedRule>();
  const suppressed: SuppressedFinding[] = [];
  const standing = input.diagnostics.flatMap((d): Diagnostic[] => {
    const source = d.span === null ? undefined : input.sources.get(d.span.file);
    if (d.span === null || source === undefined) return [d];
    const { line } = positionAt(source, d.span.start);
    const naming = byPlace.get(placeKey(d.span.file, line, d.code)) ?? [];
    const [first] = naming;
    if (first === undefined) return [d];
    if (d.severity === "error") {
      for (const rule of naming) refused.add(rule);
      return [{ ...d, help: [d.help, "errors cannot be suppressed"].filter((h) => h !== null).join("\n") }];
    }
    for (const rule of naming) used.add(rule);
    suppressed.push({ diagnostic: d, comment: first.comment });
    return [];
  });
  return {
    diagnostics: standing,
    suppressed,
    unused: suppressions.flatMap((s) => unusedFindings(s, used, refused, input)),
    withoutReason: suppressions.flatMap(reasonFinding),
  };
}

function placeKey(file: string, line: number, rule: string): string {
  return `${String(line)}:${rule}:${file}`;
}

function unusedFindings(
  { rules, hasReason, span }: Suppression,
  used: ReadonlySet<NamedRule>,
  refused: ReadonlySet<NamedRule>,
  { known, isComplete }: SuppressionInput,
): readonly Finding[] {
  if (rules.length === 0) {
    return [{ span, message: "the suppression names no rule", help: `write \`# ${keyword} RULE: reason\`` }];
  }
  return rules.flatMap((rule): Finding[] => {
    if (!known.has(rule.id)) {
      const help = didYouMean(rule.id, known) ?? "`sentrely-policy rules` lists them";
      return [{ span: rule.span, message: `\`${rule.id}\` is no rule of this version`, help }];
    }
    if (used.has(rule) || !hasReason) return [];
    if (refused.has(rule)) {
      const message = `the suppression of \`${rule.id}\` suppresses nothing: errors cannot be suppressed`;
      return [{ span: rule.span, message, help: "remove it, and what the error says" }];
    }
    if (!isComplete(rule.id)) return [];
    const message = `the suppression of \`${rule.id}\` suppresses nothing`;
    return [
      { span: rule.span, message, help: "remove it; it stands on or right above the line of a finding" },
    ];
  });
}

function reasonFinding({ rules, hasReason, span }: Suppression): readonly Finding[] {
  if (hasReason || rules.length === 0) return [];
  const names = rules.map(({ id }) => `\`${id}\``).join(", ");
  const help = `write why after a colon: \`# ${keyword} ${rules.map(({ id }) => id).join(", ")}: the reason\``;
  return [{ span, message: `the suppression of ${names} gives no reason`, help }];
}

/** The suppressions of a file. Only comments of YAML are read: a `#` inside a text is none. */
function readSuppressions(source: SourceFile): readonly Suppression[] {
  if (!source.text.includes(keyword)) return [];
  return readTrivia(source.text).comments.flatMap((comment) => {
    const suppression = readSuppression(source, comment);
    return suppression === null ? [] : [suppression];
  });
}

function readSuppression(source: SourceFile, { text, start, column }: Comment): Suppression | null {
  const match = /^#+[ \t]*sentrely-ignore(?![A-Za-z0-9-])[ \t]*/.exec(text);
  if (match === null) return null;
  const [head] = match;
  const rest = text.slice(head.length);
  const colon = rest.indexOf(":");
  const list = colon === -1 ? rest : rest.slice(0, colon);
  const from = start + head.length;
  const span = { file: source.path, start, end: start + text.length };
  const rules = Array.from(list.matchAll(/[^\s,]+/g), ({ 0: id, index }): NamedRule => {
    const at = from + index;
    return { id, span: { file: source.path, start: at, end: at + id.length }, comment: span };
  });
  const hasReason = colon !== -1 && rest.slice(colon + 1).trim() !== "";
  return { rules, hasReason, span, line: lineBelow(source, start, column) };
}

/** The comment's own line, or when it holds nothing else the next line that is no comment. */
function lineBelow(source: SourceFile, start: number, column: number): number | null {
  const { line } = positionAt(source, start);
  if (lineText(source, line).slice(0, column).trim() !== "") return line;
  for (let next = line + 1; ; next++) {
    const text = lineText(source, next).trim();
    if (text === "") return null;
    if (!text.startsWith("#")) return next;
  }
}
