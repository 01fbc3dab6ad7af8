/**
 * Whether a resource pattern can match any name of a shape: a search for a common word of two small
 * automata. Validity of names is left aside, so "no" is certain and "yes" is only likely.
 */
import type { TemplateToken } from "./glob.ts";
import type { BindingService, Shape } from "./ir.ts";
import { templateTokens, type PatternTemplate } from "./lower-pattern.ts";
import type { ScopeTemplate } from "./lower-scope.ts";

/** What one step reads: a certain UTF-16 unit, any but a separator, a separator, or any at all. */
type Symbol = number | "inside" | "separator" | "any";

interface State {
  /** States that are reached without reading. */
  readonly skips: number[];
  readonly steps: { readonly on: Symbol; readonly to: number }[];
}

const slash = 0x2f;
const colon = 0x3a;

function isSeparator(unit: number): boolean {
  return unit === slash || unit === colon;
}

/** Whether some character is read by both. */
function meets(a: Symbol, b: Symbol): boolean {
  if (a === b || a === "any" || b === "any") return true;
  if (typeof a === "number") return typeof b === "string" && isSeparator(a) === (b === "separator");
  return typeof b === "number" && isSeparator(b) === (a === "separator");
}

/** A chain of states; the last one accepts. */
class Chain {
  readonly states: State[] = [{ skips: [], steps: [] }];

  get end(): number {
    return this.states.length - 1;
  }

  read(on: Symbol): void {
    this.step(this.end, on, this.end + 1);
    this.#grow();
  }

  step(from: number, on: Symbol, to: number): void {
    this.states[from]?.steps.push({ on, to });
  }

  skip(from: number, to: number): void {
    this.states[from]?.skips.push(to);
  }

  /** Reads any number of `on`, and goes on. */
  repeat(on: Symbol): void {
    this.step(this.end, on, this.end);
    this.skip(this.end, this.end + 1);
    this.#grow();
  }

  #grow(): void {
    this.states.push({ skips: [], steps: [] });
  }
}

function readText(chain: Chain, text: string): void {
  for (let i = 0; i < text.length; i++) chain.read(text.charCodeAt(i));
}

function globChain(tokens: readonly TemplateToken[]): Chain {
  const chain = new Chain();
  for (const token of tokens) {
    const start = chain.end;
    switch (token.kind) {
      case "text":
        readText(chain, token.text);
        break;
      case "star":
        chain.repeat("inside");
        break;
      case "deep":
        chain.repeat("any");
        break;
      case "gap":
        chain.step(start, "any", start);
        chain.read(slash);
        chain.skip(start, chain.end);
        break;
      case "variable":
        chain.read("inside");
        chain.repeat("inside");
        break;
    }
  }
  return chain;
}

function shapeChain(shape: Shape): Chain {
  const chain = new Chain();
  for (const part of shape.parts) {
    const start = chain.end;
    switch (part.kind) {
      case "text":
        readText(chain, part.text);
        break;
      case "segment":
        chain.read("inside");
        chain.repeat("inside");
        break;
      case "segments":
        chain.read("inside");
        chain.step(chain.end, "separator", start);
        chain.repeat("inside");
        break;
    }
  }
  return chain;
}

/** Whether the two accept a common word, found by walking both at once. */
function haveCommonWord(a: Chain, b: Chain): boolean {
  const width = b.states.length;
  const seen = new Set<number>([0]);
  const open = [0];
  const visit = (i: number, j: number): void => {
    const pair = i * width + j;
    if (seen.has(pair)) return;
    seen.add(pair);
    open.push(pair);
  };
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const i = Math.floor(pair / width);
    const j = pair % width;
    if (i === a.end && j === b.end) return true;
    const [left, right] = [a.states[i], b.states[j]];
    if (left === undefined || right === undefined) continue;
    for (const to of left.skips) visit(to, j);
    for (const to of right.skips) visit(i, to);
    for (const one of left.steps) {
      for (const other of right.steps) if (meets(one.on, other.on)) visit(one.to, other.to);
    }
  }
  return false;
}

/** The shapes that bind services; remembers answers for patterns that recur. */
export class ShapeFit {
  readonly #services: readonly BindingService[];
  readonly #chains: Map<Shape, Chain> = new Map<Shape, Chain>();

  constructor(services: readonly BindingService[]) {
    this.#services = services;
  }

  /** The resource patterns, excepted ones too, that fit no shape of any action; with those shapes. */
  misfits(scope: ScopeTemplate): { readonly pattern: PatternTemplate; readonly shapes: readonly Shape[] }[] {
    if (this.#services.length === 0) return [];
    const shapes = this.#shapesOf(scope.actions);
    if (shapes === null) return [];
    return [...scope.resources, ...scope.exceptResources]
      .filter((pattern) => !this.#fits(pattern, shapes))
      .map((pattern) => ({ pattern, shapes }));
  }

  #fits(pattern: PatternTemplate, shapes: readonly Shape[]): boolean {
    return templateTokens(pattern).some((tokens) => {
      if (tokens.length === 1 && tokens[0]?.kind === "deep") return true;
      const chain = globChain(tokens);
      return shapes.some((shape) => haveCommonWord(chain, this.#chain(shape)));
    });
  }

  #chain(shape: Shape): Chain {
    const known = this.#chains.get(shape);
    if (known !== undefined) return known;
    const chain = shapeChain(shape);
    this.#chains.set(shape, chain);
    return chain;
  }

  /** Every shape that some action may have; `null` when an action may be of no bound service. */
  #shapesOf(actions: readonly PatternTemplate[]): readonly Shape[] | null {
    const shapes = new Set<Shape>();
    for (const tokens of actions.flatMap(templateTokens)) {
      const found = this.#shapesOfAction(tokens);
      if (found === null) return null;
      for (const shape of found) shapes.add(shape);
    }
    return [...shapes];
  }

  #shapesOfAction(tokens: readonly TemplateToken[]): readonly Shape[] | null {
    const [first] = tokens;
    const text = first?.kind === "text" ? first.text : "";
    const isLiteral = tokens.length === 1 && first?.kind === "text";
    const within = this.#services.filter(
      ({ name }) => text.startsWith(`${name}:`) || (isLiteral && text === name),
    );
    const service = within.sort((a, b) => b.name.length - a.name.length)[0];
    if (service === undefined) return null;
    const own = service.actions.find(({ action }) => isLiteral && action === text);
    if (own !== undefined) return boundTo(service, own.shapes);
    if (isLiteral) return boundTo(service, service.shapes);
    // With a wildcard the action may be any of the service, or of a service below it.
    const below = this.#services.filter(({ name }) => name.startsWith(text));
    const all: Shape[] = [];
    for (const candidate of [service, ...below]) {
      for (const list of [candidate.shapes, ...candidate.actions.map(({ shapes }) => shapes)]) {
        const bound = boundTo(candidate, list);
        if (bound === null) return null;
        all.push(...bound);
      }
    }
    return all;
  }
}

/** The shapes and the service's own name; without shapes nothing is bound. */
function boundTo({ name }: BindingService, shapes: readonly Shape[]): readonly Shape[] | null {
  return shapes.length === 0 ? null : [...shapes, { text: name, parts: [{ kind: "text", text: name }] }];
}
