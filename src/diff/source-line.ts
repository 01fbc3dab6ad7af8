/** Lines of places, by the sources of one side. */
import { positionAt, type SourceFile, type Span } from "../base/source.ts";

export type LineOf = (place: Span) => number;

/** The 1-based line of a place; 1 when its file is not among the sources. */
export function lineReader(sources: ReadonlyMap<string, SourceFile>): LineOf {
  return ({ file, start }) => {
    const source = sources.get(file);
    return source === undefined ? 1 : positionAt(source, start).line;
  };
}
