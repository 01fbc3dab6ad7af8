/** Judges a change of policies by what it was before. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Severity } from "../base/diagnostic.ts";
import type { Review, Revision } from "./review.ts";

export interface ReviewInput {
  readonly head: Revision;
  /** `null`: there is nothing to compare with. */
  readonly base: Revision | null;
  /** Makes the catalogue of a revision; called at most once for each. */
  readonly catalogueOf: (revision: Revision) => Catalogue;
  /** Milliseconds since the epoch; what depends on the day is judged at it. */
  readonly now: number;
  /** Words of `fail-on`; empty: no gate. */
  readonly failOn: readonly string[];
  /** The caller's own word, which overrides both configs; absent: theirs. */
  readonly failLevel?: Severity;
  /** Files outside of the set that decide how it is judged (workflows), with what happened to them. */
  readonly judgingFiles?: readonly {
    readonly path: string;
    readonly what: "added" | "changed" | "removed";
  }[];
  /** The record of known actions; absent: there is none. */
  readonly knownActions?: ReadonlySet<string>;
}

export function reviewChange(_input: ReviewInput): Review {
  throw new Error("being written");
}
