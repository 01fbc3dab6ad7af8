/**
 * The verdict on a review, with the acknowledgement that may change it: nobody is asked unless it could.
 *
 * INVARIANT: what cannot be established does not count: an acknowledgement that could not be looked up is none.
 */
import type { AcknowledgementReport } from "../report/review-report.ts";
import type { JudgeOptions } from "../review/judge.ts";
import type { Review, Verdict } from "../review/review.ts";
import type { AcknowledgementSettings } from "./acknowledgement.ts";

export interface Judgement {
  readonly verdict: Verdict;
  /** `null`: nobody was asked, as nothing is refused or nothing gates. */
  readonly acknowledgement: AcknowledgementReport | null;
}

export type Judge = (review: Review, options: JudgeOptions) => Verdict;

/** Whether an acknowledgement would take something out of what blocks a review. */
export function needsAcknowledgement(review: Review, judge: Judge): boolean {
  return judge(review, { isAcknowledged: true, isGating: true }).waived.length > 0;
}

/** @param lookUp asks who acknowledged; called at most once */
export async function judgeReview(
  review: Review,
  judge: Judge,
  isGating: boolean,
  lookUp: () => Promise<AcknowledgementReport>,
): Promise<Judgement> {
  if (!isGating || !needsAcknowledgement(review, judge)) {
    return { verdict: judge(review, { isAcknowledged: false, isGating }), acknowledgement: null };
  }
  const acknowledgement = await lookUp();
  const { isAcknowledged } = acknowledgement;
  return { verdict: judge(review, { isAcknowledged, isGating }), acknowledgement };
}

export function canBeAcknowledged({ labels, teams }: AcknowledgementSettings): boolean {
  return labels.length > 0 || teams.length > 0;
}

/** What is told where the workflow names nobody who could acknowledge. */
export const notAcknowledgeable: AcknowledgementReport = {
  isAcknowledged: false,
  lines: ["nobody can acknowledge this here: the workflow sets neither `allow-label` nor `allow-team`"],
};

export function unasked(reason: string): AcknowledgementReport {
  return { isAcknowledged: false, lines: [reason] };
}
