/**
 * Writes tries as the nodes of a bundle's matcher, and counts what a walk over them can cost.
 *
 * INVARIANT: every reference is greater than the offset of the node that holds it, and no node is
 * referred to twice.
 */
import { defined } from "../base/invariant.ts";
import {
  bitDeep,
  bitEnd,
  bitGap,
  bitJump,
  bitMarked,
  bitStar,
  bitTable,
  bitTail,
  maxNameBytes,
} from "../runtime/layout.ts";
import { finishTrie, type TextNode, type WildNode } from "./glob-trie.ts";
import { WordWriter } from "./word-writer.ts";

/** A root in the matcher, and the most steps that a walk from it takes. */
export interface WrittenRoot {
  readonly offset: number;
  readonly steps: number;
}

const maxRun = 255;
/** Positions in the longest valid name, its end included. */
const positions = maxNameBytes + 1;

interface Visit {
  readonly node: TextNode | WildNode;
  /** Below a wildcard, so that a wildcard here may be activated more than once. */
  readonly nested: boolean;
  /** Where the offset of the node is to be put; -1 where nothing refers to it. */
  readonly patch: number;
  /** The edge that leads here has compared the run's first byte already. */
  readonly entered: boolean;
}

export class MatcherWriter {
  readonly nodes: WordWriter = new WordWriter();
  readonly emits: WordWriter = new WordWriter();
  marks = 0;
  /** The most wildcards that a walk has to come back to at a time. */
  frames = 0;
  readonly #emitLists: Map<string, number> = new Map<string, number>();

  /** Writes a trie; it is of no use afterwards. */
  write(root: TextNode): WrittenRoot {
    finishTrie(root);
    const offset = this.nodes.length;
    const order: (TextNode | WildNode)[] = [];
    const stack: Visit[] = [{ node: root, nested: false, patch: -1, entered: false }];
    for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
      const { node, patch } = visit;
      if (patch >= 0) this.nodes.set(patch, this.nodes.length);
      order.push(node);
      if ("kind" in node) this.#writeWild(node, visit, stack);
      else this.#writeText(node, visit, stack);
    }
    const { steps, frames } = costOf(order, root);
    this.frames = Math.max(this.frames, frames);
    return { offset, steps };
  }

  #writeText(node: TextNode, visit: Visit, stack: Visit[]): void {
    const { nodes } = this;
    let run = visit.entered ? node.run.slice(1) : node.run;
    for (; run.length > maxRun; run = run.slice(maxRun)) {
      // The rest is the only child of a node that has nothing else.
      nodes.push(maxRun | (1 << 8));
      nodes.pushBytes(run.slice(0, maxRun));
    }
    const edges = sortedEdges(node.edges);
    const single = edges.length === 1;
    const table = !single && isDense(edges);
    const header = nodes.push(
      run.length |
        edgeHeader(edges, table) |
        (node.tail.length > 0 ? bitTail : 0) |
        (node.end.length > 0 ? bitEnd : 0) |
        (node.star === null ? 0 : bitStar) |
        (node.deep === null ? 0 : bitDeep) |
        (node.gap === null ? 0 : bitGap),
    );
    nodes.set(header, nodes.at(header) >>> 0);
    if (node.tail.length > 0) nodes.push(this.#emission(node.tail));
    if (node.end.length > 0) nodes.push(this.#emission(node.end));
    const below = { nested: visit.nested, entered: false };
    for (const wild of [node.star, node.deep, node.gap]) {
      if (wild !== null) stack.push({ ...below, node: wild, patch: nodes.push(0) });
    }
    nodes.pushBytes(run);
    if (single) {
      // On top of the stack, so that it is written next, right behind its parent.
      const [, child] = defined(edges[0], "the only edge");
      stack.push({ ...below, node: child, patch: -1 });
    } else this.#writeEdges(edges, table, below, stack);
  }

  #writeWild(node: WildNode, visit: Visit, stack: Visit[]): void {
    const { nodes } = this;
    const edges = sortedEdges(node.edges);
    const table = isDense(edges);
    const jump = node.kind === "star" && edges.every(([byte]) => byte === 0x3a || byte === 0x2f);
    const suffixes = [...node.suffixes].sort(([a], [b]) => (a < b ? -1 : 1));
    nodes.push(
      (suffixes.length |
        edgeHeader(edges, table) |
        (visit.nested ? bitMarked : 0) |
        (jump ? bitJump : 0) |
        (node.star === null ? 0 : bitStar)) >>>
        0,
    );
    if (visit.nested) nodes.push(this.marks++);
    const below = { nested: true, entered: false };
    if (node.star !== null) {
      stack.push({ ...below, node: node.star, patch: nodes.push(0) });
    }
    for (const [bytes, emissions] of suffixes) {
      nodes.push(bytes.length);
      nodes.push(this.#emission(emissions));
      nodes.pushBytes(bytes);
    }
    this.#writeEdges(edges, table, below, stack);
  }

  #writeEdges(
    edges: readonly (readonly [number, TextNode])[],
    table: boolean,
    below: Omit<Visit, "node" | "patch">,
    stack: Visit[],
  ): void {
    const { nodes } = this;
    if (edges.length === 0) return;
    const [first] = defined(edges[0], "the first edge");
    if (!table) nodes.pushBytes(edges.map(([byte]) => String.fromCharCode(byte)).join(""));
    const references = nodes.skip(table ? widthOf(edges) : edges.length);
    edges.forEach(([byte, child], i) => {
      stack.push({ ...below, node: child, patch: references + (table ? byte - first : i), entered: true });
    });
  }

  /** The word of one emission, or of a list of them, which equal ones share. */
  #emission(emissions: readonly number[]): number {
    const sorted = [...emissions].sort((a, b) => a - b);
    if (sorted.length === 1) return defined(sorted[0], "emission");
    const key = sorted.join(" ");
    const known = this.#emitLists.get(key);
    const offset = known ?? this.emits.pushAll([sorted.length, ...sorted]);
    this.#emitLists.set(key, offset);
    return (0x80000000 | offset) >>> 0;
  }
}

function sortedEdges(edges: ReadonlyMap<number, TextNode>): (readonly [number, TextNode])[] {
  return [...edges].sort(([a], [b]) => a - b);
}

function widthOf(edges: readonly (readonly [number, TextNode])[]): number {
  const first = edges[0]?.[0] ?? 0;
  return (edges.at(-1)?.[0] ?? 0) - first + 1;
}

/** A table costs a word for each byte between the least and the greatest, a list five bytes an edge. */
function isDense(edges: readonly (readonly [number, TextNode])[]): boolean {
  return edges.length >= 4 && widthOf(edges) <= edges.length * 2;
}

function edgeHeader(edges: readonly (readonly [number, TextNode])[], table: boolean): number {
  if (!table) return edges.length << 8;
  return (widthOf(edges) << 8) | bitTable | ((edges[0]?.[0] ?? 0) << 24);
}

/**
 * The most steps of a walk: bytes compared, edges probed, positions visited, emissions taken. Each
 * wildcard looks at every position at most once, and from each follows at most one path of text. And
 * the most wildcards that wait at a time.
 */
function costOf(
  order: readonly (TextNode | WildNode)[],
  root: TextNode,
): { readonly steps: number; readonly frames: number } {
  // Parents come before their children, so that from the end every child is known.
  const longest = new Map<TextNode | WildNode, number>();
  const waiting = new Map<TextNode | WildNode, number>();
  let steps = 0;
  for (let i = order.length - 1; i >= 0; i--) {
    const node = defined(order[i], "node");
    let below = 0;
    let above = 0;
    for (const child of node.edges.values()) {
      below = Math.max(below, longest.get(child) ?? 0);
      above = Math.max(above, waiting.get(child) ?? 0);
    }
    const probes = node.edges.size > 8 ? 10 : node.edges.size;
    const wilds = ("kind" in node ? [node.star] : [node.star, node.deep, node.gap]).filter((w) => w !== null);
    for (const wild of wilds) above = Math.max(above, waiting.get(wild) ?? 0);
    waiting.set(node, wilds.length + above);
    if ("kind" in node) {
      let suffixes = 0;
      for (const [bytes, emissions] of node.suffixes) suffixes += bytes.length + 2 + emissions.length;
      steps += positions * (2 + probes + below) + suffixes * (node.kind === "star" ? positions : 1);
    } else {
      longest.set(node, node.run.length + 1 + probes + node.tail.length + node.end.length + below);
    }
  }
  return { steps: steps + (longest.get(root) ?? 0), frames: waiting.get(root) ?? 0 };
}
