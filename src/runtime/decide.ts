/**
 * Decides a request: LANGUAGE.md §6 over a bundle's tables.
 *
 * INVARIANT: never throws, whatever the request; what cannot be read is denied. A decision shares no
 * mutable part with the program or another decision.
 */
import type { Decision } from "../base/request.ts";
import { byteAt, wordAt } from "./block.ts";
import { counting } from "./counting.ts";
import { beginWalks } from "./hits.ts";
import { judge } from "./judge.ts";
import * as layout from "./layout.ts";
import type { Program } from "./program.ts";
import { absent, isMap, readContext, type ReadContext } from "./read-context.ts";
import { readAction, readAgent, readResource } from "./read-name.ts";
import { refuse } from "./refuse.ts";
import { fitsShapes } from "./shapes.ts";
import { keepAction, knownAction, knownAgent } from "./shortcuts.ts";
import { walk } from "./walk.ts";

const hasOwn = Object.prototype.hasOwnProperty;

/** The decision for one request, which may be any value at all. */
export function decideRequest(program: Program, value: unknown): Decision {
  try {
    return decide(program, value);
  } catch (_error) {
    // A getter or a proxy of the caller's threw while the request was read.
    return refuse(program.revision, "invalid_request");
  }
}

function decide(program: Program, value: unknown): Decision {
  const revision = program.revision;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse(revision, "invalid_request");
  }
  // All of the caller's code runs here, before scratch is touched.
  const prototype: unknown = Object.getPrototypeOf(value);
  const request = value as AnyRequest;
  let agent: unknown;
  let action: unknown;
  let resource: unknown;
  let instant: unknown;
  let given: unknown;
  if (prototype === plain && isUntouched(plain)) {
    // Nothing is inherited, so that what is there is the request's own.
    agent = request.agent;
    action = request.action;
    resource = request.resource;
    instant = request.now;
    given = request.context;
  } else {
    if (!isMap(value)) return refuse(revision, "invalid_request");
    agent = own(request, prototype, "agent");
    action = own(request, prototype, "action");
    resource = own(request, prototype, "resource");
    instant = own(request, prototype, "now");
    given = own(request, prototype, "context");
  }
  if (typeof agent !== "string" || typeof action !== "string" || typeof resource !== "string") {
    return refuse(revision, "invalid_request");
  }
  let now = -1;
  if (instant !== undefined) {
    if (typeof instant !== "number" || !(instant >= 0 && instant <= 4_102_444_800_000)) {
      return refuse(revision, "invalid_request");
    }
    if (Math.floor(instant) !== instant) return refuse(revision, "invalid_request");
    now = instant;
  }
  let context: ReadContext | null = null;
  if (given !== undefined) {
    context = readContext(program, given);
    if (context === null) return refuse(revision, "invalid_request");
  }
  return decideNames(program, agent, action, resource, context, now);
}

interface AnyRequest {
  readonly agent?: unknown;
  readonly action?: unknown;
  readonly resource?: unknown;
  readonly now?: unknown;
  readonly context?: unknown;
}

const plain: AnyRequest = Object.prototype;

/** A name's value unless it is inherited. */
function own(request: AnyRequest, prototype: unknown, name: keyof AnyRequest): unknown {
  const inherits = prototype !== null && (prototype !== plain || plain[name] !== undefined);
  return !inherits || hasOwn.call(request, name) ? request[name] : undefined;
}

/** Whether nobody gave all objects of this realm a name that requests have. */
function isUntouched(prototype: AnyRequest): boolean {
  return (
    prototype.agent === undefined &&
    prototype.action === undefined &&
    prototype.resource === undefined &&
    prototype.now === undefined &&
    prototype.context === undefined
  );
}

function decideNames(
  program: Program,
  agent: string,
  action: string,
  resource: string,
  context: ReadContext | null,
  now: number,
): Decision {
  const scratch = program.scratch;
  const shortcuts = program.shortcuts;
  // Declared agents and named actions are valid; what is not known is read.
  const known = shortcuts === null ? -1 : knownAgent(shortcuts, agent);
  const agentHash = known < 0 ? readAgent(agent, scratch.agent) : 0;
  const kept = shortcuts === null ? -1 : knownAction(shortcuts, action);
  const actionHash =
    shortcuts === null || kept < 0 ? readAction(action, scratch.action) : (shortcuts.actionHashes[kept] ?? 0);
  const length = readResource(resource, scratch.resource);
  if (agentHash < 0 || actionHash < 0 || length < 0) return refuse(program.revision, "invalid_request");
  if (counting) scratch.steps = agent.length + action.length + resource.length;
  if (wordAt(program.block, program.services) !== 0) {
    if (kept >= 0) readAction(action, scratch.action);
    if (!fitsShapes(program, length)) return refuse(program.revision, "invalid_request");
  }
  const row = known < 0 ? findAgent(program, agentHash) : program.agents + known * layout.agentWords;
  if (row < 0) return refuse(program.revision, "unknown_agent");
  scratch.now = now;
  if (scratch.hasContext || context !== null) putContext(program, context);
  const text = shortcuts === null || kept < 0 ? -1 : (shortcuts.actionTexts[kept] ?? -1);
  if (!walkAgent(program, row, action, text, actionHash, length)) {
    return refuse(program.revision, "no_grant");
  }
  return judge(program, row, agent);
}

function putContext(program: Program, context: ReadContext | null): void {
  const scratch = program.scratch;
  scratch.types.fill(absent);
  scratch.hasContext = context !== null;
  if (context === null) return;
  for (let i = 0; i < context.attributes.length; i++) {
    const attribute = context.attributes[i] ?? 0;
    scratch.types[attribute] = context.types[i] ?? absent;
    scratch.values[attribute] = context.values[i] ?? null;
  }
}

/** Where the agent's words begin, or -1. */
function findAgent(program: Program, hash: number): number {
  const block = program.block;
  const mask = program.agentMask;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const agent = wordAt(block, program.agentSlots + slot) - 1;
    if (agent < 0) return -1;
    const row = program.agents + agent * layout.agentWords;
    if (isText(program, wordAt(block, row), program.scratch.agent)) return row;
  }
}

/** Whether the name in scratch, which a 0 ends, is the text of an index. */
export function isText(program: Program, index: number, name: Uint8Array): boolean {
  const block = program.block;
  const start = program.textBytes * 4 + wordAt(block, program.texts + index);
  const length = wordAt(block, program.texts + index + 1) - wordAt(block, program.texts + index);
  if (name[length] !== 0) return false;
  for (let i = 0; i < length; i++) if (byteAt(block, start + i) !== name[i]) return false;
  return true;
}

/**
 * Walks what the agent's action leads to; false when it leads nowhere. The action is the text of an
 * index, or (-1) stands in scratch.
 */
function walkAgent(
  program: Program,
  row: number,
  action: string,
  known: number,
  hash: number,
  length: number,
): boolean {
  const block = program.block;
  const scratch = program.scratch;
  const table = program.actions + wordAt(block, row + 2);
  const mask = wordAt(block, row + 3);
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const text = wordAt(block, table + slot * 2);
    if (text === 0) break;
    if (known < 0 ? isText(program, text - 1, scratch.action) : text - 1 === known) {
      if (known < 0 && program.shortcuts !== null) keepAction(program.shortcuts, action, text - 1, hash);
      beginWalks(scratch);
      walkClass(program, wordAt(block, table + slot * 2 + 1), length);
      return scratch.hitCount > 0;
    }
  }
  const wild = wordAt(block, row + 4);
  if (wild === 0) return false;
  if (known >= 0) readAction(action, scratch.action);
  let actionLength = 0;
  while (scratch.action[actionLength] !== 0) actionLength += 1;
  beginWalks(scratch);
  walk(program, wild - 1, scratch.action, actionLength, false);
  const classes: number[] = [];
  for (let i = 0; i < scratch.hitCount; i++) {
    const hit = scratch.hits[i] ?? 0;
    if (scratch.excepted[hit] !== scratch.generation) classes.push(hit);
  }
  beginWalks(scratch);
  for (let i = 0; i < classes.length; i++) walkClass(program, classes[i] ?? 0, length);
  return scratch.hitCount > 0;
}

function walkClass(program: Program, offset: number, length: number): void {
  const block = program.block;
  const first = program.classes + offset;
  for (let i = wordAt(block, first); i > 0; i--) {
    walk(program, wordAt(block, first + i), program.scratch.resource, length, true);
  }
}
