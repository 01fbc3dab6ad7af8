/**
 * Requests that are allowed without approval and slip through a restriction because a `*` of it stands for
 * one segment only, or because the case of letters counts.
 *
 * INVARIANT: a request told is allowed, and would be denied or gated if the restriction were read more
 * widely.
 */
import type { Box } from "../analysis/boxes.ts";
import type { Answer, Question } from "../analysis/question.ts";
import type { Agent, Grant, Statement } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";
import type { SourceStatement } from "./source-statements.ts";
import { statementPairs } from "./statement-pairs.ts";
import { statementText } from "./statement-text.ts";
import {
  canWiden,
  caseFoldingServices,
  type RestrictingPattern,
  restrictingPatterns,
  widenedBox,
  type Widening,
} from "./widened-restrictions.ts";

export const evadableId = "evadable-restriction";

type Shared = Extract<Answer, { kind: "witness" }>;

export interface Evasion {
  readonly source: SourceStatement;
  readonly restricting: RestrictingPattern;
  /** Among the statement's restricting patterns. */
  readonly index: number;
  readonly widening: Widening["kind"];
  /** The service whose names fold case; `null` where segments are stretched. */
  readonly service: string | null;
  readonly agent: Agent;
  readonly grant: Grant;
  readonly answer: Shared;
}

/** A statement as one agent holds it. */
export interface Held {
  readonly statement: Statement;
  readonly agent: Agent;
}

const stretched: Widening = { kind: "segments", isAnchored: true };

/** The statement's patterns that can be evaded, each with the first request found. */
export function evasionsOf(context: LintContext, source: SourceStatement): readonly Evasion[] {
  const [first] = source.instances;
  if (first === undefined || source.owner.kind === "border" || first.statement.exact) return [];
  const services = caseFoldingServices(context);
  return restrictingPatterns(first.statement).flatMap((_, index): readonly Evasion[] => {
    for (const held of holdersOf(context, source)) {
      const restricting = restrictingPatterns(held.statement)[index];
      if (restricting === undefined) continue;
      if (canWiden(restricting, "segments")) {
        const box = widenedBox(context, held.statement, restricting, stretched);
        const found = firstAllowed(context, held, [box]);
        if (found !== null) {
          return [{ source, restricting, index, widening: "segments", service: null, ...found }];
        }
      }
      if (services.length === 0 || !canWiden(restricting, "case")) continue;
      const box = widenedBox(context, held.statement, restricting, { kind: "case" });
      for (const service of services) {
        const found = firstAllowed(context, held, [box, service.box]);
        if (found !== null)
          return [{ source, restricting, index, widening: "case", service: service.name, ...found }];
      }
    }
    return [];
  });
}

/** The statement for each agent that holds it, in the order of `inOrder`. */
export function holdersOf(context: LintContext, { instances }: SourceStatement): readonly Held[] {
  const statements = new Map(
    instances.flatMap(({ statement, agents }) =>
      agents.map((agent): [Agent, Statement] => [agent, statement]),
    ),
  );
  return context.inOrder(statements.keys()).flatMap((agent) => {
    const statement = statements.get(agent);
    return statement === undefined ? [] : [{ statement, agent }];
  });
}

/** The first plain grant of which something within the boxes is allowed. */
function firstAllowed(
  context: LintContext,
  held: Held,
  within: readonly Box[],
): Pick<Evasion, "agent" | "grant" | "answer"> | null {
  const { statement, agent } = held;
  for (const { grant, question } of questionsOfGrants(context, held, within)) {
    const answer = context.ask(question, [evadableId], () => questionText(context, statement, agent));
    if (answer.kind === "witness") return { agent, grant, answer };
  }
  return null;
}

/** For each plain grant that the boxes meet: is anything of it allowed within them? */
export function* questionsOfGrants(
  context: LintContext,
  { statement, agent }: Held,
  within: readonly Box[],
): Generator<{ readonly grant: Grant; readonly question: Question }> {
  const pairs = context.share(statementPairs);
  const { grants, denies, gates } = context.analysis.boxesOf(agent);
  const isExcept = statement.kind === "grant";
  for (const box of grants) {
    const grant = box.statement;
    if (grant?.kind !== "grant" || (isExcept && grant !== statement)) continue;
    if (!within.every((one) => pairs.mayMeet(one, box))) continue;
    // What another grant allows as well, an exception of this one does not restrict.
    const others = isExcept ? grants.filter((other) => other !== box) : [];
    const question = { positives: [...within, box], negatives: [...denies, ...gates, ...others] };
    yield { grant, question };
  }
}

function questionText(context: LintContext, statement: Statement, agent: Agent): string {
  return `can \`${agent.name}\` evade \`${statementText(context, statement)}\``;
}
