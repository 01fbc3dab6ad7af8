/**
 * An action, a resource or an exception that the others of its list cover.
 *
 * Exact: what the statement says with this pattern alone minus what it says with the others has no valid
 * request, shapes and exceptions included. Each list counts for itself. A statement whose variables are
 * bound in several ways is told when it is so in all of them. Of equal patterns the later is told. Misses
 * a pattern that a word of the vocabulary with several entries repeats further on. Costs one question for each pattern that overlaps another of its list.
 */
import { assertNever } from "../../base/invariant.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { removePattern } from "../edits.ts";
import { type PatternList, type RedundantPattern, redundantPatterns } from "../redundant-patterns.ts";

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
      for (const { list, place, reason, covering, witness } of redundantPatterns(context, source)) {
        const text = context.sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
        const edits = removePattern(context, source, place);
        const isOne = covering.length === 1;
        report({
          span: place,
          message: `the ${nouns[list]} \`${text}\` adds nothing: ${reasonText(reason, isOne)}`,
          related: covering.map((span) => ({ message: isOne ? "covers it" : "covers a part of it", span })),
          help: "remove it, or correct it if it was meant to say more",
          witness,
          fixes: edits === null ? [] : [{ title: "remove the pattern", kind: "safe", edits }],
        });
      }
    }
  },
});

function reasonText(reason: RedundantPattern["reason"], isOne: boolean): string {
  switch (reason) {
    case "covered":
      return isOne ? "another of its list covers it" : "others of its list cover it together";
    case "repeated":
      return "another of its list says the same";
    case "carvedOut":
      return "the exceptions carve out all of it";
    default:
      return assertNever(reason);
  }
}
