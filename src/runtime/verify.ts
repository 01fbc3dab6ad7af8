/**
 * Checks every count, offset and reference of a block of tables once, so that the evaluator reads
 * without checks (docs/bundle-format.md, "Trust").
 *
 * INVARIANT: linear in the block, whatever it holds.
 */
import { wordAt, type Block } from "./block.ts";
import { damaged } from "./check.ts";
import * as layout from "./layout.ts";
import { ascending, below, records, type Sections } from "./sections.ts";
import { verifyConditions } from "./verify-conditions.ts";
import { verifyMatcher } from "./verify-matcher.ts";
import { verifyServices } from "./verify-services.ts";

/** Throws a `BundleError` unless the block is whole. Magic, version and checksum are checked before. */
export function verify(block: Block): void {
  const sections = readDirectory(block);
  const { at, length } = sections;
  const fact = (index: number): number => wordAt(block, at(layout.FACTS) + index);
  verifyTexts(sections);
  for (let i = 0; i < sections.numbers; i++) {
    if (!isFinite(block.doubles[at(layout.NUMBERS) / 2 + i] ?? NaN)) throw damaged("a number");
  }
  below(fact(layout.factRevision), sections.texts, "the revision");
  const lists = records(sections, layout.LISTS, (first, count) => {
    for (let i = 1; i <= count; i++) below(wordAt(block, first + i), sections.texts, "a list");
  });
  // What scratch memory is made from is no more than the tables themselves.
  below(fact(layout.factStack), length(layout.CONDITIONS) + 1, "the stack of conditions");
  const conditions = verifyConditions(sections, fact(layout.factStack));
  const statements = fact(layout.factStatements);
  if (length(layout.STATEMENTS) !== statements * 2 || length(layout.POSITIONS) !== statements * 2) {
    throw damaged("the number of statements");
  }
  verifyApprovals(sections, lists);
  verifyStatements(sections, statements, lists, conditions);
  verifyAttributes(sections, lists);
  const classes = records(sections, layout.CLASSES, (first, count) => {
    for (let i = 2; i <= count; i++) {
      if (wordAt(block, first + i) <= wordAt(block, first + i - 1)) throw damaged("the order of roots");
    }
  });
  verifyMatcher(sections, {
    statements,
    classes,
    marks: fact(layout.factMarks),
    emitted: fact(layout.factEmitted),
  });
  verifyAgents(sections, classes);
  verifyServices(sections);
  verifyZone(sections);
  const manifest = at(layout.MANIFEST) * 4;
  for (let i = manifest; i < block.bytes.length; i++) {
    if ((block.bytes[i] ?? 0) > 0x7e) throw damaged("the manifest is not ASCII");
  }
}

function readDirectory(block: Block): Sections {
  let end: number = layout.headerWords;
  for (let i = 0; i < layout.sectionCount; i++) {
    const offset = wordAt(block, layout.directoryAt + i * 2);
    const length = wordAt(block, layout.directoryAt + i * 2 + 1);
    if (offset !== end + (end & 1) || length < 0 || length > block.words.length - offset) {
      throw damaged("its directory");
    }
    end = offset + length;
  }
  if (end !== block.words.length) throw damaged("its directory");
  const at = (section: number): number => wordAt(block, layout.directoryAt + section * 2);
  const length = (section: number): number => wordAt(block, layout.directoryAt + section * 2 + 1);
  const whole = (section: number, words: number): number => {
    const count = length(section) / words;
    if (Math.floor(count) !== count) throw damaged("the length of a section");
    return count;
  };
  if (length(layout.FACTS) !== layout.factWords || length(layout.TEXTS) < 1) throw damaged("its facts");
  whole(layout.AGENTS, layout.agentWords);
  whole(layout.EXTRAS, layout.extraWords);
  whole(layout.APPROVALS, layout.approvalWords);
  whole(layout.ZONE, layout.zoneWords);
  return {
    block,
    at,
    length,
    texts: length(layout.TEXTS) - 1,
    numbers: whole(layout.NUMBERS, 2),
    attributes: whole(layout.ATTRIBUTES, layout.attributeWords),
  };
}

function verifyTexts({ block, at, length, texts }: Sections): void {
  let before = 0;
  for (let i = 0; i <= texts; i++) {
    const start = wordAt(block, at(layout.TEXTS) + i);
    if (start < before) throw damaged("a text");
    before = start;
  }
  if (before > length(layout.TEXT_BYTES) * 4) throw damaged("a text");
}

/** An offset + 1 of a record, or 0. */
function optional(offset: number, starts: Uint8Array, what: string): void {
  if (offset !== 0 && starts[offset - 1] !== 1) throw damaged(what);
}

function verifyApprovals({ block, at, length, numbers }: Sections, lists: Uint8Array): void {
  for (let i = at(layout.APPROVALS); i < at(layout.APPROVALS) + length(layout.APPROVALS); i += 4) {
    if (lists[wordAt(block, i)] !== 1 || lists[wordAt(block, i + 1)] !== 1) throw damaged("an approval");
    below(wordAt(block, i + 2), numbers, "a timeout");
    below(wordAt(block, i + 3), numbers, "a number of answers");
  }
}

function verifyStatements(
  { block, at, length, texts, numbers }: Sections,
  statements: number,
  lists: Uint8Array,
  conditions: Uint8Array,
): void {
  const extras = at(layout.EXTRAS);
  const extraLength = length(layout.EXTRAS);
  const approvals = length(layout.APPROVALS);
  for (let i = extras; i < extras + extraLength; i += layout.extraWords) {
    optional(wordAt(block, i), conditions, "a condition");
    const approval = wordAt(block, i + 2);
    below(wordAt(block, i + 1), numbers + 1, "a time");
    below(approval, approvals + 1, "an approval");
    if (approval !== 0 && (approval - 1) % layout.approvalWords !== 0) throw damaged("an approval");
    optional(wordAt(block, i + 3), lists, "a list of channels");
  }
  for (let i = 0; i < statements; i++) {
    const word = wordAt(block, at(layout.STATEMENTS) + i * 2);
    below(wordAt(block, at(layout.STATEMENTS) + i * 2 + 1), texts, "an id");
    const extra = word >>> 2;
    below(extra, extraLength + 1, "a statement");
    if (extra !== 0 && (extra - 1) % layout.extraWords !== 0) throw damaged("a statement");
    const approval = extra === 0 ? 0 : wordAt(block, extras + extra + 1);
    if ((word & 3) >= layout.gateKind && approval === 0) throw damaged("a gate without its approval");
    below(wordAt(block, at(layout.POSITIONS) + i * 2), texts, "a file");
    if (wordAt(block, at(layout.POSITIONS) + i * 2 + 1) < 1) throw damaged("a line");
  }
}

function verifyAttributes(sections: Sections, lists: Uint8Array): void {
  const { block, at, texts, numbers, attributes } = sections;
  slots(sections, layout.ATTRIBUTE_SLOTS, attributes);
  let before = -1;
  for (let i = 0; i < attributes; i++) {
    const row = at(layout.ATTRIBUTES) + i * layout.attributeWords;
    before = ascending(wordAt(block, row), before, texts, "an attribute");
    const type = wordAt(block, row + 1);
    const value = wordAt(block, row + 2);
    below(type, 6, "a default");
    if (type === 3) below(value, numbers, "a default");
    if (type === 4) below(value, texts, "a default");
    if (type === 5 && lists[value] !== 1) throw damaged("a default");
  }
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}

/** A hash table of numbers + 1, each at most once, with an empty slot. */
function slots({ block, at, length }: Sections, section: number, count: number): void {
  const size = length(section);
  if (!isPowerOfTwo(size)) throw damaged("the size of a hash table");
  const met = new Uint8Array(count + 1);
  let empty = 0;
  for (let i = 0; i < size; i++) {
    const slot = wordAt(block, at(section) + i);
    below(slot, count + 1, "a slot");
    if (slot === 0) empty += 1;
    else if (met[slot] === 1) throw damaged("a slot twice");
    met[slot] = 1;
  }
  if (empty === 0) throw damaged("a full hash table");
}

function verifyAgents(sections: Sections, classes: Uint8Array): void {
  const { block, at, length, texts, numbers } = sections;
  slots(sections, layout.AGENT_SLOTS, length(layout.AGENTS) / layout.agentWords);
  const actions = at(layout.ACTIONS);
  const size = length(layout.ACTIONS);
  // By the beginning of a table: its size in slots, once it was checked.
  const checked = new Int32Array(size + 1);
  // By slot: whether a table holds it. Agents share whole tables or nothing.
  const held = new Uint8Array(size >> 1);
  // By text: the beginning + 1 of the last table that holds it.
  const met = new Int32Array(texts + 1);
  let before = -1;
  for (let i = at(layout.AGENTS); i < at(layout.AGENTS) + length(layout.AGENTS); i += layout.agentWords) {
    before = ascending(wordAt(block, i), before, texts, "an agent");
    below(wordAt(block, i + 1), numbers + 1, "an agent's end");
    const table = wordAt(block, i + 2);
    const count = wordAt(block, i + 3) + 1;
    if (!isPowerOfTwo(count) || table < 0 || table + count * 2 > size) throw damaged("a table of actions");
    // Slots are pairs of words.
    if ((table & 1) !== 0) throw damaged("a table of actions");
    if (checked[table] === count) continue;
    checked[table] = count;
    let empty = 0;
    for (let slot = 0; slot < count; slot++) {
      if (held[(table >> 1) + slot] === 1) throw damaged("tables of actions that overlap");
      held[(table >> 1) + slot] = 1;
      const text = wordAt(block, actions + table + slot * 2);
      if (text === 0) {
        empty += 1;
        continue;
      }
      below(text, texts + 1, "an action");
      if (met[text] === table + 1) throw damaged("an action twice");
      met[text] = table + 1;
      if (classes[wordAt(block, actions + table + slot * 2 + 1)] !== 1) throw damaged("an action's class");
    }
    if (empty === 0) throw damaged("a full hash table");
  }
}

function verifyZone({ block, at, length }: Sections): void {
  let before = -Infinity;
  for (let i = at(layout.ZONE) / 2; i < (at(layout.ZONE) + length(layout.ZONE)) / 2; i += 2) {
    const from = block.doubles[i] ?? NaN;
    if (!(from > before) || !isFinite(block.doubles[i + 1] ?? NaN)) throw damaged("the time zone");
    before = from;
  }
}
