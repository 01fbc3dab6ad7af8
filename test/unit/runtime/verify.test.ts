/** Each check of the loader has a table that it refuses (of programs: verify-programs.test.ts). */
import { test } from "vitest";
import type { Condition } from "../../../src/ir/ir.ts";
import * as L from "../../../src/runtime/layout.ts";
import { allow, attribute, buildSet, compare, deny, gate, shape } from "../../support/build-set.ts";
import { builtBundle, tablesOf } from "../../support/bundle-of.ts";
import { EditedTables } from "../../support/edited-tables.ts";
import {
  add,
  below0,
  expectRefusal,
  far,
  inWord,
  set,
  shorter,
  type Edit,
} from "../../support/refused-tables.ts";

const team = { kind: "context", name: "team" } as const;
const conditions: readonly Condition[] = [
  { kind: "and", terms: [compare("force", "==", true), compare("level", "<", 5)] },
  { kind: "not", term: { kind: "oneOf", attribute: team, literals: ["x", "y"] } },
  { kind: "has", attribute: team },
  { kind: "compare", attribute: { kind: "time", field: "hour" }, operator: "==", literal: 3 },
];

// Something in every section.
const rich = tablesOf(
  builtBundle(
    buildSet({
      agents: {
        a: conditions.map((when, i) => allow("git:read", `repos/${i}/*`, { id: `s${i}`, when })),
        b: [
          gate("git:*", "repos/**", {
            id: "g",
            approval: { channels: ["slack:#a"], approvers: ["user:eve"] },
            notify: ["slack:#b"],
            expires: 9,
          }),
          deny("git:push", "repos/*/main", { id: "z" }),
          allow("sql:read", "x", { id: "y" }),
        ],
      },
      expires: { a: 1000 },
      context: [
        attribute("force", "bool"),
        { name: "level", type: "number", default: 3 },
        { name: "tags", type: "list", default: ["t"] },
        { name: "team", type: "string", default: "x" },
      ],
      timezone: {
        name: "X/Y",
        tzdata: "2026a",
        offsets: [
          { from: 0, minutes: 0 },
          { from: 1000, minutes: 60 },
        ],
      },
      services: [
        {
          name: "git",
          shapes: [shape("repos/{x}/{y...}")],
          actions: [{ action: "git:a", shapes: [shape("a")] }],
        },
        { name: "sql", shapes: [], actions: [] },
      ],
    }),
  ),
);

test.each<[string, Edit, RegExp]>([
  ["a section that begins elsewhere", inWord(L.directoryAt + 2 * L.LISTS, 46), /directory/],
  ["a gap between sections", inWord(L.directoryAt + 1, 4), /directory/],
  ["a section of negative length", inWord(L.directoryAt + 2 * L.LISTS + 1, below0), /directory/],
  ["a section that ends outside", inWord(L.directoryAt + 2 * L.MANIFEST + 1, far), /directory/],
  ["words behind the last section", inWord(L.directoryAt + 2 * L.MANIFEST + 1, 1), /directory/],
  ["too few facts", shorter(L.FACTS), /facts/],
  ["half an agent", shorter(L.AGENTS), /length of a section/],
  ["half an extra", shorter(L.EXTRAS), /length of a section/],
  ["half an approval", shorter(L.APPROVALS), /length of a section/],
  ["half an attribute", shorter(L.ATTRIBUTES), /length of a section/],
  ["half a number", shorter(L.NUMBERS), /length of a section/],
  ["half a time zone", shorter(L.ZONE), /length of a section/],
  ["a revision that is no text", set(L.FACTS, L.factRevision, 10_000), /revision/],
  ["another revision than the manifest's", set(L.FACTS, L.factRevision, 0), /revision/],
  ["more statements than there are", add(L.FACTS, L.factStatements, 1), /number of statements/],
  ["more marks than nodes", set(L.FACTS, L.factMarks, far), /marks/],
  ["negative marks", set(L.FACTS, L.factMarks, below0), /marks/],
  ["a depth of more than all nodes", set(L.FACTS, L.factDepth, far), /depth/],
  ["a stack of more than all conditions", set(L.FACTS, L.factStack, far), /stack/],
  ["a negative stack", set(L.FACTS, L.factStack, below0), /stack/],
  ["too small a stack", set(L.FACTS, L.factStack, 1), /condition/],
  ["another number of emissions", add(L.FACTS, L.factEmitted, 1), /emissions/],
  ["a text that ends before it begins", set(L.TEXTS, 1, 100_000), /text/],
  ["texts that end outside", (t) => t.set(L.TEXTS, t.length(L.TEXTS) - 1, far), /text/],
  ["a number that is none", (t) => t.setDouble(L.NUMBERS, 0, NaN), /number/],
  ["an infinite number", (t) => t.setDouble(L.NUMBERS, 0, Infinity), /number/],
  ["a list that ends outside", set(L.LISTS, 0, far), /list/],
  ["a list of negative length", set(L.LISTS, 0, below0), /list/],
  ["a list of no text", set(L.LISTS, 1, 10_000), /list/],
])("%s is refused", (_, edit, why) => {
  expectRefusal(rich, edit, why);
});

test.each<[string, Edit, RegExp]>([
  ["an agent that is no text", set(L.AGENTS, 0, 10_000), /agent/],
  ["an agent twice", (t) => t.set(L.AGENTS, L.agentWords, t.get(L.AGENTS, 0)), /order/],
  ["agents out of order", (t) => t.set(L.AGENTS, 0, t.get(L.AGENTS, L.agentWords) + 1), /order/],
  ["an agent's end that is no number", set(L.AGENTS, 1, 10_000), /end/],
  ["a table of actions outside", set(L.AGENTS, 2, far - 1), /table of actions/],
  ["a table of actions before its section", set(L.AGENTS, 2, below0 - 1), /table of actions/],
  ["a table of actions at half a slot", add(L.AGENTS, 2, 1), /table of actions/],
  ["a table of no power of two", add(L.AGENTS, 3, 1), /table of actions/],
  ["a table of no slots", set(L.AGENTS, 3, below0), /table of actions/],
  [
    "tables of actions that overlap",
    (t) => t.set(L.AGENTS, L.agentWords + 2, t.get(L.AGENTS, 2) + 2),
    /overlap|table/,
  ],
  ["a root of wild actions outside", set(L.AGENTS, L.agentWords + 4, far), /root/],
  [
    "a root of actions that is one of resources",
    (t) => t.set(L.AGENTS, 4, t.get(L.CLASSES, 1) + 1),
    /reference/,
  ],
  ["a slot for no agent", (t) => t.set(L.AGENT_SLOTS, emptySlot(t, L.AGENT_SLOTS), 3), /slot/],
  ["an agent in two slots", (t) => t.set(L.AGENT_SLOTS, emptySlot(t, L.AGENT_SLOTS), 1), /slot twice/],
  ["a number of slots of no power of two", shorter(L.AGENT_SLOTS), /size of a hash table/],
  ["an action that is no text", (t) => t.set(L.ACTIONS, takenAction(t), 10_000), /action/],
  ["an action without class", (t) => t.set(L.ACTIONS, takenAction(t) + 1, 10_000), /class/],
  ["an action in the middle of a class", (t) => t.set(L.ACTIONS, takenAction(t) + 1, 1), /class/],
  ["an action twice in a table", copiedAction, /action twice|full/],
  ["a class that ends outside", set(L.CLASSES, 0, far), /list/],
  ["a class of a root outside", set(L.CLASSES, 1, far), /root/],
  ["a class of negative roots", set(L.CLASSES, 1, below0), /root/],
])("among agents, %s is refused", (_, edit, why) => {
  expectRefusal(rich, edit, why);
});

function emptySlot(tables: EditedTables, section: number): number {
  for (let i = 0; i < tables.length(section); i++) if (tables.get(section, i) === 0) return i;
  throw new Error("no empty slot");
}

function takenAction(tables: EditedTables): number {
  for (let i = 0; i < tables.length(L.ACTIONS); i += 2) if (tables.get(L.ACTIONS, i) !== 0) return i;
  throw new Error("no action");
}

function copiedAction(tables: EditedTables): void {
  const from = takenAction(tables);
  const table = tables.get(L.AGENTS, 2);
  const slots = tables.get(L.AGENTS, 3) + 1;
  for (let i = table; i < table + slots * 2; i += 2) {
    if (tables.get(L.ACTIONS, i) !== 0) continue;
    tables.set(L.ACTIONS, i, tables.get(L.ACTIONS, from));
    tables.set(L.ACTIONS, i + 1, tables.get(L.ACTIONS, from + 1));
    return;
  }
  throw new Error("no empty slot");
}

test("a table of actions without an empty slot is refused", () => {
  const names = ["x", "y"].map((action) => allow(action, "r", { id: action }));
  const source = tablesOf(builtBundle(buildSet({ agents: { a: names, z: [allow("z", "r")] } })));
  expectRefusal(
    source,
    (tables) => {
      const slots = tables.get(L.AGENTS, 3) + 1;
      const table = tables.get(L.AGENTS, 2);
      // Texts that the table does not hold yet.
      let text = 1;
      for (let i = table; i < table + slots * 2; i += 2) {
        tables.set(L.ACTIONS, i, text++);
        tables.set(L.ACTIONS, i + 1, 0);
      }
    },
    /full hash table/,
  );
});

test("roots of a class that are out of order, or one twice, are refused", () => {
  const many = Array.from({ length: 40 }, (_, i) => allow("git:*", `repos/${i}`, { id: `w${i}` }));
  const names = ["git:a", "git:b", "git:c"].map((action) => allow(action, "x", { id: action }));
  const source = tablesOf(builtBundle(buildSet({ agents: { a: [...many, ...names] } })));
  const tables = new EditedTables(source);
  let at = 0;
  while (tables.get(L.CLASSES, at) < 2) at += tables.get(L.CLASSES, at) + 1;
  const [first, second] = [tables.get(L.CLASSES, at + 1), tables.get(L.CLASSES, at + 2)];
  expectRefusal(source, set(L.CLASSES, at + 2, first), /order of roots/);
  expectRefusal(
    source,
    (t) => {
      t.set(L.CLASSES, at + 1, second);
      t.set(L.CLASSES, at + 2, first);
    },
    /order of roots/,
  );
});

/** The statement whose id sorts at a place: g, s0 … s3, y, z. */
const [g, z] = [0, 6];

test.each<[string, Edit, RegExp]>([
  ["an id that is no text", set(L.STATEMENTS, 1, 10_000), /id/],
  ["a file that is no text", set(L.POSITIONS, 0, 10_000), /file/],
  ["line 0", set(L.POSITIONS, 1, 0), /line/],
  ["a negative line", set(L.POSITIONS, 1, below0), /line/],
  ["an extra outside", set(L.STATEMENTS, g * 2, 2 + 4 * 10_000), /statement/],
  ["an extra that begins in another", add(L.STATEMENTS, g * 2, 4), /statement/],
  ["a deny made a gate, without approval", set(L.STATEMENTS, z * 2, 2), /approval/],
  ["a deny made a gate of a guardrail", set(L.STATEMENTS, z * 2, 3), /approval/],
  ["a condition that is none", (t) => t.set(L.EXTRAS, 0, t.length(L.CONDITIONS) + 1), /condition/],
  ["a condition in the middle of another", (t) => t.set(L.EXTRAS, 0, 2), /condition/],
  ["a time that is no number", set(L.EXTRAS, 1, 10_000), /time/],
  ["an approval outside", set(L.EXTRAS, 2, 10_000), /approval/],
  ["an approval that begins in another", set(L.EXTRAS, 2, 2), /approval/],
  ["channels that are no list", set(L.EXTRAS, 3, 10_000), /channels/],
  ["channels in the middle of a list", set(L.EXTRAS, 3, 2), /channels/],
  ["channels of an approval that are no list", set(L.APPROVALS, 0, 10_000), /approval/],
  ["approvers in the middle of a list", set(L.APPROVALS, 1, 1), /approval/],
  ["a timeout that is no number", set(L.APPROVALS, 2, 10_000), /timeout/],
  ["a negative number of answers", set(L.APPROVALS, 3, below0), /answers/],
  ["an attribute that is no text", set(L.ATTRIBUTES, 0, 10_000), /attribute/],
  ["attributes out of order", (t) => t.set(L.ATTRIBUTES, 3, t.get(L.ATTRIBUTES, 0)), /order/],
  ["a default of no type", set(L.ATTRIBUTES, 1, 6), /default/],
  ["a default that is no number", set(L.ATTRIBUTES, 5, 10_000), /default/],
  ["a default that is no list", set(L.ATTRIBUTES, 8, 1), /default/],
  ["a default that is no text", set(L.ATTRIBUTES, 11, 10_000), /default/],
  ["a slot for no attribute", (t) => t.set(L.ATTRIBUTE_SLOTS, emptySlot(t, L.ATTRIBUTE_SLOTS), 5), /slot/],
  [
    "an attribute in two slots",
    (t) => t.set(L.ATTRIBUTE_SLOTS, emptySlot(t, L.ATTRIBUTE_SLOTS), 1),
    /slot twice/,
  ],
  ["instants of the zone out of order", (t) => t.setDouble(L.ZONE, 2, 0), /zone/],
  ["a change of clocks that is no number", (t) => t.setDouble(L.ZONE, 3, NaN), /zone/],
  ["an instant that is no number", (t) => t.setDouble(L.ZONE, 0, NaN), /zone/],
])("among statements, %s is refused", (_, edit, why) => {
  expectRefusal(rich, edit, why);
});

test.each<[string, Edit, RegExp]>([
  ["more than there are", set(L.SERVICES, 0, far), /shapes/],
  ["a negative number", set(L.SERVICES, 0, below0), /shapes/],
  ["a name that is no text", set(L.SERVICES, 1, 10_000), /service/],
  ["one twice", (t) => t.set(L.SERVICES, 4, t.get(L.SERVICES, 1)), /order/],
  ["shapes outside", set(L.SERVICES, 2, far), /shapes/],
  ["actions outside", set(L.SERVICES, 3, below0), /shapes/],
  ["an action that is no text", (t) => t.set(L.SERVICES, t.get(L.SERVICES, 3) + 1, 10_000), /action/],
  ["an action whose shapes lie outside", (t) => t.set(L.SERVICES, t.get(L.SERVICES, 3) + 2, far), /shapes/],
  ["a shape outside", (t) => t.set(L.SERVICES, t.get(L.SERVICES, 2) + 1, far), /shapes/],
  ["a part of no kind", (t) => t.set(L.SERVICES, partOf(t), 3), /shape/],
  ["a part that is no text", (t) => t.set(L.SERVICES, partOf(t), 40_000), /shape/],
  ["more parts than words", (t) => t.set(L.SERVICES, partOf(t) - 1, far), /shapes/],
])("of services, %s is refused", (_, edit, why) => {
  expectRefusal(rich, edit, why);
});

function partOf(tables: EditedTables): number {
  return tables.get(L.SERVICES, tables.get(L.SERVICES, 2) + 1) + 1;
}

test("shapes that are referred to again and again are refused before they cost much", () => {
  const shapes = Array.from({ length: 300 }, (_, i) => shape(`s${i}/{x}`));
  const actions = Array.from({ length: 300 }, (_, i) => ({ action: `git:a${1000 + i}`, shapes: [] }));
  const source = tablesOf(
    builtBundle(buildSet({ agents: {}, services: [{ name: "git", shapes, actions }] })),
  );
  expectRefusal(
    source,
    (t) => {
      const own = t.get(L.SERVICES, 3);
      for (let i = 0; i < 300; i++) t.set(L.SERVICES, own + 2 + i * 2, t.get(L.SERVICES, 2));
    },
    /shapes/,
  );
});

test.each<[string, string, string, RegExp]>([
  ["another revision", "sha256:00", "sha256:01", /revision/],
  ["a revision that is none", "sha256:00", "sha256:0g", /revision/],
  ["the first format", '"format":2', '"format":1', /format/],
  ["another name", '"label"', '"lebal"', /lacks|unknown/],
  ["a bound that is no number", '"step_bound":', '"step_bound"?', /manifest/],
  ["another type", '"lint_skipped":false', '"lint_skipped":"alse"'.slice(0, 20), /manifest|boolean/],
  ["what is not ASCII", '"label":"test"', '"label":"t\u00e9t"', /ASCII/],
])("a manifest with %s is refused", (_, before, after, why) => {
  expectRefusal(
    rich,
    (t) => {
      t.replaceInManifest(before, after);
    },
    why,
  );
});
