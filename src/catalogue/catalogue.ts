/**
 * What is known about services: their actions, what those do, and which resources they apply to.
 *
 * INVARIANT: a catalogue informs lints. It never changes a decision: shapes bind only where
 * `sentrely.yaml` writes or adopts them.
 */

/** What an action does to what it names; everything but `read` and `list` is mutating. */
export type AccessLevel = "read" | "list" | "write" | "permissions" | "tagging";

/** A template of resource names, such as `arn:aws:ecs:{region}:{account}:service/{cluster}/{service}`. */
export interface ResourceTemplate {
  /** Its name in the service's reference, such as `service`. */
  readonly name: string;
  readonly text: string;
  /** `segment` holds no separator (and may be empty in an ARN); `segments` may hold separators. */
  readonly parts: readonly (
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "segment"; readonly name: string }
    | { readonly kind: "segments"; readonly name: string }
  )[];
}

export interface CatalogueAction {
  /** In full and as the catalogue spells it: `aws:ecs:UpdateService`. */
  readonly name: string;
  readonly access: AccessLevel;
  /** Deletes or overwrites what cannot be had back. */
  readonly isDestructive: boolean;
  /** What it applies to; empty: a call without a resource; `null`: not known. */
  readonly resources: readonly ResourceTemplate[] | null;
  /** Keys of conditions that the service itself knows, such as `ecs:cluster`; for AWS only. */
  readonly conditionKeys: readonly string[];
}

export interface CatalogueService {
  /** ASCII-lower-cased: `aws:ecs`. A service's actions begin with it and a `:`. */
  readonly key: string;
  /** The one spelling: `aws:ecs`. */
  readonly spelling: string;
  /** Whether an action that it does not list is an error. */
  readonly isClosed: boolean;
  /** Whether the host folds the case of resource names. */
  readonly foldsCase: boolean;
  /** `shipped`, `config` (written in `sentrely.yaml`) or `mcp` (imported tool list). */
  readonly source: "shipped" | "config" | "mcp";
  /**
   * Whose names the templates of its resources are: `bound` by the shapes of `sentrely.yaml`, so that no
   * request has another; the `vendor`'s own (ARNs); or our `convention`, which a gateway may not follow.
   */
  readonly naming: "bound" | "vendor" | "convention";
  /** Sorted by name. Decoded when first asked for. Empty: it lists none, so none of it is unknown. */
  readonly actions: readonly CatalogueAction[];
}

export interface Catalogue {
  /** The service with the longest key that is a segment prefix of the action, ASCII case folded. */
  serviceOf(action: string): CatalogueService | null;
  service(key: string): CatalogueService | null;
  /** The action of that name, ASCII case folded. */
  action(name: string): CatalogueAction | null;
  /** Keys of all services, sorted. */
  readonly keys: readonly string[];
  /**
   * The right spelling of a service prefix that other tools use (`s3` → `aws:s3`, `gh` → `github`),
   * `null` when it is none that is known, or is itself a service. Some AWS services have common names
   * (`events`, `batch`): whether the action is meant too, `action` says.
   */
  alias(prefix: string): string | null;
}

/** Whether the action changes something. */
export function isMutating(action: CatalogueAction): boolean {
  return action.access !== "read" && action.access !== "list";
}
