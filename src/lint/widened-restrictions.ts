/**
 * Restrictions read more widely than they are written: a `*` that stands for several segments, or letters
 * of either case.
 *
 * INVARIANT: a widened box holds all that its pattern matches under the restriction, and no request of a
 * service whose resources are bound by shapes where segments are stretched.
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box, Region } from "../analysis/boxes.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import {
  caselessNfa,
  caselessPrefix,
  caselessSuffix,
  hasCase,
  stretchableStars,
  stretchedNfa,
} from "../automata/stretched-glob.ts";
import { tokensText } from "../ir/glob.ts";
import type { Dimension, Glob, GlobToken, Pattern, Scope, Statement } from "../ir/ir.ts";
import type { LintContext } from "./lint-context.ts";

/** A pattern of a restriction: of a deny or a gate, or of what a grant excepts. */
export interface RestrictingPattern {
  readonly pattern: Pattern;
  readonly list: keyof Scope;
}

export type Widening =
  /** `*` stands for several segments; `isAnchored`: none of them equal to the literal segment that follows. */
  { readonly kind: "segments"; readonly isAnchored: boolean } | { readonly kind: "case" };

/** The patterns by which a statement restricts, in the order of its lists. */
export function restrictingPatterns({ kind, scope }: Statement): readonly RestrictingPattern[] {
  const lists =
    kind === "grant" ? (["exceptActions", "exceptResources"] as const) : (["actions", "resources"] as const);
  return lists.flatMap((list) => scope[list].map((pattern) => ({ pattern, list })));
}

/** Whether widening the pattern makes it match more at all. */
export function canWiden({ pattern, list }: RestrictingPattern, kind: Widening["kind"]): boolean {
  if (kind === "segments") return pattern.globs.some((glob) => stretchableStars(glob).length > 0);
  return dimensionOf(list) === "resource" && pattern.globs.some(hasCase);
}

/** What a statement restricts by this pattern, widened. */
export function widenedBox(
  context: LintContext,
  statement: Statement,
  { pattern, list }: RestrictingPattern,
  widening: Widening,
): Box {
  const { analysis } = context;
  const globs = pattern.globs.filter((glob) => widening.kind === "case" || stretchableStars(glob).length > 0);
  const entries = globs.map((glob) => reading(analysis, glob, widening));
  return boxWith(context, statement, list, entries, widening.kind === "segments");
}

/** What a statement would restrict by a pattern with `**` for each of its stretchable stars. */
export function respelledBox(
  context: LintContext,
  statement: Statement,
  { pattern, list }: RestrictingPattern,
): Box {
  const entries = pattern.globs.map((glob) => context.analysis.library.entry(respelled(glob)));
  return boxWith(context, statement, list, entries, true);
}

function boxWith(
  context: LintContext,
  statement: Statement,
  list: keyof Scope,
  entries: readonly GlobEntry[],
  isStretched: boolean,
): Box {
  const { analysis } = context;
  const { everything } = analysis;
  const own: Region = analysis.region(statement.scope);
  const isExcept = list === "exceptActions" || list === "exceptResources";
  const rest = isExcept ? { ...everything, exceptActions: [], exceptResources: [] } : own;
  const bound = isStretched ? boundActions(context) : [];
  const region = {
    ...rest,
    [dimensionOf(list) === "action" ? "actions" : "resources"]: entries,
    exceptActions: [...rest.exceptActions, ...bound],
  };
  return {
    ...(isExcept ? analysis.questionBox(statement.scope, null) : analysis.effectBox(statement)),
    statement: null,
    region,
  };
}

export function dimensionOf(list: keyof Scope): Dimension {
  return list === "actions" || list === "exceptActions" ? "action" : "resource";
}

function reading({ library }: AnalysisContext, glob: Glob, widening: Widening): GlobEntry {
  if (widening.kind === "case") {
    return library.reading(glob, "caseless", () => ({
      build: () => caselessNfa(glob),
      prefix: caselessPrefix(prefixOf(glob)),
      suffix: caselessSuffix(suffixOf(glob)),
    }));
  }
  const { isAnchored } = widening;
  return library.reading(glob, isAnchored ? "stretched" : "stretched freely", () => ({
    build: () => stretchedNfa(glob, isAnchored),
    prefix: prefixOf(glob),
    suffix: suffixOf(glob),
  }));
}

function prefixOf({ tokens: [first] }: Glob): string {
  return first?.kind === "text" ? first.text : "";
}

function suffixOf({ tokens }: Glob): string {
  const last = tokens.at(-1);
  return last?.kind === "text" ? last.text : "";
}

/** The actions whose resources have binding shapes: there no star stands for more than it says. */
function boundActions(context: LintContext): readonly GlobEntry[] {
  return context.share({
    name: "actions bound by shapes",
    make: ({ set, analysis }) =>
      set.services.flatMap(({ name, shapes, actions }) => {
        const whole =
          shapes.length === 0 ? [] : [[text(name)], [text(`${name}:`), { kind: "deep" } as const]];
        const single = actions.filter((one) => one.shapes.length > 0).map(({ action }) => [text(action)]);
        return [...whole, ...single].map((tokens) => analysis.library.entry(globOf("action", tokens)));
      }),
  });
}

/** The requests of services whose resource names the catalogue says fold case, one box a service. */
export function caseFoldingServices(
  context: LintContext,
): readonly { readonly name: string; readonly box: Box }[] {
  return context.share({
    name: "services that fold case",
    make: ({ analysis, catalogue }) => {
      const folds = (key: string): boolean => catalogue.service(key)?.foldsCase === true;
      const under = (key: string): GlobEntry =>
        analysis.library.entry(globOf("action", [text(`${key}:`), { kind: "deep" }]));
      return catalogue.keys.filter(folds).map((key) => {
        const nested = catalogue.keys.filter((other) => other.startsWith(`${key}:`) && !folds(other));
        const region = {
          ...analysis.everything,
          actions: [under(key)],
          exceptActions: nested.map(under),
          exceptResources: [],
        };
        return {
          name: catalogue.service(key)?.spelling ?? key,
          box: { ...analysis.questionBox(everything, null), region },
        };
      });
    },
  });
}

const everything: Scope = { actions: [], exceptActions: [], resources: [], exceptResources: [] };

function text(of: string): GlobToken {
  return { kind: "text", text: of };
}

function globOf(dimension: Dimension, tokens: readonly GlobToken[]): Glob {
  return { dimension, tokens, key: `${dimension}:${tokensText(tokens)}` };
}

/** Whether `**` for this star would also stand for no segment at all. */
export function becomesGap({ dimension, tokens }: Glob, star: number): boolean {
  const before = tokens[star - 1];
  const after = tokens[star + 1];
  return (
    dimension === "resource" &&
    (before === undefined || (before.kind === "text" && before.text.endsWith("/"))) &&
    after?.kind === "text" &&
    after.text.startsWith("/")
  );
}

/** The glob that has `**` for each stretchable star. */
function respelled(glob: Glob): Glob {
  const stars = new Set(stretchableStars(glob));
  const tokens: GlobToken[] = [];
  let isAfterGap = false;
  glob.tokens.forEach((token, i) => {
    const read = isAfterGap && token.kind === "text" ? text(token.text.slice(1)) : token;
    isAfterGap = stars.has(i) && becomesGap(glob, i);
    if (isAfterGap) tokens.push({ kind: "gap" });
    else if (stars.has(i)) tokens.push({ kind: "deep" });
    else if (read.kind !== "text" || read.text !== "") tokens.push(read);
  });
  return globOf(glob.dimension, tokens);
}
