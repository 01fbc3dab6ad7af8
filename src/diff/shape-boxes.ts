/**
 * Binding shapes as a union of boxes: every valid request of a side is in one, and nothing else is that
 * is valid shapes aside. For asking about one side's shapes where the other's hold already.
 */
import type { AnalysisContext } from "../analysis/analysis-context.ts";
import type { Box, Region } from "../analysis/boxes.ts";
import { codePoints, utf8LengthOf } from "../automata/alphabet.ts";
import { ALWAYS } from "../automata/decision-diagram.ts";
import type { GlobEntry } from "../automata/glob-library.ts";
import { LazyDfa } from "../automata/lazy-dfa.ts";
import { INSIDE, Nfa, type NfaState, SEPARATOR } from "../automata/nfa.ts";
import type { BindingService, Glob, GlobToken, Shape } from "../ir/ir.ts";

// Ids of globs count up from 0 and stay below 2^26; these are their neighbours from above.
const firstId = 2 ** 25;

/** The requests that a service binds, as patterns: its actions, less those of longer keys. */
export function actionsOfService(
  service: BindingService,
  services: readonly BindingService[],
  context: AnalysisContext,
): Pick<Region, "actions" | "exceptActions"> {
  const longer = services.filter((s) => s.name.startsWith(`${service.name}:`));
  return {
    actions: below(service.name, context),
    exceptActions: longer.flatMap((s) => below(s.name, context)),
  };
}

/** What the services leave valid, as boxes whatever the context. */
export function shapeBoxes(services: readonly BindingService[], context: AnalysisContext): readonly Box[] {
  const { everything } = context;
  const boxes: Box[] = [];
  const add = (region: Region): void => {
    boxes.push({ statement: null, region, condition: () => ALWAYS });
  };
  let id = firstId;
  const fitting = (shapes: readonly Shape[], service: BindingService): readonly GlobEntry[] =>
    shapes.length === 0
      ? everything.resources
      : [
          ...shapes.map((shape) => shapeEntry(shape, id++)),
          context.library.entry(literal("resource", service.name)),
        ];
  add({
    actions: everything.actions,
    resources: everything.resources,
    exceptActions: services.flatMap((s) => below(s.name, context)),
    exceptResources: [],
  });
  for (const service of services) {
    const { actions, exceptActions } = actionsOfService(service, services, context);
    const own = service.actions.map(({ action }) => context.library.entry(literal("action", action)));
    add({
      actions,
      exceptActions: [...exceptActions, ...own],
      resources: fitting(service.shapes, service),
      exceptResources: [],
    });
    service.actions.forEach(({ shapes }, i) => {
      const action = own[i];
      if (action === undefined) return;
      add({ actions: [action], exceptActions, resources: fitting(shapes, service), exceptResources: [] });
    });
  }
  return boxes;
}

function glob(dimension: Glob["dimension"], tokens: readonly GlobToken[], text: string): Glob {
  return { dimension, tokens, key: `${dimension}:${text}` };
}

function literal(dimension: Glob["dimension"], text: string): Glob {
  return glob(dimension, [{ kind: "text", text }], text);
}

/** A service's own name as an action, and everything below it. */
function below(name: string, { library }: AnalysisContext): GlobEntry[] {
  const text = `${name}:`;
  return [
    library.entry(literal("action", name)),
    library.entry(glob("action", [{ kind: "text", text }, { kind: "deep" }], `${text}**`)),
  ];
}

/** A shape as a glob entry: its automaton is one that no glob has. */
function shapeEntry(shape: Shape, id: number): GlobEntry {
  const nfa = new Nfa(statesOf(shape), 0, false);
  const [first] = shape.parts;
  const last = shape.parts.at(-1);
  const texts = shape.parts.flatMap((part) => (part.kind === "text" ? part.text : []));
  const dfa = new LazyDfa(nfa);
  return {
    id,
    glob: glob("resource", [{ kind: "deep" }], shape.text),
    prefix: first?.kind === "text" ? first.text : "",
    suffix: last?.kind === "text" ? last.text : "",
    leastBytes: utf8LengthOf(texts.join("")),
    isEverything: false,
    isReading: true,
    nfa,
    dfa,
    accepts: (codes, budget) => dfa.run(codes, budget),
  };
}

function statesOf({ parts }: Shape): NfaState[] {
  const states: NfaState[] = [];
  const push = (edges: NfaState["edges"], skips: readonly number[] = []): void => {
    states.push({ edges, skips, coveredFrom: states.length });
  };
  for (const part of parts) {
    const at = states.length;
    if (part.kind === "text") {
      codePoints(part.text).forEach((code, i) => {
        push([{ on: code, to: at + i + 1 }]);
      });
      continue;
    }
    push([{ on: INSIDE, to: at + 1 }]);
    const next = { on: INSIDE, to: at + 1 };
    push(part.kind === "segment" ? [next] : [next, { on: SEPARATOR, to: at }], [at + 2]);
  }
  push([]);
  return states;
}
