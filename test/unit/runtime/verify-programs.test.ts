/** The loader's checks of conditions and of the matcher: each has a table that it refuses. */
import { expect, test } from "vitest";
import type { Condition, Statement } from "../../../src/ir/ir.ts";
import * as L from "../../../src/runtime/layout.ts";
import { allow, attribute, buildSet, compare } from "../../support/build-set.ts";
import { builtBundle, tablesOf } from "../../support/bundle-of.ts";
import { EditedTables } from "../../support/edited-tables.ts";
import { add, below0, expectRefusal, far, set, type Edit } from "../../support/refused-tables.ts";

function tablesFor(...resources: string[]): Uint8Array {
  const statements = resources.map((resource, i): Statement => allow("x", resource, { id: `s${i}` }));
  return tablesOf(builtBundle(buildSet({ agents: { a: statements } })));
}

/** Offset in `MATCHER` of the first node of text; before it stands the root, which has no text. */
const node = 1;

/** The first operation of the program of a condition. */
function conditionTables(condition: Condition): Uint8Array {
  const context = ["a", "b"].map((name) => attribute(name, null));
  return tablesOf(builtBundle(buildSet({ agents: { a: [allow("x", "y", { when: condition })] }, context })));
}

const both: Condition = { kind: "and", terms: [compare("a", "==", 1), compare("b", "==", true)] };
const anyOf: Condition = { kind: "oneOf", attribute: { kind: "context", name: "a" }, literals: ["x", "y"] };

test.each<[string, Condition, Edit, RegExp]>([
  ["a program that ends outside", both, set(L.CONDITIONS, 0, far), /list/],
  ["an empty program", both, shrunk, /condition/],
  ["a program that leaves two values", both, set(L.CONDITIONS, 5, L.opHas), /condition/],
  ["a junction of more than there is", both, set(L.CONDITIONS, 5, L.opAnd + 3 * 256), /condition/],
  ["a junction of two in the beginning", both, set(L.CONDITIONS, 1, L.opOr + 2 * 256), /condition/],
  ["a negation of nothing", both, set(L.CONDITIONS, 1, L.opNot), /condition/],
  ["an attribute that is none", both, set(L.CONDITIONS, 1, L.opNumber + 2 * 256), /attribute/],
  ["an attribute asked for that is none", both, set(L.CONDITIONS, 5, L.opHas + 2 * 256), /attribute/],
  ["a field of time that is none", both, set(L.CONDITIONS, 1, L.opTime + 4 * 256), /attribute/],
  ["no operation", both, set(L.CONDITIONS, 1, 0), /operation/],
  ["an operation that does not exist", both, set(L.CONDITIONS, 1, 56), /operation/],
  ["an order of booleans", both, set(L.CONDITIONS, 3, L.opBoolean + 2 + 256), /operation/],
  ["an order of texts", both, set(L.CONDITIONS, 1, L.opText + 2), /operation/],
  ["an operator that does not exist", both, set(L.CONDITIONS, 1, L.opNumber + 6), /operation/],
  ["a number that is none", both, set(L.CONDITIONS, 2, 10_000), /literal/],
  ["a boolean that is none", both, set(L.CONDITIONS, 4, 2), /literal/],
  [
    "a negative text",
    both,
    (t) => {
      t.set(L.CONDITIONS, 1, L.opText);
      t.set(L.CONDITIONS, 2, below0);
    },
    /literal/,
  ],
  ["a test without its literal", both, set(L.CONDITIONS, 5, L.opNumber), /condition/],
  ["more literals than there are words", anyOf, set(L.CONDITIONS, 2, 3), /condition/],
  ["a negative number of literals", anyOf, set(L.CONDITIONS, 2, below0), /condition/],
  ["fewer literals than stand there", anyOf, set(L.CONDITIONS, 2, 1), /condition/],
  ["a literal that is no text", anyOf, set(L.CONDITIONS, 4, 10_000), /literal/],
])("as a condition, %s is refused", (_, condition, edit, why) => {
  expectRefusal(conditionTables(condition), edit, why);
});

/** The program's words become those of others, so that it is empty. */
function shrunk(tables: EditedTables): void {
  for (let i = 0; i < tables.length(L.CONDITIONS); i++) tables.set(L.CONDITIONS, i, 0);
}

const text = tablesFor("abc");
expect(new EditedTables(text).get(L.MATCHER, 0)).toBe(1 << 8);
expect(new EditedTables(text).get(L.MATCHER, node)).toBe(3 | L.bitEnd);

const starred = tablesFor("a*b");
const nested = tablesFor("a*b*c");
const forked = tablesFor("ab/c", "ax/c");
const table = tablesFor(..."abcdefgh".split("").map((letter) => `p${letter}/c`));
const shared = tablesFor("a", "a");
const bits =
  (header: number): Edit =>
  (t) => {
    t.set(L.MATCHER, node, t.get(L.MATCHER, node) | header);
  };

test.each<[string, Uint8Array, Edit, RegExp]>([
  ["a run that ends outside", text, set(L.MATCHER, node, 255 | L.bitEnd), /text/],
  ["an emission of no statement", text, set(L.MATCHER, node + 1, 2), /emission/],
  ["an emission of no list", text, set(L.MATCHER, node + 1, 0x8000_0000), /list of emissions/],
  ["an emission in the middle of a list", shared, set(L.MATCHER, node + 1, 0x8000_0001), /list of emissions/],
  ["a list of emissions that ends outside", shared, set(L.EMITS, 0, far), /list/],
  ["a list of emissions of no statement", shared, set(L.EMITS, 2, 1000), /emission/],
  ["a list of lists", shared, set(L.EMITS, 2, 0x8000_0000), /emission/],
  [
    "a node without the words that its bits name",
    text,
    bits(L.bitTail | L.bitStar | L.bitDeep),
    /node|emission|reference/,
  ],
  ["a single child where the section ends", text, bits(1 << 8), /reference/],
  ["a list of children outside", text, bits(200 << 8), /edges/],
  ["more edges than bytes", text, bits(511 << 8), /edges/],
  [
    "a node that nothing leads to",
    forked,
    (t) => t.set(L.MATCHER, node, 255 & t.get(L.MATCHER, node)),
    /nothing leads/,
  ],
  ["a wildcard before its node", starred, set(L.MATCHER, node + 1, 0), /reference/],
  ["a wildcard outside", starred, set(L.MATCHER, node + 1, far), /reference/],
  ["a negative reference", starred, set(L.MATCHER, node + 1, below0), /reference/],
  ["a root in the middle of a node", forked, (t) => t.set(L.AGENTS, 4, 1 + node + 1), /into a node/],
  ["a reference between two nodes", starred, add(L.MATCHER, node + 1, 1), /nothing leads/],
  ["a mark that is none", nested, (t) => t.set(L.FACTS, L.factMarks, 0), /mark/],
  ["one node twice", forked, oneChildTwice, /reference/],
  ["a table's child outside", table, (t) => replaceReferences(t, far), /reference/],
  ["a table's child before it", table, (t) => replaceReferences(t, node), /reference|nothing leads/],
])("in the matcher, %s is refused", (_, source, edit, why) => {
  expectRefusal(source, edit, why);
});

/** The node is `a` with a list of two edges: header, run, their bytes, two references. */
function oneChildTwice(tables: EditedTables): void {
  expect(tables.get(L.MATCHER, node)).toBe(1 | (2 << 8));
  tables.set(L.MATCHER, node + 4, tables.get(L.MATCHER, node + 3));
}

/** The node is `p` with a table of eight. */
function replaceReferences(tables: EditedTables, by: number): void {
  const header = (1 | (8 << 8) | L.bitTable | (0x61 << 24)) >>> 0;
  expect(tables.get(L.MATCHER, node)).toBe(header);
  tables.set(L.MATCHER, node + 2, by);
}

test.each<[string, (wild: number) => Edit, RegExp]>([
  ["more suffixes than words", (wild) => add(L.MATCHER, wild, 3), /suffix/],
  ["a suffix of more bytes than a name has", (wild) => set(L.MATCHER, wild + 1, 5000), /suffix/],
  ["a suffix of negative length", (wild) => set(L.MATCHER, wild + 1, below0), /suffix/],
  ["a suffix that ends outside", (wild) => set(L.MATCHER, wild + 1, 4000), /suffix/],
  ["a suffix of no statement", (wild) => set(L.MATCHER, wild + 2, 1000), /emission/],
  ["a mark where the node has no word for it", (wild) => add(L.MATCHER, wild, L.bitMarked), /mark|suffix/],
  ["edges where there are none", (wild) => add(L.MATCHER, wild, 9 << 8), /edges|reference/],
])("of a wildcard, %s is refused", (_, edit, why) => {
  const wild = new EditedTables(starred).get(L.MATCHER, node + 1);
  expectRefusal(starred, edit(wild), why);
});
