/** Conditions, three-valued: 0 false, 1 unknown, 2 true; and is the least, or the greatest. */
import { attributeBytes } from "./find.ts";
import { localTime } from "./time.ts";
import {
  attributeCount,
  attributes,
  conditions,
  conditionWords,
  listOf,
  note,
  numberOf,
  take,
  textOf,
  textStart,
} from "./tables.ts";
import { now, tagList, tagMap, tagNumber, tagText } from "./request.ts";
import { containsBytes, sameBytes } from "./text.ts";
import { truths, truthsEnd, values } from "./working.ts";

const unknown: i32 = 1;

/** The value that `fetch` read: 0 none, 1 false, 2 true, 3 a number, 4 a text, 5 a list. */
let kind: u32 = 0;
let number: f64 = 0;
let textAt: i32 = 0;
let textLength: i32 = 0;
/** A list: the first of its elements, how many, and whether they are indexes of texts. */
let listAt: i32 = 0;
let listCount: u32 = 0;
let isDefault: bool = false;

/** The answer of the program at an offset; what is damaged is unknown, and noted. */
export function answer(offset: u32): i32 {
  if (offset >= conditionWords) return damaged();
  let at = conditions + <i32>(offset << 2);
  const words = load<u32>(at);
  if (words >= conditionWords - offset) return damaged();
  at += 4;
  const end = at + <i32>(words << 2);
  let top = truths;
  while (at < end) {
    const head = load<u32>(at);
    const code = head & 0xff;
    const operand = head >> 8;
    at += 4;
    if (!take(1)) return unknown;
    if (code <= 2) {
      if (code == 0 || operand == 0 || operand > <u32>(top - truths)) return damaged();
      const from = top - <i32>operand;
      let result = <i32>load<u8>(from);
      for (let i = from + 1; i < top; i++) {
        const next = <i32>load<u8>(i);
        result = code == 1 ? min(result, next) : max(result, next);
      }
      top = from + 1;
      store<u8>(from, result);
      continue;
    }
    if (code == 3) {
      if (top == truths) return damaged();
      store<u8>(top - 1, 2 - <i32>load<u8>(top - 1));
      continue;
    }
    if (top >= truthsEnd) return damaged();
    let result = unknown;
    if (code <= 6) {
      if (code == 4) result = hasAttribute(operand) ? 2 : 0;
      if (code == 5) result = now >= 0 ? 2 : 0;
    } else {
      if (at >= end) return damaged();
      const first = load<u32>(at);
      at += 4;
      if (code >= 48 && code <= 51) {
        if (first > (<u32>(end - at)) >> 2 || !take(<i32>first)) return damaged();
        result = isOneOf(code, operand, at, first);
        at += <i32>(first << 2);
      } else result = test(code, operand, first);
    }
    store<u8>(top, result);
    top += 1;
  }
  return top == truths + 1 ? <i32>load<u8>(truths) : damaged();
}

function damaged(): i32 {
  note();
  return unknown;
}

function hasAttribute(attribute: u32): bool {
  if (attribute < attributeCount) return load<u32>(values + <i32>(attribute << 2)) != 0;
  note();
  return false;
}

/** Reads the request's value of an attribute, else its default. */
function fetch(attribute: u32): void {
  kind = 0;
  if (attribute >= attributeCount) {
    note();
    return;
  }
  const at = <i32>load<u32>(values + <i32>(attribute << 2));
  if (at == 0) fetchDefault(attributes + <i32>attribute * attributeBytes);
  else fetchGiven(at);
}

function fetchDefault(row: i32): void {
  kind = load<u32>(row, 4);
  const value = load<u32>(row, 8);
  if (kind == tagNumber) number = numberOf(value);
  else if (kind == tagText) {
    textLength = textOf(value);
    textAt = textStart;
  } else if (kind == tagList) {
    const list = listOf(value);
    isDefault = true;
    listCount = list == 0 ? 0 : load<u32>(list);
    listAt = list + 4;
  } else if (kind > tagList) note();
}

function fetchGiven(at: i32): void {
  kind = load<u8>(at);
  if (kind == tagNumber) number = load<f64>(at, 1);
  else if (kind == tagText) {
    textLength = <i32>load<u32>(at, 1);
    textAt = at + 5;
  } else if (kind == tagList || kind == tagMap) {
    listCount = load<u32>(at, 1);
    listAt = at + 5;
    isDefault = false;
    // An empty map counts as an empty list; any other map, and a list that holds more than texts, as nothing.
    if (kind == tagMap && listCount > 0) kind = 0;
    else kind = holdsTexts() ? tagList : 0;
  } else if (kind > 2) kind = 0;
}

function holdsTexts(): bool {
  let at = listAt;
  for (let i: u32 = 0; i < listCount; i++) {
    if (load<u8>(at) != tagText) return false;
    at += 5 + <i32>load<u32>(at, 1);
  }
  return take(<i32>listCount);
}

/** One of the operations that compare a value with one word's worth. */
function test(code: u32, operand: u32, word: u32): i32 {
  if (code >= 40 && code < 46) {
    return now < 0 ? unknown : compare(code - 40, localTime(operand), numberOf(word));
  }
  fetch(operand);
  if (code >= 16 && code < 18) {
    if (word > 1) return damaged();
    if (kind != 1 && kind != 2) return unknown;
    return truth((kind == word + 1) == (code == 16));
  }
  if (code >= 24 && code < 30) {
    const literal = numberOf(word);
    return kind == tagNumber ? compare(code - 24, number, literal) : unknown;
  }
  const isList = code == 52;
  if (!isList && code != 32 && code != 33 && (code < 53 || code > 55)) return damaged();
  const length = textOf(word);
  const literal = textStart;
  if (kind != (isList ? tagList : tagText)) return unknown;
  if (isList) return truth(isDefault ? listHolds(word) : givenHolds(literal, length));
  if (code <= 33) return truth((textLength == length && sameBytes(textAt, literal, length)) == (code == 32));
  if (length > textLength) return 0;
  if (code == 53) return truth(sameBytes(textAt, literal, length));
  if (code == 54) return truth(sameBytes(textAt + textLength - length, literal, length));
  return truth(containsBytes(textAt, textLength, literal, length));
}

function truth(holds: bool): i32 {
  return holds ? 2 : 0;
}

function compare(operator: u32, value: f64, literal: f64): i32 {
  switch (operator) {
    case 0:
      return truth(value == literal);
    case 1:
      return truth(value != literal);
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

/** A default's list holds the text: each text stands once in the tables. */
function listHolds(text: u32): bool {
  for (let i: u32 = 0; i < listCount; i++) if (load<u32>(listAt + <i32>(i << 2)) == text) return true;
  return false;
}

function givenHolds(literal: i32, length: i32): bool {
  let at = listAt;
  for (let i: u32 = 0; i < listCount; i++) {
    const own = <i32>load<u32>(at, 1);
    if (own == length && sameBytes(at + 5, literal, length)) return true;
    at += 5 + own;
  }
  return false;
}

function isOneOf(code: u32, operand: u32, at: i32, count: u32): i32 {
  let value: f64 = 0;
  if (code == 51) {
    if (now < 0) return unknown;
    value = localTime(operand);
  } else {
    fetch(operand);
    value = number;
  }
  if (code == 48 && kind != 1 && kind != 2) return unknown;
  if (code == 49 && kind != tagNumber) return unknown;
  if (code == 50 && kind != tagText) return unknown;
  for (const end = at + <i32>(count << 2); at < end; at += 4) {
    const word = load<u32>(at);
    if (code == 48) {
      if (kind == word + 1) return 2;
    } else if (code == 50) {
      if (textOf(word) == textLength && sameBytes(textStart, textAt, textLength)) return 2;
    } else if (numberOf(word) == value) return 2;
  }
  return 0;
}
