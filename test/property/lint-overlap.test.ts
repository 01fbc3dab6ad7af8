/**
 * Laws of the rules about overlaps and restrictions, against enumeration of all short requests with the
 * reference interpreter: what short requests show is told, what is told is so, and fixes change no
 * decision but those they are for.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Decision, Request } from "../../src/base/request.ts";
import type { Fix } from "../../src/base/diagnostic.ts";
import type { Span } from "../../src/base/source.ts";
import { editSources } from "../../src/cli/apply-fixes.ts";
import type { PolicySet, Statement } from "../../src/ir/ir.ts";
import { absentFiring } from "../../src/lint/absent-attributes.ts";
import { DisjointSets } from "../../src/lint/disjoint-sets.ts";
import type { Finding, Rule } from "../../src/lint/define-rule.ts";
import { evasionsOf } from "../../src/lint/evasions.ts";
import type { LintContext } from "../../src/lint/lint-context.ts";
import { overlappingPairs, sharedBy } from "../../src/lint/overlapping-pairs.ts";
import { absentAttribute } from "../../src/lint/rules/absent-attribute.ts";
import { deniedInPart } from "../../src/lint/rules/denied-in-part.ts";
import { evadableRestriction } from "../../src/lint/rules/evadable-restriction.ts";
import { gatedInPart } from "../../src/lint/rules/gated-in-part.ts";
import { overlapDifferentOptions } from "../../src/lint/rules/overlap-different-options.ts";
import { overlap } from "../../src/lint/rules/overlap.ts";
import { ungatedOverlap } from "../../src/lint/rules/ungated-overlap.ts";
import { takenParts } from "../../src/lint/taken-parts.ts";
import { evaluateCondition } from "../../src/reference/evaluate-condition.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { matchesScope } from "../../src/reference/matches.ts";
import { readRequest } from "../../src/reference/read-request.ts";
import { contextOf } from "../support/lint-context.ts";
import { runs } from "../support/runs.ts";

const actionPatterns = ["k:x", "k:y", "k:*", "*:x", '"**"'] as const;
const segment = fc.constantFrom("a", "b", "m", "*", "*", "a*");
const resourcePattern = fc
  .tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "", "/*", "/**"))
  .map(([segments, end]) => segments.join("/") + end)
  // A statement does not begin with a star, nor does a pattern that follows one.
  .map((text) => text.replace(/\*(?=$)/, "*"));
const conditions = [
  "",
  "",
  "",
  " when context.p",
  " when !context.p",
  " when context.n > 0",
  " when context.n > 0 && context.p",
  " when context.n > 0 || context.p",
  " when has(context.p) && context.p",
] as const;

interface Line {
  readonly kind: "grant" | "gate" | "deny";
  readonly action: (typeof actionPatterns)[number];
  readonly resource: string;
  readonly except: string;
  readonly condition: (typeof conditions)[number];
  readonly options: string;
}

function arbitraryLine(...kinds: Line["kind"][]): fc.Arbitrary<Line> {
  return fc.record({
    kind: fc.constantFrom(...kinds),
    action: fc.constantFrom(...actionPatterns),
    resource: resourcePattern,
    except: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, resourcePattern),
    condition: fc.constantFrom(...conditions),
    options: fc.constantFrom("", "", "approval_timeout: 2h\n", "notify: dashboard\n"),
  });
}

function textOf(lines: readonly Line[]): string {
  const items = lines.map(({ kind, action, resource, except, condition, options }) => {
    const carved = except === "" ? "" : ` except "${except}"`;
    const statement = `${kind === "deny" ? "deny " : ""}${action} on "${resource}"${carved}${condition}`;
    const isGate = kind === "gate";
    const own = kind === "deny" || (!isGate && options.startsWith("approval")) ? "" : options;
    const more = `${isGate ? "requires_approval: true\n" : ""}${own}`.replace(/^(?=.)/gm, "    ");
    return `  - statement: '${statement}'\n${more}`;
  });
  return `agent: g\npolicies:\n${items.join("")}`;
}

const names = (longest: number): string[] => {
  const found = ["a", "b", "m", "aa"];
  for (let level = found; level.length > 0 && (level[0]?.split("/").length ?? 0) < longest;) {
    level = level.flatMap((name) => ["a", "b", "m"].map((s) => `${name}/${s}`));
    found.push(...level);
  }
  return found;
};
const resources = [...names(4), "a:b", "a:b/m", "a/b:m", "aa/b/a/m"];
const actions = ["k:x", "k:y", "j:x"];
const contexts: readonly (Record<string, unknown> | undefined)[] = [
  undefined,
  { p: true },
  { p: false },
  { n: 1 },
  { n: 0 },
  { n: 1, p: true },
  { n: 1, p: false },
  { n: 0, p: true },
  { n: "", p: 0 },
];

const requests: readonly Request[] = actions.flatMap((action) =>
  resources.flatMap((resource) =>
    contexts.map((context) => ({
      agent: "g",
      action,
      resource,
      ...(context === undefined ? {} : { context: context as NonNullable<Request["context"]> }),
    })),
  ),
);

type Truth = "true" | "false" | "unknown";

/** Whether a statement's names match, and its condition's truth; `null` when the names do not. */
function truthOf(set: PolicySet, statement: Statement, request: Request): Truth | null {
  if (!matchesScope(statement.scope, request.action, request.resource)) return null;
  const read = readRequest(request);
  return read === null ? null : evaluateCondition(set, read, statement.condition);
}

const grants = (set: PolicySet, s: Statement, r: Request): boolean =>
  s.kind !== "deny" && truthOf(set, s, r) === "true";
const fires = (set: PolicySet, s: Statement, r: Request): boolean =>
  (truthOf(set, s, r) ?? "false") !== "false";

function statementsOf(context: LintContext): readonly Statement[] {
  return [...(context.set.agents[0]?.statements ?? [])].sort(
    (a, b) => a.place.span.start - b.place.span.start,
  );
}

function contextOfLines(lines: readonly Line[]): LintContext | null {
  try {
    return contextOf(textOf(lines)).context;
  } catch {
    // Patterns at odds with each other, such as two stars side by side: not what is tried here.
    return null;
  }
}

function findings(context: LintContext, rule: Rule): readonly Finding[] {
  const found: Finding[] = [];
  rule.check?.(context, (finding) => found.push(finding));
  return found;
}

const set = fc.array(arbitraryLine("grant", "grant", "grant", "gate", "deny"), {
  minLength: 2,
  maxLength: 5,
});

test("two statements are a pair whenever short requests show that they overlap", () => {
  fc.assert(
    fc.property(set, (lines) => {
      const context = contextOfLines(lines);
      if (context === null) return;
      const all = statementsOf(context);
      const denied = (r: Request): boolean => all.some((s) => s.kind === "deny" && fires(context.set, s, r));
      const pairs = context.share(overlappingPairs);
      // Of pairs that are alike it is enough that they are told together.
      const groups = new DisjointSets<Span>();
      for (const { relation, a, b } of pairs) {
        if (relation === "alike") groups.connect(a.place.span, b.place.span);
      }
      const isTold = (a: Statement, b: Statement): boolean =>
        groups.areConnected(a.place.span, b.place.span) ||
        pairs.some((pair) => [pair.a, pair.b].every(({ place }) => place === a.place || place === b.place));
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) {
          if ((a.kind === "deny") !== (b.kind === "deny")) continue;
          const isDeny = a.kind === "deny";
          const ofA = (r: Request): boolean => (a.kind === "grant" ? grants : fires)(context.set, a, r);
          const ofB = (r: Request): boolean => (b.kind === "grant" ? grants : fires)(context.set, b, r);
          const isGranted = (r: Request): boolean =>
            isDeny || grants(context.set, a, r) || grants(context.set, b, r);
          const live = requests.filter((r) => isDeny || !denied(r));
          const both = live.some((r) => ofA(r) && ofB(r) && isGranted(r));
          const onlyA = live.some((r) => ofA(r) && !ofB(r));
          const onlyB = live.some((r) => ofB(r) && !ofA(r));
          if (both && onlyA && onlyB) expect(isTold(a, b)).toBe(true);
        }
      }
    }),
    { numRuns: runs(40) },
  );
});

test("no pair is told by two rules of the family, and every witness is one that both match", () => {
  fc.assert(
    fc.property(set, (lines) => {
      const context = contextOfLines(lines);
      if (context === null) return;
      const all = statementsOf(context);
      const told = new Set<string>();
      for (const pair of context.share(overlappingPairs)) {
        const { a, b } = pair;
        const shared = sharedBy(context, pair);
        const key = [a, b]
          .map(({ place }) => String(place.span.start))
          .sort()
          .join();
        expect(told.has(key)).toBe(false);
        told.add(key);
        for (const { place } of [a, b]) {
          const statement = all.find((s) => s.place === place);
          const [action, resource] = [shared?.names.action, shared?.names.resource].map((name) =>
            String.fromCodePoint(...(name?.codes ?? [])),
          );
          expect(statement && matchesScope(statement.scope, action ?? "", resource ?? "")).toBe(true);
        }
      }
      // Each replays its witnesses; one that shows nothing throws.
      for (const rule of [overlap, overlapDifferentOptions, ungatedOverlap, gatedInPart, deniedInPart]) {
        for (const { witness } of findings(context, rule)) expect(witness).not.toBeNull();
      }
    }),
    { numRuns: runs(40) },
  );
});

test("a deny is told of every grant that short requests show it to cut, unless denies leave nothing of it", () => {
  fc.assert(
    fc.property(set, (lines) => {
      const context = contextOfLines(lines);
      if (context === null) return;
      const all = statementsOf(context);
      const denies = all.filter((s) => s.kind === "deny");
      const parts = takenParts(context, {
        rule: deniedInPart.id,
        restrictions: () => denies,
        grants: (agent) => context.analysis.boxesOf(agent).grants,
        besides: () => [],
      });
      const lives = new Map(
        all.map((g) => [
          g,
          requests.some((r) => grants(context.set, g, r) && !denies.some((d) => fires(context.set, d, r))),
        ]),
      );
      for (const deny of denies) {
        for (const grant of all) {
          const cuts = requests.some((r) => grants(context.set, grant, r) && fires(context.set, deny, r));
          if (!cuts || lives.get(grant) !== true) continue;
          const from = parts.find(({ restriction }) => restriction.place === deny.place)?.from ?? [];
          expect(from.some((taken) => taken.grant.place === grant.place)).toBe(true);
        }
      }
    }),
    { numRuns: runs(40) },
  );
});

/** Whether the pattern matches when each inner star may stand for several segments. */
function matchesWidened(pattern: string, name: string): boolean {
  const parts = pattern.split(/(\*\*|\*)/).filter((part) => part !== "");
  const walk = (index: number, rest: string): boolean => {
    const part = parts[index];
    if (part === undefined) return rest === "";
    const after = parts.slice(index + 1).join("");
    if (!part.startsWith("*")) return rest.startsWith(part) && walk(index + 1, rest.slice(part.length));
    return Array.from({ length: rest.length + 1 }, (_, n) => rest.slice(0, n)).some((taken) => {
      const isFree = part === "**" || after === "";
      // `/**/` matches one `/` as well; no pattern here has it inside.
      const segments = taken.split(/[:/]/);
      const isInner = /[^:/*]/.test(after);
      const anchor = after
        .split(/[:/]/)
        .slice(1)
        .find((s) => s !== "" && !s.includes("*"));
      const before = parts[index - 1];
      const own = before === undefined || /[:/]$/.test(before) ? segments : segments.slice(1);
      const whole = after.startsWith("/") ? own : own.slice(0, own.length === segments.length ? -1 : -1);
      const isStretch = isInner && !(anchor !== undefined && whole.includes(anchor));
      return (isFree || segments.length === 1 || isStretch) && walk(index + 1, rest.slice(taken.length));
    });
  };
  return walk(0, name);
}

test("what slips through a restriction by a longer name is told whenever a short request shows it", () => {
  const restricted = fc
    .tuple(
      fc.array(arbitraryLine("grant"), { minLength: 1, maxLength: 2 }),
      fc.array(arbitraryLine("deny", "gate"), { minLength: 1, maxLength: 2 }),
    )
    .map(([some, others]) => [...some, ...others.map((line) => ({ ...line, except: "" }))]);
  fc.assert(
    fc.property(restricted, (lines) => {
      const context = contextOfLines(lines);
      if (context === null) return;
      const all = statementsOf(context);
      const allowed = requests.filter((r) => interpret(context.set, r).effect === "allow");
      for (const source of context.statements) {
        const found = evasionsOf(context, source);
        const [statement] = source.instances.map((instance) => instance.statement);
        const line = lines[all.findIndex((s) => s === statement)];
        if (statement === undefined || line === undefined) continue;
        if (statement.kind !== "grant") {
          const slips = allowed.some((r) => {
            const ofName = { ...r, resource: r.resource };
            const widened = { ...statement, scope: { ...statement.scope, resources: everything } };
            return fires(context.set, widened, ofName) && matchesWidened(line.resource, r.resource);
          });
          if (slips) expect(found).not.toEqual([]);
        }
        for (const { answer, grant } of found) {
          const resource = String.fromCodePoint(...answer.names.resource.codes);
          expect(
            matchesScope(grant.scope, String.fromCodePoint(...answer.names.action.codes), resource),
          ).toBe(true);
          if (statement.kind !== "grant") expect(matchesWidened(line.resource, resource)).toBe(true);
        }
      }
      for (const { witness } of findings(context, evadableRestriction)) {
        expect(witness?.decision.effect).toBe("allow");
      }
    }),
    { numRuns: runs(40) },
  );
});

const everything: Statement["scope"]["resources"] = [
  {
    globs: [{ dimension: "resource", tokens: [{ kind: "deep" }], key: "resource:**" }],
    place: { file: "", start: 0, end: 0 },
  },
];

test("a restriction that fires by absence is told whenever a short request shows it", () => {
  fc.assert(
    fc.property(set, (lines) => {
      const context = contextOfLines(lines);
      if (context === null) return;
      const all = statementsOf(context);
      const isIllTyped = ({ context: c }: Request): boolean => c !== undefined && c["n"] === "";
      for (const source of context.statements) {
        const [statement] = source.instances.map((instance) => instance.statement);
        if (statement === undefined || statement.kind === "grant") continue;
        const others = all.filter((s) => s !== statement);
        const shows = requests.some((r) => {
          if (isIllTyped(r) || truthOf(context.set, statement, r) !== "unknown") return false;
          const absent = ["n", "p"].filter((n) => r.context?.[n] === undefined);
          // Of two attributes one at a time.
          if (lines[all.indexOf(statement)]?.condition.includes("n > 0") && absent.length > 1) return false;
          if (others.some((s) => s.kind === "deny" && fires(context.set, s, r))) return false;
          const isGate = statement.kind === "gate";
          if (isGate && others.some((s) => s.kind === "gate" && fires(context.set, s, r))) return false;
          return others.some((s) => grants(context.set, s, r) && (!isGate || s.kind === "grant"));
        });
        if (shows) expect(absentFiring(context, source)).not.toBeNull();
      }
      for (const { witness } of findings(context, absentAttribute)) expect(witness).not.toBeNull();
    }),
    { numRuns: runs(40) },
  );
});

/** The set after a fix; fails when its text does not compile. */
function fixedSet(lines: readonly Line[], fix: Fix): PolicySet {
  const [file] = editSources([{ path: "policies/a.yaml", text: textOf(lines) }], fix.edits);
  return contextOf(file?.text ?? "").context.set;
}

const strength: Readonly<Record<Decision["effect"], number>> = { allow: 0, require_approval: 1, deny: 2 };

test("fixes change no decision but those they are for", () => {
  fc.assert(
    fc.property(set, (lines) => {
      const context = contextOfLines(lines);
      if (context === null) return;
      const changes = (
        rule: Rule,
      ): readonly { request: Request; before: Decision; after: Decision; fix: Fix }[] =>
        findings(context, rule).flatMap(({ fixes }) =>
          (fixes ?? []).flatMap((fix) => {
            const changed = fixedSet(lines, fix);
            return requests
              .map((request) => ({
                request,
                before: interpret(context.set, request),
                after: interpret(changed, request),
                fix,
              }))
              .filter(({ before, after }) => before.effect !== after.effect);
          }),
        );
      for (const { before, after, fix } of changes(ungatedOverlap)) {
        expect(fix.title).toBe("ask for what the grant allows as the gate does");
        expect(strength[after.effect]).toBeGreaterThan(strength[before.effect]);
      }
      for (const { before, after, request } of changes(evadableRestriction)) {
        expect(strength[after.effect]).toBeGreaterThan(strength[before.effect]);
        expect(request.resource).toMatch(/[:/].*[:/]|:/);
      }
      for (const { before, after, request } of changes(absentAttribute)) {
        expect(strength[after.effect]).toBeLessThan(strength[before.effect]);
        expect(request.context?.["p"] === undefined || request.context["n"] === undefined).toBe(true);
      }
    }),
    { numRuns: runs(40) },
  );
});
