/**
 * Requests that only another choice of binding shapes decides otherwise: what both sides' statements
 * allow, and one side's shapes refuse.
 */
import type { Box } from "../analysis/boxes.ts";
import { ALWAYS } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { BindingService, Pattern, PolicySet, Scope } from "../ir/ir.ts";
import type { AgentClass } from "./agent-pairs.ts";
import type { Holding } from "./holdings.ts";
import type { JointSpace } from "./joint-space.ts";
import { deniesOfBoth, type DecisionKind, inBoth, type Part } from "./parts.ts";
import { actionsOfService } from "./shape-boxes.ts";
import { otherSide, type SideName } from "./side.ts";

/** One part for each service that binds on the side that refuses. */
export function shapeParts(
  of: AgentClass,
  sets: { readonly [S in SideName]: PolicySet },
  space: JointSpace,
  kinds: ReadonlySet<DecisionKind>,
): Part[] {
  const { fitting } = space;
  if (fitting === null) return [];
  const others = deniesOfBoth(of);
  const none = [...others.map(({ box }) => box), ...fitting];
  const some = [inBoth(of.base.grants, of.head.grants)];
  return (["widened", "narrowed"] as const).flatMap((kind) => {
    if (!kinds.has(kind)) return [];
    const refusing: SideName = kind === "widened" ? "base" : "head";
    const { services } = sets[refusing];
    return services.map((service, i): Part => {
      const changed = serviceHolding(service, services, space, -1 - i);
      const side = otherSide(refusing);
      return {
        kind,
        effect: "shapes",
        changed,
        side,
        all: [changed.box],
        some,
        none,
        grants: [],
        others,
        granted: [],
      };
    });
  });
}

/** The requests that a service binds, as if a statement spoke of them. */
function serviceHolding(
  service: BindingService,
  services: readonly BindingService[],
  space: JointSpace,
  id: number,
): Holding {
  const { context } = space;
  const { actions, exceptActions } = actionsOfService(service, services, context);
  const region = { actions, exceptActions, resources: context.everything.resources, exceptResources: [] };
  const box: Box = { statement: null, region, condition: () => ALWAYS };
  const place = { file: "", start: 0, end: 0 };
  const patterns = (entries: readonly GlobEntry[]): Pattern[] =>
    entries.map(({ glob }) => ({ globs: [glob], place }));
  const scope: Scope = {
    actions: patterns(actions),
    exceptActions: patterns(exceptActions),
    resources: patterns(region.resources),
    exceptResources: [],
  };
  const key = `shapes ${service.name}`;
  return {
    id,
    box,
    scope,
    condition: null,
    expires: null,
    option: service.name,
    key,
    regionKey: key,
    side: null,
  };
}
