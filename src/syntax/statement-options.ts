/** Which options of a statement may stand together, and where (LANGUAGE.md §2). */
import type { Report } from "../base/diagnostic.ts";
import type { Options } from "../generated/documents.ts";
import type { StatementNode } from "./ast.ts";
import { documentMessages } from "./document-messages.ts";
import { present } from "./node-reader.ts";
import type { Fields } from "./node-reader.ts";
import type { StatementAsWritten } from "./statement-spelling.ts";

const { build } = documentMessages;

/** Where a statement stands: guardrails deny or gate, and never expire. */
export type StatementPlace = "policies" | "guardrails";

/** Options that say how an approval goes, and so mean nothing without one. */
const approvalOptions: readonly (keyof NonNullable<Options>)[] = [
  "approval_channel",
  "approval_timeout",
  "approvers",
  "approvals",
];

/** What options may stand together, and where; false when something was refused. */
export function checkOptions(
  { expression, requiresApproval }: StatementNode,
  { options, hasUnknown }: StatementAsWritten,
  place: StatementPlace,
  onError: Report,
): boolean {
  let isAllowed = true;
  const report: Report = (diagnostic) => {
    isAllowed = false;
    onError(diagnostic);
  };
  const denies = expression.effect?.value === "deny";
  if (denies) {
    for (const option of ["requires_approval", "notify", "expires"] as const) {
      const entry = options.entry(option);
      if (entry !== null)
        report(build["option-on-deny"](entry.key.span, { option }, { help: denyHelp[option] }));
    }
  }
  // A misspelt or malformed `requires_approval` has been reported; what hangs on it waits until it is right.
  const undecided = hasUnknown || (requiresApproval === null && options.entry("requires_approval") !== null);
  if (undecided) return isAllowed;
  const gates = requiresApproval?.value === true;
  if (!gates) reportOptionsWithoutGate(options, denies, report);
  if (place === "guardrails" && !denies) {
    const expires = options.entry("expires");
    if (expires !== null) {
      report(
        build["expires-in-guardrail"](expires.key.span, {}, { help: "give the grants an expiry instead" }),
      );
    }
    if (!gates) {
      report(
        build["granting-guardrail"](
          expression.span,
          {},
          { help: "begin it with `deny`, or add `requires_approval: true`; grants belong under `policies:`" },
        ),
      );
    }
  }
  return isAllowed;
}

const denyHelp = {
  requires_approval: "to ask for approval instead, remove `deny`",
  notify: "alerts about denied requests are `alerts: {permission_denied: …}`",
  expires: "a deny ends when it is removed",
} as const;

/** One missing `requires_approval` is one mistake, however many options hang on it. */
function reportOptionsWithoutGate(
  options: Fields<NonNullable<Options>>,
  denies: boolean,
  report: Report,
): void {
  const [first, ...more] = present(approvalOptions.map((option) => options.entry(option))).sort(
    (a, b) => a.key.span.start - b.key.span.start,
  );
  if (first === undefined) return;
  report(
    build["option-without-gate"](
      first.key.span,
      { option: first.key.text.value },
      {
        related: more.map(({ key }) => ({ message: "the same holds for this option", span: key.span })),
        help: denies
          ? "a `deny` asks for no approval: remove the option"
          : "add `requires_approval: true`, or remove the option",
      },
    ),
  );
}
