/** The catalogue that tests lint with: the one that the command line would make. */
import { readFileSync } from "node:fs";
import { mentionsAws } from "../../src/catalogue/aws-names.ts";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { createCatalogue } from "../../src/catalogue/create-catalogue.ts";
import type { Compilation } from "../../src/pipeline.ts";

let text: string | null = null;

/** The text of AWS's catalogue, read once. */
export function awsText(): string {
  text ??= readFileSync(new URL("../../src/generated/aws-catalogue.txt", import.meta.url), "latin1");
  return text;
}

export function catalogueOf({ catalogue, sources }: Compilation): Catalogue {
  const texts = [...sources.values()].map((source) => source.text);
  return createCatalogue({ ...catalogue, aws: mentionsAws(texts) ? awsText() : null });
}
