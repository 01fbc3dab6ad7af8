/** Under which condition a change holds, in the words of the language. */
import { NEVER } from "../automata/decision-diagram.ts";
import { conditionText } from "../ir/condition-text.ts";
import type { Holding } from "./holdings.ts";
import type { JointSpace } from "./joint-space.ts";

/** What a statement does, in the words of its condition and expiry. */
export interface Acting {
  readonly holding: Holding;
  /** It acts only where they are true; else where they are not false. */
  readonly isGrant: boolean;
}

/**
 * `C && !(D)`: where some statements act and others do not; `null`: always. `or unknown` is said of what
 * also holds where an attribute is absent or ill-typed.
 */
export function whenText(
  acting: readonly Acting[],
  idle: readonly Acting[],
  space: JointSpace,
): string | null {
  const { diagrams } = space.context;
  const terms: string[] = [];
  for (const { holding, isGrant } of acting) {
    const text = textOf(holding);
    if (text === null) continue;
    const isWide = !isGrant && unknownOf(holding, space) !== NEVER;
    terms.push(isWide ? `(${text} or unknown)` : text.includes(" || ") ? `(${text})` : text);
  }
  const contexts = diagrams.all(acting.map(({ holding }) => holding.box.condition()));
  for (const { holding, isGrant } of idle) {
    const text = textOf(holding);
    if (text === null) continue;
    const unknown = isGrant ? diagrams.and(contexts, unknownOf(holding, space)) : NEVER;
    terms.push(unknown === NEVER ? `!(${text})` : `(!(${text}) or unknown)`);
  }
  const [only] = terms;
  if (only === undefined) return null;
  return terms.length === 1 ? only.replace(/^\((.*)\)$/s, "$1") : terms.join(" && ");
}

function textOf({ condition, expires, side }: Holding): string | null {
  const terms: string[] = [];
  if (condition !== null) {
    const text = conditionText(condition);
    const read = side === null ? "" : side === "base" ? " (as read before)" : " (as read now)";
    terms.push((condition.kind === "or" && expires !== null ? `(${text})` : text) + read);
  }
  if (expires !== null) {
    const date = new Date(expires);
    terms.push(
      `now < ${Number.isNaN(date.getTime()) ? String(expires) : date.toISOString().replace(".000Z", "Z")}`,
    );
  }
  return terms.length === 0 ? null : terms.join(" && ");
}

/** Where a condition is unknown, an expiry without `now` included. */
function unknownOf({ condition, expires, side }: Holding, space: JointSpace): number {
  const { diagrams } = space.context;
  const conditions = space.conditions[side ?? "head"];
  const { isTrue, notFalse } = conditions.compile(condition);
  return diagrams.minus(
    diagrams.and(notFalse, conditions.notPassed(expires)),
    diagrams.and(isTrue, conditions.before(expires)),
  );
}
