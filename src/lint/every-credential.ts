/**
 * Grants that read all secrets, or get all credentials, of a region: every resource that the action can apply to.
 *
 * What a region's pattern leaves open before its last star (an ARN's partition, AWS region and account, a
 * server) may be fixed by the grant: every secret of one account is every secret. Some regions leave more
 * than their last star open: the secrets of one namespace are not all.
 */
import type { Box } from "../analysis/boxes.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { ALWAYS, NEVER } from "../automata/decision-diagram.ts";
import type { Witness } from "../base/diagnostic.ts";
import type { Glob } from "../ir/ir.ts";
import type { Answer } from "../analysis/question.ts";
import { boxFilter } from "./box-filter.ts";
import { type HeldGrant, leftWitness } from "./left-ungated.ts";
import type { LintContext } from "./lint-context.ts";
import type { Meeting } from "./region-meetings.ts";
import { type RegionBox, sensitiveArea } from "./sensitive-regions.ts";

const rule = "credential-read";

export interface EveryCredential {
  readonly region: RegionBox;
  readonly witness: Witness;
}

/** The first of the regions of which the grant reaches everything without approval; `null`: none. */
export function everyCredential(
  context: LintContext,
  held: HeldGrant,
  meetings: readonly Meeting[],
): EveryCredential | null {
  const filter = context.share(boxFilter);
  const scope = context.analysis.region(held.grant.scope);
  for (const { region, actions } of meetings) {
    const part = { ...scope, actions: actions ?? scope.actions };
    for (const own of scope.resources) {
      for (const template of region.box.region.resources) {
        if (!filter.mayOverlap([own], [template])) continue;
        const witness = ofOne(context, held, region, { ...part, resources: [own] }, template);
        if (witness !== null) return { region, witness };
      }
    }
  }
  return null;
}

/** Whether a part of the grant, with one glob of resources, begins what covers all of one glob of the region's. */
function ofOne(
  context: LintContext,
  held: HeldGrant,
  region: RegionBox,
  own: Box["region"],
  template: GlobEntry,
): Witness | null {
  const { analysis } = context;
  const { grant, agent } = held;
  const { denies, gates } = analysis.boxesOf(agent);
  const narrowings = sensitiveArea(context, rule).narrowings;
  const text = (): string => `does \`${grant.id}\` let \`${agent.name}\` ${region.does} without approval`;
  const whole = analysis.grantBox(grant, agent.expires);
  const part = { ...whole, region: own };
  const within = { ...region.box, region: { ...region.box.region, resources: [template] } };
  const sample = context.ask(
    { positives: [part, within], negatives: [...denies, ...gates, ...narrowings] },
    [rule],
    text,
  );
  if (sample.kind !== "witness") return null;
  const every = everyResource(context, sample, template.glob, region.openStars, within);
  const unconditional = (box: Box): Box => ({ ...box, condition: () => ALWAYS });
  // Its condition limits when, not which; so does a restriction's, unless it always holds.
  const covers = context.ask(
    { positives: [every], negatives: [unconditional(whole), ...narrowings] },
    [rule],
    text,
  );
  if (covers.kind !== "empty") return null;
  const isCarved = [...denies, ...gates].some((box) => {
    if (analysis.diagrams.minus(ALWAYS, box.condition()) !== NEVER) return false;
    return context.ask({ positives: [every, box], negatives: narrowings }, [rule], text).kind !== "empty";
  });
  return isCarved ? null : leftWitness(context, held, sample, [rule], text);
}

/** All resources of the template that agree with the sample up to the template's open stars; the sample's action. */
function everyResource(
  { analysis }: LintContext,
  { names }: Extract<Answer, { kind: "witness" }>,
  template: Glob,
  openStars: number,
  within: Box,
): Box {
  const resource = fixedBefore(names.resource.text, template, openStars);
  const action: Glob = {
    dimension: "action",
    tokens: [{ kind: "text", text: names.action.text }],
    key: `action:\u0000${names.action.text}`,
  };
  return {
    statement: null,
    region: {
      actions: [analysis.library.entry(action)],
      resources: [analysis.library.entry(resource)],
      exceptActions: [],
      exceptResources: within.region.exceptResources,
    },
    condition: () => ALWAYS,
  };
}

/** The glob whose text is the sample's up to where the template's open stars begin; literal templates as they are. */
function fixedBefore(sample: string, template: Glob, openStars: number): Glob {
  const { tokens } = template;
  if ((tokens.at(-1)?.kind ?? "text") === "text") return template;
  const stars = tokens.flatMap(({ kind }, at) => (kind === "text" ? [] : [at]));
  const from = stars.at(-openStars) ?? 0;
  const count = tokens
    .slice(0, from)
    .reduce((sum, t) => sum + (t.kind === "text" ? separatorsIn(t.text) : 0), 0);
  let end = 0;
  for (let seen = 0; seen < count && end < sample.length; end++) if (isSeparator(sample[end])) seen++;
  const text = sample.slice(0, end);
  const open = tokens.slice(from);
  const kept: Glob["tokens"] = text === "" ? open : [{ kind: "text", text }, ...open];
  const key = open.map((t) => (t.kind === "text" ? t.text : t.kind === "deep" ? "**" : "*")).join("");
  return { dimension: "resource", tokens: kept, key: `resource:\u0000${text}\u0000${key}` };
}

function isSeparator(character: string | undefined): boolean {
  return character === ":" || character === "/";
}

function separatorsIn(text: string): number {
  return Array.from(text).filter(isSeparator).length;
}
