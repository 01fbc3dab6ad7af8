/** Options that YAML folded into their statement: `requires_approval:true` without the blank. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { expressionMessages } from "./expression-messages.ts";
import { spanWithin } from "./scalar-text.ts";
import type { ScalarText } from "./scalar-text.ts";

/** The option keys of statements, and the misspelling of one that would hurt most. */
export const optionKeys: ReadonlySet<string> = new Set([
  "requires_approval",
  "require_approval",
  "approval_channel",
  "approval_timeout",
  "approvers",
  "approvals",
  "notify",
  "when",
  "except",
  "expires",
  "exact",
  "id",
  "description",
]);

/** The option key that `run` begins with, up to its colon; `null` when it begins with none. */
export function optionKeyOf(run: string): string | null {
  const colon = run.indexOf(":");
  if (colon === -1) return null;
  const key = run.slice(0, colon);
  return optionKeys.has(key) ? key : null;
}

/** The options whose absence turns a gate into a grant: no unquoted pattern may begin with one. */
const guardedOptions: ReadonlySet<string> = new Set([
  "requires_approval",
  "require_approval",
  "approval_channel",
  "approval_timeout",
]);

/** The guarded option key that an unquoted pattern begins with, up to its colon; `null` for none. */
export function guardedOptionOf(run: string): string | null {
  const key = optionKeyOf(run);
  return key !== null && guardedOptions.has(key) ? key : null;
}

/** The diagnostic for an option whose key begins at `start`. */
export function swallowedOption(text: ScalarText, start: number, key: string): Diagnostic {
  return expressionMessages.build["swallowed-option"](
    spanWithin(text, start, start + key.length + 1),
    { key },
    {
      help: `options are keys of their own: write \`${key}: …\` with a blank after the colon, on its own line`,
    },
  );
}
