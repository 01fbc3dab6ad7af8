/** The bundle of a head that passed. */
import type { BundleTarget } from "../../bundle/build-bundle.ts";
import { build } from "../../build.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import { InternalError } from "../../base/invariant.ts";
import type { Verdict } from "../../review/review.ts";
import type { Session } from "../session.ts";
import { outFolder, targetsOf, writeBundle } from "../write-bundle.ts";
import type { LoadedReview } from "./run-review.ts";

export interface HeadBuild {
  /** Relative to the working folder; absent: the config's, else `dist` beside it. */
  readonly out?: string;
  /** `null`: the config's, else all but `njs`. */
  readonly targets: readonly BundleTarget[] | null;
  /** A text for the manifest, such as the commit. */
  readonly label?: string;
}

export type HeadBundle =
  | { readonly kind: "built"; readonly folder: string; readonly names: readonly string[] }
  /** A request could cost more steps than a bundle may take. */
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** Writes the bundle of the head; only what did not fail is built. */
export async function buildHead(
  session: Session,
  { review, headFiles }: LoadedReview,
  verdict: Verdict,
  { out, targets, label }: HeadBuild,
): Promise<HeadBundle> {
  const { compilation } = review.head;
  if (verdict.conclusion === "failed" || compilation.set === null) {
    throw new InternalError("a head that failed is to be built");
  }
  const built = build(compilation.set, {
    targets: targetsOf(targets, compilation),
    ...(label === undefined ? {} : { label }),
  });
  if (built.kind === "refused") return built;
  const folder = outFolder(session.host, out, headFiles, compilation);
  await writeBundle(session.host, folder, built);
  return { kind: "built", folder, names: built.artefacts.map(({ name }) => name) };
}
