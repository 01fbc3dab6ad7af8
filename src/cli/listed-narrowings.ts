/**
 * What the working folder's `sentrely.yaml` takes out of the regions of sensitive operations, with its reasons.
 * Reads the config alone, not the policies.
 */
import { join } from "node:path";
import { hasErrors, type Diagnostic } from "../base/diagnostic.ts";
import { positionAt, type SourceFile, type Span } from "../base/source.ts";
import type { SensitiveEntryNode } from "../syntax/ast.ts";
import { parseConfigFile } from "../syntax/parse-file.ts";
import { configName, findConfig } from "./find-config.ts";
import type { Host } from "./host.ts";
import { readSource, shownPath } from "./read-source.ts";

export interface ListedNarrowing {
  readonly rule: string;
  /** Where it stands, what it takes out and why, in one line. */
  readonly text: string;
}

export interface ListedNarrowings {
  /** In the order of the config. */
  readonly narrowings: readonly ListedNarrowing[];
  /** The config that has errors, so that nothing of it can be told; `null`: none. */
  readonly broken: string | null;
}

export function listNarrowings(host: Host): ListedNarrowings {
  const { configFolder } = findConfig(host, ["."]);
  if (configFolder === null) return { narrowings: [], broken: null };
  const shown = shownPath(host, join(configFolder, configName));
  const { source, problem } = readSource(host, configFolder, join(configFolder, configName));
  const found: Diagnostic[] = [];
  const config = problem === null ? parseConfigFile(source, (d) => found.push(d)) : null;
  if (config === null || hasErrors(found)) return { narrowings: [], broken: shown };
  const narrowings = config.sensitive
    .filter(({ kind }) => kind === "narrow")
    .map((entry) => ({ rule: entry.rule, text: lineOf(entry, source, shown) }));
  return { narrowings, broken: null };
}

function lineOf(
  { actions, resources, when, reason, span }: SensitiveEntryNode,
  source: SourceFile,
  shown: string,
): string {
  const textAt = ({ start, end }: Span): string => source.text.slice(start, end).replace(/\s+/g, " ");
  const list = (nodes: readonly { readonly span: Span }[]): string =>
    nodes.map((n) => textAt(n.span)).join(", ");
  const parts = [
    ...(actions === null ? [] : [list(actions)]),
    ...(resources === null ? [] : [`on ${list(resources)}`]),
    ...(when === null ? [] : [`when ${textAt(when.span)}`]),
  ];
  const place = `${shown}:${String(positionAt(source, span.start).line)}`;
  return `${place}: ${parts.join(" ")}: ${(reason ?? "").replace(/\s+/g, " ").trim()}`;
}
