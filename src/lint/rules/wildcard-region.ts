/**
 * A mutating action in any region of an ARN.
 *
 * Exact: is an ARN whose region no pattern of the set mentions left after excepts, denies and gates, among
 * the names of the action's templates that have such a field? An empty field is a fixed one, and the ARNs
 * of S3 buckets have none. A pattern that does not begin with `arn:` is `any-resource`'s matter. A
 * question for each group of actions with the same templates, only where the pattern's literal beginning
 * ends before the field does.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { reportOpenFields } from "../wildcard-arn-field.ts";

export const wildcardRegion: Rule = defineRule({
  id: "wildcard-region",
  category: "breadth",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "A mutating action in any region of an ARN.",
  check: (context, report) => {
    const help = "write the regions that are meant where the `*` stands, such as `{eu-west-1,eu-central-1}`";
    const field = { variable: "region", index: 3 } as const;
    reportOpenFields(context, report, { id: "wildcard-region" }, field, help);
  },
});
