/** The text after a fix of what the compiler finds. */
import { editSources } from "../../src/cli/apply-fixes.ts";
import type { Rule } from "../../src/lint/define-rule.ts";
import { compileText } from "./compile-text.ts";

/** `policies/a.yaml` after the first fix under the rule's id, which must be of the rule's kind. */
export function fixedText(rule: Rule, text: string, config?: string): string {
  const fix = compileText(text, config)
    .diagnostics.filter((d) => d.code === rule.id)
    .flatMap((d) => d.fixes)[0];
  if (fix === undefined) throw new Error(`${rule.id} offers no fix`);
  if (fix.kind !== rule.fix) throw new Error(`${rule.id} offers a fix of kind ${fix.kind}`);
  return editSources([{ path: "policies/a.yaml", text }], fix.edits)[0]?.text ?? "";
}
