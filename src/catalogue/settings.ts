/** What a policy set says of its catalogue: plain data, so that a compilation can carry it. */
import type { AccessLevel, ResourceTemplate } from "./catalogue.ts";

/** A service as `catalog.services` and `catalog.shapes` of `sentrely.yaml` describe it. */
export interface ConfiguredService {
  /** As written. */
  readonly name: string;
  /** `null`: not said. */
  readonly isClosed: boolean | null;
  readonly foldsCase: boolean | null;
  /** Shapes that bind every action without its own; empty: none. */
  readonly shapes: readonly ResourceTemplate[];
  readonly actions: readonly ConfiguredAction[];
}

export interface ConfiguredAction {
  /** In full, as written: `git:read`. */
  readonly name: string;
  /** `null`: not said. */
  readonly access: AccessLevel | null;
  readonly shapes: readonly ResourceTemplate[];
}

/** What the `tools/list` of an MCP server says. */
export interface ImportedServer {
  /** Without `mcp:`, as `sentrely.yaml` writes it. */
  readonly name: string;
  /** Sorted by name. */
  readonly tools: readonly ImportedTool[];
}

export interface ImportedTool {
  readonly name: string;
  readonly access: AccessLevel;
  readonly isDestructive: boolean;
}

export interface CatalogueSettings {
  /** Each name once, ASCII case folded. */
  readonly services: readonly ConfiguredService[];
  /** Each name once, ASCII case folded. */
  readonly servers: readonly ImportedServer[];
}
