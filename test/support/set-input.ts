/** Texts by path as what a compilation is given: `sentrely.yaml`, tool lists (`*.json`), and the rest. */
import type { SourceFile } from "../../src/base/source.ts";
import type { CompileInput } from "../../src/pipeline.ts";

export interface SetInput extends CompileInput {
  readonly toolLists: readonly SourceFile[];
}

export function inputOf(texts: Iterable<readonly [path: string, text: string]>): SetInput {
  const sources = [...texts].map(([path, text]) => ({ path, text }));
  const isList = ({ path }: SourceFile): boolean => path.endsWith(".json");
  return {
    files: sources.filter((source) => source.path !== "sentrely.yaml" && !isList(source)),
    config: sources.find(({ path }) => path === "sentrely.yaml") ?? null,
    toolLists: sources.filter(isList),
  };
}
