/**
 * Binding shapes (LANGUAGE.md §3) as an automaton beside the product: the action chooses a service,
 * the resource must then have one of that service's shapes.
 *
 * INVARIANT: reading the action is deterministic; reading the resource is not (one shape is one
 * choice), so shapes are a positive language of their own.
 */
import type { BindingService, Shape } from "../ir/ir.ts";
import { codePoints, COLON, foldCase } from "./alphabet.ts";
import { INSIDE, Nfa, SEPARATOR, type NfaState } from "./nfa.ts";

/** No shape binds the resource. */
export const UNBOUND = -1;

interface TrieNode {
  readonly children: Map<number, TrieNode>;
  service: BindingService | null;
}

/** What has been read of the action: where in the names it stands, and the service found so far. */
interface ActionState {
  readonly node: TrieNode | null;
  readonly service: BindingService | null;
  /** Names of actions with shapes of their own begin with what was read; it is kept only then. */
  readonly text: string | null;
}

function shapeStates(shape: Shape): NfaState[] {
  const states: NfaState[] = [];
  const push = (edges: NfaState["edges"], skips: readonly number[] = []): void => {
    states.push({ edges, skips, coveredFrom: states.length });
  };
  for (const part of shape.parts) {
    const at = states.length;
    switch (part.kind) {
      case "text":
        codePoints(part.text).forEach((code, i) => {
          push([{ on: code, to: at + i + 1 }]);
        });
        break;
      case "segment":
        push([{ on: INSIDE, to: at + 1 }]);
        push([{ on: INSIDE, to: at + 1 }], [at + 2]);
        break;
      case "segments":
        push([{ on: INSIDE, to: at + 1 }]);
        push(
          [
            { on: INSIDE, to: at + 1 },
            { on: SEPARATOR, to: at },
          ],
          [at + 2],
        );
        break;
    }
  }
  push([]);
  return states;
}

function nameShape(text: string): Shape {
  return { text, parts: [{ kind: "text", text }] };
}

export class ShapeAutomaton {
  readonly #automata: Nfa[] = [];
  readonly #bases: number[] = [];
  // Keyed by what has the shapes: a service, or one of its actions.
  readonly #starts: Map<object, readonly number[]> = new Map<object, readonly number[]>();
  readonly #ownerOf: number[] = [];
  readonly #actions: ActionState[] = [];
  readonly #actionIds: Map<string, number> = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #nodeIds: Map<TrieNode, number> = new Map<TrieNode, number>();
  /** The state before the first character of the action. */
  readonly start: number;

  /** `services` must not be empty; without binding shapes there is no such automaton. */
  constructor(services: readonly BindingService[]) {
    const root: TrieNode = { children: new Map<number, TrieNode>(), service: null };
    for (const service of services) {
      let node = root;
      for (const c of codePoints(service.name)) {
        let child = node.children.get(c);
        if (child === undefined) {
          child = { children: new Map<number, TrieNode>(), service: null };
          node.children.set(c, child);
        }
        node = child;
      }
      node.service = service;
      for (const { action } of service.actions) this.#names.push(action);
    }
    this.#nodeIds.set(root, 0);
    this.start = this.#internAction({ node: root, service: null, text: "" });
  }

  /** The state after one character of the action (either case). */
  stepAction(state: number, character: number): number {
    const from = this.#actions[state];
    if (from === undefined) return state;
    const c = foldCase(character);
    // A key is a prefix in segments: it counts once the segment it ends in has ended.
    const service = c === COLON ? (from.node?.service ?? from.service) : from.service;
    const extended = from.text === null ? null : from.text + String.fromCodePoint(c);
    const text = extended !== null && this.#names.some((n) => n.startsWith(extended)) ? extended : null;
    return this.#internAction({ node: from.node?.children.get(c) ?? null, service, text });
  }

  /** The characters that lead on in the name of a service or of an action with shapes of its own. */
  actionLiterals(state: number): readonly number[] {
    const from = this.#actions[state];
    if (from === undefined) return [];
    const literals = new Set<number>(from.node?.children.keys());
    if (from.text !== null) {
      for (const name of this.#names) {
        if (name.startsWith(from.text)) {
          const next = name.codePointAt(from.text.length);
          if (next !== undefined) literals.add(next);
        }
      }
    }
    return [...literals];
  }

  /** The states before the resource's first character; `UNBOUND` when nothing binds it. */
  enterResource(state: number): readonly number[] {
    const read = this.#actions[state];
    const service = read?.node?.service ?? read?.service ?? null;
    if (read === undefined || service === null) return [UNBOUND];
    const own = service.actions.find((a) => a.action === read.text);
    const bound = own ?? service;
    if (bound.shapes.length === 0) return [UNBOUND];
    const known = this.#starts.get(bound);
    if (known !== undefined) return known;
    const starts = [...bound.shapes, nameShape(service.name)].map((shape) => {
      const automaton = new Nfa(shapeStates(shape), 0, false);
      const base = this.#ownerOf.length;
      for (let i = 0; i < automaton.size; i++) this.#ownerOf.push(this.#automata.length);
      this.#automata.push(automaton);
      this.#bases.push(base);
      return base;
    });
    this.#starts.set(bound, starts);
    return starts;
  }

  /** The states after one character of the resource; empty when it fits no longer. */
  stepResource(state: number, c: number): readonly number[] {
    if (state === UNBOUND) return [UNBOUND];
    const { automaton, base } = this.#locate(state);
    return automaton.step(state - base, automaton.classOf(c)).map((to) => to + base);
  }

  /** Whether the resource may end here. */
  accepts(state: number): boolean {
    if (state === UNBOUND) return true;
    const { automaton, base } = this.#locate(state);
    return automaton.accepts(state - base);
  }

  /** The literals that a resource state can read next. */
  resourceLiterals(state: number): readonly number[] {
    if (state === UNBOUND) return [];
    const { automaton, base } = this.#locate(state);
    return automaton.literals(state - base);
  }

  /** Whether a resource state reads nothing but its literals. */
  readsLiteralsOnly(state: number): boolean {
    if (state === UNBOUND) return false;
    const { automaton, base } = this.#locate(state);
    return automaton.readsLiteralsOnly(state - base);
  }

  #locate(state: number): { readonly automaton: Nfa; readonly base: number } {
    const owner = this.#ownerOf[state] ?? 0;
    const automaton = this.#automata[owner];
    const base = this.#bases[owner];
    if (automaton === undefined || base === undefined) throw new RangeError(`no shape state ${state}`);
    return { automaton, base };
  }

  #internAction(state: ActionState): number {
    let node = -1;
    if (state.node !== null) {
      node = this.#nodeIds.get(state.node) ?? this.#nodeIds.size;
      this.#nodeIds.set(state.node, node);
    }
    const key = `${node} ${state.service?.name ?? ""} ${state.text ?? "\\"}`;
    const known = this.#actionIds.get(key);
    if (known !== undefined) return known;
    const id = this.#actions.length;
    this.#actionIds.set(key, id);
    this.#actions.push(state);
    return id;
  }
}
