/**
 * The vocabulary of `sentrely.yaml`: words for actions, resources and conditions, each lowered once.
 *
 * INVARIANT: an entry holds no words itself, so a word is replaced in one step.
 */
import type { Report } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Span } from "../base/source.ts";
import type { ConfigNode, Located, PatternNode, VocabularyNode } from "../syntax/ast.ts";
import type { ConditionLowering } from "./lower-condition.ts";
import { lowerPattern, type PatternTemplate } from "./lower-pattern.ts";
import type { GlobStore } from "./glob.ts";
import type { Condition, Dimension, Glob } from "./ir.ts";
import { irMessages } from "./messages.ts";
import type { References } from "./names.ts";

const { build } = irMessages;

type Words = ReadonlyMap<string, readonly PatternTemplate[] | null>;

/** Replaces words; `null` where an entry could not be lowered. */
export class Vocabulary {
  readonly #words: { readonly [D in Dimension]: Words };
  readonly #conditions: ReadonlyMap<string, Condition | null>;
  readonly #globs: GlobStore;
  readonly #references: References;
  readonly #report: Report;

  constructor(
    vocabulary: ConfigNode["vocabulary"],
    conditions: ConditionLowering,
    globs: GlobStore,
    references: References,
    report: Report,
  ) {
    this.#globs = globs;
    this.#references = references;
    this.#report = report;
    const lowerAll = (entries: readonly VocabularyNode[], dimension: Dimension): Words =>
      new Map(entries.map((entry) => [entry.name.value, this.#lowerEntry(entry, dimension)]));
    this.#words = {
      action: lowerAll(vocabulary.actions, "action"),
      resource: lowerAll(vocabulary.resources, "resource"),
    };
    const noWords =
      (entry: Located<string>) =>
      (name: string, span: Span): null => {
        report(build["nested-vocabulary"](span, { word: name, entry: entry.value }));
        return null;
      };
    this.#conditions = new Map(
      vocabulary.conditions.map(({ name, condition }) => [
        name.value,
        conditions.lower(condition, noWords(name)),
      ]),
    );
  }

  #lowerEntry({ name, patterns }: VocabularyNode, dimension: Dimension): readonly PatternTemplate[] | null {
    const lowered = patterns.map((pattern) => {
      if (pattern.kind === "pattern") {
        return lowerPattern(pattern.parts, dimension, pattern.span, this.#globs, this.#report);
      }
      this.#report(
        build["nested-vocabulary"](
          pattern.span,
          { word: pattern.name, entry: name.value },
          { help: `entries hold patterns only; a literal name is written \`"${pattern.name}"\`` },
        ),
      );
      return null;
    });
    const templates = lowered.filter((template) => template !== null);
    return templates.length === patterns.length ? templates : null;
  }

  /** The pattern, or what the word stands for, at the place of its use; `null` when reported. */
  lower(node: PatternNode, dimension: Dimension): PatternTemplate | null {
    if (node.kind === "pattern") {
      return lowerPattern(node.parts, dimension, node.span, this.#globs, this.#report);
    }
    const words = this.#words[dimension];
    const entry = words.get(node.name);
    if (entry === undefined) {
      this.#references.undefined(
        "vocabulary word",
        { value: node.name, span: node.span },
        words,
        `for the literal ${dimension} write \`"${node.name}"\` in quotes`,
      );
    }
    return entry === undefined || entry === null ? null : unite(entry, node.span, dimension);
  }

  /** What the words for actions stand for, patterns with variables aside. */
  actionGlobs(): readonly Glob[] {
    const templates = [...this.#words.action.values()].flatMap((entry) => entry ?? []);
    return templates.flatMap((template) => (template.kind === "fixed" ? template.pattern.globs : []));
  }

  /** All patterns of a list, without repetitions; `null` when one of them was reported. */
  lowerList(nodes: readonly PatternNode[], dimension: Dimension): readonly PatternTemplate[] | null {
    const templates = nodes.map((node) => this.lower(node, dimension));
    const lowered = templates.filter((template) => template !== null);
    return lowered.length === nodes.length ? lowered : null;
  }

  /** What a word of `vocabulary.conditions` stands for; `null` when it was reported. */
  condition(name: string, span: Span): Condition | null {
    const condition = this.#conditions.get(name);
    if (condition !== undefined) return condition;
    this.#references.undefined(
      "vocabulary word",
      { value: name, span },
      this.#conditions,
      "an attribute is written `context.NAME`, a text in quotes",
    );
    return null;
  }
}

/** The union of an entry's patterns as one pattern. */
function unite(entry: readonly PatternTemplate[], place: Span, dimension: Dimension): PatternTemplate {
  const [first] = entry;
  if (first !== undefined && entry.length === 1) {
    return first.kind === "fixed"
      ? { kind: "fixed", pattern: { globs: first.pattern.globs, place } }
      : { ...first, place, uses: first.uses.map(({ name }) => ({ name, span: place })) };
  }
  const fixed = entry.filter((template) => template.kind === "fixed");
  if (fixed.length === entry.length) {
    const globs = new Set<Glob>(fixed.flatMap((template) => template.pattern.globs));
    return {
      kind: "fixed",
      pattern: { globs: [...globs].sort((a, b) => compareCodePoints(a.key, b.key)), place },
    };
  }
  const alternatives = new Map(
    entry.flatMap(alternativesOf).map((alternative) => [alternative.text, alternative]),
  );
  return {
    kind: "open",
    dimension,
    alternatives: [...alternatives.values()].sort((a, b) => compareCodePoints(a.text, b.text)),
    uses: entry.flatMap((t) => (t.kind === "open" ? t.uses.map(({ name }) => ({ name, span: place })) : [])),
    place,
  };
}

function alternativesOf(
  template: PatternTemplate,
): Extract<PatternTemplate, { readonly kind: "open" }>["alternatives"] {
  if (template.kind === "open") return template.alternatives;
  return template.pattern.globs.map((glob) => ({
    tokens: glob.tokens,
    text: glob.key.slice(glob.dimension.length + 1),
  }));
}
