/** All rules, in the order in which the catalogue lists them. */
import type { Rule } from "./define-rule.ts";
import { approvalWithoutChannel } from "./rules/approval-without-channel.ts";
import { approvalWithoutTimeout } from "./rules/approval-without-timeout.ts";
import { budgetArithmetic } from "./rules/budget-arithmetic.ts";
import { conditionType } from "./rules/condition-type.ts";
import { confusableText } from "./rules/confusable-text.ts";
import { coveredByUnion } from "./rules/covered-by-union.ts";
import { crossProject } from "./rules/cross-project.ts";
import { deniedInFull } from "./rules/denied-in-full.ts";
import { duplicateId } from "./rules/duplicate-id.ts";
import { duplicateStatement } from "./rules/duplicate-statement.ts";
import { expiredGrant } from "./rules/expired-grant.ts";
import { expiringSoon } from "./rules/expiring-soon.ts";
import { fullAccess } from "./rules/full-access.ts";
import { ineffectiveDeny } from "./rules/ineffective-deny.ts";
import { literalSecret } from "./rules/literal-secret.ts";
import { missingAuditExport } from "./rules/missing-audit-export.ts";
import { missingBudget } from "./rules/missing-budget.ts";
import { missingCircuitBreaker } from "./rules/missing-circuit-breaker.ts";
import { missingProjectBudget } from "./rules/missing-project-budget.ts";
import { missingRateLimit } from "./rules/missing-rate-limit.ts";
import { neverMatches } from "./rules/never-matches.ts";
import { powerlessAgent } from "./rules/powerless-agent.ts";
import { redundantPattern } from "./rules/redundant-pattern.ts";
import { retentionTooShort } from "./rules/retention-too-short.ts";
import { shadowedStatement } from "./rules/shadowed-statement.ts";
import { suppressionWithoutReason } from "./rules/suppression-without-reason.ts";
import { thresholdOrder } from "./rules/threshold-order.ts";
import { toothlessLimit } from "./rules/toothless-limit.ts";
import { undefinedReference } from "./rules/undefined-reference.ts";
import { unknownKey } from "./rules/unknown-key.ts";
import { unusedSuppression } from "./rules/unused-suppression.ts";
import { vacuousSentence } from "./rules/vacuous-sentence.ts";

export const rules: readonly Rule[] = [
  // structure
  unknownKey,
  undefinedReference,
  duplicateId,
  confusableText,
  literalSecret,
  conditionType,
  expiredGrant,
  expiringSoon,
  vacuousSentence,
  // anomalies
  neverMatches,
  duplicateStatement,
  shadowedStatement,
  coveredByUnion,
  redundantPattern,
  deniedInFull,
  ineffectiveDeny,
  powerlessAgent,
  // breadth
  fullAccess,
  crossProject,
  // sensitive
  approvalWithoutChannel,
  approvalWithoutTimeout,
  // limits
  missingBudget,
  missingProjectBudget,
  missingRateLimit,
  missingCircuitBreaker,
  toothlessLimit,
  thresholdOrder,
  budgetArithmetic,
  retentionTooShort,
  missingAuditExport,
  unusedSuppression,
  suppressionWithoutReason,
];
