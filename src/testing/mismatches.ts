/** What a matrix test asserts about a decision. */
import type { Decision } from "../base/request.ts";
import { sortedUnique } from "../base/order.ts";
import type { MatrixTest } from "../ir/ir.ts";
import { statementList } from "./statement-list.ts";

/** Every assertion that does not hold, each as one phrase; none when the cell passes. */
export function mismatches(test: MatrixTest, decision: Decision): string[] {
  const wrong: string[] = [];
  if (decision.effect !== test.expect) {
    const by = decision.statements.length === 0 ? "" : `, by ${statementList(decision.statements)}`;
    wrong.push(`expected \`${test.expect}\`, got \`${decision.effect}\` (\`${decision.reason}\`${by})`);
  }
  const ids = sortedUnique(decision.statements.map(({ id }) => id));
  compareLists(wrong, "to be decided by", test.because, ids);
  // Several entries may each need an answer: the assertion speaks of all their channels together.
  const channels = sortedUnique(decision.approvals.flatMap((entry) => entry.channels));
  compareLists(wrong, "approval channels", test.approvalChannel, channels);
  if (test.approvalTimeout !== null) {
    const expected = test.approvalTimeout;
    const timeouts = [...new Set(decision.approvals.map((entry) => entry.timeout_seconds))];
    if (timeouts.length !== 1 || timeouts[0] !== expected) {
      const got = timeouts.length === 0 ? "no approval" : timeouts.map((t) => `${t} s`).join(", ");
      wrong.push(`expected an approval timeout of ${expected} s, got ${got}`);
    }
  }
  compareLists(wrong, "to notify", test.notify, decision.notify);
  return wrong;
}

function compareLists(
  wrong: string[],
  what: string,
  expected: readonly string[] | null,
  got: readonly string[],
): void {
  if (expected === null) return;
  const want = sortedUnique(expected);
  if (JSON.stringify(want) !== JSON.stringify(got)) {
    wrong.push(`expected ${what} ${nameList(want)}, got ${nameList(got)}`);
  }
}

function nameList(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.map((name) => `\`${name}\``).join(", ");
}
