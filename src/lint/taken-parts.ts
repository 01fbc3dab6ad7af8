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
import { cappedPlaces, namesIn, quoted, shownPlaces } from "./overlap-findings.ts";
import { shareSample } from "./shared-samples.ts";
import type { SourceStatement } from "./source-statements.ts";
import { placesOf } from "./statement-order.ts";
import { statementPairs } from "./statement-pairs.ts";
import { statementSpan } from "./statement-places.ts";

type Shared = Extract<Answer, { kind: "witness" }>;

/** A grant that a restriction takes requests from. */
export interface TakenFrom {
  readonly grant: SourceStatement;
  /** In the order of `inOrder`. */
  readonly agents: readonly Agent[];
  /** The shortest request taken, for the first agent; `null` of what is only counted. */
  readonly shared: Shared | null;
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
  const found = new Map<number, Map<number, Taken>>();
  for (const agent of context.inOrder(context.set.agents)) {
    const grants = search.grants(agent);
    const besides = search.besides(agent);
    for (const statement of search.restrictions(agent)) {
      const restriction = context.analysis.effectBox(statement);
      const place = places.get(statement) ?? 0;
      for (const grant of grants) {
        if (grant.statement === null || !pairs.mayMeet(restriction, grant)) continue;
        const met: Met = { restriction, grant, besides };
        if (!takesAny(context, search, met)) continue;
        const from = found.get(place) ?? new Map<number, Taken>();
        found.set(place, from);
        const at = places.get(grant.statement) ?? 0;
        const known = from.get(at);
        if (known === undefined) from.set(at, { agents: [agent], met });
        else known.agents.push(agent);
      }
    }
  }
  const lost = new Map<SourceStatement, boolean>();
  const remains = (grant: SourceStatement): boolean => {
    const known = lost.get(grant) ?? isLost(context, grant, search.rule);
    lost.set(grant, known);
    return !known;
  };
  const source = (place: number): SourceStatement[] => context.statements.slice(place, place + 1);
  return inOrderOfPlace(found).flatMap(([place, taken]) => {
    const remaining = inOrderOfPlace(taken).flatMap(([at, part]) =>
      source(at).flatMap((grant) => (remains(grant) ? [{ grant, ...part }] : [])),
    );
    const from = remaining.map(({ grant, agents, met }, i): TakenFrom => ({
      grant,
      agents,
      shared: i < shownPlaces ? sharedOf(context, search, met) : null,
    }));
    return from.length === 0 ? [] : source(place).map((restriction) => ({ restriction, from }));
  });
}

/** A restriction and a grant whose patterns meet, as one agent holds them. */
interface Met {
  readonly restriction: Box;
  readonly grant: Box;
  /** What does not count. */
  readonly besides: readonly Box[];
}

interface Taken {
  readonly agents: Agent[];
  /** For the first agent. */
  readonly met: Met;
}

/** Whether anything is taken: a sample shows it, or a search decides. */
function takesAny(context: LintContext, search: TakenSearch, met: Met): boolean {
  const { restriction, grant, besides } = met;
  return (
    shareSample(context.analysis, restriction, grant, besides, context.maxStates) ||
    sharedOf(context, search, met) !== null
  );
}

function sharedOf(
  context: LintContext,
  { rule }: TakenSearch,
  { restriction, grant, besides }: Met,
): Shared | null {
  const text = (): string =>
    `does \`${restriction.statement?.id ?? ""}\` take anything from \`${grant.statement?.id ?? ""}\``;
  const answer = context.share(statementPairs).common(restriction, grant, besides, { rules: [rule], text });
  return answer.kind === "witness" ? answer : null;
}

/** Whether denies leave nothing of the grant for any of its agents: that is told of it, not of the denies. */
function isLost(context: LintContext, { instances }: SourceStatement, rule: string): boolean {
  const { analysis } = context;
  return instances.every(({ statement, agents }) =>
    agents.every((agent) => {
      if (statement.kind === "deny") return false;
      const text = (): string => `do denies leave anything of \`${statement.id}\``;
      const grant = analysis.grantBox(statement, agent.expires);
      const { denies } = analysis.boxesOf(agent);
      return (
        !shareSample(analysis, grant, grant, denies, context.maxStates) &&
        context.ask({ positives: [grant], negatives: denies }, [rule], text).kind === "empty"
      );
    }),
  );
}

function inOrderOfPlace<T>(map: ReadonlyMap<number, T>): readonly (readonly [number, T])[] {
  return [...map].sort(([a], [b]) => a - b);
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
    message: `${quoted(context, grant)} ${loses}${shared === null ? "" : ` such as ${namesIn(shared)}`}`,
    span: statementSpan(context, grant),
  }));
  return cappedPlaces(places, "grants");
}
