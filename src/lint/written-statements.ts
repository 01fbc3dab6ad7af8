/**
 * Statements as their authors wrote them: the syntax tree of a statement of the IR, and where it stands
 * in the YAML of its file.
 *
 * INVARIANT: trees are of the text that was compiled; a file is read again at most once a run.
 */
import type { SourceFile, Span } from "../base/source.ts";
import type { StatementPlace } from "../ir/ir.ts";
import type { StatementNode } from "../syntax/ast.ts";
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from "../syntax/yaml-node.ts";
import { readYaml } from "../syntax/yaml-source.ts";
import type { LintContext } from "./lint-context.ts";

/** A statement's entry in the list that holds it. */
export interface WrittenStatement {
  readonly node: StatementNode;
  readonly source: SourceFile;
  readonly list: YamlSeq;
  readonly index: number;
  readonly item: YamlNode;
  /** The scalar that holds the statement itself. */
  readonly head: YamlScalar;
  /** The mapping that holds the options, and those of its entries that are options; `null`: a plain item. */
  readonly options: { readonly map: YamlMap; readonly entries: readonly YamlEntry[] } | null;
}

type Place = Pick<StatementPlace, "span">;

function keyOf({ file, start }: Span): string {
  return `${String(start)}:${file}`;
}

/** The syntax tree of the statement at a place; `null` for a border, which is no statement of the text. */
export function statementNode(context: LintContext, place: Place): StatementNode | null {
  const nodes = context.share({
    name: "statement nodes",
    make: ({ trees }) =>
      new Map(
        trees.flatMap(({ documents }) =>
          documents.flatMap(({ statements }) =>
            statements.map((node): [string, StatementNode] => [keyOf(node.span), node]),
          ),
        ),
      ),
  });
  return nodes.get(keyOf(place.span)) ?? null;
}

interface Entry {
  readonly list: YamlSeq;
  readonly index: number;
}

/** The statement at a place with its YAML; `null` for a border. */
export function writtenStatement(context: LintContext, place: Place): WrittenStatement | null {
  const node = statementNode(context, place);
  const source = context.sources.get(place.span.file);
  if (node === null || source === undefined) return null;
  const entries = context.share({
    name: `statement lists of ${source.path}`,
    make: () => listEntries(source),
  });
  const entry = entries.get(place.span.start);
  const item = entry?.list.items[entry.index];
  if (entry === undefined || item === undefined) return null;
  const parts = partsOf(item, node);
  return parts === null ? null : { node, source, ...entry, item, ...parts };
}

const listKeys: ReadonlySet<string> = new Set(["policies", "guardrails"]);

/** The entries of a file's statement lists by where they start. */
function listEntries(source: SourceFile): ReadonlyMap<number, Entry> {
  const { documents } = readYaml(source, () => undefined);
  const lists = documents.flatMap(({ root }): readonly YamlNode[] => {
    if (root?.kind === "seq") return [root];
    if (root?.kind !== "map") return [];
    return root.entries.flatMap(({ key, value }) => (listKeys.has(key.text.value) ? [value] : []));
  });
  const entries = new Map<number, Entry>();
  for (const list of lists) {
    if (list.kind !== "seq") continue;
    for (const [index, { span }] of list.items.entries()) entries.set(span.start, { list, index });
  }
  return entries;
}

/** Tells the statement from its options, whichever of the four spellings it has. */
function partsOf(item: YamlNode, node: StatementNode): Pick<WrittenStatement, "head" | "options"> | null {
  if (item.kind === "scalar") return { head: item, options: null };
  if (item.kind !== "map") return null;
  const { start } = node.expression.span;
  const holds = ({ span }: YamlNode): boolean => span.start <= start && start < span.end;
  const head = item.entries.find(
    ({ key, value }) => holds(key) || (key.text.value === "statement" && holds(value)),
  );
  if (head === undefined) return null;
  const entries = item.entries.filter((entry) => entry !== head);
  if (!holds(head.key)) {
    return head.value.kind === "scalar" ? { head: head.value, options: { map: item, entries } } : null;
  }
  const below = head.value.kind === "map" ? head.value : null;
  return {
    head: head.key,
    options: below === null ? { map: item, entries } : { map: below, entries: below.entries },
  };
}
