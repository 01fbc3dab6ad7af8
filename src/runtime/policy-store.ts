/** Holds the bundle that a gateway decides by, and swaps it while requests are being decided. */
import type { Decision } from "../base/request.ts";
import { BundleError } from "./bundle-error.ts";
import { decideRequests, type CombinedDecision } from "./decide-all.ts";
import { refuse } from "./refuse.ts";
import { loadBundle, type Bundle, type LoadOptions } from "./load-bundle.ts";

export interface StoreOptions extends LoadOptions {
  /** The clock, in milliseconds; only differences count. `Date.now`, as a rule. */
  readonly clock: () => number;
}

/** What a load did. */
export type LoadResult =
  | { readonly kind: "loaded"; readonly bundle: Bundle }
  /** The bundle was refused; the last good one, if any, goes on deciding. */
  | { readonly kind: "refused"; readonly error: BundleError };

/**
 * INVARIANT: `current` changes in one assignment, so that each decision is made by one whole bundle;
 * a bundle that is refused changes nothing but `lastError`.
 */
export class PolicyStore {
  readonly #options: StoreOptions;
  readonly #listeners = new Set<(bundle: Bundle) => void>();
  #current: Bundle | null = null;
  #loadedAt: number | null = null;
  #lastError: BundleError | null = null;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** The bundle that decides now; `null` before the first good load. */
  get current(): Bundle | null {
    return this.#current;
  }

  /** Why the latest load was refused; `null` after a good one. */
  get lastError(): BundleError | null {
    return this.#lastError;
  }

  /**
   * Milliseconds since the last good load, even of the same revision; `null` before the first. A host
   * decides how stale is too stale.
   */
  staleness(): number | null {
    return this.#loadedAt === null ? null : Math.max(0, this.#options.clock() - this.#loadedAt);
  }

  /** Loads a bundle and swaps it in. Never throws for a bad bundle. */
  load(source: string | Uint8Array | object): LoadResult {
    let bundle: Bundle;
    try {
      bundle = loadBundle(source, this.#options);
    } catch (error) {
      const refused = error instanceof BundleError ? error : new BundleError("the bundle cannot be read");
      this.#lastError = refused;
      return { kind: "refused", error: refused };
    }
    const loadedAt = this.#options.clock();
    this.#current = bundle;
    this.#loadedAt = loadedAt;
    this.#lastError = null;
    for (const listener of [...this.#listeners]) {
      // A listener has loaded another, of which all have heard: nobody is told of an older one after it.
      if (this.#current !== bundle) break;
      try {
        listener(bundle);
      } catch {
        // A listener's failure is its own: the bundle is in place, and the others are to hear of it.
      }
    }
    return { kind: "loaded", bundle };
  }

  /**
   * Calls the listener after each swap with the new bundle, in the order of the swaps. Returns what ends
   * that.
   */
  subscribe(listener: (bundle: Bundle) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Decides by the current bundle. Without one, no agent is known, so every request is denied. */
  decide(request: unknown): Decision {
    return this.#current === null ? refuse("", "unknown_agent") : this.#current.decide(request);
  }

  /** Decides all by the same bundle, as `decide` does one. */
  decideAll(requests: unknown): CombinedDecision {
    if (this.#current !== null) return this.#current.decideAll(requests);
    return decideRequests("", () => refuse("", "unknown_agent"), requests);
  }
}
