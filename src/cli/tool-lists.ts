/**
 * The tool lists that `catalog.mcp` of the config names.
 *
 * INVARIANT: nothing outside the config's folder is read, whatever links say; nothing over the limit is.
 */
import { join } from "node:path";
import type { SourceFile } from "../base/source.ts";
import { toolListTooLarge } from "../catalogue/tool-list.ts";
import type { UndecodedFile } from "../pipeline.ts";
import type { ToolListNode } from "../syntax/ast.ts";
import { decodeSource } from "../syntax/decode-source.ts";
import { sizeLimit } from "../syntax/yaml-guard.ts";
import { isWithin } from "./collect-yaml.ts";
import { CallFailure, withSystemErrors } from "./failure.ts";
import { configName } from "./find-config.ts";
import type { Host } from "./host.ts";
import { shownPath } from "./read-source.ts";

export interface ToolListFiles {
  /** Those that cannot be compiled too, without their text. */
  readonly sources: readonly SourceFile[];
  readonly undecoded: readonly UndecodedFile[];
}

/** Reads each file once; `root` is the config's folder. */
export function readToolLists(host: Host, root: string, nodes: readonly ToolListNode[]): ToolListFiles {
  const files = [...new Set(nodes.map(({ path }) => path.value))].map((file) =>
    readToolList(host, root, file),
  );
  return {
    sources: files.map((file) => ("problem" in file ? file.source : file)),
    undecoded: files.flatMap((file) => ("problem" in file ? [file] : [])),
  };
}

function readToolList(host: Host, root: string, file: string): SourceFile | UndecodedFile {
  const path = join(root, file);
  const shown = shownPath(host, path);
  return withSystemErrors(`read ${shown}`, () => {
    const info = host.files.stat(path);
    if (info === null) throw new CallFailure(`${configName} names ${shown}, and nothing is there`);
    if (info.kind !== "file") throw new CallFailure(`${configName} names ${shown}, which is no file`);
    if (!isWithin(host.files.realPath(root), host.files.realPath(path))) {
      throw new CallFailure(
        `will not read ${shown}: the symbolic link leads out of the folder of ${configName}`,
        "tool lists are reviewed with the policies that rest on them; copy the file beside them",
      );
    }
    if (info.size > sizeLimit)
      return { source: { path: file, text: "" }, problem: toolListTooLarge(file, info.size) };
    const { source, problem } = decodeSource(file, host.files.read(path));
    return problem === null ? source : { source, problem };
  });
}
