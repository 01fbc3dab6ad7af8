/**
 * What denies and gates take out of grants, told once for each deny or gate.
 *
 * INVARIANT: a grant is named only if a request that it really grants is taken from it.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Answer } from "../analysis/question.ts";
import type { RelatedPlace } from "../base/diagnostic.ts";
import type { Agent, Statement } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";
import { cappedPlaces, namesIn, quoted } from "./overlap-findings.ts";
import type { SourceStatement } from "./source-statements.ts";
import { statementPairs } from "./statement-pairs.ts";
import { statementSpan } from "./statement-places.ts";

type Shared = Extract<Answer, { kind: "witness" }>;

/** A grant that a restriction takes requests from. */
export interface TakenFrom {
  readonly grant: SourceStatement;
  /** In the order of `inOrder`. */
  readonly agents: readonly Agent[];
  /** The shortest request taken, for the first agent. */
  readonly shared: Shared;
}

export interface TakenPart {
  readonly restriction: SourceStatement;
  /** In the order of the text; at least one. */
  readonly from: readonly TakenFrom[];
}

/** Which pairs count, and what is asked of each. */
export interface TakenSearch {
  readonly rule: string;
  readonly restrictions: (agent: Agent) => readonly Statement[];
  readonly grants: (agent: Agent) => readonly Box[];
  /** What does not count, although both match it. */
  readonly besides: (agent: Agent) => readonly Box[];
}

/** All restrictions that take a part out of some grant, in the order of the text. */
export function takenParts(context: LintContext, search: TakenSearch): readonly TakenPart[] {
  const places = placesOf(context);
  const pairs = context.share(statementPairs);
  const found = new Map<number, Map<number, { readonly agents: Agent[]; readonly shared: Shared }>>();
  for (const agent of context.inOrder(context.set.agents)) {
    const grants = search.grants(agent);
    const besides = search.besides(agent);
    for (const restriction of search.restrictions(agent)) {
      const box = context.analysis.effectBox(restriction);
      const place = places.get(restriction) ?? 0;
      for (const grant of grants) {
        if (grant.statement === null || !pairs.mayMeet(box, grant)) continue;
        const shared = pairs.common(box, grant, besides, {
          rules: [search.rule],
          text: () => `does \`${restriction.id}\` take anything from \`${grant.statement?.id ?? ""}\``,
        });
        if (shared.kind !== "witness") continue;
        const from = found.get(place) ?? new Map<number, { agents: Agent[]; shared: Shared }>();
        found.set(place, from);
        const at = places.get(grant.statement) ?? 0;
        const known = from.get(at);
        if (known === undefined) from.set(at, { agents: [agent], shared });
        else known.agents.push(agent);
      }
    }
  }
  const lost = new Map<SourceStatement, boolean>();
  const remains = ({ grant }: TakenFrom): boolean => {
    const known = lost.get(grant) ?? isLost(context, grant, search.rule);
    lost.set(grant, known);
    return !known;
  };
  const source = (place: number): SourceStatement[] => context.statements.slice(place, place + 1);
  return inOrderOfPlace(found).flatMap(([place, taken]) => {
    const from = inOrderOfPlace(taken)
      .flatMap(([at, part]) => source(at).map((grant): TakenFrom => ({ grant, ...part })))
      .filter(remains);
    return from.length === 0 ? [] : source(place).map((restriction) => ({ restriction, from }));
  });
}

/** Whether denies leave nothing of the grant for any of its agents: that is told of it, not of the denies. */
function isLost(context: LintContext, { instances }: SourceStatement, rule: string): boolean {
  const pairs = context.share(statementPairs);
  const { analysis } = context;
  return instances.every(({ statement, agents }) =>
    agents.every((agent) => {
      if (statement.kind === "deny") return false;
      const text = (): string => `do denies leave anything of \`${statement.id}\``;
      const grant = analysis.grantBox(statement, agent.expires);
      return pairs.isWithin(grant, analysis.boxesOf(agent).denies, { rules: [rule], text });
    }),
  );
}

function inOrderOfPlace<T>(map: ReadonlyMap<number, T>): readonly (readonly [number, T])[] {
  return [...map].sort(([a], [b]) => a - b);
}

function placesOf(context: LintContext): ReadonlyMap<Statement, number> {
  return context.share({
    name: "places of statements",
    make: ({ statements }) =>
      new Map(
        statements.flatMap(({ instances }, place) =>
          instances.map(({ statement }): [Statement, number] => [statement, place]),
        ),
      ),
  });
}

/** `the grant \`x\`` or `12 grants of 3 agents`, with the agents where they are not obvious. */
export function fromWhat(context: LintContext, { from }: TakenPart): string {
  const [first] = from;
  if (first === undefined) return "no grant";
  const agents = new Set(from.flatMap((taken) => taken.agents));
  const of = agents.size === 1 ? `\`${first.agents[0]?.name ?? ""}\`` : `${String(agents.size)} agents`;
  return from.length === 1
    ? `the grant ${quoted(context, first.grant)} of ${of}`
    : `${String(from.length)} grants of ${of}`;
}

/** The grants, each with a request that is taken from it. */
export function relatedGrants(
  context: LintContext,
  { from }: TakenPart,
  loses: string,
): readonly RelatedPlace[] {
  const places = from.map(({ grant, shared }): RelatedPlace => ({
    message: `${quoted(context, grant)} ${loses} such as ${namesIn(shared)}`,
    span: statementSpan(context, grant),
  }));
  return cappedPlaces(places, "grants");
}
