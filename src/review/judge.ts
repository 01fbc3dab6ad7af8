/** Whether a review passes. */
import type { Review, Verdict } from "./review.ts";

export interface JudgeOptions {
  /** Whether somebody who may has accepted what the gates refuse. */
  readonly isAcknowledged: boolean;
  /** Whether gates fail at all; false on a push or a schedule. */
  readonly isGating: boolean;
}

export function judge(_review: Review, _options: JudgeOptions): Verdict {
  throw new Error("being written");
}
