/** The sentence and the tags of a change of decisions. */
import { assertNever } from "../base/invariant.ts";
import type { Decision } from "../base/request.ts";
import type { ChangeRegion } from "./change.ts";
import type { Part } from "./parts.ts";

/** `git:push on repos/* except repos/docs when …`, with `≈` before what only covers the change. */
export function regionWords({ actions, resources, except, when, exact }: ChangeRegion): string {
  const without = except === null ? "" : ` except ${except}`;
  const condition = when === null ? "" : ` when ${when}`;
  return `${exact ? "" : "≈ "}\`${actions} on ${resources}${without}${condition}\``;
}

/** One or two agents by name, more by number. */
export function agentWords(agents: readonly string[]): string {
  const [first, second, ...more] = agents;
  if (second === undefined) return `\`${first ?? ""}\``;
  return more.length === 0 ? `\`${first ?? ""}\` and \`${second}\`` : `${agents.length} agents`;
}

/** The channels of notifications that came and went. */
export interface Told {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

function toldWords({ gained, lost }: Told): string {
  const list = (channels: readonly string[]): string => channels.map((c) => `\`${c}\``).join(", ");
  const are = gained.length > 1 ? "are" : "is";
  if (gained.length === 0) return `${list(lost)} ${lost.length > 1 ? "are" : "is"} no longer told`;
  return `${list(gained)} ${are} now told${lost.length === 0 ? "" : ` instead of ${list(lost)}`}`;
}

/** One sentence: what is decided otherwise, for whom. */
export function messageOf(
  { kind, effect, changed }: Part,
  told: Told,
  agents: readonly string[],
  region: ChangeRegion,
  after: Decision,
): string {
  const who = agentWords(agents);
  const what = regionWords(region);
  if (effect === "shapes") {
    const may = kind === "widened" ? "may now" : "may no longer";
    const why = kind === "widened" ? "no longer bind" : "bind";
    return `${who} ${may} name resources without a shape of \`${changed.option}\`, since its shapes ${why}`;
  }
  const isOne = agents.length === 1;
  switch (kind) {
    case "widened":
      return after.effect === "allow"
        ? `${who} may now do ${what}`
        : `${who} may now do ${what} with an approval`;
    case "narrowed":
      return `${who} may no longer do ${what}`;
    case "gated":
      return `${who} now ${isOne ? "needs" : "need"} approval for ${what}`;
    case "ungated":
      return `${who} no longer ${isOne ? "needs" : "need"} approval for ${what}`;
    case "approval":
      return `approval for ${what} is asked for otherwise, for ${who}`;
    case "obligation":
      return `${toldWords(told)} of ${what}, for ${who}`;
    default:
      return assertNever(kind);
  }
}

/** The kind, and what makes it worth a gate of its own. */
export function tagsOf({ kind, effect, changed, side }: Part, told: Told, after: Decision): string[] {
  const tags: string[] = [kind];
  const owner = changed.box.statement?.owner.kind;
  const isFleetWide = owner === "guardrail" || owner === "border";
  if (kind === "widened" && after.effect === "require_approval") tags.push("with-approval");
  if (kind === "widened" && effect === "denies") tags.push("deny-removed");
  if ((kind === "widened" || kind === "ungated") && side === "base" && isFleetWide)
    tags.push("guardrail-weakened");
  if (effect === "shapes") tags.push("shapes");
  if (kind === "obligation" && told.gained.length > 0) tags.push("notify-added");
  if (kind === "obligation" && told.lost.length > 0) tags.push("notify-removed");
  return tags;
}
