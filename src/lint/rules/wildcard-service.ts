/**
 * A wildcard inside the service part of an action: the grant reaches into services that its author
 * never thought of, and changes things there.
 *
 * The service part is what stands before the first `:`, below `aws:` and `mcp:` before the second. Exact
 * for the catalogue's actions: is one of them that is not of access level read or list, and that the
 * pattern matches, left after denies and gates? An action that the catalogue does not know counts as
 * changing something unless its name begins with a word of reading. A grant of full access is told as
 * that. A question for each service that the pattern reaches, until one is found.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { forAgents } from "../left-ungated.ts";
import { spanningGrants } from "../spanning-grants.ts";
import { globAsWritten } from "../statement-places.ts";

export const wildcardService: Rule = defineRule({
  id: "wildcard-service",
  category: "breadth",
  level: "error",
  fix: null,
  isExact: true,
  summary: "A wildcard in the service part of an action, in a grant that changes things.",
  check: (context, report) => {
    for (const found of spanningGrants(context).values()) {
      const { pattern, glob, action, witness } = found.first;
      report({
        span: pattern.place,
        message: `\`${globAsWritten(context, pattern, glob)}\` reaches into several services and allows \`${action}\` without approval${forAgents(found)}`,
        help: "name the service, and write one pattern for each that is meant",
        witness,
      });
    }
  },
});
