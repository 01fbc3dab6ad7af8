/**
 * Describes by patterns what a grant gives within a question, once denies and gates are seen to.
 *
 * INVARIANT: the description always covers the region. `exact` is claimed only where each step was shown
 * to keep both equal.
 */
import { Budget, BudgetExceeded } from "../automata/budget.ts";
import { type Diagram, NEVER } from "../automata/decision-diagram.ts";
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box } from "../analysis/boxes.ts";
import { ask } from "../analysis/question.ts";
import type { Condition, Pattern, Scope } from "../ir/ir.ts";
import type { AnswerRegion } from "./answer.ts";
import { type Globs, GlobLists, type Met } from "./glob-lists.ts";
import type { PatternTexts } from "./pattern-texts.ts";
import { allText, negation } from "./when-text.ts";

/** What is asked about. */
export interface Subject {
  readonly box: Box;
  /** As it is written; `null`: everything. */
  readonly scope: Scope | null;
  readonly given: Condition | null;
}

export interface RegionInput {
  readonly subject: Subject;
  readonly grant: Box;
  readonly denies: readonly Box[];
  /** Without any of the gates, or behind at least one; `areAll`: no part of the grant is without. */
  readonly gates:
    | { readonly kind: "without"; readonly gates: readonly Box[] }
    | { readonly kind: "behind"; readonly gates: readonly Box[]; readonly areAll: boolean };
}

export interface Described {
  readonly region: AnswerRegion;
  /** The denies and gates that take some of the description away, since patterns cannot say what. */
  readonly less: readonly Box[];
}

/** The description; one that could not be finished within the budget is the grant's own, not exact. */
export function describeRegion(
  context: AnalysisContext,
  input: RegionInput,
  texts: PatternTexts,
  maxStates: number,
): Described {
  try {
    return context.spending(new Budget(maxStates), () =>
      new Description(context, input, maxStates).finish(texts),
    );
  } catch (error) {
    if (!(error instanceof BudgetExceeded)) throw error;
    return { region: plainRegion(input.grant, texts), less: [] };
  }
}

/** What the grant says by itself. */
function plainRegion({ region, statement }: Box, texts: PatternTexts): AnswerRegion {
  const { scope, condition } = statement ?? {};
  return {
    actions: texts.list(region.actions, scope?.actions ?? []),
    resources: texts.list(region.resources, scope?.resources ?? []),
    except: null,
    when: condition == null ? null : allText([condition]),
    exact: false,
  };
}

class Description {
  readonly #context: AnalysisContext;
  readonly #input: RegionInput;
  readonly #maxStates: number;
  readonly #lists: GlobLists;
  #actions: Globs;
  #resources: Globs;
  #exceptActions: Globs;
  #exceptResources: Globs;
  #when: readonly Condition[];
  /** The contexts that `#when` and the expiry leave. */
  #contexts: Diagram;
  #exact = true;

  constructor(context: AnalysisContext, input: RegionInput, maxStates: number) {
    this.#context = context;
    this.#input = input;
    this.#maxStates = maxStates;
    this.#lists = new GlobLists(context, maxStates);
    const { subject, grant } = input;
    this.#actions = grant.region.actions;
    this.#resources = grant.region.resources;
    this.#exceptActions = grant.region.exceptActions;
    this.#exceptResources = grant.region.exceptResources;
    this.#contexts = context.diagrams.and(grant.condition(), subject.box.condition());
    this.#when = this.#conditions(grant.statement?.condition ?? null, subject.given);
    this.#restrictTo(subject.box);
  }

  finish(texts: PatternTexts): Described {
    const { denies, gates, grant, subject } = this.#input;
    if (gates.kind === "behind" && !gates.areAll) this.#restrictToGates(gates.gates);
    const carved: Box[] = [];
    const stuck: Box[] = [];
    for (const box of gates.kind === "without" ? [...denies, ...gates.gates] : denies) {
      (this.#carve(box) ? carved : stuck).push(box);
    }
    const less = stuck.filter((box) => this.#takes(box, carved));
    if (less.length > 0) this.#exact = false;
    const scopes = [
      grant.statement?.scope,
      subject.scope,
      ...carved.map(({ statement }) => statement?.scope),
    ];
    const patternsOf = (...parts: readonly (keyof Scope)[]): Pattern[] =>
      scopes.flatMap((scope) => parts.flatMap((part) => scope?.[part] ?? []));
    const ofActions = patternsOf("actions", "exceptActions");
    const ofResources = patternsOf("resources", "exceptResources");
    const actions = this.#lists.outside(this.#actions, this.#exceptActions);
    const resources = this.#lists.outside(this.#resources, this.#exceptResources);
    const exceptActions = this.#lists.reduced(this.#lists.touching(this.#exceptActions, actions));
    const exceptResources = this.#lists.reduced(this.#lists.touching(this.#exceptResources, resources));
    const carvedActions = exceptActions.length === 0 ? "" : ` except ${texts.list(exceptActions, ofActions)}`;
    const region = {
      actions: `${texts.list(actions, ofActions)}${carvedActions}`,
      resources: texts.list(resources, ofResources),
      except: exceptResources.length === 0 ? null : texts.list(exceptResources, ofResources),
      when: this.#when.length === 0 ? null : allText(this.#when),
      exact: this.#exact,
    };
    return { region, less };
  }

  /** The conditions that both hold, without one that the other implies. */
  #conditions(own: Condition | null, given: Condition | null): Condition[] {
    if (own === null || given === null) return [own, given].filter((condition) => condition !== null);
    const { conditions, diagrams } = this.#context;
    const [ours, theirs] = [conditions.compile(own).isTrue, conditions.compile(given).isTrue];
    if (diagrams.minus(ours, theirs) === NEVER) return [own];
    return diagrams.minus(theirs, ours) === NEVER ? [given] : [own, given];
  }

  /** Narrows the lists to what another box matches too, its condition aside. */
  #restrictTo({ region }: Box): void {
    this.#narrow("actions", region.actions);
    this.#narrow("resources", region.resources);
    this.#exceptActions = [...this.#exceptActions, ...region.exceptActions];
    this.#exceptResources = [...this.#exceptResources, ...region.exceptResources];
  }

  #narrow(part: "actions" | "resources", globs: Globs): void {
    const met: Met = this.#lists.meet(part === "actions" ? this.#actions : this.#resources, globs);
    if (part === "actions") this.#actions = met.globs;
    else this.#resources = met.globs;
    if (!met.exact) this.#exact = false;
  }

  /** To what one gate gates; what several do is no one list of patterns. */
  #restrictToGates(gates: readonly Box[]): void {
    const [gate, ...more] = gates;
    if (gate === undefined || more.length > 0) {
      this.#exact = false;
      return;
    }
    const { diagrams, conditions } = this.#context;
    const within = diagrams.and(this.#contexts, gate.condition());
    if (within !== this.#contexts) {
      const condition = gate.statement?.condition ?? null;
      // Unknown gates too, and only "true" can be written.
      if (condition === null || diagrams.minus(within, conditions.compile(condition).isTrue) !== NEVER) {
        this.#exact = false;
        return;
      }
      this.#contexts = within;
      this.#when = [...this.#when, condition];
    }
    this.#restrictTo(gate);
  }

  /** Takes what a deny or a gate matches out of the description; false where patterns cannot say it. */
  #carve({ region, condition, statement }: Box): boolean {
    const { diagrams } = this.#context;
    const effective = condition();
    if (diagrams.and(this.#contexts, effective) === NEVER) return true;
    const always = diagrams.minus(this.#contexts, effective) === NEVER;
    const actions = this.#lists.touching(region.actions, this.#actions);
    const resources = this.#lists.touching(region.resources, this.#resources);
    const savedActions = this.#lists.touching(region.exceptActions, this.#actions);
    const savedResources = this.#lists.touching(region.exceptResources, this.#resources);
    const ofAllActions = this.#lists.contains(actions, this.#actions);
    const ofAllResources = this.#lists.contains(resources, this.#resources);
    const saves = savedActions.length + savedResources.length > 0;
    if (ofAllActions && ofAllResources && !saves) {
      if (statement?.condition == null) return false;
      this.#when = [...this.#when, negation(statement.condition)];
      this.#contexts = diagrams.minus(this.#contexts, effective);
      return true;
    }
    if (!always) return false;
    if (ofAllActions && !saves) {
      this.#exceptResources = [...this.#exceptResources, ...resources];
      return true;
    }
    if (ofAllResources && !saves) {
      this.#exceptActions = [...this.#exceptActions, ...actions];
      return true;
    }
    if (!ofAllActions || !ofAllResources) return false;
    // What covers everything but its excepts leaves its excepts.
    if (savedActions.length === 0) this.#narrow("resources", savedResources);
    else if (savedResources.length === 0) this.#narrow("actions", savedActions);
    else return false;
    return true;
  }

  /** Whether a deny or a gate takes something that the others do not. */
  #takes(box: Box, others: readonly Box[]): boolean {
    const { subject, grant, gates } = this.#input;
    const [gate, ...more] = gates.kind === "behind" && !gates.areAll ? gates.gates : [];
    const behind = gate === undefined || more.length > 0 ? [] : [gate];
    const question = { positives: [subject.box, grant, ...behind, box], negatives: others };
    return ask(this.#context, question, this.#maxStates).kind !== "empty";
  }
}
