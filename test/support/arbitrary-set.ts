/**
 * Random small policy sets, as IR, for properties that hold of every set. Names are short and of few
 * letters, so that patterns meet, overlap and miss each other by one character.
 */
import fc from "fast-check";
import { compareCodePoints } from "../../src/base/order.ts";
import type { Span } from "../../src/base/source.ts";
import type {
  Agent,
  Approval,
  BindingService,
  Condition,
  Deny,
  Dimension,
  Gate,
  Glob,
  GlobToken,
  Grant,
  Owner,
  Pattern,
  PolicySet,
  Scope,
  Statement,
} from "../../src/ir/ir.ts";
import { arbitraryCondition, arbitraryDeclarations, arbitraryZone, instants } from "./arbitrary-condition.ts";

/** The place of a thing that was never written. */
export const nowhere: Span = { file: "policies/test.yaml", start: 0, end: 0 };

/** A glob from pattern text without braces, variables and escapes: `repos/*`, `**` + `/x`, `git:*`. */
export function globOf(dimension: Dimension, text: string): Glob {
  const tokens: GlobToken[] = [];
  const push = (token: GlobToken): void => {
    const last = tokens.at(-1);
    if (token.kind === "text" && last?.kind === "text") {
      tokens[tokens.length - 1] = { kind: "text", text: last.text + token.text };
    } else tokens.push(token);
  };
  for (let i = 0; i < text.length;) {
    const after = i === 0 || text[i - 1] === "/";
    if (dimension === "resource" && after && text.startsWith("**/", i)) {
      push({ kind: "gap" });
      i += 3;
    } else if (text.startsWith("**", i)) {
      push({ kind: "deep" });
      i += 2;
    } else if (text[i] === "*") {
      push({ kind: i === text.length - 1 ? "deep" : "star" });
      i += 1;
    } else {
      const character = text[i] ?? "";
      push({
        kind: "text",
        text: dimension === "action" ? character.replace(/[A-Z]/, (c) => c.toLowerCase()) : character,
      });
      i += 1;
    }
  }
  return { dimension, tokens, key: `${dimension} ${text}` };
}

export function patternOf(dimension: Dimension, ...texts: string[]): Pattern {
  return {
    globs: texts.map((text) => globOf(dimension, text)).sort((a, b) => compareCodePoints(a.key, b.key)),
    place: nowhere,
  };
}

/** Pieces between separators; the last ones make near misses of astral and accented characters. */
const pieces = ["a", "b", "ab", "*", "a*", "*b", "a*b", "**", "é", "😀"] as const;

function patternText(separators: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...separators)), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) =>
      parts
        .map(([piece, separator], i) => (i + 1 < parts.length ? piece + separator : piece))
        .join("")
        // Stars of neighbouring pieces never touch, since a separator stands between them.
        .replace(/\*{3,}/g, "**"),
    );
}

function arbitraryPattern(dimension: Dimension): fc.Arbitrary<Pattern> {
  const text =
    dimension === "action"
      ? fc.oneof(patternText([":"]), fc.constantFrom("**", "A:b", "a:*"))
      : fc.oneof(
          patternText([":", "/", "/", "://"]),
          fc.constantFrom(
            "**",
            "a/*",
            "**/a",
            "a/**/b",
            "arn:a:::*",
            "file:///a/*",
            "a/**/**/b",
            "https://*/a",
          ),
        );
  return fc.uniqueArray(text, { minLength: 1, maxLength: 2 }).map((texts) => patternOf(dimension, ...texts));
}

export const arbitraryScope: fc.Arbitrary<Scope> = fc.record({
  actions: fc.array(arbitraryPattern("action"), { minLength: 1, maxLength: 2 }),
  exceptActions: fc.array(arbitraryPattern("action"), { maxLength: 1, size: "xsmall" }),
  resources: fc.array(arbitraryPattern("resource"), { minLength: 1, maxLength: 2 }),
  exceptResources: fc.array(arbitraryPattern("resource"), { maxLength: 1, size: "xsmall" }),
});

const channels = ["dashboard", "slack:#a", "slack:#b"] as const;

const arbitraryApproval: fc.Arbitrary<Approval> = fc.record({
  channels: fc.subarray([...channels]),
  timeoutSeconds: fc.constantFrom(60, 3600),
  approvers: fc.constantFrom<readonly string[]>([], ["group:ops", "user:eve"]),
  needed: fc.constantFrom(1, 1, 2),
});

/** What a statement says, before an owner and an id are given to it. */
interface Draft {
  readonly kind: "grant" | "deny" | "gate";
  readonly scope: Scope;
  readonly condition: Condition | null;
  readonly approval: Approval;
  readonly notify: readonly string[];
  readonly expires: number | null;
}

function arbitraryDraft(...kinds: Draft["kind"][]): fc.Arbitrary<Draft> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    scope: arbitraryScope,
    condition: fc.option(arbitraryCondition, { freq: 2 }),
    approval: arbitraryApproval,
    notify: fc.subarray([...channels]),
    expires: fc.option(fc.constantFrom(...instants), { freq: 2 }),
  });
}

function bind(draft: Draft, owner: Owner, id: string, line: number): Statement {
  const { scope, condition, approval, notify, expires } = draft;
  const base = {
    id,
    owner,
    scope,
    condition,
    exact: false,
    place: { span: nowhere, line, hasResources: true },
  };
  switch (draft.kind) {
    case "deny":
      return { kind: "deny", ...base } satisfies Deny;
    case "grant":
      return { kind: "grant", ...base, notify, expires } satisfies Grant;
    case "gate": {
      const grants = owner.kind === "agent" || owner.kind === "role";
      return {
        kind: "gate",
        ...base,
        grants,
        approval,
        notify,
        expires: grants ? expires : null,
      } satisfies Gate;
    }
  }
}

const services: fc.Arbitrary<readonly BindingService[]> = fc.constantFrom<readonly BindingService[]>(
  [],
  [],
  [],
  [
    {
      name: "a",
      shapes: [
        { text: "a/{x}", parts: [{ kind: "text", text: "a/" }, { kind: "segment" }] },
        { text: "b/{x...}", parts: [{ kind: "text", text: "b/" }, { kind: "segments" }] },
      ],
      actions: [
        {
          action: "a:b",
          shapes: [
            {
              text: "{x...}/b:{y}",
              parts: [{ kind: "segments" }, { kind: "text", text: "/b:" }, { kind: "segment" }],
            },
          ],
        },
      ],
    },
    { name: "a:ab", shapes: [{ text: "{x...}", parts: [{ kind: "segments" }] }], actions: [] },
  ],
);

/** Ids that sort differently by code point, by UTF-16 unit and by locale. */
const idPrefixes = ["s", "S", "é", "😀", "\uff5e"] as const;

/** A random set of one to three agents with at most six statements each. */
export const arbitrarySet: fc.Arbitrary<PolicySet> = fc
  .record({
    agents: fc.array(
      fc.record({
        own: fc.array(arbitraryDraft("grant", "grant", "grant", "grant", "gate", "deny"), { maxLength: 4 }),
        held: fc.boolean(),
        takesRole: fc.boolean(),
        expires: fc.option(fc.constantFrom(...instants), { freq: 4 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    role: fc.array(arbitraryDraft("grant", "gate", "deny"), { maxLength: 2 }),
    guardrails: fc.array(arbitraryDraft("deny", "gate"), { maxLength: 2 }),
    context: arbitraryDeclarations,
    timezone: arbitraryZone,
    services,
  })
  .map(({ agents: drafts, role, guardrails, context, timezone, services: bound }): PolicySet => {
    let line = 0;
    const all: Statement[] = [];
    const build = (statementDrafts: readonly Draft[], owner: Owner): Statement[] => {
      const built = statementDrafts.map((draft) => {
        line += 1;
        return bind(draft, owner, `${idPrefixes[line % idPrefixes.length] ?? "s"}${line}`, line);
      });
      all.push(...built);
      return built;
    };
    const ofRole = build(role, { kind: "role", name: "r" });
    const held = build(guardrails, { kind: "guardrail" }).filter((s): s is Deny | Gate => s.kind !== "grant");
    const agents = drafts.map((draft, i): Agent => {
      const name = ["a", "agent-1", "é"][i] ?? "z";
      return {
        name,
        project: null,
        labels: [],
        roles: draft.takesRole ? ["r"] : [],
        expires: draft.expires,
        statements: byId([...build(draft.own, { kind: "agent", name }), ...(draft.takesRole ? ofRole : [])]),
        guardrails: draft.held ? byId(held) : [],
        place: nowhere,
      };
    });
    return {
      revision: `sha256:${"0".repeat(64)}`,
      agents,
      statements: byId(all),
      roles: [
        { name: "r", takenBy: agents.filter((a) => a.roles.length > 0).map((a) => a.name), place: nowhere },
      ],
      labels: [],
      projects: [],
      limits: [],
      context,
      timezone,
      services: bound,
    };
  });

function byId<S extends Statement>(statements: readonly S[]): S[] {
  return [...statements].sort((a, b) => compareCodePoints(a.id, b.id));
}
