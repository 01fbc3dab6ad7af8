/** LANGUAGE.md §6 over the statements that a request's walks hit. */
import type { ApprovalEntry, Decision, StatementRef } from "../base/request.ts";
import { doubleAt, wordAt } from "./block.ts";
import { answer, listAt, no, yes } from "./condition.ts";
import * as layout from "./layout.ts";
import { approvalsOf, entryOf, type GateOptions } from "./merge.ts";
import { textOf, type Program } from "./program.ts";
import { refuse } from "./refuse.ts";
import { sortNumbers } from "./sort.ts";

/** What a hit counts as; a gate of the agent's own may be both. */
const denies = 1;
const grants = 2;
const gates = 4;
const notifies = 8;

/** The decision; the agent's words begin at `row`. */
export function judge(program: Program, row: number, agent: string): Decision {
  const block = program.block;
  const scratch = program.scratch;
  const now = scratch.now;
  const end = wordAt(block, row + 1);
  const agentEnded = end !== 0 && (now < 0 || now >= doubleAt(block, program.numbers + end - 1));
  const verdicts = scratch.verdicts;
  const count = scratch.hitCount;
  let any = 0;
  for (let i = 0; i < count; i++) {
    const hit = scratch.hits[i] ?? 0;
    verdicts[i] = 0;
    if (scratch.exceptCount > 0 && scratch.excepted[hit] === scratch.generation) continue;
    const word = wordAt(block, program.statements + hit * 2);
    const kind = word & 3;
    const extra = word >>> 2;
    let holds = yes;
    let expires = 0;
    let notify = 0;
    if (extra !== 0) {
      const at = program.extras + extra - 1;
      const condition = wordAt(block, at);
      if (condition !== 0) holds = answer(program, condition - 1);
      if (holds === no) continue;
      expires = wordAt(block, at + 1);
      notify = wordAt(block, at + 3);
    }
    let verdict = 0;
    if (kind === layout.denyKind) verdict = denies;
    else {
      const passed = expires !== 0 && now >= 0 && now >= doubleAt(block, program.numbers + expires - 1);
      const ended = agentEnded || passed || (expires !== 0 && now < 0);
      if (kind !== layout.guardKind && holds === yes && !ended) verdict = grants;
      if (kind !== layout.grantKind) verdict |= gates;
      if (notify !== 0 && (kind !== layout.grantKind || !passed)) verdict |= notifies;
    }
    verdicts[i] = verdict;
    any |= verdict;
  }
  if ((any & denies) !== 0) return name(program, agent, denies, any);
  if ((any & grants) === 0) return refuse(program.revision, "no_grant");
  return name(program, agent, (any & gates) !== 0 ? gates : grants, any);
}

/** The decision that the hits with this verdict make. */
function name(program: Program, agent: string, verdict: number, any: number): Decision {
  const scratch = program.scratch;
  const chosen = scratch.chosen;
  const verdicts = scratch.verdicts;
  let count = 0;
  for (let i = 0; i < scratch.hitCount; i++) {
    if (((verdicts[i] ?? 0) & verdict) === 0) continue;
    chosen[count] = scratch.hits[i] ?? 0;
    count += 1;
  }
  if (count > 1) sortNumbers(chosen, count);
  // A list that grows takes more room than one made with its only element.
  const statements = [refOf(program, agent, chosen[0] ?? 0)];
  for (let i = 1; i < count; i++) statements.push(refOf(program, agent, chosen[i] ?? 0));
  if (verdict === denies) {
    return {
      effect: "deny",
      reason: "denied",
      statements: statements,
      approvals: [],
      notify: [],
      revision: program.revision,
    };
  }
  const isGated = verdict === gates;
  return {
    effect: isGated ? "require_approval" : "allow",
    reason: isGated ? "gated" : "granted",
    statements: statements,
    approvals: isGated ? asked(program, statements) : [],
    notify: (any & notifies) !== 0 ? notified(program) : [],
    revision: program.revision,
  };
}

function refOf(program: Program, agent: string, statement: number): StatementRef {
  const block = program.block;
  const position = program.positions + statement * 2;
  return {
    id: textOf(program, wordAt(block, program.statements + statement * 2 + 1)),
    agent: agent,
    file: textOf(program, wordAt(block, position)),
    line: wordAt(block, position + 1),
  };
}

/** What the gates in `chosen`, which the statements name, ask for. */
function asked(program: Program, statements: readonly StatementRef[]): ApprovalEntry[] {
  const chosen = program.scratch.chosen;
  const only = statements[0];
  if (statements.length === 1 && only !== undefined)
    return [entryOf(only, optionsOf(program, chosen[0] ?? 0))];
  const options: GateOptions[] = [];
  for (let i = 0; i < statements.length; i++) options.push(optionsOf(program, chosen[i] ?? 0));
  return approvalsOf(statements, options);
}

function optionsOf(program: Program, gate: number): GateOptions {
  const block = program.block;
  const extra = wordAt(block, program.statements + gate * 2) >>> 2;
  const approval = wordAt(block, program.extras + extra - 1 + 2) - 1;
  const known = program.knownApprovals[approval];
  if (known !== undefined) return known;
  const at = program.approvals + approval;
  const options: GateOptions = {
    number: approval,
    channels: listAt(program, wordAt(block, at)),
    approvers: listAt(program, wordAt(block, at + 1)),
    timeout: doubleAt(block, program.numbers + wordAt(block, at + 2)),
    needed: doubleAt(block, program.numbers + wordAt(block, at + 3)),
  };
  program.knownApprovals[approval] = options;
  return options;
}

/** The channels of the hits that notify: by text, each once; texts are numbered in their order. */
function notified(program: Program): string[] {
  const block = program.block;
  const scratch = program.scratch;
  const channels: number[] = [];
  for (let i = 0; i < scratch.hitCount; i++) {
    if (((scratch.verdicts[i] ?? 0) & notifies) === 0) continue;
    const extra = wordAt(block, program.statements + (scratch.hits[i] ?? 0) * 2) >>> 2;
    const list = program.lists + wordAt(block, program.extras + extra + 2) - 1;
    for (let k = wordAt(block, list); k > 0; k--) channels.push(wordAt(block, list + k));
  }
  sortNumbers(channels, channels.length);
  const texts: string[] = [];
  for (let i = 0; i < channels.length; i++) {
    if (i === 0 || channels[i] !== channels[i - 1]) texts.push(textOf(program, channels[i] ?? 0));
  }
  return texts;
}
