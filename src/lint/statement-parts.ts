/**
 * What a statement does for an agent, part by part: grant, gate, tell a channel, deny. A statement is
 * dead weight exactly when others do all its parts.
 *
 * INVARIANT: a part's requests are those of `box`, and for a relative part only those that another
 * statement grants; what `takenBy` gives is what another statement does in its stead (or denies).
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import type { Agent, Approval, Statement } from "../ir/ir.ts";

export interface StatementPart {
  readonly box: Box;
  /** Whether it matters only where another statement grants. */
  readonly isRelative: boolean;
  /** What another statement leaves nothing to do in; `null`: it does not take part. */
  readonly takenBy: (other: Statement) => Box | null;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}

/** Whether two gates ask once together. */
export function sameApproval(a: Approval, b: Approval): boolean {
  return (
    a.timeoutSeconds === b.timeoutSeconds &&
    a.needed === b.needed &&
    sameList(a.channels, b.channels) &&
    sameList(a.approvers, b.approvers)
  );
}

/** Whether two statements differ in nothing but whom, where and when they hold. */
export function sameOptions(a: Statement, b: Statement): boolean {
  if (a.kind === "deny" || b.kind === "deny") return a.kind === b.kind;
  if (a.kind !== b.kind || a.expires !== b.expires || !sameList(a.notify, b.notify)) return false;
  return (
    a.kind === "grant" || (b.kind === "gate" && a.grants === b.grants && sameApproval(a.approval, b.approval))
  );
}

/** The parts of a statement that an agent holds. */
export function partsOf(analysis: AnalysisContext, statement: Statement, agent: Agent): StatementPart[] {
  const denied = (other: Statement): Box | null => (other.kind === "deny" ? analysis.effectBox(other) : null);
  if (statement.kind === "deny") {
    return [{ box: analysis.effectBox(statement), isRelative: true, takenBy: denied }];
  }
  const parts: StatementPart[] = [];
  if (statement.kind === "grant" || statement.grants) {
    parts.push({
      box: analysis.grantBox(statement, agent.expires),
      isRelative: false,
      takenBy: (other) => denied(other) ?? grantedBy(analysis, other, agent),
    });
  }
  if (statement.kind === "gate") {
    const { approval } = statement;
    parts.push({
      box: analysis.effectBox(statement),
      isRelative: true,
      takenBy: (other) =>
        other.kind === "gate" && sameApproval(other.approval, approval)
          ? analysis.effectBox(other)
          : denied(other),
    });
  }
  for (const channel of statement.notify) {
    parts.push({
      box: analysis.notifyBox(statement),
      isRelative: true,
      takenBy: (other) =>
        other.kind !== "deny" && other.notify.includes(channel) ? analysis.notifyBox(other) : denied(other),
    });
  }
  return parts;
}

/** Where a statement grants to the agent; `null` when it never does. */
export function grantedBy(analysis: AnalysisContext, statement: Statement, agent: Agent): Box | null {
  return statement.kind === "grant" || (statement.kind === "gate" && statement.grants)
    ? analysis.grantBox(statement, agent.expires)
    : null;
}
