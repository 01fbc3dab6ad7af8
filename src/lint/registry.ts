/** All rules, in the order in which the catalogue lists them. */
import type { Rule } from "./define-rule.ts";
import { absentAttribute } from "./rules/absent-attribute.ts";
import { actionResourceMismatch } from "./rules/action-resource-mismatch.ts";
import { anyResource } from "./rules/any-resource.ts";
import { approvalWithoutChannel } from "./rules/approval-without-channel.ts";
import { approvalWithoutTimeout } from "./rules/approval-without-timeout.ts";
import { budgetArithmetic } from "./rules/budget-arithmetic.ts";
import { conditionType } from "./rules/condition-type.ts";
import { confusableText } from "./rules/confusable-text.ts";
import { coveredByUnion } from "./rules/covered-by-union.ts";
import { credentialRead } from "./rules/credential-read.ts";
import { crossProject } from "./rules/cross-project.ts";
import { deniedInFull } from "./rules/denied-in-full.ts";
import { deniedInPart } from "./rules/denied-in-part.ts";
import { duplicateId } from "./rules/duplicate-id.ts";
import { duplicateStatement } from "./rules/duplicate-statement.ts";
import { evadableRestriction } from "./rules/evadable-restriction.ts";
import { expiredGrant } from "./rules/expired-grant.ts";
import { expiringSoon } from "./rules/expiring-soon.ts";
import { fullAccess } from "./rules/full-access.ts";
import { futureActions } from "./rules/future-actions.ts";
import { gatedInPart } from "./rules/gated-in-part.ts";
import { ineffectiveDeny } from "./rules/ineffective-deny.ts";
import { literalSecret } from "./rules/literal-secret.ts";
import { missingAuditExport } from "./rules/missing-audit-export.ts";
import { missingBudget } from "./rules/missing-budget.ts";
import { missingCircuitBreaker } from "./rules/missing-circuit-breaker.ts";
import { missingProjectBudget } from "./rules/missing-project-budget.ts";
import { missingRateLimit } from "./rules/missing-rate-limit.ts";
import { missingResource } from "./rules/missing-resource.ts";
import { neverMatches } from "./rules/never-matches.ts";
import { overlapDifferentOptions } from "./rules/overlap-different-options.ts";
import { overlap } from "./rules/overlap.ts";
import { powerlessAgent } from "./rules/powerless-agent.ts";
import { privilegeEscalation } from "./rules/privilege-escalation.ts";
import { reachGrowth } from "./rules/reach-growth.ts";
import { redundantPattern } from "./rules/redundant-pattern.ts";
import { retentionTooShort } from "./rules/retention-too-short.ts";
import { selfModification } from "./rules/self-modification.ts";
import { shadowedStatement } from "./rules/shadowed-statement.ts";
import { suppressionWithoutReason } from "./rules/suppression-without-reason.ts";
import { thresholdOrder } from "./rules/threshold-order.ts";
import { toothlessLimit } from "./rules/toothless-limit.ts";
import { unconstrainingLimit } from "./rules/unconstraining-limit.ts";
import { undefinedReference } from "./rules/undefined-reference.ts";
import { ungatedCustomerData } from "./rules/ungated-customer-data.ts";
import { ungatedDatabaseMigration } from "./rules/ungated-database-migration.ts";
import { ungatedFinancial } from "./rules/ungated-financial.ts";
import { ungatedIamChange } from "./rules/ungated-iam-change.ts";
import { ungatedOverlap } from "./rules/ungated-overlap.ts";
import { ungatedProductionDeploy } from "./rules/ungated-production-deploy.ts";
import { ungatedProtectedBranch } from "./rules/ungated-protected-branch.ts";
import { ungatedSecretRotation } from "./rules/ungated-secret-rotation.ts";
import { unknownAction } from "./rules/unknown-action.ts";
import { unknownKey } from "./rules/unknown-key.ts";
import { unusedSuppression } from "./rules/unused-suppression.ts";
import { vacuousSentence } from "./rules/vacuous-sentence.ts";
import { wholeService } from "./rules/whole-service.ts";
import { wildcardAccount } from "./rules/wildcard-account.ts";
import { wildcardRegion } from "./rules/wildcard-region.ts";
import { wildcardService } from "./rules/wildcard-service.ts";

export const rules: readonly Rule[] = [
  // structure
  unknownKey,
  unknownAction,
  actionResourceMismatch,
  undefinedReference,
  duplicateId,
  missingResource,
  absentAttribute,
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
  overlap,
  overlapDifferentOptions,
  ungatedOverlap,
  gatedInPart,
  deniedInFull,
  deniedInPart,
  evadableRestriction,
  ineffectiveDeny,
  powerlessAgent,
  // breadth
  fullAccess,
  wholeService,
  wildcardService,
  anyResource,
  wildcardAccount,
  wildcardRegion,
  unconstrainingLimit,
  futureActions,
  crossProject,
  reachGrowth,
  // sensitive
  ungatedProductionDeploy,
  ungatedDatabaseMigration,
  ungatedCustomerData,
  ungatedFinancial,
  ungatedIamChange,
  ungatedSecretRotation,
  ungatedProtectedBranch,
  approvalWithoutChannel,
  approvalWithoutTimeout,
  privilegeEscalation,
  selfModification,
  credentialRead,
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
