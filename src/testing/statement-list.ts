/** Statements as messages name them. */
import type { StatementRef } from "../base/request.ts";

/** More than this many are counted, so that a message stays one readable line. */
const maxShown = 3;

/** `` `prod-deploys` (policies/ci-runner.yaml:7), `x` (…) and 2 more ``; `no statement` for none. */
export function statementList(statements: readonly StatementRef[]): string {
  if (statements.length === 0) return "no statement";
  const shown = statements.slice(0, maxShown).map(({ id, file, line }) => `\`${id}\` (${file}:${line})`);
  const rest = statements.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}
