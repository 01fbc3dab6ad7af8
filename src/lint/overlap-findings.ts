/** Findings about overlapping statements: their related places, the agents they hold for, and a witness. */
import type { RelatedPlace, Witness } from "../base/diagnostic.ts";
import type { Decision } from "../base/request.ts";
import type { Answer } from "../analysis/question.ts";
import type { Agent } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";
import { type OverlappingPair, sharedBy } from "./overlapping-pairs.ts";
import type { SourceStatement } from "./source-statements.ts";
import { agentsOfGroup, type PairGroup } from "./statement-groups.ts";
import { statementSpan } from "./statement-places.ts";
import { statementText } from "./statement-text.ts";

type Shared = Extract<Answer, { kind: "witness" }>;

/** More related places than this are only counted. */
export const shownPlaces = 10;

/** The statement's words, in backticks. */
export function quoted(context: LintContext, source: Pick<SourceStatement, "place" | "id">): string {
  return `\`${statementText(context, source)}\``;
}

/** The names of an answer: `git:push` on `repos/a`, in backticks. */
export function namesIn({ names }: Shared): string {
  return `\`${textOf(names.action.codes)}\` on \`${textOf(names.resource.codes)}\``;
}

function textOf(codes: readonly number[]): string {
  return String.fromCodePoint(...codes);
}

/** Such as ` for \`a\` and 3 more agents`; empty where the statements are one agent's own. */
export function forWhom(agents: readonly Agent[], sources: readonly SourceStatement[]): string {
  const [first] = agents;
  const isObvious =
    agents.length === 1 &&
    sources.every(({ owner, instances }) => owner.kind === "agent" && instances.length === 1);
  if (first === undefined || isObvious) return "";
  const more = agents.length - 1;
  return ` for \`${first.name}\`${more === 0 ? "" : ` and ${String(more)} more agent${more === 1 ? "" : "s"}`}`;
}

/** The agents of a group in words, where they are not obvious. */
export function forGroup(context: LintContext, group: PairGroup): string {
  return forWhom(agentsOfGroup(context, group), [group.first, ...group.others.map(({ source }) => source)]);
}

/** At most ten places; the last one counts those that are left out. */
export function cappedPlaces(places: readonly RelatedPlace[], what: string): readonly RelatedPlace[] {
  const [beyond] = places.slice(shownPlaces);
  if (beyond === undefined) return places;
  const more = places.length - shownPlaces;
  const rest = { message: `and ${String(more)} more ${what}`, span: beyond.span };
  return [...places.slice(0, shownPlaces), rest];
}

/** The other statements of a group, each with a request that it shares. */
export function relatedOfGroup(context: LintContext, { first, others }: PairGroup): readonly RelatedPlace[] {
  const places = others.map(({ source, pair }, i): RelatedPlace => {
    const partner = pair.a === source ? pair.b : pair.a;
    const whom = partner === first ? "" : ` with ${quoted(context, partner)}`;
    return {
      message: `${quoted(context, source)} shares requests${i < shownPlaces ? example(context, pair) : ""}${whom}`,
      span: statementSpan(context, source),
    };
  });
  return cappedPlaces(places, "statements");
}

/** Such as ` such as \`git:push\` on \`repos/a\``. */
export function example(context: LintContext, pair: OverlappingPair): string {
  const shared = sharedBy(context, pair);
  return shared === null ? "" : ` such as ${namesIn(shared)}`;
}

/** The shortest request of the group's first pair, replayed. */
export function groupWitness(
  context: LintContext,
  { others }: PairGroup,
  rule: string,
  shows: (decision: Decision) => boolean,
): Witness | null {
  const [first] = others;
  return first === undefined ? null : pairWitness(context, first.pair, rule, shows);
}

/** The shortest request of a pair, replayed. */
export function pairWitness(
  context: LintContext,
  pair: OverlappingPair,
  rule: string,
  shows: (decision: Decision) => boolean,
): Witness | null {
  const [agent] = pair.agents;
  const shared = sharedBy(context, pair);
  const text = (): string =>
    `which request do ${quoted(context, pair.a)} and ${quoted(context, pair.b)} both match`;
  return agent === undefined || shared === null ? null : context.witness(agent, shared, [rule], text, shows);
}
