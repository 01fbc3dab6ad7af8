/** Every code that this version can report, sorted; what `rules` lists and SARIF describes. */
import type { Severity } from "../base/diagnostic.ts";
import { compareCodePoints } from "../base/order.ts";
import { bundleMessages } from "../bundle/messages.ts";
import { irMessages } from "../ir/messages.ts";
import { setCodes } from "../messages.ts";
import { documentMessages } from "../syntax/document-messages.ts";
import { expressionMessages } from "../syntax/expression-messages.ts";
import { yamlMessages } from "../syntax/yaml-messages.ts";

export interface CodeEntry {
  readonly code: string;
  readonly severity: Severity;
  readonly summary: string;
}

const catalogues: readonly { readonly catalogue: readonly CodeEntry[] }[] = [
  bundleMessages,
  documentMessages,
  expressionMessages,
  irMessages,
  setCodes,
  yamlMessages,
];

export function codeCatalogue(): readonly CodeEntry[] {
  const byCode = new Map<string, CodeEntry>();
  // A code that two phases report is one code: the first description stands for it.
  for (const entry of catalogues.flatMap(({ catalogue }) => catalogue)) {
    if (!byCode.has(entry.code)) byCode.set(entry.code, entry);
  }
  return [...byCode.values()].sort((a, b) => compareCodePoints(a.code, b.code));
}

export function summaryOf(code: string): string {
  return codeCatalogue().find((entry) => entry.code === code)?.summary ?? code;
}
