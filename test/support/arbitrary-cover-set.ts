/**
 * Random sets of few, crossing patterns over a small alphabet, so that statements often cover each other,
 * alone and together; and requests that tell them apart.
 */
import fc from "fast-check";
import { compareCodePoints } from "../../src/base/order.ts";
import type { Request } from "../../src/base/request.ts";
import type {
  Agent,
  Approval,
  BindingService,
  Condition,
  Deny,
  Dimension,
  Gate,
  Owner,
  Pattern,
  PolicySet,
  Statement,
} from "../../src/ir/ir.ts";
import { isValidResource } from "../../src/reference/valid-request.ts";
import { patternOf } from "./arbitrary-set.ts";
import { attribute, compare, shape, utc } from "./build-set.ts";
import { shortWords } from "./short-requests.ts";

const file = "policies/test.yaml";
const actions = ["**", "a", "a:*", "b", "*:b"] as const;
const resources = ["**", "a*", "b*", "*/**", "a/*", "a/b", "*/b", "**b", "**/a", "a", "b", "b/*"] as const;
/** Instants around those at which grants end. */
const ends = [1000, 2000] as const;

const flag: Condition = compare("p", "==", true);
const conditions: readonly (Condition | null)[] = [
  null,
  null,
  null,
  null,
  flag,
  { kind: "not", term: flag },
  compare("n", "<", 1),
  compare("n", ">=", 0),
  { kind: "has", attribute: { kind: "context", name: "n" } },
  { kind: "and", terms: [compare("n", "<", 0), compare("n", ">", 1)] },
];

const approvals: readonly Approval[] = [
  { channels: ["dashboard"], timeoutSeconds: 60, approvers: [], needed: 1 },
  { channels: ["dashboard"], timeoutSeconds: 60, approvers: [], needed: 2 },
];

interface Draft {
  readonly kind: Statement["kind"];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly except: readonly string[];
  readonly condition: Condition | null;
  readonly approval: Approval;
  readonly notify: readonly string[];
  readonly expires: number | null;
}

const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

function arbitraryDraft(...kinds: readonly Draft["kind"][]): fc.Arbitrary<Draft> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    actions: mostly<readonly string[]>(["**"], ["a", "a:*"], ...actions.map((a) => [a])),
    resources: fc.uniqueArray(fc.constantFrom(...resources), { minLength: 1, maxLength: 3 }),
    except: mostly<readonly string[]>([], ...resources.flatMap((r) => [[r], [r, "a/*"]])),
    condition: fc.constantFrom(...conditions),
    approval: fc.constantFrom(...approvals),
    notify: mostly<readonly string[]>([], ["slack:#a"], ["slack:#a", "slack:#b"]),
    expires: mostly<number | null>(null, ...ends),
  });
}

const services: readonly BindingService[] = [
  { name: "a", shapes: [shape("a/{x}"), shape("b/{x...}")], actions: [] },
];

interface Drafts {
  readonly agents: readonly {
    readonly own: readonly Draft[];
    readonly takesRole: boolean;
    readonly ends: boolean;
    /** Whether the first statement is said again. */
    readonly twice: boolean;
  }[];
  readonly role: readonly Draft[];
  readonly guardrails: readonly Draft[];
  readonly isShaped: boolean;
}

const arbitraryDrafts: fc.Arbitrary<Drafts> = fc.record({
  agents: fc.array(
    fc.record({
      own: fc.array(arbitraryDraft("grant", "grant", "grant", "gate", "deny"), {
        minLength: 1,
        maxLength: 6,
      }),
      takesRole: fc.boolean(),
      ends: mostly(false, true),
      twice: mostly(false, true),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  role: fc.array(arbitraryDraft("grant", "gate", "deny"), { maxLength: 2 }),
  guardrails: fc.array(arbitraryDraft("deny", "gate"), { maxLength: 2 }),
  isShaped: mostly(false, true),
});

/** One or two agents, a role, guardrails; every statement has a place of its own. */
export const arbitraryCoverSet: fc.Arbitrary<PolicySet> = arbitraryDrafts.map(setOfDrafts);

function setOfDrafts({ agents: drafts, role, guardrails, isShaped }: Drafts): PolicySet {
  let line = 0;
  const all: Statement[] = [];
  const build = (list: readonly Draft[], owner: Owner): Statement[] =>
    list.map((draft) => {
      line += 1;
      const statement = bind(draft, owner, line);
      all.push(statement);
      return statement;
    });
  const ofRole = build(role, { kind: "role", name: "r" });
  const held = build(guardrails, { kind: "guardrail" }).filter((s): s is Deny | Gate => s.kind !== "grant");
  const agents = drafts.map((draft, i): Agent => {
    const name = ["a", "b"][i] ?? "z";
    const own = build(draft.twice ? [...draft.own, ...draft.own.slice(0, 1)] : draft.own, {
      kind: "agent",
      name,
    });
    return {
      name,
      project: null,
      labels: [],
      roles: draft.takesRole ? ["r"] : [],
      expires: draft.ends ? ends[0] : null,
      statements: byId([...own, ...(draft.takesRole ? ofRole : [])]),
      guardrails: byId(held),
      place: { file, start: 0, end: 0 },
    };
  });
  return {
    revision: `sha256:${"0".repeat(64)}`,
    agents,
    statements: byId(all),
    roles: [],
    labels: [],
    projects: [],
    limits: [],
    context: [attribute("n", "number"), attribute("p", "bool")],
    timezone: utc,
    services: isShaped ? services : [],
  };
}

function patternsAt(dimension: Dimension, texts: readonly string[], start: number): Pattern[] {
  return texts.map((text, i) => ({
    ...patternOf(dimension, text),
    place: { file, start: start + i, end: start + i + 1 },
  }));
}

function bind(draft: Draft, owner: Owner, line: number): Statement {
  const { kind, condition, approval, notify, expires } = draft;
  const base = {
    id: `s${String(line).padStart(2, "0")}`,
    owner,
    scope: {
      actions: patternsAt("action", draft.actions, line * 100 + 10),
      exceptActions: [],
      resources: patternsAt("resource", draft.resources, line * 100 + 20),
      exceptResources: patternsAt("resource", draft.except, line * 100 + 30),
    },
    condition,
    exact: false,
    place: { span: { file, start: line * 100, end: line * 100 + 99 }, line, hasResources: true },
  };
  const isGuardrail = owner.kind === "guardrail";
  switch (kind) {
    case "deny":
      return { kind, ...base };
    case "grant":
      return { kind, ...base, notify, expires };
    case "gate":
      return {
        kind,
        ...base,
        grants: !isGuardrail,
        approval,
        notify,
        expires: isGuardrail ? null : expires,
      };
  }
}

function byId<S extends Statement>(statements: readonly S[]): S[] {
  return [...statements].sort((a, b) => compareCodePoints(a.id, b.id));
}

const tried = {
  actions: ["a", "b", "a:b", "a:a", "b:b"],
  resources: shortWords(["a", "b", "/"], 3).filter((word) => isValidResource(word)),
  circumstances: [
    {},
    { context: { p: true } },
    { context: { p: false, n: 0 } },
    { context: { n: -1 }, now: 500 },
    { context: { n: 2 }, now: 1500 },
    { context: { p: true, n: "ill" }, now: 2500 },
  ],
};

/** Requests with short names in contexts and at times that the conditions tell apart. */
export function* coverRequests(set: PolicySet): Generator<Request> {
  for (const { name } of set.agents) {
    for (const action of tried.actions) {
      for (const resource of tried.resources) {
        for (const circumstances of tried.circumstances)
          yield { agent: name, action, resource, ...circumstances };
      }
    }
  }
}
