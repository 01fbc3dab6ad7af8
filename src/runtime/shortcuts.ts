/**
 * Names that were met before, found without reading them character by character: comparing two texts of
 * a host is quicker than any loop over one.
 *
 * INVARIANT: only declared agents and actions that statements name are kept, as texts of this file's own,
 * and never more of them than there is room for. What is not found here is read and looked up as ever.
 */
export interface Shortcuts {
  /** Agents by a hash of a few characters; -1 where none is. */
  readonly agents: Int32Array;
  readonly agentNames: readonly string[];
  readonly agentMask: number;
  /** Actions as requests spell them, by a hash of a few characters. */
  readonly actions: string[];
  /** The text of the action in lower case, and its hash. */
  readonly actionTexts: Int32Array;
  readonly actionHashes: Int32Array;
}

/** Slots that are tried for an agent. */
const tries = 4;
const actionSlots = 256;
const longestAction = 128;

/** Of all declared agents, in their order. */
export function makeShortcuts(names: readonly string[]): Shortcuts {
  let size = 16;
  while (size < names.length * 4) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size).fill(-1);
  for (let agent = 0; agent < names.length; agent++) {
    const first = sample(names[agent] ?? "");
    for (let i = 0; i < tries; i++) {
      if (slots[(first + i) & mask] !== -1) continue;
      slots[(first + i) & mask] = agent;
      break;
    }
  }
  return {
    agents: slots,
    agentNames: names,
    agentMask: mask,
    actions: new Array<string>(actionSlots).fill(""),
    actionTexts: new Int32Array(actionSlots),
    actionHashes: new Int32Array(actionSlots),
  };
}

/** The number of a declared agent, or -1: then it must be read. */
export function knownAgent(shortcuts: Shortcuts, name: string): number {
  const first = sample(name);
  for (let i = 0; i < tries; i++) {
    const agent = shortcuts.agents[(first + i) & shortcuts.agentMask] ?? -1;
    if (agent < 0) return -1;
    if (shortcuts.agentNames[agent] === name) return agent;
  }
  return -1;
}

/** The slot of an action that was met before, or -1: then it must be read. */
export function knownAction(shortcuts: Shortcuts, action: string): number {
  const slot = sample(action) & (actionSlots - 1);
  return action.length > 0 && shortcuts.actions[slot] === action ? slot : -1;
}

/** Keeps a spelling of an action that statements name. `text` is that of its lower case. */
export function keepAction(shortcuts: Shortcuts, action: string, text: number, hash: number): void {
  if (action.length > longestAction) return;
  const slot = sample(action) & (actionSlots - 1);
  shortcuts.actions[slot] = copyOf(action);
  shortcuts.actionTexts[slot] = text;
  shortcuts.actionHashes[slot] = hash;
}

/** A few characters and the length, mixed. */
function sample(name: string): number {
  const last = name.length - 1;
  if (last < 2) return last + 7 * (last < 0 ? 0 : name.charCodeAt(0));
  const mixed =
    name.charCodeAt(last) +
    name.charCodeAt(last - 1) * 37 +
    name.charCodeAt(last - 2) * 1369 +
    name.charCodeAt(last >> 1) * 50653 +
    last * 65599;
  return mixed ^ (mixed >>> 9);
}

/** A text of its own: a part of a long text would keep all of it in memory. */
function copyOf(text: string): string {
  let copy = "";
  for (let i = 0; i < text.length; i++) copy += String.fromCharCode(text.charCodeAt(i));
  return copy;
}
