/** What gateways load: no dependency, no I/O, no generated code. Named exports only. */
import type { Decision } from "../base/request.ts";
import type { CombinedDecision } from "./decide-all.ts";
import type { Bundle } from "./load-bundle.ts";

export { BundleError } from "./bundle-error.ts";
export { loadBundle, type Bundle, type LoadOptions } from "./load-bundle.ts";
export { PolicyStore, type LoadResult, type StoreOptions } from "./policy-store.ts";
export type { CombinedDecision } from "./decide-all.ts";
export type {
  Artefact,
  Counter,
  CounterScope,
  CounterWindow,
  Manifest,
  ManifestLimit,
  OnExceed,
} from "./manifest.ts";
export type {
  ApprovalEntry,
  ContextValue,
  Decision,
  Effect,
  Reason,
  Request,
  StatementRef,
} from "../base/request.ts";

/** `bundle.decide(request)` as a function of both. Never throws. */
export function decide(bundle: Bundle, request: unknown): Decision {
  return bundle.decide(request);
}

/** `bundle.decideAll(requests)` as a function of both. Never throws. */
export function decideAll(bundle: Bundle, requests: unknown): CombinedDecision {
  return bundle.decideAll(requests);
}
