/**
 * Overlapping pairs grouped for telling, so that statements that all overlap are one finding.
 *
 * INVARIANT: each pair is in exactly one group; groups and what is in them are in the order of the text.
 */
import type { Agent } from "../ir/ir.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import type { LintContext } from "./lint-context.ts";
import type { OverlappingPair } from "./overlapping-pairs.ts";
import type { SourceStatement } from "./source-statements.ts";

/** Statements that overlap, each with one that comes before it. */
export interface PairGroup {
  readonly first: SourceStatement;
  /** The others, and the pair that ties each of them to one before it, or to the first. */
  readonly others: readonly { readonly source: SourceStatement; readonly pair: OverlappingPair }[];
  readonly pairs: readonly OverlappingPair[];
}

/**
 * Connected statements as one group. Pairs of roles' statements are grouped apart from those with an
 * agent's own, or a role would tie the agents that take it to each other.
 */
export function connectedGroups(pairs: readonly OverlappingPair[]): readonly PairGroup[] {
  const scopes = new Map<string, OverlappingPair[]>();
  for (const pair of pairs) {
    const ofRoles = pair.a.owner.kind === "role" && pair.b.owner.kind === "role";
    push(scopes, `${pair.a.kind} ${ofRoles ? "" : (pair.agents[0]?.name ?? "")}`, pair);
  }
  return [...scopes.values()].flatMap((scope) => componentsOf(scope));
}

function componentsOf(pairs: readonly OverlappingPair[]): readonly PairGroup[] {
  const sets = new DisjointSets<SourceStatement>();
  for (const { a, b } of pairs) sets.connect(a, b);
  const components = new Map<SourceStatement, OverlappingPair[]>();
  for (const pair of pairs) push(components, sets.leaderOf(pair.a), pair);
  return [...components.values()].map((component) => spanned(component));
}

/** The pairs of one component, which come in the order of the text. */
function spanned(pairs: readonly OverlappingPair[]): PairGroup {
  const members = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort(inText);
  const [first, ...rest] = members;
  if (first === undefined) throw new RangeError("a group of no pairs");
  const others = rest.flatMap((source) => {
    const pair = pairs.find(({ a, b }) => a === source || b === source);
    return pair === undefined ? [] : [{ source, pair }];
  });
  return { first, others, pairs };
}

/** Each group is one statement with all that overlaps with it; the one with most partners first. */
export function starGroups(pairs: readonly OverlappingPair[]): readonly PairGroup[] {
  const partners = new Map<SourceStatement, Set<OverlappingPair>>();
  for (const pair of pairs) {
    for (const source of [pair.a, pair.b]) {
      const known = partners.get(source);
      if (known === undefined) partners.set(source, new Set([pair]));
      else known.add(pair);
    }
  }
  const groups: PairGroup[] = [];
  const waiting = [...partners.keys()].sort(
    (x, y) =>
      (partners.get(y)?.size ?? 0) - (partners.get(x)?.size ?? 0) || isGate(y) - isGate(x) || inText(x, y),
  );
  for (const center of waiting) {
    const own = [...(partners.get(center) ?? [])];
    if (own.length === 0) continue;
    const others = own.map((pair) => ({ source: pair.a === center ? pair.b : pair.a, pair }));
    for (const { source, pair } of others) partners.get(source)?.delete(pair);
    groups.push({ first: center, others: others.sort((x, y) => inText(x.source, y.source)), pairs: own });
  }
  return groups;
}

function isGate({ kind }: SourceStatement): number {
  return kind === "gate" ? 1 : 0;
}

function inText({ place: { span: x } }: SourceStatement, { place: { span: y } }: SourceStatement): number {
  return x.file === y.file ? x.start - y.start : x.file < y.file ? -1 : 1;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** All agents for which some pair of the group holds, in the order of `inOrder`. */
export function agentsOfGroup(context: LintContext, { pairs }: PairGroup): readonly Agent[] {
  return context.inOrder(new Set(pairs.flatMap(({ agents }) => agents)));
}
