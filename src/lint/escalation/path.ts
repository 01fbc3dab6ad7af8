/** What an escalation path is: steps that together give an agent more than it was granted. */
import type { SensitiveRegion } from "../sensitive/region.ts";

/** Requests of which one is enough. */
export interface EscalationStep extends Pick<SensitiveRegion, "actions" | "exceptActions" | "resources"> {
  /** The service that a role is passed to; steps that pass a role have it. */
  readonly passedTo?: string;
}

export interface EscalationPath {
  /** Unique, never reused. */
  readonly id: string;
  /** What is done, in a few words. */
  readonly title: string;
  /** All of them are needed; no path has all the steps of another. */
  readonly steps: readonly EscalationStep[];
  /** A public page that tells of it. */
  readonly source: string;
}

/** A path of literal AWS actions, each a step of its own. */
export function awsPath(
  id: string,
  title: string,
  actions: readonly string[],
  source: string,
  passedTo?: string,
): EscalationPath {
  const steps = actions.map((action): EscalationStep => {
    const step = { actions: [`aws:${action}`] };
    return action === "iam:PassRole" && passedTo !== undefined ? { ...step, passedTo } : step;
  });
  return { id, title, steps, source };
}
