/**
 * An action, a resource or an exception that the others of its list cover.
 *
 * Exact: what the statement says with this pattern alone minus what it says with the others has no valid
 * request, shapes and exceptions included. Each list counts for itself. A statement whose variables are
 * bound in several ways is told when it is so in all of them. Of equal patterns the later is told. Misses
 * nothing. Costs one question for each pattern that overlaps another of its list.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { removePattern } from "../edits.ts";
import { type PatternList, redundantPatterns } from "../redundant-patterns.ts";

const nouns: { readonly [L in PatternList]: string } = {
  actions: "action",
  exceptActions: "exception",
  resources: "resource",
  exceptResources: "exception",
};

export const redundantPattern: Rule = defineRule({
  id: "redundant-pattern",
  category: "anomalies",
  level: "info",
  fix: "safe",
  isExact: true,
  summary: "A pattern that the others of its list cover.",
  check: (context, report) => {
    for (const source of context.statements) {
      if (source.owner.kind === "border") continue;
      for (const { list, place, covering } of redundantPatterns(context, source)) {
        const text = context.sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
        const edits = removePattern(context, source, place);
        const what = `the ${nouns[list]} \`${text}\``;
        report({
          span: place,
          message:
            covering.length === 0
              ? `${what} adds nothing: the exceptions carve out all of it`
              : `${what} adds nothing: ${covering.length === 1 ? "another" : "others"} of its list ${covering.length === 1 ? "covers" : "cover"} it`,
          related: covering.map((span) => ({
            message: covering.length === 1 ? "covers it" : "covers a part of it",
            span,
          })),
          help: "remove it, or correct it if it was meant to say more",
          fixes: edits === null ? [] : [{ title: "remove the pattern", kind: "safe", edits }],
        });
      }
    }
  },
});
