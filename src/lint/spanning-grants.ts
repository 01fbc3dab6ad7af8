/**
 * Which plain grants reach into several services by a wildcard in the service part of an action, and
 * allow something there that changes things.
 */
import type { Witness } from "../base/diagnostic.ts";
import { globText } from "../ir/glob.ts";
import type { Glob, Pattern } from "../ir/ir.ts";
import { actionAtoms, changesThings, soundsReading, spansServices } from "./action-atoms.ts";
import { grantsOfFullAccess } from "./full-access.ts";
import {
  amongHolders,
  askLeft,
  type HeldFinding,
  type HeldGrant,
  leftWitness,
  plainGrants,
} from "./left-ungated.ts";
import type { LintContext } from "./lint-context.ts";
import { boxOf, nameGlobs } from "./name-globs.ts";
import type { SourceStatement } from "./source-statements.ts";

export interface SpanningPattern {
  readonly pattern: Pattern;
  readonly glob: Glob;
  /** An action that changes something and is left, in full; and a request for it. */
  readonly action: string;
  readonly witness: Witness | null;
}

const rules = ["wildcard-service"];

/** The statements that do so, by the first of their patterns; those of full access aside. */
export function spanningGrants(
  context: LintContext,
): ReadonlyMap<SourceStatement, HeldFinding<SpanningPattern>> {
  return context.share({ name: "spanning grants", make: findAll });
}

function findAll(context: LintContext): ReadonlyMap<SourceStatement, HeldFinding<SpanningPattern>> {
  const worse = grantsOfFullAccess(context);
  const result = new Map<SourceStatement, HeldFinding<SpanningPattern>>();
  for (const { source, holders } of plainGrants(context)) {
    if (worse.has(source)) continue;
    const found = amongHolders(holders, (held) => {
      for (const { pattern, glob } of spanningPatterns(held)) {
        const left = mutatingLeft(context, held, glob);
        if (left !== null) return { pattern, glob, ...left };
      }
      return null;
    });
    if (found !== null) result.set(source, found);
  }
  return result;
}

/** In the order of the text. */
function spanningPatterns({ grant }: HeldGrant): { readonly pattern: Pattern; readonly glob: Glob }[] {
  return [...grant.scope.actions]
    .sort((a, b) => a.place.start - b.place.start)
    .flatMap((pattern) => pattern.globs.filter(spansServices).map((glob) => ({ pattern, glob })));
}

function mutatingLeft(
  context: LintContext,
  held: HeldGrant,
  glob: Glob,
): { readonly action: string; readonly witness: Witness | null } | null {
  const globs = nameGlobs(context);
  const { library, everything } = context.analysis;
  const text = (): string =>
    `does \`${globText(glob)}\` in \`${held.grant.id}\` allow something that changes things`;
  const anything = askLeft(context, held, [boxOf([library.entry(glob)], everything.resources)], rules, text);
  if (anything.kind !== "witness") return null;

  const byService = changingByService(context, glob);
  const unknown = unnamedAction(glob, globs.unnamed);
  const candidates = [...byService, ...(soundsReading(unknown) ? [] : [[unknown]])];
  for (const names of candidates) {
    const actions = names.map((name) => globs.literal("action", name));
    const answer = askLeft(context, held, [boxOf(actions, everything.resources)], rules, text);
    if (answer.kind !== "witness") continue;
    const action = context.catalogue.action(answer.names.action.text)?.name ?? answer.names.action.text;
    return { action, witness: leftWitness(context, held, answer, rules, text) };
  }
  return null;
}

const changing = {
  name: "changing actions of spanning globs",
  make: (): Map<Glob, readonly (readonly string[])[]> => new Map<Glob, readonly (readonly string[])[]>(),
};

/** The names of the glob's actions that change something, a list for each service that has any. */
function changingByService(context: LintContext, glob: Glob): readonly (readonly string[])[] {
  const known = context.share(changing);
  let lists = known.get(glob);
  if (lists === undefined) {
    lists = [...actionAtoms(context).byService(glob).values()]
      .map((actions) => actions.filter(changesThings).map(({ name }) => name))
      .filter((names) => names.length > 0);
    known.set(glob, lists);
  }
  return lists;
}

/** An action of the glob that no pattern names: what a service that nobody knows yet may call its own. */
export function unnamedAction({ tokens }: Glob, unnamed: string): string {
  const text = tokens.map((token) => (token.kind === "text" ? token.text : unnamed)).join("");
  return text.includes(":") ? text : `${text}:${unnamed}`;
}
