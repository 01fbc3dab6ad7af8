/** All rules, in the order in which the catalogue lists them. */
import type { Rule } from "./define-rule.ts";
import { budgetArithmetic } from "./rules/budget-arithmetic.ts";
import { confusableText } from "./rules/confusable-text.ts";
import { literalSecret } from "./rules/literal-secret.ts";
import { missingAuditExport } from "./rules/missing-audit-export.ts";
import { missingBudget } from "./rules/missing-budget.ts";
import { missingCircuitBreaker } from "./rules/missing-circuit-breaker.ts";
import { missingProjectBudget } from "./rules/missing-project-budget.ts";
import { missingRateLimit } from "./rules/missing-rate-limit.ts";
import { retentionTooShort } from "./rules/retention-too-short.ts";
import { vacuousSentence } from "./rules/vacuous-sentence.ts";

export const rules: readonly Rule[] = [
  // structure
  confusableText,
  literalSecret,
  vacuousSentence,
  // anomalies
  // breadth
  // sensitive
  // limits
  missingBudget,
  missingProjectBudget,
  missingRateLimit,
  missingCircuitBreaker,
  budgetArithmetic,
  retentionTooShort,
  missingAuditExport,
];
