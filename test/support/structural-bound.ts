/**
 * How many steps a request can take by tables that a loader accepted, computed from the tables alone, as
 * docs/bundle-format.md describes them: for tables that no writer made, whose manifest may lie.
 */
import * as L from "../../src/runtime/layout.ts";
import { EditedTables } from "./edited-tables.ts";

interface Cost {
  /** Of the longest path of text from here. */
  readonly path: number;
  /** Of all wildcards below. */
  readonly wild: number;
}

type Kind = "text" | "star" | "deep" | "gap";

/** `length` is that of the longest of the request's names, in bytes. */
export function structuralBound(bytes: Uint8Array, length: number): number {
  const tables = new EditedTables(bytes);
  const positions = length + 2;
  const known = new Map<number, number>();

  function emissions(word: number): number {
    return word < 0x8000_0000 ? 1 : tables.get(L.EMITS, word - 0x8000_0000);
  }

  function children(at: number, header: number): number[] {
    const count = (header >>> 8) & 511;
    const isTable = (header & L.bitTable) !== 0;
    const first = isTable ? at : at + Math.ceil(count / 4);
    return Array.from({ length: count }, (_, i) => tables.get(L.MATCHER, first + i)).filter(
      (child) => child !== 0,
    );
  }

  function longest(nodes: readonly Cost[]): Cost {
    return {
      path: nodes.reduce((most, { path }) => Math.max(most, path), 0),
      wild: nodes.reduce((sum, { wild }) => sum + wild, 0),
    };
  }

  function costOf(node: number, kind: Kind): Cost {
    const header = tables.get(L.MATCHER, node);
    const edges = (header >>> 8) & 511;
    const probes = edges > 8 ? 10 : edges;
    let at = node + 1;
    if (kind !== "text") {
      if ((header & L.bitMarked) !== 0) at += 1;
      let wild = 0;
      if ((header & L.bitStar) !== 0) wild += costOf(tables.get(L.MATCHER, at++), "star").wild;
      let suffixes = 0;
      for (let i = header & 255; i > 0; i--) {
        const size = tables.get(L.MATCHER, at);
        suffixes += Math.min(size, positions) + 2 + emissions(tables.get(L.MATCHER, at + 1));
        at += 2 + Math.ceil(size / 4);
      }
      const below = longest(children(at, header).map((child) => costOf(child, "text")));
      return { path: 0, wild: wild + below.wild + positions * (3 + probes + below.path + suffixes) };
    }
    let own = Math.min(header & 255, positions) + 2 + probes;
    let wild = 0;
    for (const bit of [L.bitTail, L.bitEnd]) {
      if ((header & bit) !== 0) own += emissions(tables.get(L.MATCHER, at++));
    }
    const wilds: readonly (readonly [number, Kind])[] = [
      [L.bitStar, "star"],
      [L.bitDeep, "deep"],
      [L.bitGap, "gap"],
    ];
    for (const [bit, below] of wilds) {
      if ((header & bit) !== 0) wild += costOf(tables.get(L.MATCHER, at++), below).wild;
    }
    at += Math.ceil((header & 255) / 4);
    const isSingle = edges === 1 && (header & L.bitTable) === 0;
    const below = longest((isSingle ? [at] : children(at, header)).map((child) => costOf(child, "text")));
    return { path: own + below.path, wild: wild + below.wild };
  }

  function walk(root: number): number {
    let cost = known.get(root);
    if (cost === undefined) {
      const { path, wild } = costOf(root, "text");
      cost = path + wild;
      known.set(root, cost);
    }
    return cost;
  }

  let steps = 3 * length;
  for (let at = 0; at < tables.length(L.CLASSES);) {
    const count = tables.get(L.CLASSES, at);
    for (let i = 1; i <= count; i++) steps += walk(tables.get(L.CLASSES, at + i));
    at += count + 1;
  }
  for (let at = 0; at < tables.length(L.AGENTS); at += L.agentWords) {
    const wild = tables.get(L.AGENTS, at + 4);
    if (wild !== 0) steps += walk(wild - 1);
  }
  // Every word of the shapes as a part with a text as long as the name.
  return steps + tables.length(L.SERVICES) * positions * (length + 2);
}
