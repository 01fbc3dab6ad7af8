/** Every code that this version can report, sorted; what `rules` lists and SARIF describes. */
import type { Diagnostic, Severity } from "./base/diagnostic.ts";
import { compareCodePoints } from "./base/order.ts";
import { bundleMessages } from "./bundle/messages.ts";
import { catalogueMessages } from "./catalogue/messages.ts";
import { irMessages } from "./ir/messages.ts";
import type { Rule } from "./lint/define-rule.ts";
import { lintMessages } from "./lint/messages.ts";
import { rules } from "./lint/registry.ts";
import { setCodes } from "./messages.ts";
import { type CodeDescription, undescribed } from "./report/lint-report.ts";
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
  catalogueMessages,
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

/** What reports say of a code; its page is for whoever has it. */
export function describeCode(code: string): CodeDescription {
  const entry = codeCatalogue().find((e) => e.code === code);
  if (entry === undefined) return undescribed(code);
  const { summary, severity, rule } = entry;
  return { summary, level: severity, category: rule?.category ?? null, page: null };
}

/** Whether a diagnostic stands in the way of reading the set, rather than being found in what it says. */
export function isFromCompiler({ code }: Pick<Diagnostic, "code">): boolean {
  const rule = codeCatalogue().find((e) => e.code === code)?.rule ?? null;
  return rule === null ? !ownCodes.has(code) : rule.foundBy === "compiler";
}

/** What linting itself reports. */
const ownCodes: ReadonlySet<string> = new Set(lintMessages.catalogue.map(({ code }) => code));
