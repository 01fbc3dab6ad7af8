/** The catalogue of services that a policy set is linted with. */
import { mentionsAws } from "../catalogue/aws-names.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { createCatalogue } from "../catalogue/create-catalogue.ts";
import type { Compilation } from "../pipeline.ts";
import { withSystemErrors } from "./failure.ts";
import type { Host } from "./host.ts";
import type { Session } from "./session.ts";

/** A set that does not speak of AWS does not wait for its catalogue. */
export function loadCatalogue({ host }: Session, { catalogue, sources }: Compilation): Catalogue {
  const texts = [...sources.values()].map(({ text }) => text);
  return createCatalogue({ ...catalogue, aws: mentionsAws(texts) ? readAws(host) : null });
}

function readAws(host: Host): string {
  const name = "aws-catalogue.txt";
  return withSystemErrors(`read ${name}, which is shipped with the program`, () => host.readShipped(name));
}
