/** Patterns with all names resolved (LANGUAGE.md §3). */
import type { Span } from "../base/source.ts";

// One part of a glob; a glob matches the concatenation of what its tokens match.
// - `text`: these characters (in an action glob ASCII-lower-cased; matching folds the request).
// - `star`: zero or more characters, none of them a separator.
// - `deep`: zero or more characters, separators included (a trailing `*` becomes this one too).
// - `gap`: nothing, or any characters and then `/`. Resources only: it stands for the two stars and
//   the slash after them where they follow a `/` or begin the pattern. `files/` gap `.env` matches
//   `files/.env` and `files/app/.env`.
export type GlobToken =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "star" }
  | { readonly kind: "deep" }
  | { readonly kind: "gap" };

export type Dimension = "action" | "resource";

/**
 * One brace-expanded, variable-free alternative of a pattern. Globs are interned per compilation:
 * equal globs of one dimension are the same object, so identity is equality.
 */
export interface Glob {
  readonly dimension: Dimension;
  readonly tokens: readonly GlobToken[];
  /** Canonical text: equal exactly when dimension and tokens are. */
  readonly key: string;
}

/** One entry of a list as its author wrote it: the union of its globs (sorted by key). */
export interface Pattern {
  readonly globs: readonly Glob[];
  readonly place: Span;
}
