/**
 * Patterns of a statement's lists that the others of their list cover.
 *
 * INVARIANT: what is found in one list may be taken out of it together.
 */
import type { Witness } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Box } from "../analysis/boxes.ts";
import type { Pattern, Scope, Statement } from "../ir/ir.ts";
import { boxFilter } from "./box-filter.ts";
import type { LintContext } from "./lint-context.ts";
import type { SourceStatement } from "./source-statements.ts";
import { statementText } from "./statement-text.ts";
import { statementNode } from "./written-statements.ts";

export type PatternList = keyof Scope;

export interface RedundantPattern {
  readonly list: PatternList;
  readonly place: Span;
  /** `repeated`: another entry says the same; `carvedOut`: the statement's exceptions leave nothing of it. */
  readonly reason: "covered" | "repeated" | "carvedOut";
  /** The others of the list that cover it, as far as they are known. */
  readonly covering: readonly Span[];
  /** A request that the statement matches by it; `null` where there is none. */
  readonly witness: Witness | null;
}

/** An entry of a list as its author wrote it; a word of the vocabulary may stand for several patterns. */
interface Entry {
  readonly place: Span;
  readonly patterns: readonly Pattern[];
}

const lists = ["actions", "exceptActions", "resources", "exceptResources"] as const;
const rule = "redundant-pattern";

/** The redundant patterns of a statement, however variables are bound, in the order of the text. */
export function redundantPatterns(context: LintContext, source: SourceStatement): RedundantPattern[] {
  return lists.flatMap((list) => new ListSearch(context, source, list).run());
}

function entriesOf(patterns: readonly Pattern[]): Entry[] {
  const entries = new Map<string, { readonly place: Span; readonly patterns: Pattern[] }>();
  for (const pattern of patterns) {
    const { place } = pattern;
    const key = `${place.file}\u0000${place.start}`;
    const known = entries.get(key);
    if (known === undefined) entries.set(key, { place, patterns: [pattern] });
    else known.patterns.push(pattern);
  }
  return [...entries.values()].sort(
    (a, b) => compareCodePoints(a.place.file, b.place.file) || a.place.start - b.place.start,
  );
}

function isAt(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start;
}

class ListSearch {
  readonly #context: LintContext;
  readonly #source: SourceStatement;
  readonly #list: PatternList;
  readonly #gone: Span[] = [];

  constructor(context: LintContext, source: SourceStatement, list: PatternList) {
    this.#context = context;
    this.#source = source;
    this.#list = list;
  }

  run(): RedundantPattern[] {
    const { instances } = this.#source;
    const places = this.#places();
    if (places.length < 2) return [];
    const found: RedundantPattern[] = [];
    // Last ones first: of two that cover each other the earlier remains.
    for (const place of places.reverse()) {
      const covering: Span[] = [];
      let reason: RedundantPattern["reason"] = "carvedOut";
      const isRedundant = instances.every(({ statement }) => {
        // Of patterns that say the same the compiler keeps the first.
        if (!statement.scope[this.#list].some((p) => isAt(p.place, place))) {
          if (reason === "carvedOut") reason = "repeated";
          return true;
        }
        const by = this.#coveredBy(statement, place);
        if (by !== null && by.length > 0) reason = "covered";
        for (const span of by ?? []) if (!covering.some((c) => isAt(c, span))) covering.push(span);
        return by !== null;
      });
      if (!isRedundant) continue;
      this.#gone.push(place);
      covering.sort((a, b) => a.start - b.start);
      found.push({ list: this.#list, place, reason, covering, witness: this.#witnessOf(place) });
    }
    return found.reverse();
  }

  /** Where the entries stand, those included that say what an earlier one says; in order. */
  #places(): Span[] {
    const { instances, place } = this.#source;
    const compiled = entriesOf(instances.flatMap(({ statement }) => statement.scope[this.#list]));
    const node = statementNode(this.#context, place);
    if (node === null) return compiled.map((entry) => entry.place);
    const { expression, except } = node;
    const written =
      this.#list === "exceptResources"
        ? [...expression.exceptResources, ...except]
        : (expression[this.#list] ?? []);
    return written.length < 2 ? [] : written.map(({ span }) => span).sort((a, b) => a.start - b.start);
  }

  /** The other entries that cover the one at a place; `null` when they leave something of it. */
  #coveredBy(statement: Statement, place: Span): readonly Span[] | null {
    const entries = entriesOf(statement.scope[this.#list]).filter(
      (entry) => !this.#gone.some((gone) => isAt(gone, entry.place)),
    );
    const subject = entries.find((entry) => isAt(entry.place, place));
    const others = entries.filter((entry) => entry !== subject);
    if (subject === undefined || others.length === 0 || this.#isApart(subject, others)) return null;
    const boxes = others.map((entry) => this.#boxOf(statement, entry, false));
    const positive = this.#boxOf(statement, subject, !this.#list.startsWith("except"));
    const answer = this.#ask(statement, positive, boxes);
    if (answer === null) return null;
    const covering = others.flatMap((entry, i) => {
      const box = boxes[i];
      return box !== undefined && answer.includes(box) ? [entry.place] : [];
    });
    if (covering.length > 0) return covering;
    // Carved out or of no shape: told only where the list says something at all.
    const rest = others.map((entry) => this.#boxOf(statement, entry, true));
    return rest.some((box) => this.#ask(statement, box, []) === null) ? [] : null;
  }

  #witnessOf(place: Span): Witness | null {
    const context = this.#context;
    const [first] = this.#source.instances;
    const [agent] = context.inOrder(first?.agents ?? []);
    const entry = entriesOf(first?.statement.scope[this.#list] ?? []).find((e) => isAt(e.place, place));
    if (first === undefined || agent === undefined || entry === undefined) return null;
    const positives = [this.#boxOf(first.statement, entry, !this.#list.startsWith("except"))];
    const text = (): string => `a request of a pattern of \`${statementText(context, first.statement)}\``;
    const answer = context.ask({ positives, negatives: [] }, [rule], text);
    return answer.kind === "witness" ? context.witness(agent, answer, [rule], text, () => true) : null;
  }

  /** Whether some text of the entry is certainly of no other; a cheap test. */
  #isApart(subject: Entry, others: readonly Entry[]): boolean {
    if (this.#source.instances.some(({ statement: { scope } }) => hasExcepts(scope))) return false;
    const { library } = this.#context.analysis;
    const filter = this.#context.share(boxFilter);
    const globs = ({ patterns }: Entry) => patterns.flatMap((p) => p.globs.map((g) => library.entry(g)));
    const all = others.flatMap(globs);
    return globs(subject).some((glob) => !filter.mayOverlap([glob], all));
  }

  /** The statement with the entry as its whole list; an exception as what it carves out. */
  #boxOf({ scope }: Statement, { patterns }: Entry, isCarved: boolean): Box {
    const { actions, resources } = scope;
    const excepts = isCarved
      ? { exceptActions: scope.exceptActions, exceptResources: scope.exceptResources }
      : { exceptActions: [], exceptResources: [] };
    const isOfActions = this.#list === "actions" || this.#list === "exceptActions";
    const names = isOfActions ? { actions: patterns, resources } : { actions, resources: patterns };
    return this.#context.analysis.questionBox({ ...names, ...excepts }, null);
  }

  /** The negatives that cover the positive; `null` when they do not, or it is not decided. */
  #ask(statement: Statement, positive: Box, negatives: readonly Box[]): readonly Box[] | null {
    const text = (): string => `are all patterns of \`${statementText(this.#context, statement)}\` needed`;
    const answer = this.#context.ask({ positives: [positive], negatives }, [rule], text);
    return answer.kind === "empty" ? answer.covering : null;
  }
}

function hasExcepts({ exceptActions, exceptResources }: Scope): boolean {
  return exceptActions.length > 0 || exceptResources.length > 0;
}
