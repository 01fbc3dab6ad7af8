/** How a service is written down by hand; one file a service or family. */
import type { AccessLevel } from "../catalogue.ts";

/** Shapes of resources (`syntax/shape-parser.ts`) by kind, such as `branch`. */
export interface Layout {
  readonly [kind: string]: readonly string[];
}

/** Actions that are alike. */
export interface ActionGroup {
  readonly access: AccessLevel;
  readonly isDestructive?: boolean;
  /** Kinds of the layout; `[]`: called without a resource; absent: every kind. */
  readonly on?: readonly string[];
  /** Without the service's name, with blanks between. */
  readonly names: string;
}

export interface ServiceDefinition {
  readonly name: string;
  /** What other tools call it. */
  readonly aliases: readonly string[];
  /**
   * Ways of naming its resources, by the name under which `catalog.shapes` adopts one; a deployment keeps to one.
   * INVARIANT: once shipped, a layout keeps its kinds and shapes, since an adopted one decides which requests are
   * valid. Another way of naming gets another name.
   */
  readonly layouts: { readonly [name: string]: Layout };
  readonly actions: readonly ActionGroup[];
}
