/** Edits that let a restriction's `*` stand for several segments, where that can be spelled. */
import type { Edit, Fix } from "../base/diagnostic.ts";
import { stretchableStars } from "../automata/stretched-glob.ts";
import type { Span } from "../base/source.ts";
import type { Glob } from "../ir/ir.ts";
import type { PatternNode, StatementNode } from "../syntax/ast.ts";
import type { YamlNode } from "../syntax/yaml-node.ts";
import { addOption } from "./edits.ts";
import type { Evasion } from "./evasions.ts";
import type { LintContext } from "./lint-context.ts";
import { isExactRespelling } from "./respellings.ts";
import { becomesGap } from "./widened-restrictions.ts";
import { writtenStatement, type WrittenStatement } from "./written-statements.ts";

/** One segment, or several: unlike two stars between slashes, never none. */
const severalSegments = "*{,:**,/**}";
const mostGlobs = 256;

/**
 * The restriction with several segments where it has `*`; for what cannot be spelled so, with
 * `exact: true`. The evasions are one statement's.
 */
export function evasionFix(context: LintContext, evasions: readonly Evasion[]): Fix | null {
  const [first] = evasions;
  if (first === undefined) return null;
  const edits = evasions.map((evasion) => stretchEdits(context, evasion));
  if (edits.every((some) => some !== null)) {
    return { title: "let `*` stand for several segments", kind: "review", edits: edits.flat() };
  }
  const accepted = addOption(context, first.source, "exact", "true");
  return accepted === null
    ? null
    : { title: "accept the restriction as narrow as it is written", kind: "review", edits: accepted };
}

function stretchEdits(context: LintContext, evasion: Evasion): readonly Edit[] | null {
  if (evasion.widening !== "segments") return null;
  const { source, restricting } = evasion;
  const { pattern } = restricting;
  const statement = writtenStatement(context, source.place);
  const written = statement === null ? null : patternAt(statement.node, pattern.place);
  if (statement === null || written === null) return null;
  const stars = starsToStretch(written, pattern.globs);
  if (stars === null) return null;
  const gaps = stars.filter(({ isGap }) => isGap).length;
  // Where no star stands between slashes, `**` is one segment or several, and nothing else.
  if (isExactRespelling(context, evasion, gaps === 0 ? "several" : "deep")) {
    return stars.map(({ span }) => ({ span, text: "**" }));
  }
  const isSpelled = gaps > 0 && pattern.globs.length * 3 ** gaps <= mostGlobs;
  if (!isSpelled || !mayHoldBraces(statement, pattern.place)) return null;
  if (!isExactRespelling(context, evasion, "several")) return null;
  return stars.map(({ span, isGap }) => ({ span, text: isGap ? severalSegments : "**" }));
}

/** The pattern of the statement at a place. */
function patternAt({ expression, except }: StatementNode, place: Span): PatternNode | null {
  const { actions, exceptActions, resources, exceptResources } = expression;
  const all = [...actions, ...exceptActions, ...(resources ?? []), ...exceptResources, ...except];
  return (
    all.find(
      ({ span }) => span.file === place.file && span.start === place.start && span.end === place.end,
    ) ?? null
  );
}

interface StarPart {
  readonly span: Span;
  /** Whether `**` there would also stand for no segment at all. */
  readonly isGap: boolean;
}

/** The stars of the text that are to be stretched; `null` unless they are the same in every alternative. */
function starsToStretch(node: PatternNode, globs: readonly Glob[]): readonly StarPart[] | null {
  if (node.kind === "word") return null;
  const parts = node.parts.filter((part, i) => part.kind === "star" && i + 1 < node.parts.length);
  const [first, ...rest] = globs.map((glob) => markedStars(glob));
  if (first === undefined) return null;
  const isSame = (other: typeof first): boolean => other.join() === first.join();
  if (first.length !== parts.length || !rest.every(isSame)) return null;
  return parts.flatMap(({ span }, i) => {
    const mark = first[i];
    return mark === undefined || mark === "as it is" ? [] : [{ span, isGap: mark === "gap" }];
  });
}

/** What becomes of each star of a glob. */
function markedStars(glob: Glob): readonly ("as it is" | "deep" | "gap")[] {
  const stretched = new Set(stretchableStars(glob));
  return glob.tokens.flatMap((token, i) => {
    if (token.kind !== "star") return [];
    return [!stretched.has(i) ? "as it is" : becomesGap(glob, i) ? "gap" : "deep"];
  });
}

/** Whether YAML reads braces and commas at a place of the statement as text. */
function mayHoldBraces(written: WrittenStatement, place: Span): boolean {
  const { head, list, options } = written;
  const holds = ({ span }: YamlNode): boolean => span.start <= place.start && place.end <= span.end;
  const isInFlow = list.flow || options?.map.flow === true;
  if (holds(head)) return head.style !== "plain" || !isInFlow;
  const value = options?.entries.find((entry) => holds(entry.value))?.value;
  if (value?.kind === "scalar") return value.style !== "plain" || !isInFlow;
  if (value?.kind !== "seq") return false;
  const item = value.items.find(holds);
  return item?.kind === "scalar" && (item.style !== "plain" || !(isInFlow || value.flow));
}
