/** Conditions, three-valued: `no`, `doubt` and `yes`, so that and is the least and or the greatest. */
import { doubleAt, wordAt } from "./block.ts";
import * as layout from "./layout.ts";
import { timeField } from "./local-time.ts";
import { textOf, type Program } from "./program.ts";
import { aBoolean, absent, aList, aNumber, aText, illTyped, type Value } from "./read-context.ts";

export const no = 0;
export const doubt = 1;
export const yes = 2;

/** The answer of the program at `offset` for the request in scratch. */
export function answer(program: Program, offset: number): number {
  const block = program.block;
  const stack = program.scratch.stack;
  let at = program.conditions + offset;
  const end = at + 1 + wordAt(block, at);
  let top = 0;
  at += 1;
  while (at < end) {
    const word = wordAt(block, at);
    const code = word & 255;
    const operand = word >>> 8;
    at += 1;
    if (code <= layout.opOr) {
      let result = code === layout.opAnd ? yes : no;
      for (let i = 0; i < operand; i++) {
        top -= 1;
        const one = stack[top] ?? no;
        if (code === layout.opAnd ? one < result : one > result) result = one;
      }
      stack[top] = result;
    } else if (code === layout.opNot) {
      top -= 1;
      stack[top] = 2 - (stack[top] ?? no);
    } else if (code === layout.opHas) {
      stack[top] = typeOf(program, operand) === absent ? no : yes;
    } else if (code === layout.opHasNow) stack[top] = program.scratch.now < 0 ? no : yes;
    else if (code === layout.opUnknown) stack[top] = doubt;
    else {
      const isList = code >= layout.opOneOfBooleans && code <= layout.opTimeOneOf;
      stack[top] = isList ? oneOf(program, code, operand, at) : comparison(program, code, operand, at);
      at += isList ? 1 + wordAt(block, at) : 1;
    }
    top += 1;
  }
  return stack[0] ?? no;
}

function typeOf(program: Program, attribute: number): number {
  const scratch = program.scratch;
  return scratch.hasContext ? (scratch.types[attribute] ?? absent) : absent;
}

/** Sees the value of an attribute as one of a type; `null` when it is absent without default, or of another. */
function valueOf(program: Program, attribute: number, type: number): Value {
  const given = typeOf(program, attribute);
  if (given === type) return program.scratch.values[attribute] ?? null;
  return given === absent ? defaultOf(program, attribute, type) : null;
}

function defaultOf(program: Program, attribute: number, type: number): Value {
  const block = program.block;
  const row = program.attributes + attribute * layout.attributeWords;
  const value = wordAt(block, row + 2);
  switch (wordAt(block, row + 1)) {
    case 1:
      return type === aBoolean ? false : null;
    case 2:
      return type === aBoolean ? true : null;
    case 3:
      return type === aNumber ? doubleAt(block, program.numbers + value) : null;
    case 4:
      return type === aText ? textOf(program, value) : null;
    case 5:
      return type === aList ? listAt(program, value) : null;
    default:
      return null;
  }
}

/** The texts of a list in `LISTS`. */
export function listAt(program: Program, offset: number): string[] {
  const texts: string[] = [];
  const list = program.lists + offset;
  const count = wordAt(program.block, list);
  for (let i = 1; i <= count; i++) texts.push(textOf(program, wordAt(program.block, list + i)));
  return texts;
}

function truth(holds: boolean): number {
  return holds ? yes : no;
}

function comparison(program: Program, code: number, operand: number, at: number): number {
  const block = program.block;
  const word = wordAt(block, at);
  if (code >= layout.opMember) {
    if (code === layout.opMember) {
      const list = valueOf(program, operand, aList);
      if (list === null || typeof list !== "object") return doubt;
      return truth(list.indexOf(textOf(program, word)) >= 0);
    }
    const value = valueOf(program, operand, aText);
    if (typeof value !== "string") return doubt;
    const literal = textOf(program, word);
    if (code === layout.opContains) return truth(value.indexOf(literal) >= 0);
    // Both search at one position only.
    if (code === layout.opStartsWith) return truth(value.lastIndexOf(literal, 0) === 0);
    const from = value.length - literal.length;
    return truth(from >= 0 && value.indexOf(literal, from) === from);
  }
  const operator = code & 7;
  if (code >= layout.opTime) {
    const field = timeField(program, operand);
    return field < 0 ? doubt : numbers(field, operator, doubleAt(block, program.numbers + word));
  }
  if (code >= layout.opText) {
    const value = valueOf(program, operand, aText);
    return value === null ? doubt : truth((value === textOf(program, word)) === (operator === 0));
  }
  if (code >= layout.opNumber) {
    const value = valueOf(program, operand, aNumber);
    return typeof value !== "number"
      ? doubt
      : numbers(value, operator, doubleAt(block, program.numbers + word));
  }
  const value = valueOf(program, operand, aBoolean);
  return value === null ? doubt : truth((value === (word === 1)) === (operator === 0));
}

function numbers(value: number, operator: number, literal: number): number {
  switch (operator) {
    case 0:
      return truth(value === literal);
    case 1:
      return truth(value !== literal);
    case 2:
      return truth(value < literal);
    case 3:
      return truth(value <= literal);
    case 4:
      return truth(value > literal);
    default:
      return truth(value >= literal);
  }
}

const listTypes: readonly number[] = [aBoolean, aNumber, aText];

function oneOf(program: Program, code: number, operand: number, at: number): number {
  const block = program.block;
  const count = wordAt(block, at);
  if (code === layout.opTimeOneOf) {
    const field = timeField(program, operand);
    if (field < 0) return doubt;
    for (let i = 1; i <= count; i++) {
      if (doubleAt(block, program.numbers + wordAt(block, at + i)) === field) return yes;
    }
    return no;
  }
  const value = valueOf(program, operand, listTypes[code - layout.opOneOfBooleans] ?? illTyped);
  if (value === null) return doubt;
  for (let i = 1; i <= count; i++) {
    const word = wordAt(block, at + i);
    const literal =
      code === layout.opOneOfTexts
        ? textOf(program, word)
        : code === layout.opOneOfNumbers
          ? doubleAt(block, program.numbers + word)
          : word === 1;
    if (literal === value) return yes;
  }
  return no;
}
