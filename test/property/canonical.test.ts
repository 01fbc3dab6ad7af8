/** The revision, every id and the printed meaning do not depend on files, documents, keys or order. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { printPolicySet } from "../../src/ir/print-ir.ts";
import { setOf } from "../support/compile-text.ts";
import { runs } from "../support/runs.ts";

/** A document as its keys with their YAML; documents of one `group` stay in one file. */
interface Document {
  readonly group: string;
  readonly keys: readonly { readonly key: string; readonly items: readonly string[] }[];
}

const action = fc.constantFrom("git:read", "git:push", "sql:*", "push", "GIT:{read,push}");
const resource = fc.constantFrom(
  "repos/*",
  "repos/*/branches/main",
  "main",
  '"repos/a b"',
  "sql/**/x",
  "repos/${team}/*",
);
const fixedResource = fc.constantFrom("repos/*", "main", "**secret**", "sql/${agent}/*");
const condition = fc.constantFrom(
  "context.a",
  "context.n > 3",
  "context.b || context.a",
  "time.hour < 9",
  "quiet",
);

const statement = fc
  .record({
    actions: fc.array(action, { minLength: 1, maxLength: 2 }),
    resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
    when: fc.option(condition),
    kind: fc.constantFrom("grant", "deny", "gate"),
  })
  .map(({ actions, resources, when, kind }) => write(kind, actions, resources, when));

const guardrail = fc
  .record({
    actions: fc.array(action, { minLength: 1, maxLength: 2 }),
    to: fixedResource,
    kind: fc.constantFrom("deny", "gate"),
  })
  .map(({ actions, to, kind }) => write(kind, actions, [to], null));

function write(
  kind: string,
  actions: readonly string[],
  resources: readonly string[],
  when: string | null,
): string {
  const head = `${kind === "deny" ? "deny " : ""}${actions.join(", ")} on ${resources.join(", ")}`;
  const options = [`statement: ${JSON.stringify(head)}`];
  if (when !== null) options.push(`when: ${JSON.stringify(when)}`);
  if (kind === "gate") options.push("requires_approval: true", 'approval_channel: "slack:#a"');
  return options.join("\n    ");
}

const statements = fc.array(statement, { minLength: 1, maxLength: 4 });

const agentDocument = (name: string): fc.Arbitrary<Document> =>
  fc
    .record({ statements, takes: fc.subarray(["r", "s"]), rate: fc.boolean() })
    .map(({ statements: list, takes, rate }) => ({
      group: name,
      keys: [
        { key: "agent", items: [name] },
        { key: "vars", items: ["{team: web}"] },
        ...(takes.length > 0 ? [{ key: "extends", items: [`[${takes.join(", ")}]`] }] : []),
        ...(rate ? [{ key: "rate_limits", items: ["{max_requests_per_minute: 3}"] }] : []),
        { key: "policies", items: list },
      ],
    }));

const roleDocument = (name: string, below: readonly string[]): fc.Arbitrary<Document> =>
  fc.record({ statements, takes: fc.subarray([...below]) }).map(({ statements: list, takes }) => ({
    group: `role-${name}`,
    keys: [
      { key: "role", items: [name] },
      ...(takes.length > 0 ? [{ key: "extends", items: [`[${takes.join(", ")}]`] }] : []),
      { key: "policies", items: list },
    ],
  }));

const guardrailDocument = fc
  .record({
    list: fc.array(guardrail, { minLength: 1, maxLength: 3 }),
    to: fc.option(fc.constantFrom("['*']", "[ada]", "['label:l']")),
    n: fc.nat(3),
  })
  .map(({ list, to, n }): Document => ({
    group: `guardrail-${String(n)}`,
    keys: [...(to === null ? [] : [{ key: "applies_to", items: [to] }]), { key: "guardrails", items: list }],
  }));

const documents = fc
  .tuple(
    agentDocument("ada"),
    agentDocument("bob"),
    agentDocument("cid"),
    fc.option(agentDocument("ada")),
    roleDocument("r", ["s"]),
    roleDocument("s", []),
    fc.array(guardrailDocument, { maxLength: 3 }),
  )
  .map(([ada, bob, cid, more, r, s, guardrails]) => [
    ada,
    bob,
    cid,
    r,
    s,
    ...guardrails,
    ...(more === null ? [] : [more]),
  ]);

const config = `timezone: Europe/Berlin
labels:
  l: [bob, cid]
vocabulary:
  actions: {push: "git:{push,merge}"}
  resources: {main: "repos/*/branches/main"}
  conditions: {quiet: "time.hour >= 22"}
projects:
  web:
    agents: [ada]
    resources: repos/*
`;

/** Reorders by numbers that are drawn once and used round and round. */
function shuffled<T>(list: readonly T[], numbers: readonly number[], salt: number): T[] {
  return list
    .map((item, i) => ({ item, at: numbers[(i * 7 + salt) % numbers.length] ?? 0, i }))
    .sort((a, b) => a.at - b.at || b.i - a.i)
    .map(({ item }) => item);
}

function textOf({ keys }: Document, numbers: readonly number[] | null, salt: number): string {
  const order = numbers === null ? keys : shuffled(keys, numbers, salt);
  return order
    .map(({ key, items }) => {
      if (key !== "policies" && key !== "guardrails") return `${key}: ${items.join("")}\n`;
      const list = numbers === null ? items : shuffled(items, numbers, salt + 1);
      return `${key}:\n${list.map((item) => `  - ${item}\n`).join("")}`;
    })
    .join("");
}

/** The documents as files; with numbers, under other names and in another order. */
function filesOf(all: readonly Document[], numbers: readonly number[] | null): { [path: string]: string } {
  const groups = new Map<string, string[]>();
  const order = numbers === null ? all : shuffled(all, numbers, 0);
  order.forEach((document, i) => {
    const list = groups.get(document.group) ?? [];
    list.push(textOf(document, numbers, i));
    groups.set(document.group, list);
  });
  return Object.fromEntries(
    [...groups].map(([group, texts], i) => [
      numbers === null ? `policies/${group}.yaml` : `policies/x${String((i * 5) % 11)}/${String(i)}.yml`,
      texts.join("---\n"),
    ]),
  );
}

test("renaming and reordering files, documents, keys and statements changes neither revision nor ids", () => {
  fc.assert(
    fc.property(documents, fc.array(fc.nat(99), { minLength: 5, maxLength: 12 }), (all, numbers) => {
      const before = setOf(filesOf(all, null), config);
      const after = setOf(filesOf(all, numbers), config);
      expect(printPolicySet(after)).toBe(printPolicySet(before));
      expect(after.statements.map(({ id }) => id)).toEqual(before.statements.map(({ id }) => id));
      expect(after.revision).toBe(before.revision);
    }),
    { numRuns: runs(60) },
  );
});

test("a statement more or less changes the revision", () => {
  fc.assert(
    fc.property(documents, statement, (all, added) => {
      const [first, ...others] = all;
      const longer = first && {
        ...first,
        keys: first.keys.map((k) => (k.key === "policies" ? { ...k, items: [...k.items, added] } : k)),
      };
      const before = setOf(filesOf(all, null), config);
      const after = setOf(filesOf(longer === undefined ? [] : [longer, ...others], null), config);
      expect(after.revision).not.toBe(before.revision);
      expect(after.statements).toHaveLength(before.statements.length + 1);
    }),
    { numRuns: runs(30) },
  );
});
