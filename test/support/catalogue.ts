/** The catalogue that tests lint with. */
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import type { Compilation } from "../../src/pipeline.ts";

const nothing: Catalogue = {
  serviceOf: () => null,
  service: () => null,
  action: () => null,
  keys: [],
  alias: () => null,
};

export function catalogueOf(_compilation: Compilation): Catalogue {
  return nothing;
}
