/**
 * What the evaluator runs: a bundle's tables and the scratch memory of one decision at a time.
 *
 * INVARIANT: deciding reads all of the caller's values before it touches scratch, since a getter of the
 * caller may decide as well.
 */
import { wordAt, type Block } from "./block.ts";
import * as layout from "./layout.ts";
import type { GateOptions } from "./merge.ts";
import type { Shortcuts } from "./shortcuts.ts";
import { readText } from "./texts.ts";

export interface Program {
  readonly block: Block;
  /** Where each section begins, in words. */
  readonly texts: number;
  readonly textBytes: number;
  /** In doubles. */
  readonly numbers: number;
  readonly lists: number;
  readonly agentSlots: number;
  readonly agentMask: number;
  readonly agents: number;
  readonly actions: number;
  readonly classes: number;
  readonly matcher: number;
  readonly emits: number;
  readonly statements: number;
  readonly positions: number;
  readonly extras: number;
  readonly approvals: number;
  readonly conditions: number;
  readonly attributeSlots: number;
  readonly attributeMask: number;
  readonly attributes: number;
  readonly services: number;
  readonly zone: number;
  readonly zones: number;
  readonly revision: string;
  /** Approvals that were read before, by their offset. */
  readonly knownApprovals: (GateOptions | undefined)[];
  /** Texts that were read before. */
  readonly known: (string | undefined)[];
  readonly scratch: Scratch;
  /** `null` where a program lives for one request only. */
  shortcuts: Shortcuts | null;
}

/** Overwritten by each decision. Arrays are as long as the tables can need, so that nothing grows. */
export interface Scratch {
  readonly agent: Uint8Array;
  agentLength: number;
  agentHash: number;
  readonly action: Uint8Array;
  actionLength: number;
  actionHash: number;
  readonly resource: Uint8Array;
  resourceLength: number;
  /** Counts up: what earlier walks left in `seen`, `excepted` and `marks` is older. */
  generation: number;
  /** By emitted number: the walk that hit it. */
  readonly seen: Int32Array;
  readonly excepted: Int32Array;
  readonly hits: Int32Array;
  hitCount: number;
  exceptCount: number;
  /** By mark: generation × 2^13 + the position behind the last one reached. */
  readonly marks: Int32Array;
  /** The walk has come back to a wildcard: what it activates now may be activated again. */
  isNested: boolean;
  /** Wildcards that wait, each: node × 4 + kind, edges, position and child where it goes on, last position. */
  readonly frames: Int32Array;
  /** Statements that the decision names. */
  readonly chosen: Int32Array;
  /** What each hit counts as. */
  readonly verdicts: Uint8Array;
  readonly stack: Uint8Array;
  /** By attribute: the type of its value in this request (see `context.ts`), and the value. */
  readonly types: Uint8Array;
  readonly values: (string | number | boolean | readonly string[] | null)[];
  /** Whether any attribute is set. */
  hasContext: boolean;
  /** Milliseconds since the epoch; -1 without. */
  now: number;
  /** Steps of the latest decision, where they are counted. */
  steps: number;
}

/** Room for 4,096 units of three bytes each, and an end. */
const nameRoom = layout.maxNameBytes * 3 + 4;
/** Of a wildcard that waits. */
export const frameWords = 5;
/** The greatest generation: times 2^13 it is within 31 bits. */
export const lastGeneration: number = (1 << 17) - 1;

export function openProgram(block: Block): Program {
  const at = (section: number): number => wordAt(block, layout.directoryAt + section * 2);
  const length = (section: number): number => wordAt(block, layout.directoryAt + section * 2 + 1);
  const fact = (index: number): number => wordAt(block, at(layout.FACTS) + index);
  const attributes = Math.floor(length(layout.ATTRIBUTES) / layout.attributeWords);
  const emitted = fact(layout.factEmitted);
  const texts = at(layout.TEXTS);
  const textBytes = at(layout.TEXT_BYTES);
  return {
    block: block,
    texts: texts,
    textBytes: textBytes,
    numbers: at(layout.NUMBERS) / 2,
    lists: at(layout.LISTS),
    agentSlots: at(layout.AGENT_SLOTS),
    agentMask: length(layout.AGENT_SLOTS) - 1,
    agents: at(layout.AGENTS),
    actions: at(layout.ACTIONS),
    classes: at(layout.CLASSES),
    matcher: at(layout.MATCHER),
    emits: at(layout.EMITS),
    statements: at(layout.STATEMENTS),
    positions: at(layout.POSITIONS),
    extras: at(layout.EXTRAS),
    approvals: at(layout.APPROVALS),
    conditions: at(layout.CONDITIONS),
    attributeSlots: at(layout.ATTRIBUTE_SLOTS),
    attributeMask: length(layout.ATTRIBUTE_SLOTS) - 1,
    attributes: at(layout.ATTRIBUTES),
    services: at(layout.SERVICES),
    zone: at(layout.ZONE),
    zones: Math.floor(length(layout.ZONE) / layout.zoneWords),
    revision: readText(block, texts, textBytes, fact(layout.factRevision)),
    knownApprovals: new Array<GateOptions | undefined>(length(layout.APPROVALS)),
    known: new Array<string | undefined>(length(layout.TEXTS) - 1),
    shortcuts: null,
    scratch: {
      agent: new Uint8Array(nameRoom),
      agentLength: 0,
      agentHash: 0,
      action: new Uint8Array(nameRoom),
      actionLength: 0,
      actionHash: 0,
      resource: new Uint8Array(nameRoom),
      resourceLength: 0,
      generation: 0,
      seen: new Int32Array(emitted),
      excepted: new Int32Array(emitted),
      hits: new Int32Array(emitted),
      hitCount: 0,
      exceptCount: 0,
      marks: new Int32Array(fact(layout.factMarks)),
      isNested: false,
      frames: new Int32Array(fact(layout.factDepth) * frameWords),
      chosen: new Int32Array(emitted),
      verdicts: new Uint8Array(emitted),
      stack: new Uint8Array(fact(layout.factStack) + 1),
      types: new Uint8Array(attributes),
      values: new Array<string | number | boolean | readonly string[] | null>(attributes),
      hasContext: false,
      now: -1,
      steps: 0,
    },
  };
}

/** The text of an index. */
export function textOf(program: Program, index: number): string {
  const known = program.known[index];
  if (known !== undefined) return known;
  const text = readText(program.block, program.texts, program.textBytes, index);
  program.known[index] = text;
  return text;
}
