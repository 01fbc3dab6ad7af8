/**
 * A `cannot` sentence that holds because nobody ever spoke of such a thing: it meets no statement's
 * patterns, and neither catalogue nor shapes nor vocabulary know its names. Usually a misspelt name, and
 * the test guards nothing.
 *
 * Decided on the patterns: overlap of languages is exact. Sentences with other verbs cannot pass that
 * way. A name that is spelt wrongly but like another known one is missed. Sentences × statements, with
 * literal prefixes compared first.
 */
import type { GlobEntry } from "../../automata/glob-library.ts";
import { Budget, BudgetExceeded } from "../../automata/budget.ts";
import type { Glob, Pattern, Sentence, Shape } from "../../ir/ir.ts";
import type { CatalogueService, ResourceTemplate } from "../../catalogue/catalogue.ts";
import type { LintContext } from "../lint-context.ts";
import { defineRule, type Rule } from "../define-rule.ts";

const id = "vacuous-sentence";

/** A shape or template as a glob that matches all it does, and more where a segment may not be empty. */
function globOfParts(parts: Shape["parts"] | ResourceTemplate["parts"], text: string): Glob {
  return {
    dimension: "resource",
    tokens: parts.map((part) =>
      part.kind === "text"
        ? { kind: "text", text: part.text }
        : { kind: part.kind === "segment" ? "star" : "deep" },
    ),
    key: `\u0000template ${text}`,
  };
}

class Names {
  readonly #context: LintContext;
  readonly #budget: Budget;

  constructor(context: LintContext) {
    this.#context = context;
    this.#budget = new Budget(context.maxStates);
  }

  /** Whether some statement speaks of an action and a resource of the sentence. */
  meetsStatement({ scope }: Sentence): boolean {
    const { analysis, set } = this.#context;
    const region = analysis.region(scope);
    return set.statements.some((statement) => {
      const other = analysis.region(statement.scope);
      if ([...other.actions, ...other.resources].every((e) => e.isEverything)) return false;
      return this.#overlap(region.actions, other.actions) && this.#overlap(region.resources, other.resources);
    });
  }

  knowsAction(pattern: Pattern): boolean {
    if (this.#isWord(pattern, "actions")) return true;
    const { catalogue, analysis } = this.#context;
    return pattern.globs.some((glob) => {
      const entry = analysis.library.entry(glob);
      if (entry.isEverything) return true;
      const service = catalogue.serviceOf(entry.prefix) ?? catalogue.serviceOf(`${entry.prefix}:`);
      if (service?.actions.length === 0) return true;
      if (service === null && this.#boundServices().some((name) => entry.prefix.startsWith(`${name}:`)))
        return true;
      const own = service === null ? this.#mayMean(entry) : [service];
      return own
        .flatMap(({ actions }) => actions)
        .some(({ name }) => {
          const text = name.toLowerCase();
          return analysis.library.matches(
            entry,
            { text, codes: [...text].map((c) => c.codePointAt(0) ?? 0) },
            this.#budget,
          );
        });
    });
  }

  knowsResource(pattern: Pattern, actions: readonly Pattern[]): boolean {
    if (this.#isWord(pattern, "resources")) return true;
    const { analysis, catalogue, set } = this.#context;
    const entries = pattern.globs.map((g) => analysis.library.entry(g));
    if (entries.some((e) => e.isEverything)) return true;
    const shapes = set.services.flatMap((s) => [...s.shapes, ...s.actions.flatMap((a) => a.shapes)]);
    const globs = shapes.map((shape) => globOfParts(shape.parts, shape.text));
    const services = new Set<CatalogueService>();
    for (const glob of actions.flatMap((action) => action.globs)) {
      const entry = analysis.library.entry(glob);
      const service = catalogue.serviceOf(entry.prefix);
      // Of a service whose actions nobody lists, nothing is unknown.
      if (service?.actions.length === 0) return true;
      if (service !== null) services.add(service);
      else {
        const others = this.#mayMean(entry);
        if (others.length > 0 && entries.some((e) => e.prefix.startsWith("arn:"))) return true;
        for (const other of others) services.add(other);
      }
    }
    for (const { actions: known } of services) {
      for (const template of known.flatMap(({ resources }) => resources ?? []))
        globs.push(globOfParts(template.parts, template.text));
    }
    return this.#overlap(
      entries,
      [...new Set(globs)].map((g) => analysis.library.entry(g)),
    );
  }

  /** The services of which an action whose service is not fixed may be; without those of AWS. */
  #mayMean({ prefix }: GlobEntry): readonly CatalogueService[] {
    return prefix.includes(":") ? [] : this.#conventional();
  }

  /** The services whose resources are no ARNs. */
  #conventional(): readonly CatalogueService[] {
    const { catalogue } = this.#context;
    return catalogue.keys.flatMap((key) => {
      const service = key.startsWith("aws:") ? null : catalogue.service(key);
      return service === null ? [] : [service];
    });
  }

  #boundServices(): readonly string[] {
    return this.#context.set.services.map(({ name }) => name);
  }

  #isWord({ place }: Pattern, part: "actions" | "resources"): boolean {
    const text = this.#context.sources.get(place.file)?.text.slice(place.start, place.end);
    return this.#context.config?.vocabulary[part].some(({ name }) => name.value === text) ?? false;
  }

  #overlap(a: readonly GlobEntry[], b: readonly GlobEntry[]): boolean {
    const { library } = this.#context.analysis;
    return a.some((x) => b.some((y) => library.overlaps(x, y, this.#budget)));
  }
}

export const vacuousSentence: Rule = defineRule({
  id,
  category: "structure",
  level: "warning",
  fix: null,
  isExact: false,
  summary: "A sentence passes because nothing knows its names: usually it is misspelt.",
  check: (context, report) => {
    for (const test of context.tests) {
      if (test.kind !== "sentence" || test.verb !== "cannot") continue;
      const names = new Names(context);
      try {
        if (names.meetsStatement(test)) continue;
        const { actions, resources } = test.scope;
        const action = actions.find((p) => !names.knowsAction(p));
        const resource = resources.find((p) => !names.knowsResource(p, actions));
        const unknown = action ?? resource;
        if (unknown === undefined) continue;
        const { place } = unknown;
        const text = context.sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
        report({
          span: place,
          message: `the sentence holds because no statement speaks of it, and \`${text}\` is no known ${action === undefined ? "resource" : "action"}`,
          help: "check the spelling; a test of a name that nobody uses guards nothing",
        });
      } catch (error) {
        if (!(error instanceof BudgetExceeded)) throw error;
        context.noteUndecided([id], `does \`${test.text}\` meet any statement`, error.message);
      }
    }
  },
});
