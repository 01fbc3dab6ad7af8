/** Channels, checked against the config's `channels:` where it lists any. */
import { sortedUnique } from "../base/order.ts";
import type { Located } from "../syntax/ast.ts";
import type { References } from "./names.ts";

export class Channels {
  readonly #known: ReadonlySet<string> | null;
  readonly #references: References;

  /** `known` is `null` when channels are not checked. */
  constructor(known: readonly Located<string>[] | null, references: References) {
    this.#known = known === null ? null : new Set(known.map(({ value }) => value));
    this.#references = references;
  }

  /** The channels' names, sorted; those that are not listed are reported. */
  check(channels: readonly Located<string>[]): readonly string[] {
    if (channels.length === 0) return none;
    for (const channel of channels) {
      if (this.#known?.has(channel.value) === false) {
        this.#references.undefined(
          "channel",
          channel,
          this.#known,
          "channels are listed under `channels:` in `sentrely.yaml`",
        );
      }
    }
    return sortedUnique(channels.map(({ value }) => value));
  }
}

const none: readonly string[] = [];
