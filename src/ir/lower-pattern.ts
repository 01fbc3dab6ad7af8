/**
 * Patterns → globs (LANGUAGE.md §3): braces are expanded, then stars are read, then variables are
 * put in as literal text.
 *
 * INVARIANT: the number of alternatives is known to be small before any is built, and a variable
 * never changes which star is the last or where a `/` stands.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints, sortedUnique } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { PatternPart } from "../syntax/ast.ts";
import { lowerAscii, pushToken, tokensText } from "./glob.ts";
import type { GlobStore, TemplateToken } from "./glob.ts";
import type { Dimension, Glob, GlobToken, Pattern } from "./ir.ts";
import { irMessages } from "./messages.ts";

const { build } = irMessages;

/** LANGUAGE.md §3. */
const maxAlternatives = 256;
/** No valid name is longer (LANGUAGE.md §4, in UTF-8 bytes, which are no fewer than UTF-16 units). */
const maxLiteral = 4096;

/** A variable as a pattern uses it. */
export interface VariableUse {
  readonly name: string;
  readonly span: Span;
}

/** One alternative whose variables have no values yet. */
interface OpenAlternative {
  readonly tokens: readonly TemplateToken[];
  readonly text: string;
}

/** A pattern before variables have values; `fixed` when it has none. */
export type PatternTemplate =
  | { readonly kind: "fixed"; readonly pattern: Pattern }
  | {
      readonly kind: "open";
      readonly dimension: Dimension;
      readonly alternatives: readonly OpenAlternative[];
      readonly uses: readonly VariableUse[];
      readonly place: Span;
    };

/** Expands, reads and interns a pattern; `null` when it was reported as an error. */
export function lowerPattern(
  parts: readonly PatternPart[],
  dimension: Dimension,
  place: Span,
  globs: GlobStore,
  report: Report,
): PatternTemplate | null {
  const size = measure(parts);
  if (size.alternatives > maxAlternatives) {
    const problem = `the braces expand to more than ${String(maxAlternatives)} alternatives`;
    report(
      build["pattern-size"](
        place,
        { problem },
        { help: "write several patterns, or a `*` instead of a choice" },
      ),
    );
    return null;
  }
  if (size.literal > maxLiteral) {
    const problem = `the pattern is longer than the ${String(maxLiteral)} bytes that a name may have`;
    report(build["pattern-size"](place, { problem }));
    return null;
  }
  if (size.alternatives > 1) {
    const { over, first } = globs.countExpanded(size.alternatives * size.parts);
    if (over && first) {
      const problem = "from here on the braces of all patterns together expand to too much";
      const help = "write stars instead of choices, or split the set";
      report(build["set-size"](place, { problem }, { help }));
    }
    if (over) return null;
  }
  const alternatives = new Map<string, readonly TemplateToken[]>();
  let isOpen = false;
  for (const flat of expand(parts)) {
    const tokens = readTokens(flat, dimension);
    if (tokens === null) {
      const expanded = flat.map(partText).join("").slice(0, 60);
      report(
        build["adjacent-stars"](
          place,
          { expanded },
          {
            help: "no text stands between the stars in one of the alternatives: write it as a pattern of its own",
          },
        ),
      );
      return null;
    }
    isOpen ||= tokens.some((token) => token.kind === "variable");
    alternatives.set(tokensText(tokens), tokens);
  }
  if (!isOpen) return { kind: "fixed", pattern: { globs: internAll(alternatives, dimension, globs), place } };
  const sorted = [...alternatives]
    .map(([text, tokens]) => ({ text, tokens }))
    .sort((a, b) => compareCodePoints(a.text, b.text));
  return { kind: "open", dimension, alternatives: sorted, uses: variablesOf(parts), place };
}

/** How many alternatives there are, and how long one can be at most: in characters, and in parts. */
function measure(parts: readonly PatternPart[]): {
  readonly alternatives: number;
  readonly literal: number;
  readonly parts: number;
} {
  let alternatives = 1;
  let literal = 0;
  let count = 0;
  for (const part of parts) {
    if (part.kind === "choice") {
      const inner = part.alternatives.map(measure);
      alternatives *= inner.length;
      literal += Math.max(0, ...inner.map((one) => one.literal));
      count += Math.max(0, ...inner.map((one) => one.parts));
    } else {
      literal += part.kind === "text" ? part.text.length : 1;
      count += 1;
    }
  }
  return { alternatives, literal, parts: count };
}

type FlatPart = Exclude<PatternPart, { readonly kind: "choice" }>;

function expand(parts: readonly PatternPart[]): FlatPart[][] {
  let expanded: FlatPart[][] = [[]];
  for (const part of parts) {
    if (part.kind !== "choice") {
      for (const flat of expanded) flat.push(part);
      continue;
    }
    const tails = part.alternatives.flatMap(expand);
    expanded = expanded.flatMap((head) => tails.map((tail) => [...head, ...tail]));
  }
  return expanded;
}

/** Reads the stars of one alternative; `null` when two of them stand side by side. */
function readTokens(parts: readonly FlatPart[], dimension: Dimension): TemplateToken[] | null {
  const tokens: TemplateToken[] = [];
  const flat = mergeTexts(parts);
  // True where a `/`, or nothing, stands before what comes next.
  let afterSlash = true;
  for (let i = 0; i < flat.length; i++) {
    const part = flat[i];
    if (part === undefined) continue;
    const next = flat[i + 1];
    switch (part.kind) {
      case "text": {
        const text = dimension === "action" ? lowerAscii(part.text) : part.text;
        pushToken(tokens, { kind: "text", text });
        afterSlash = part.text.endsWith("/");
        break;
      }
      case "variable":
        pushToken(tokens, { kind: "variable", name: part.name });
        afterSlash = false;
        break;
      case "star":
      case "deep":
        if (next?.kind === "star" || next?.kind === "deep") return null;
        if (part.kind === "star") {
          pushToken(tokens, { kind: next === undefined ? "deep" : "star" });
          afterSlash = false;
        } else if (dimension === "resource" && afterSlash && next?.kind === "text" && next.text[0] === "/") {
          pushToken(tokens, { kind: "gap" });
          flat[i + 1] = { ...next, text: next.text.slice(1) };
          // What remains of the text decides; when nothing does, the slash just read stands before.
          afterSlash = true;
          if (next.text === "/") i++;
        } else {
          pushToken(tokens, { kind: "deep" });
          afterSlash = false;
        }
        break;
    }
  }
  return tokens;
}

/** Drops empty texts and joins neighbours, so that a text is as long as it can be. */
function mergeTexts(parts: readonly FlatPart[]): FlatPart[] {
  const merged: FlatPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.kind === "text" && part.text === "") continue;
    if (part.kind === "text" && last?.kind === "text") {
      merged[merged.length - 1] = { ...last, text: last.text + part.text };
    } else merged.push(part);
  }
  return merged;
}

function partText(part: FlatPart): string {
  if (part.kind === "text") return part.text;
  if (part.kind === "variable") return `\${${part.name}}`;
  return part.kind === "star" ? "*" : "**";
}

function variablesOf(parts: readonly PatternPart[]): VariableUse[] {
  return parts.flatMap((part) => {
    if (part.kind === "variable") return [{ name: part.name, span: part.span }];
    return part.kind === "choice" ? part.alternatives.flatMap(variablesOf) : [];
  });
}

function internAll(
  alternatives: ReadonlyMap<string, readonly TemplateToken[]>,
  dimension: Dimension,
  globs: GlobStore,
): readonly Glob[] {
  const found: Glob[] = [];
  for (const [text, tokens] of alternatives)
    found.push(globs.intern(dimension, tokens.filter(isBound), text));
  return found.length === 1 ? found : found.sort((a, b) => compareCodePoints(a.key, b.key));
}

function isBound(token: TemplateToken): token is GlobToken {
  return token.kind !== "variable";
}

/** The pattern with these values in place of its variables; every variable it uses must have one. */
export function bindPattern(
  template: PatternTemplate,
  values: ReadonlyMap<string, string>,
  globs: GlobStore,
): Pattern {
  if (template.kind === "fixed") return template.pattern;
  const { dimension, place } = template;
  const bound = new Map<string, readonly TemplateToken[]>();
  for (const { tokens } of template.alternatives) {
    const filled: TemplateToken[] = [];
    for (const token of tokens) {
      if (token.kind !== "variable") {
        pushToken(filled, token);
        continue;
      }
      const value = values.get(token.name) ?? "";
      pushToken(filled, { kind: "text", text: dimension === "action" ? lowerAscii(value) : value });
    }
    bound.set(tokensText(filled), filled);
  }
  return { globs: internAll(bound, dimension, globs), place };
}

/** The texts of its alternatives, variables unfilled: equal for patterns that mean the same everywhere. */
export function templateTexts(template: PatternTemplate): readonly string[] {
  if (template.kind === "open") return template.alternatives.map((a) => a.text);
  const { globs } = template.pattern;
  return globs.map((glob) => glob.key.slice(glob.dimension.length + 1));
}

/** The tokens of each alternative. */
export function templateTokens(template: PatternTemplate): (readonly TemplateToken[])[] {
  return template.kind === "open"
    ? template.alternatives.map(({ tokens }) => tokens)
    : template.pattern.globs.map(({ tokens }) => tokens);
}

/** The place of the pattern as its author wrote it. */
export function templatePlace(template: PatternTemplate): Span {
  return template.kind === "open" ? template.place : template.pattern.place;
}

/** The variables that the pattern uses, each use with its place. */
export function variableUses(template: PatternTemplate): readonly VariableUse[] {
  return template.kind === "open" ? template.uses : [];
}

/** All alternatives of a list of patterns, sorted: the canonical text of the list. */
export function listTexts(templates: readonly PatternTemplate[]): readonly string[] {
  const [only] = templates;
  if (only !== undefined && templates.length === 1) return templateTexts(only);
  return sortedUnique(templates.flatMap(templateTexts));
}
