/** All rules, in the order in which the catalogue lists them. */
import type { Rule } from "./define-rule.ts";

export const rules: readonly Rule[] = [];
