/**
 * Which steps of escalation paths an agent is allowed without approval, and which grant allows each.
 *
 * INVARIANT: agents that hold the same grant under the same restrictions share the answer.
 */
import type { Box } from "../analysis/boxes.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import type { Agent, Condition, Grant } from "../ir/ir.ts";
import type { Answer } from "../analysis/question.ts";
import { boxFilter, type BoxFilter } from "./box-filter.ts";
import type { EscalationStep } from "./escalation/path.ts";
import { escalationPaths } from "./escalation/paths.ts";
import type { LintContext } from "./lint-context.ts";
import { literalBeginnings, mayBeginAlike } from "./literal-beginnings.ts";
import { restrictionKey } from "./restriction-key.ts";
import { RegionReader } from "./sensitive/region-scope.ts";
import { sensitiveArea } from "./sensitive-regions.ts";
import { hasEnded } from "./ungated-regions.ts";

const rule = "privilege-escalation";

/** A step as a box; equal steps of all paths are one. */
export interface StepBox {
  /** What messages call it. */
  readonly text: string;
  /** What each of its actions begins with, one of these, in lower case. */
  readonly beginnings: readonly string[];
  /** Of a known path compiled when it is first asked for: most sets speak of few of them. */
  readonly box: Box;
}

/** A step of a known path. */
class KnownStep implements StepBox {
  readonly text: string;
  readonly beginnings: readonly string[];
  readonly #make: () => Box;
  #box: Box | null = null;

  constructor({ actions }: EscalationStep, make: () => Box) {
    this.text = actions[0] ?? "";
    this.beginnings = literalBeginnings(actions);
    this.#make = make;
  }

  get box(): Box {
    return (this.#box ??= this.#make());
  }
}

/** A path whose steps are boxes; what the config adds is a path of one step. */
export interface PathBoxes {
  readonly title: string;
  readonly steps: readonly StepBox[];
  /** A public page; `null` for what the config adds. */
  readonly source: string | null;
}

/** A step that a grant allows. */
export interface AllowedStep {
  readonly step: StepBox;
  readonly grant: Grant;
  readonly answer: Extract<Answer, { kind: "witness" }>;
}

/** The known paths, then those that the config adds. */
export function pathBoxes(context: LintContext): readonly PathBoxes[] {
  return context.share({ name: "escalation paths", make: buildPaths });
}

function buildPaths(context: LintContext): readonly PathBoxes[] {
  const reader = context.share({ name: "region reader", make: () => new RegionReader() });
  const known = new Map<string, StepBox>();
  const boxOf = (step: EscalationStep): StepBox => {
    const key = JSON.stringify(step);
    let found = known.get(key);
    if (found === undefined) {
      found = new KnownStep(step, () => {
        const given = step.passedTo === undefined ? null : passedTo(context, step.passedTo);
        return context.analysis.questionBox(reader.scope(step), given);
      });
      known.set(key, found);
    }
    return found;
  };
  const added = sensitiveArea(context, rule).regions;
  return [
    ...escalationPaths.map(({ title, steps, source }) => ({ title, steps: steps.map(boxOf), source })),
    ...added.map(({ does, beginnings, box, added: entry }) => ({
      title: entry?.reason ?? does,
      steps: [{ text: entry?.reason ?? does, beginnings, box }],
      source: null,
    })),
  ];
}

/** Names of a context attribute that says to which service a role is passed; case and `_` do not count. */
const passedToNames: ReadonlySet<string> = new Set(["passedtoservice", "iampassedtoservice"]);

/** Where that attribute, if policies know one, is absent or names the service. */
function passedTo({ set }: LintContext, service: string): Condition | null {
  const known = set.context.find(
    ({ name, type }) => type === "string" && passedToNames.has(name.replaceAll("_", "").toLowerCase()),
  );
  if (known === undefined) return null;
  const attribute = { kind: "context", name: known.name } as const;
  return {
    kind: "or",
    terms: [
      { kind: "compare", attribute, operator: "==", literal: service },
      { kind: "not", term: { kind: "has", attribute } },
    ],
  };
}

/** Answers for all agents of a set. */
export class AllowedSteps {
  readonly #context: LintContext;
  readonly #filter: BoxFilter;
  readonly #steps: readonly StepBox[];
  readonly #meeting: Map<GlobEntry, ReadonlySet<StepBox>> = new Map<GlobEntry, ReadonlySet<StepBox>>();
  readonly #known: Map<Grant, Map<StepBox, Map<string, Answer>>> = new Map<
    Grant,
    Map<StepBox, Map<string, Answer>>
  >();

  constructor(context: LintContext) {
    this.#context = context;
    this.#filter = context.share(boxFilter);
    this.#steps = [...new Set(pathBoxes(context).flatMap(({ steps }) => steps))];
  }

  /** The grants of an agent that may allow each step, by their patterns alone; steps without any are left out. */
  candidates(agent: Agent): ReadonlyMap<StepBox, readonly Grant[]> {
    const found = new Map<StepBox, Grant[]>();
    for (const grant of agent.statements) {
      if (grant.kind !== "grant" || hasEnded(this.#context, { grant, agent })) continue;
      const { actions, resources } = this.#context.analysis.region(grant.scope);
      for (const step of new Set(actions.flatMap((entry) => [...this.#stepsMeeting(entry)]))) {
        if (!this.#filter.mayOverlap(resources, step.box.region.resources)) continue;
        const grants = found.get(step);
        if (grants === undefined) found.set(step, [grant]);
        else grants.push(grant);
      }
    }
    return found;
  }

  #stepsMeeting(entry: GlobEntry): ReadonlySet<StepBox> {
    let found = this.#meeting.get(entry);
    if (found === undefined) {
      found = new Set(
        this.#steps
          .filter(({ beginnings }) => mayBeginAlike(beginnings, entry.prefix))
          .filter(({ box }) => this.#filter.mayOverlap([entry], box.region.actions)),
      );
      this.#meeting.set(entry, found);
    }
    return found;
  }

  /** The first of the grants by which the agent is allowed the step without approval. */
  allowed(agent: Agent, step: StepBox, grants: readonly Grant[]): AllowedStep | null {
    for (const grant of grants) {
      const answer = this.#ask(agent, step, grant);
      if (answer.kind === "witness") return { step, grant, answer };
    }
    return null;
  }

  #ask(agent: Agent, step: StepBox, grant: Grant): Answer {
    const bySteps = this.#known.get(grant) ?? new Map<StepBox, Map<string, Answer>>();
    this.#known.set(grant, bySteps);
    const byAgents = bySteps.get(step) ?? new Map<string, Answer>();
    bySteps.set(step, byAgents);
    const key = restrictionKey(this.#context, agent);
    let answer = byAgents.get(key);
    if (answer === undefined) {
      const { analysis } = this.#context;
      const { denies, gates } = analysis.boxesOf(agent);
      const narrowings = sensitiveArea(this.#context, rule).narrowings;
      const positives = [analysis.grantBox(grant, agent.expires), step.box];
      answer = this.#context.ask({ positives, negatives: [...denies, ...gates, ...narrowings] }, [rule], () =>
        stepQuestion(agent, step),
      );
      byAgents.set(key, answer);
    }
    return answer;
  }
}

/** A step as a question that was not decided. */
export function stepQuestion(agent: Agent, { text }: StepBox): string {
  return `is \`${agent.name}\` allowed \`${text}\` without approval`;
}

/** A path with the grants that allow its steps. */
export interface OpenPath {
  readonly path: PathBoxes;
  readonly steps: readonly AllowedStep[];
}

/** The paths of which the agent is allowed every step, in the order of the data. */
export function openPaths(context: LintContext, allowed: AllowedSteps, agent: Agent): readonly OpenPath[] {
  const candidates = allowed.candidates(agent);
  return pathBoxes(context).flatMap((path) => {
    if (!path.steps.every((step) => candidates.has(step))) return [];
    const steps: AllowedStep[] = [];
    for (const step of path.steps) {
      const found = allowed.allowed(agent, step, candidates.get(step) ?? []);
      if (found === null) return [];
      steps.push(found);
    }
    return [{ path, steps }];
  });
}
