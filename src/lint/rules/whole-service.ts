/**
 * Every action of a service in one grant, by a wildcard such as `aws:s3:*` or by a list.
 *
 * Exact. By a wildcard: do the patterns contain all actions of the service, and is an action that no
 * pattern of the set names left after excepts, denies and gates? So a deny of some actions makes it no
 * less whole, and a deny of all but some does. By a list: is each action that the catalogue has left?
 * Lists of a service of three actions or fewer are not told. A grant of full access, or with a wildcard
 * in the service part, is told as that. Two questions for each wildcard, one an action for a full list.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { forAgents } from "../left-ungated.ts";
import { listInWords } from "../statement-places.ts";
import { wholeServices } from "../whole-services.ts";

export const wholeService: Rule = defineRule({
  id: "whole-service",
  category: "breadth",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "Every action of a service in one grant.",
  check: (context, report) => {
    for (const found of wholeServices(context).values()) {
      const { pattern, services, witness } = found.first;
      report({
        span: pattern.place,
        message: `every action of ${listInWords(services)} is allowed without approval${forAgents(found)}`,
        help: "name the actions that are needed, such as `aws:s3:GetObject`, or gate what changes things",
        witness,
      });
    }
  },
});
