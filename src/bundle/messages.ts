/** Codes of what keeps a policy set from being built. */
import type { DiagnosticCatalogue, DiagnosticKind } from "../base/diagnostic.ts";
import { defineDiagnostics, kind } from "../base/diagnostic.ts";

interface StepBound {
  readonly agent: string;
  readonly bound: number;
  readonly limit: number;
}

interface BundleKinds {
  readonly "step-bound": DiagnosticKind<StepBound>;
}

export const bundleMessages: DiagnosticCatalogue<BundleKinds> = defineDiagnostics({
  "step-bound": kind(
    "error",
    "An agent's patterns could take more steps for one request than a bundle may.",
    ({ agent, bound, limit }: StepBound) =>
      `a request of \`${agent}\` could take ${bound} steps to decide; at most ${limit} may be needed`,
  ),
});
