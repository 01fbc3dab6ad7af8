/** Checks the nodes of the matcher, in one pass from the first to the last. */
import { wordAt } from "./block.ts";
import { damaged } from "./check.ts";
import * as layout from "./layout.ts";
import { below, records, type Sections } from "./sections.ts";

export interface MatcherLimits {
  readonly statements: number;
  /** Where classes begin. */
  readonly classes: Uint8Array;
  readonly marks: number;
  readonly emitted: number;
}

/** What stands at an offset: nodes of walks over resources, or (+ 2) over actions. */
const unknown = 0;
const textNode = 1;
const wildNode = 2;
const ofActions = 2;

export function verifyMatcher(sections: Sections, limits: MatcherLimits): void {
  const { block, at, length } = sections;
  const start = at(layout.MATCHER);
  const size = length(layout.MATCHER);
  const { statements, classes, marks } = limits;
  // Numbers of statements and of classes index the same scratch memory.
  if (limits.emitted !== Math.max(statements, classes.length) + 1) throw damaged("the number of emissions");
  below(marks, size + 1, "the number of marks");
  below(wordAt(block, at(layout.FACTS) + layout.factDepth), size + 1, "the depth");
  const kinds = new Uint8Array(size);
  // A reference into the middle of a node is one to a node that the pass below never meets.
  let referred = 0;
  let met = 0;

  const claim = (offset: number, after: number, kind: number): void => {
    if (!(offset > after && offset < size) || kinds[offset] !== unknown) throw damaged("a reference");
    kinds[offset] = kind;
    referred += 1;
  };
  const root = (offset: number, kind: number): void => {
    below(offset, size, "a root");
    if (kinds[offset] === kind) return;
    claim(offset, -1, kind);
  };
  for (let i = at(layout.AGENTS); i < at(layout.AGENTS) + length(layout.AGENTS); i += layout.agentWords) {
    const wild = wordAt(block, i + 4);
    if (wild !== 0) root(wild - 1, textNode + ofActions);
  }
  records(sections, layout.CLASSES, (first, count) => {
    for (let i = 1; i <= count; i++) root(wordAt(block, first + i), textNode);
  });

  // Bit 1: a list of statements, bit 2: of classes, once it was checked as one.
  const checked = new Uint8Array(length(layout.EMITS));
  const emits = at(layout.EMITS);
  const lists = records(sections, layout.EMITS, () => undefined);
  const number = (emission: number, isAction: boolean): void => {
    const emitted = emission >> 1;
    if (isAction ? classes[emitted] !== 1 : emitted < 0 || emitted >= statements)
      throw damaged("an emission");
  };
  const emission = (word: number, isAction: boolean): void => {
    if (word >= 0) {
      number(word, isAction);
      return;
    }
    const list = word & 0x7fffffff;
    if (lists[list] !== 1) throw damaged("a list of emissions");
    const bit = isAction ? 2 : 1;
    if (((checked[list] ?? 0) & bit) !== 0) return;
    checked[list] = (checked[list] ?? 0) | bit;
    for (let i = wordAt(block, emits + list); i > 0; i--) {
      const one = wordAt(block, emits + list + i);
      if (one < 0) throw damaged("an emission");
      number(one, isAction);
    }
  };

  /** Checks the edges behind `next` and returns where they end. */
  const edges = (node: number, next: number, header: number, kind: number): number => {
    const count = (header >> 8) & 511;
    if (count > 256) throw damaged("too many edges");
    const isTable = (header & layout.bitTable) !== 0;
    const first = isTable ? next : next + ((count + 3) >> 2);
    if (first + count > size) throw damaged("a node's edges");
    for (let i = 0; i < count; i++) {
      const child = wordAt(block, start + first + i);
      if (child !== 0 || !isTable) claim(child, node, kind);
    }
    return first + count;
  };

  let node = 0;
  while (node < size) {
    const found = kinds[node] ?? unknown;
    if (found === unknown) throw damaged("a node that nothing leads to");
    met += 1;
    const isAction = found > wildNode;
    const base = isAction ? ofActions : 0;
    const header = wordAt(block, start + node);
    const count = header & 255;
    let next = node + 1;
    if (found === textNode + base) {
      const wilds = [layout.bitStar, layout.bitDeep, layout.bitGap];
      for (let i = 0; i < 2; i++) {
        if ((header & (i === 0 ? layout.bitTail : layout.bitEnd)) === 0) continue;
        if (next >= size) throw damaged("a node");
        emission(wordAt(block, start + next), isAction);
        next += 1;
      }
      for (let i = 0; i < 3; i++) {
        if ((header & (wilds[i] ?? 0)) === 0) continue;
        if (next >= size) throw damaged("a node");
        claim(wordAt(block, start + next), node, wildNode + base);
        next += 1;
      }
      next += (count + 3) >> 2;
      if (next > size) throw damaged("a node's text");
      const isSingle = ((header >> 8) & 511) === 1 && (header & layout.bitTable) === 0;
      if (isSingle) claim(next, node, textNode + base);
      else next = edges(node, next, header, textNode + base);
    } else {
      if ((header & layout.bitMarked) !== 0) {
        if (next >= size) throw damaged("a node");
        below(wordAt(block, start + next), marks, "a mark");
        next += 1;
      }
      if ((header & layout.bitStar) !== 0) {
        if (next >= size) throw damaged("a node");
        claim(wordAt(block, start + next), node, wildNode + base);
        next += 1;
      }
      for (let i = 0; i < count; i++) {
        if (next + 1 >= size) throw damaged("a suffix");
        const suffix = wordAt(block, start + next);
        below(suffix, layout.maxNameBytes + 1, "a suffix");
        emission(wordAt(block, start + next + 1), isAction);
        next += 2 + ((suffix + 3) >> 2);
      }
      if (next > size) throw damaged("a suffix");
      next = edges(node, next, header, textNode + base);
    }
    node = next;
  }
  if (met !== referred) throw damaged("a reference into a node");
}
