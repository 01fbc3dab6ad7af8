/** Reads both sides of a change and reviews it: the one way by which `ci` and the action judge. */
import type { Severity } from "../../base/diagnostic.ts";
import type { Review } from "../../review/review.ts";
import type { PolicyFiles } from "../policy-files.ts";
import type { Session } from "../session.ts";

/** A revision of the policies: the files of the working folder, or a commit's, read as data. */
export type RevisionRef =
  | { readonly kind: "working-tree"; readonly name: string }
  | { readonly kind: "folder"; readonly path: string; readonly name: string }
  /** `commit`: whatever git resolves; `name`: what reports call it. */
  | { readonly kind: "commit"; readonly commit: string; readonly name: string };

export interface CiSettings {
  /** As in every command; relative to the working folder. A PATH that one side lacks is no error there. */
  readonly paths: readonly string[];
  /** A `sentrely.yaml`, relative to the working folder; its folder then is where both sides are read. `null`: found from the PATHs. */
  readonly config: string | null;
  readonly head: RevisionRef;
  /** `null`: nothing to compare with. */
  readonly base: RevisionRef | null;
  /** Words of `--fail-on`, checked; empty: no gate. */
  readonly failOn: readonly string[];
  readonly failLevel: Severity | null;
  /** A baseline file, read from each side. */
  readonly baseline: string | null;
  /** The record of known actions, read from the head; `null`: none. */
  readonly knownActions: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface LoadedReview {
  readonly review: Review;
  readonly headFiles: PolicyFiles;
  readonly baseFiles: PolicyFiles | null;
  /** What happened while reading that a report should say, one sentence each. */
  readonly notes: readonly string[];
}

export function runReview(_session: Session, _settings: CiSettings): LoadedReview {
  throw new Error("being written");
}
