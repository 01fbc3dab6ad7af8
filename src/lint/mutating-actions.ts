/**
 * The actions of a grant that change things, by the resources that they apply to.
 *
 * INVARIANT: an action that the catalogue does not know changes things unless its name begins with a
 * word of reading.
 */
import type { ResourceTemplate } from "../catalogue/catalogue.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { globText } from "../ir/glob.ts";
import type { Scope } from "../ir/ir.ts";
import { actionAtoms, actionsKey, changesThings, soundsReading } from "./action-atoms.ts";
import type { LintContext } from "./lint-context.ts";
import { nameGlobs } from "./name-globs.ts";

/** Actions that apply to the same resources. */
export interface MutatingActions {
  /** As the catalogue spells them, or as the policy's glob; sorted. */
  readonly names: readonly string[];
  readonly globs: readonly GlobEntry[];
  /** `null`: not known. Not empty. */
  readonly templates: readonly ResourceTemplate[] | null;
}

const groups = {
  name: "mutating actions",
  make: (): Map<string, readonly MutatingActions[]> => new Map<string, readonly MutatingActions[]>(),
};

/** By the text of their templates; actions without any resource are left out. */
export function mutatingActions(context: LintContext, scope: Scope): readonly MutatingActions[] {
  const known = context.share(groups);
  const key = actionsKey(scope);
  let found = known.get(key);
  if (found === undefined) {
    found = group(context, scope);
    known.set(key, found);
  }
  return found;
}

/** The action of a name as the catalogue spells it. */
export function actionName({ catalogue }: LintContext, name: string): string {
  return catalogue.action(name)?.name ?? name;
}

function group(context: LintContext, scope: Scope): readonly MutatingActions[] {
  const atoms = actionAtoms(context);
  const globs = nameGlobs(context);
  const { library } = context.analysis;
  const byTemplates = new Map<
    string,
    { names: string[]; globs: GlobEntry[]; templates: MutatingActions["templates"] }
  >();
  const add = (name: string, glob: GlobEntry, templates: MutatingActions["templates"]): void => {
    const key = templates === null ? "" : templates.map(({ text }) => text).join("\n");
    const known = byTemplates.get(key);
    if (known === undefined) byTemplates.set(key, { names: [name], globs: [glob], templates });
    else {
      known.names.push(name);
      known.globs.push(glob);
    }
  };
  for (const action of atoms.ofScope(scope)) {
    if (!changesThings(action) || action.resources?.length === 0) continue;
    add(action.name, globs.literal("action", action.name), action.resources);
  }
  for (const glob of atoms.unknownIn(scope.actions)) {
    const text = globText(glob);
    if (!soundsReading(text)) add(text, library.entry(glob), null);
  }
  return [...byTemplates.values()];
}
