/**
 * What a region of sensitive operations is: actions on resources, as pattern text of the policy language.
 *
 * INVARIANT: patterns of regions hold neither variables nor vocabulary words.
 */
export interface SensitiveRegion {
  /** What is done there, as it reads after "can": `deploy an ECS service of production`. */
  readonly does: string;
  /** At least one. */
  readonly actions: readonly string[];
  readonly exceptActions?: readonly string[];
  /** Absent: every resource. */
  readonly resources?: readonly string[];
  readonly exceptResources?: readonly string[];
  /**
   * Counts only for patterns of actions that lie within it: a name like these means something wherever it is
   * spelt out, but that every tool of a server is granted does not say that it has such a tool.
   */
  readonly isSpelt?: boolean;
  /**
   * How many of the last stars of each resource pattern a grant must leave open to reach every resource;
   * 1 unless said. Only `credential-read` asks.
   */
  readonly openStars?: number;
  /** A public page that says why. */
  readonly source?: string;
}

/** A token of a service account is no object of the cluster: asking for one is an escalation path. */
export const tokenRequests: readonly string[] = ["{k8s,kubernetes,kubectl}:create{-,_}token"];
