/** The rules about sensitive operations whose regions a config may extend and narrow. */

export type SensitiveRuleId =
  | "ungated-production-deploy"
  | "ungated-database-migration"
  | "ungated-customer-data"
  | "ungated-financial"
  | "ungated-iam-change"
  | "ungated-secret-rotation"
  | "ungated-protected-branch"
  | "privilege-escalation"
  | "self-modification"
  | "credential-read";

/** In the order of the catalogue. */
export const sensitiveRuleIds: readonly SensitiveRuleId[] = [
  "ungated-production-deploy",
  "ungated-database-migration",
  "ungated-customer-data",
  "ungated-financial",
  "ungated-iam-change",
  "ungated-secret-rotation",
  "ungated-protected-branch",
  "privilege-escalation",
  "self-modification",
  "credential-read",
];
