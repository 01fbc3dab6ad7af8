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
  /** A public page that says why. */
  readonly source?: string;
}
