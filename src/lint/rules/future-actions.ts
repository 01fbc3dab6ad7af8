/**
 * An action glob that admits actions which the catalogue does not have yet.
 *
 * Exact: the glob is of a service that the catalogue has and does not call closed, and an action of it
 * that no pattern of the set names is left after denies and gates. Grants of whole services, and those
 * whose wildcard in the service part is told, are theirs; services that the catalogue does not have say
 * nothing. One finding a grant, at its first such pattern; a question for each glob until one is found.
 */
import type { Witness } from "../../base/diagnostic.ts";
import type { Glob, Pattern } from "../../ir/ir.ts";
import { actionAtoms, isLiteral } from "../action-atoms.ts";
import { defineRule, type Rule } from "../define-rule.ts";
import { grantsOfFullAccess } from "../full-access.ts";
import {
  amongHolders,
  askLeft,
  forAgents,
  type HeldGrant,
  leftWitness,
  plainGrants,
} from "../left-ungated.ts";
import type { LintContext } from "../lint-context.ts";
import { boxOf, nameGlobs } from "../name-globs.ts";
import { spanningGrants, unnamedAction } from "../spanning-grants.ts";
import { globAsWritten, listInWords } from "../statement-places.ts";
import { wholeServices } from "../whole-services.ts";

const id = "future-actions";

export const futureActions: Rule = defineRule({
  id,
  category: "breadth",
  level: "info",
  fix: null,
  isExact: true,
  summary: "An action glob that will admit actions not yet in the catalogue.",
  check: (context, report) => {
    const worse = [grantsOfFullAccess(context), spanningGrants(context), wholeServices(context)];
    for (const { source, holders } of plainGrants(context)) {
      if (worse.some((found) => found.has(source))) continue;
      const found = amongHolders(holders, (held) => firstOpen(context, held));
      if (found === null) continue;
      const { pattern, glob, services, witness } = found.first;
      report({
        span: pattern.place,
        message: `\`${globAsWritten(context, pattern, glob)}\` will allow actions that ${listInWords(services)} does not have yet${forAgents(found)}`,
        help: "list the actions if new ones are to be reviewed first",
        witness,
      });
    }
  },
});

interface Open {
  readonly pattern: Pattern;
  readonly glob: Glob;
  readonly services: readonly string[];
  readonly witness: Witness | null;
}

function firstOpen(context: LintContext, held: HeldGrant): Open | null {
  const globs = nameGlobs(context);
  const patterns = [...held.grant.scope.actions].sort((a, b) => a.place.start - b.place.start);
  for (const pattern of patterns) {
    for (const glob of pattern.globs) {
      if (isLiteral(glob)) continue;
      const atoms = actionAtoms(context);
      // A glob that matches nothing known is misspelt rather than open.
      const services = [...atoms.byService(glob).keys()].flatMap((s) => (s.isClosed ? [] : [s.spelling]));
      if (services.length === 0) continue;
      const action = globs.literal("action", unnamedAction(glob, globs.unnamed));
      const text = (): string => `does \`${held.grant.id}\` allow actions that nobody has named`;
      const within = [boxOf([action], context.analysis.everything.resources)];
      const answer = askLeft(context, held, within, [id], text);
      if (answer.kind !== "witness") continue;
      return { pattern, glob, services, witness: leftWitness(context, held, answer, [id], text) };
    }
  }
  return null;
}
