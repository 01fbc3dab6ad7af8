/**
 * Whether a restriction may be respelled so that a `*` of it stands for several segments.
 *
 * INVARIANT: "exact" is a theorem about all valid requests; what is not decided within a small budget of
 * states and questions is not exact, and is not noted, since only what a fix says depends on it.
 */
import { ask, type Question } from "../analysis/question.ts";
import type { Box } from "../analysis/boxes.ts";
import { type Evasion, type Held, holdersOf, questionsOfGrants } from "./evasions.ts";
import type { LintContext } from "./lint-context.ts";
import { respelledBox, restrictingPatterns, widenedBox } from "./widened-restrictions.ts";

/** How a star is spelled that stands for several segments. */
export type Respelling =
  /** `**`, which between slashes stands for no segment as well. */
  | "deep"
  /** One segment or more. */
  | "several";

const mostStates = 50_000;
const mostQuestions = 20;

/**
 * Whether a respelling restricts nothing that is allowed today but what has several segments there, and,
 * of an own gate, grants nothing that is denied today.
 */
export function isExactRespelling(
  context: LintContext,
  { source, index }: Evasion,
  respelling: Respelling,
): boolean {
  let questions = 0;
  return holdersOf(context, source).every((held) => {
    const own = restrictingPatterns(held.statement)[index];
    if (own === undefined) return false;
    const meant = widenedBox(context, held.statement, own, { kind: "segments", isAnchored: false });
    if (respelling === "several") return grantsNothingMore(context, held, meant);
    const spelled = respelledBox(context, held.statement, own);
    for (const { question } of questionsOfGrants(context, held, [spelled])) {
      questions += 1;
      if (questions > mostQuestions) return false;
      const beyond = { ...question, negatives: [...question.negatives, meant] };
      if (!isEmpty(context, beyond)) return false;
    }
    return grantsNothingMore(context, held, spelled);
  });
}

function grantsNothingMore(context: LintContext, { statement, agent }: Held, spelled: Box): boolean {
  if (statement.kind !== "gate" || !statement.grants) return true;
  const { analysis } = context;
  const { grants, denies } = analysis.boxesOf(agent);
  const { condition } = analysis.grantBox(statement, agent.expires);
  return isEmpty(context, { positives: [{ ...spelled, condition }], negatives: [...grants, ...denies] });
}

function isEmpty({ analysis, maxStates }: LintContext, question: Question): boolean {
  return ask(analysis, question, Math.min(maxStates, mostStates)).kind === "empty";
}
