/** The actions of a catalogue, for finding misspelt ones in questions. */
import type { Catalogue, CatalogueService } from "./catalogue/catalogue.ts";
import { foldAscii } from "./catalogue/fold-ascii.ts";
import type { KnownActions } from "./query/unknown-actions.ts";

/** Asks the catalogue when there is something to ask. */
export function knownActionsOf(load: () => Catalogue): KnownActions {
  let loaded: Catalogue | undefined;
  const catalogue = (): Catalogue => (loaded ??= load());
  const names = ({ actions }: CatalogueService): string[] => actions.map(({ name }) => name);
  return {
    *startingWith(prefix) {
      const owner = catalogue().serviceOf(prefix);
      if (owner !== null) yield* names(owner);
      const folded = foldAscii(prefix);
      for (const key of catalogue().keys) {
        const service = `${key}:`.startsWith(folded) ? catalogue().service(key) : null;
        if (service !== null && service !== owner) yield* names(service);
      }
    },
    isNone: (action) =>
      catalogue().serviceOf(action)?.isClosed === true && catalogue().action(action) === null,
    *near(action) {
      const owner = catalogue().serviceOf(action);
      if (owner !== null) yield* names(owner);
      const [service = "", ...rest] = action.split(":");
      const meant = catalogue().alias(service);
      if (meant !== null) yield [meant, ...rest].join(":");
    },
  };
}
