/** Every code that this version can report, sorted; what `rules` lists and SARIF describes. */
import type { Severity } from "./base/diagnostic.ts";
import { compareCodePoints } from "./base/order.ts";
import { bundleMessages } from "./bundle/messages.ts";
import { irMessages } from "./ir/messages.ts";
import type { Rule } from "./lint/define-rule.ts";
import { lintMessages } from "./lint/messages.ts";
import { rules } from "./lint/registry.ts";
import { setCodes } from "./messages.ts";
import { documentMessages } from "./syntax/document-messages.ts";
import { expressionMessages } from "./syntax/expression-messages.ts";
import { yamlMessages } from "./syntax/yaml-messages.ts";

export interface CodeEntry {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
  /** The rule of that id; `null` for an error that no rule names. */
  readonly rule: Rule | null;
}

const catalogues: readonly {
  readonly catalogue: readonly Omit<CodeEntry, "rule">[];
}[] = [
  bundleMessages,
  documentMessages,
  expressionMessages,
  irMessages,
  lintMessages,
  setCodes,
  yamlMessages,
];

let listed: readonly CodeEntry[] | null = null;

export function codeCatalogue(): readonly CodeEntry[] {
  listed ??= listCodes();
  return listed;
}

function listCodes(): readonly CodeEntry[] {
  const byCode = new Map<string, CodeEntry>();
  // A rule stands for what the compiler reports under its id.
  for (const rule of rules) {
    byCode.set(rule.id, { code: rule.id, severity: rule.level, summary: rule.summary, rule });
  }
  // A code that two phases report is one code: the first description stands for it.
  for (const entry of catalogues.flatMap(({ catalogue }) => catalogue)) {
    if (!byCode.has(entry.code)) byCode.set(entry.code, { ...entry, rule: null });
  }
  return [...byCode.values()].sort((a, b) => compareCodePoints(a.code, b.code));
}

export function summaryOf(code: string): string {
  return codeCatalogue().find((entry) => entry.code === code)?.summary ?? code;
}
