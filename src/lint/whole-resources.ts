/**
 * All resources that actions can apply to, as globs, and names among them that no pattern mentions.
 *
 * INVARIANT: computed once for the actions of one template list and one partition.
 */
import type { GlobEntry } from "../automata/glob-library.ts";
import type { ResourceTemplate } from "../catalogue/catalogue.ts";
import type { LintContext } from "./lint-context.ts";
import type { MutatingActions } from "./mutating-actions.ts";
import { nameGlobs } from "./name-globs.ts";

export interface WholeResources {
  readonly all: readonly GlobEntry[];
  /** One for each of `all`, or two where nothing is known of the names. */
  readonly unmentioned: readonly GlobEntry[];
}

/** Variables of an ARN that do not tell one resource of an account from another. */
const placing: ReadonlySet<string> = new Set(["partition", "region", "account"]);

const known = {
  name: "whole resources",
  make: (): WeakMap<MutatingActions, Map<string, WholeResources | null>> =>
    new WeakMap<MutatingActions, Map<string, WholeResources | null>>(),
};

/** `null`: the actions have one resource an account, so that all are not more than one. */
export function wholeResources(
  context: LintContext,
  actions: MutatingActions,
  partition: string,
): WholeResources | null {
  const byActions = context.share(known);
  let byPartition = byActions.get(actions);
  if (byPartition === undefined) {
    byPartition = new Map<string, WholeResources | null>();
    byActions.set(actions, byPartition);
  }
  let found = byPartition.get(partition);
  if (found === undefined) {
    found = find(context, actions, partition);
    byPartition.set(partition, found);
  }
  return found;
}

function find(context: LintContext, actions: MutatingActions, partition: string): WholeResources | null {
  const names = nameGlobs(context);
  const { unnamed } = names;
  if (actions.templates === null) {
    return {
      all: context.analysis.everything.resources,
      unmentioned: [unnamed, `${unnamed}/${unnamed}`].map((name) => names.literal("resource", name)),
    };
  }
  const templates = actions.templates.filter((template) => !isDetour(template));
  if (!templates.some(hasMany)) return null;
  const placed = new Map([["partition", partition]]);
  return {
    all: templates.map((t) => names.template(t, placed)),
    unmentioned: templates.map((t) => names.template(t, new Map([...variablesOf(t, unnamed), ...placed]))),
  };
}

/** Whether a template is another way to resources that have names of their own. */
function isDetour({ text }: ResourceTemplate): boolean {
  return text.includes(":accesspoint/");
}

/** Whether a template has more than one name in an account. */
function hasMany({ parts }: ResourceTemplate): boolean {
  return parts.some((part) => part.kind !== "text" && !placing.has(part.name.toLowerCase()));
}

function variablesOf({ parts }: ResourceTemplate, value: string): ReadonlyMap<string, string> {
  return new Map(
    parts.flatMap((part): [string, string][] =>
      part.kind === "text" ? [] : [[part.name.toLowerCase(), value]],
    ),
  );
}
