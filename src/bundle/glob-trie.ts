/**
 * Globs as a trie: equal beginnings are shared, wildcards are nodes of their own. What
 * `matcher-writer.ts` turns into the nodes of a bundle.
 *
 * Bytes stand as characters up to U+00FF. An emission is a number × 2, + 1 for an exception.
 */
import { InternalError } from "../base/invariant.ts";
import type { Glob, GlobToken } from "../ir/ir.ts";
import { utf8Bytes } from "./word-writer.ts";

export type WildKind = "star" | "deep" | "gap";

/** A run of text and what follows it. The run of every node but a root is not empty. */
export interface TextNode {
  run: string;
  edges: Map<number, TextNode>;
  /** Emitted on arrival. */
  tail: number[];
  /** Emitted where the name ends. */
  end: number[];
  star: WildNode | null;
  deep: WildNode | null;
  gap: WildNode | null;
}

/** What may follow a wildcard. */
export interface WildNode {
  readonly kind: WildKind;
  readonly edges: Map<number, TextNode>;
  /** The name ends with these bytes. */
  readonly suffixes: Map<string, number[]>;
  /** Of a gap. */
  star: WildNode | null;
}

export function emptyTrie(): TextNode {
  return textNode("");
}

function textNode(run: string): TextNode {
  return { run, edges: new Map(), tail: [], end: [], star: null, deep: null, gap: null };
}

function wildNode(kind: WildKind): WildNode {
  return { kind, edges: new Map(), suffixes: new Map(), star: null };
}

/** More suffixes than this are walked as text, since suffixes are tried one by one. */
const maxSuffixes: { readonly [K in WildKind]: number } = { star: 2, gap: 2, deep: 4 };

/** Adds a glob that emits `emission`. Call `finish` when all are in. */
export function addGlob(root: TextNode, glob: Glob, emission: number): void {
  const tokens = simplified(glob.tokens);
  let at: TextNode | WildNode = root;
  for (const [i, token] of tokens.entries()) {
    const last = i === tokens.length - 1;
    if (token.kind === "text") {
      const bytes = utf8Bytes(token.text);
      if (last && "kind" in at) {
        addEmission(at.suffixes, bytes, emission);
        return;
      }
      at = addText(at, bytes);
    } else if (token.kind === "deep" && last && !("kind" in at)) {
      push(at.tail, emission);
      return;
    } else at = addWild(at, token.kind);
  }
  // Nothing follows: a text ends here, a wildcard reaches the end.
  if ("kind" in at) addEmission(at.suffixes, "", emission);
  else push(at.end, emission);
}

/** Wildcards that stand side by side as one: what one of them reaches the other does too. */
function simplified(tokens: readonly GlobToken[]): GlobToken[] {
  const result: GlobToken[] = [];
  for (const token of tokens) {
    const before = result.at(-1);
    if (token.kind === "text" && token.text === "") continue;
    if (before === undefined || before.kind === "text" || token.kind === "text") result.push(token);
    else if (before.kind === "gap" && token.kind === "star") result.push(token);
    else if (before.kind === token.kind) continue;
    else if (before.kind === "star" && token.kind === "gap") throw new InternalError("a gap after a star");
    else {
      // One of them is deep, and takes in the other.
      result.pop();
      if (result.at(-1)?.kind === "gap") result.pop();
      result.push({ kind: "deep" });
    }
  }
  return result;
}

function addWild(at: TextNode | WildNode, kind: WildKind): WildNode {
  if ("kind" in at) {
    if (at.kind !== "gap" || kind !== "star") throw new InternalError("two wildcards side by side");
    return (at.star ??= wildNode(kind));
  }
  return (at[kind] ??= wildNode(kind));
}

/** The node behind `bytes` (not empty), made where it is missing. */
function addText(from: TextNode | WildNode, bytes: string): TextNode {
  let edges = from.edges;
  let at = 0;
  for (;;) {
    const first = bytes.charCodeAt(at);
    const child = edges.get(first);
    if (child === undefined) {
      const leaf = textNode(bytes.slice(at));
      edges.set(first, leaf);
      return leaf;
    }
    const { run } = child;
    let shared = 1;
    while (
      shared < run.length &&
      at + shared < bytes.length &&
      run.charCodeAt(shared) === bytes.charCodeAt(at + shared)
    ) {
      shared++;
    }
    at += shared;
    if (shared < run.length) {
      const middle = textNode(run.slice(0, shared));
      child.run = run.slice(shared);
      middle.edges.set(child.run.charCodeAt(0), child);
      edges.set(first, middle);
      if (at === bytes.length) return middle;
      edges = middle.edges;
    } else {
      if (at === bytes.length) return child;
      edges = child.edges;
    }
  }
}

function addEmission(suffixes: Map<string, number[]>, bytes: string, emission: number): void {
  const known = suffixes.get(bytes);
  if (known === undefined) suffixes.set(bytes, [emission]);
  else push(known, emission);
}

function push(emissions: number[], emission: number): void {
  if (!emissions.includes(emission)) emissions.push(emission);
}

/** Turns the suffixes of nodes that have many, or very long ones, into text. */
export function finishTrie(root: TextNode): void {
  const stack: (TextNode | WildNode)[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ("kind" in node) {
      const suffixes = [...node.suffixes.keys()].filter((bytes) => bytes !== "");
      const tooMany = suffixes.length > maxSuffixes[node.kind];
      for (const bytes of suffixes) {
        // Behind a star a separator stands at one place only, where an edge finds it.
        if (!tooMany && !(node.kind === "star" && /^[:/]/.test(bytes))) continue;
        const target = addText(node, bytes);
        for (const emission of node.suffixes.get(bytes) ?? []) push(target.end, emission);
        node.suffixes.delete(bytes);
      }
      if (node.star !== null) stack.push(node.star);
    } else {
      for (const wild of [node.star, node.deep, node.gap]) if (wild !== null) stack.push(wild);
    }
    for (const child of node.edges.values()) stack.push(child);
  }
}
