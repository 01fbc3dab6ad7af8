/** Actions of a question that nothing knows: usually misspelt, and "no agent can" would be no news. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { didYouMean } from "../base/suggest.ts";
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import { globText, lowerAscii } from "../ir/glob.ts";
import type { Pattern, WhoCanQuery } from "../ir/ir.ts";
import { irMessages } from "../ir/messages.ts";

/** What is known about actions besides what the set says, such as a catalogue of services. */
export interface KnownActions {
  /** Names of known actions that begin so, ASCII case folded; more do no harm. */
  startingWith(prefix: string): Iterable<string>;
  /** Whether the action is of a service of which all actions are known, and is none of them. */
  isNone(action: string): boolean;
  /** Names that an unknown action may be a misspelling of. */
  near(action: string): Iterable<string>;
}

/** Tests that only find misspellings may cost this many states. */
const maxStates = 200_000;

/** An error for each pattern of actions that no statement, word, or known action has anything to do with. */
export function unknownActions(
  context: AnalysisContext,
  { spelled, vocabulary }: WhoCanQuery,
  known: KnownActions | null,
): readonly Diagnostic[] {
  if (spelled.length === 0) return [];
  const words = vocabulary.map((glob) => context.library.entry(glob));
  const mentioned = new Set([...words, ...mentionedActions(context)]);
  const budget = new Budget(maxStates);
  const isKnown = (entry: GlobEntry): boolean => {
    if (mentioned.has(entry)) return true;
    const action = literalOf(entry);
    if (action !== null && known?.isNone(action) === true) return false;
    if ([...mentioned].some((other) => context.library.overlaps(entry, other, budget))) return true;
    for (const name of known?.startingWith(entry.prefix) ?? []) {
      if (context.library.matches(entry, nameOf(name), budget)) return true;
    }
    return false;
  };
  try {
    return spelled
      .filter(({ globs }) => !globs.some((glob) => isKnown(context.library.entry(glob))))
      .map((pattern) => report(pattern, mentioned, known));
  } catch (error) {
    if (error instanceof BudgetExceeded) return [];
    throw error;
  }
}

const mentionedIn = new WeakMap<AnalysisContext, ReadonlySet<GlobEntry>>();

/** The globs of actions that statements name; `**` names something in a grant only. */
function mentionedActions(context: AnalysisContext): ReadonlySet<GlobEntry> {
  const before = mentionedIn.get(context);
  if (before !== undefined) return before;
  const { set, library } = context;
  const mentioned = new Set<GlobEntry>();
  for (const statement of set.statements) {
    const grants = statement.kind === "grant" || (statement.kind === "gate" && statement.grants);
    const { actions, exceptActions } = statement.scope;
    for (const { globs } of [...actions, ...exceptActions]) {
      for (const glob of globs) {
        const entry = library.entry(glob);
        if (grants || !entry.isEverything) mentioned.add(entry);
      }
    }
  }
  mentionedIn.set(context, mentioned);
  return mentioned;
}

/** The one action that a glob without wildcards matches. */
function literalOf({ glob }: GlobEntry): string | null {
  const [only, ...more] = glob.tokens;
  return only?.kind === "text" && more.length === 0 ? only.text : null;
}

function nameOf(action: string): { readonly codes: readonly number[]; readonly text: string } {
  const text = lowerAscii(action);
  return { codes: [...text].map((c) => c.codePointAt(0) ?? 0), text };
}

function report(
  { globs, place }: Pattern,
  mentioned: ReadonlySet<GlobEntry>,
  known: KnownActions | null,
): Diagnostic {
  const [first] = globs;
  const name = first === undefined ? "" : globText(first);
  const names = [
    ...[...mentioned].filter((entry) => !entry.isEverything).map(({ glob }) => globText(glob)),
    ...(known?.near(name) ?? []),
  ];
  const help = didYouMean(name, names) ?? "no statement of the set speaks of it";
  return irMessages.build["undefined-reference"](place, { what: "action", name }, { help });
}
