/** Checks the programs of conditions: operands in range, a stack that never runs dry or over. */
import { wordAt } from "./block.ts";
import { damaged } from "./check.ts";
import * as layout from "./layout.ts";
import { below, records, type Sections } from "./sections.ts";

/** Where programs begin. */
export function verifyConditions(sections: Sections, greatestStack: number): Uint8Array {
  return records(sections, layout.CONDITIONS, (first, count) => {
    verifyProgram(sections, first + 1, first + 1 + count, greatestStack);
  });
}

function verifyProgram(sections: Sections, from: number, end: number, greatestStack: number): void {
  const { block } = sections;
  let depth = 0;
  let at = from;
  while (at < end) {
    const word = wordAt(block, at);
    const code = word & 255;
    const operand = word >>> 8;
    at += 1;
    if (code === layout.opAnd || code === layout.opOr) {
      if (operand > depth) throw damaged("a condition");
      depth -= operand;
    } else if (code === layout.opNot) {
      if (depth < 1) throw damaged("a condition");
      depth -= 1;
    } else if (code === layout.opHas) below(operand, sections.attributes, "a condition's attribute");
    else if (code !== layout.opHasNow && code !== layout.opUnknown) {
      at += verifyTest(sections, code, operand, at, end);
    }
    depth += 1;
    if (depth > greatestStack) throw damaged("a condition");
  }
  if (depth !== 1 || at !== end) throw damaged("a condition");
}

/** Returns how many words the test takes after its own. */
function verifyTest(sections: Sections, code: number, operand: number, at: number, end: number): number {
  const { block, attributes, texts, numbers } = sections;
  const isTime = code === layout.opTimeOneOf || (code >= layout.opTime && code < layout.opTime + 6);
  below(operand, isTime ? 4 : attributes, "a condition's attribute");
  const isList = code >= layout.opOneOfBooleans && code <= layout.opTimeOneOf;
  const count = isList ? wordAt(block, at) : 1;
  if (at >= end || count < 0 || count > end - at - (isList ? 1 : 0)) throw damaged("a condition");
  const limit = literals(code, texts, numbers);
  const first = isList ? at + 1 : at;
  for (let i = 0; i < count; i++) below(wordAt(block, first + i), limit, "a condition's literal");
  return isList ? count + 1 : 1;
}

/** How many literals of the operation's type there are. */
function literals(code: number, texts: number, numbers: number): number {
  const group = code & ~7;
  const operator = code & 7;
  if (group === layout.opBoolean && operator < 2) return 2;
  if ((group === layout.opNumber || group === layout.opTime) && operator < 6) return numbers;
  if (group === layout.opText && operator < 2) return texts;
  if (code === layout.opOneOfBooleans) return 2;
  if (code === layout.opOneOfNumbers || code === layout.opTimeOneOf) return numbers;
  if (code >= layout.opOneOfTexts && code <= layout.opContains) return texts;
  throw damaged("a condition's operation");
}
