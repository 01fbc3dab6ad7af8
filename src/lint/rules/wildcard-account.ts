/**
 * A mutating action in any account of an ARN.
 *
 * Exact: is an ARN whose account no pattern of the set mentions left after excepts, denies and gates, among
 * the names of the action's templates that have such a field? An empty field is a fixed one, and the ARNs
 * of S3 buckets have none. A pattern that does not begin with `arn:` is `any-resource`'s matter. A
 * question for each group of actions with the same templates, only where the pattern's literal beginning
 * ends before the field does.
 */
import { defineRule, type Rule } from "../define-rule.ts";
import { reportOpenFields } from "../wildcard-arn-field.ts";

export const wildcardAccount: Rule = defineRule({
  id: "wildcard-account",
  category: "breadth",
  level: "warning",
  fix: null,
  isExact: true,
  summary: "A mutating action in any account of an ARN.",
  check: (context, report) => {
    const help =
      "write the number of the account where the `*` stands, or `${account}` with a value in `vars:`";
    const field = { variable: "account", index: 4 } as const;
    reportOpenFields(context, report, { id: "wildcard-account" }, field, help);
  },
});
