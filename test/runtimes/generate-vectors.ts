/** Writes the bundles and vector files of a run (docs/conformance.md). The same seed writes the same bytes. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "../../src/build.ts";
import {
  exampleSets,
  fleetSet,
  randomSets,
  renamedSet,
  writtenSets,
  type NamedSet,
} from "./generate/policy-sets.ts";
import { seedOf } from "./generate/random.ts";
import { vectorsOf, type Vectors } from "./generate/vectors.ts";
import { vectorFiles, vectorKinds, type VectorKind, type VectorSet } from "./host.ts";

export interface GenerateOptions {
  readonly seed: number;
  /** At least so many requests in all sets together. */
  readonly vectors: number;
  readonly randomSets: number;
}

/** Every set of a run. */
export function policySets({ seed, randomSets: count }: GenerateOptions): NamedSet[] {
  const written = writtenSets();
  const ids = written.find(({ name }) => name === "ids");
  if (ids === undefined) throw new Error("the set `ids` is missing");
  return [
    ...written,
    renamedSet("strange-texts", ids.set),
    ...exampleSets(),
    fleetSet(),
    ...randomSets(count, seed),
  ];
}

/** The vectors of each set, one after the other: all at once would not fit into memory. */
export function* generate(options: GenerateOptions): Generator<NamedSet & { readonly vectors: Vectors }> {
  const sets = policySets(options);
  const weights = sets.reduce((sum, { weight }) => sum + weight, 0);
  for (const named of sets) {
    const count = Math.ceil((options.vectors * named.weight) / weights);
    const { allBoundaries } = named;
    const seed = seedOf(options.seed, named.name);
    yield { ...named, vectors: vectorsOf(named.set, { seed, count, allBoundaries }) };
  }
}

/** Writes a folder for each set below `folder`. */
export function writeVectors(folder: string, options: GenerateOptions): VectorSet[] {
  const sets: VectorSet[] = [];
  for (const { name, set, vectors } of generate(options)) {
    sets.push(writeSet(join(folder, name), name, set, vectors));
  }
  return sets;
}

export function writeSet(folder: string, name: string, set: NamedSet["set"], vectors: Vectors): VectorSet {
  mkdirSync(folder, { recursive: true });
  const built = build(set, { targets: ["js", "njs", "wasm", "lua", "json"] });
  if (built.kind === "refused") {
    throw new Error(`${name} does not build: ${built.diagnostics.map((d) => d.message).join("; ")}`);
  }
  for (const { name: file, content } of built.artefacts) writeFileSync(join(folder, file), content);
  for (const kind of vectorKinds) {
    const lines = vectors[kind].map(({ request, expected }) => `${request}\t${expected}\n`);
    writeFileSync(join(folder, vectorFiles[kind]), lines.join(""));
  }
  const count = (kind: VectorKind): number => vectors[kind].length;
  return {
    name,
    folder,
    counts: {
      vectors: count("vectors"),
      lists: count("lists"),
      utf16: count("utf16"),
      bytes: count("bytes"),
      encoded: count("encoded"),
    },
  };
}
