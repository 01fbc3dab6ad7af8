/**
 * `lint --fix` changes no decision, whatever rules offer safe fixes: random sets of policies as text, in
 * all spellings, before and after, on every request over a small alphabet; and fixing again changes nothing.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Request } from "../../src/base/request.ts";
import type { PolicySet } from "../../src/ir/ir.ts";
import { rules } from "../../src/lint/registry.ts";
import { compile } from "../../src/pipeline.ts";
import { interpret } from "../../src/reference/interpret.ts";
import { folderWith, testNow } from "../support/cli.ts";
import { runs } from "../support/runs.ts";

const path = "policies/a.yaml";

const action = fc.constantFrom("a:x", "a:y", "a:*", "b:x", "*:x", "**", "a:{x,y}");
const resource = fc.constantFrom("r/a", "r/b", "r/a/c", "r/*", "r/*/c", "r/**/c", "r/{a,b}", "s/a", "**");
const list = (pattern: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(pattern, { minLength: 1, maxLength: 3 }).map((patterns) => patterns.join(", "));
const condition = fc.constantFrom(
  "context.f",
  "!context.f",
  "context.n > 1",
  "context.n > 1 && context.n < 1",
  "has(context.n)",
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 4): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null, freq: weight });

interface Sentence {
  readonly text: string;
  readonly isDeny: boolean;
}

const sentence = (deny: fc.Arbitrary<boolean>): fc.Arbitrary<Sentence> =>
  fc
    .record({
      isDeny: deny,
      actions: list(action),
      resources: list(resource),
      except: maybe(resource, 1),
      when: maybe(condition, 1),
    })
    .map(({ isDeny, actions, resources, except, when }) => ({
      isDeny,
      text: `${isDeny ? "deny " : ""}${actions} on ${resources}${except === null ? "" : ` except ${except}`}${when === null ? "" : ` when ${when}`}`,
    }));

const gate = fc
  .constantFrom("dashboard", '"slack:#ops"')
  .map((channel) => ["requires_approval: true", `approval_channel: ${channel}`, "approval_timeout: 1h"]);
const grantOptions = fc.oneof(
  fc.constant([]),
  gate,
  fc.constant(["notify: dashboard"]),
  fc.constantFrom("2026-01-01", "2026-02-01").map((date) => [`expires: ${date}`]),
);

function spell({ text }: Sentence, options: readonly string[], spelling: string, comment: string): string {
  const quoted = `"${text}"`;
  if (spelling === "flow") return `  - {${[`statement: ${quoted}`, ...options].join(", ")}}${comment}\n`;
  if (options.length === 0) return `  - ${quoted}${comment}\n`;
  const below = (indent: string): string => options.map((option) => `${indent}${option}\n`).join("");
  return spelling === "key"
    ? `  - ${quoted}:${comment}\n${below("      ")}`
    : `  - statement: ${quoted}${comment}\n${below("    ")}`;
}

const comment = fc.constantFrom("", "", " # why", "   # - not a statement");
const above = fc.constantFrom("", "", "", "  # about the next\n", "\n");
const spelling = fc.constantFrom("named", "key", "flow");

const ownStatement = fc
  .tuple(sentence(fc.constantFrom(false, false, false, true)), grantOptions, spelling, comment, above)
  .map(([what, options, how, note, before]) => before + spell(what, what.isDeny ? [] : options, how, note));
const guardrailStatement = fc
  .tuple(sentence(fc.boolean()), gate, spelling, comment)
  .map(([what, options, how, note]) => spell(what, what.isDeny ? [] : options, how, note));

const statements = (one: fc.Arbitrary<string>, most: number): fc.Arbitrary<string> =>
  fc.array(one, { minLength: 1, maxLength: most }).map((texts) => texts.join(""));

const setText = fc
  .record({
    first: statements(ownStatement, 5),
    second: statements(ownStatement, 3),
    role: statements(ownStatement, 2),
    guardrails: fc.option(statements(guardrailStatement, 2), { nil: null }),
    both: fc.boolean(),
  })
  .map(({ first, second, role, guardrails, both }) =>
    [
      `agent: one\nextends: [shared]\npolicies:\n${first}`,
      both
        ? `agents: [two, three]\nextends: [shared]\npolicies:\n${second}`
        : `agent: two\npolicies:\n${second}`,
      `role: shared\npolicies:\n${role}`,
      ...(guardrails === null ? [] : [`guardrails:\n${guardrails}`]),
    ].join("---\n"),
  );

const contexts = [{}, { f: true, n: 0 }, { f: false, n: 2 }, { n: "ill-typed" }];
const times = [testNow, testNow + 90 * 86_400_000];

function requests(set: PolicySet): Request[] {
  return set.agents.flatMap(({ name }) =>
    ["a:x", "a:y", "b:x"].flatMap((named) =>
      ["r/a", "r/b", "r/a/c", "r/z/y/c", "s/a"].flatMap((of) =>
        contexts.flatMap((context) =>
          times.map((now): Request => ({ agent: name, action: named, resource: of, context, now })),
        ),
      ),
    ),
  );
}

/** What a gateway acts on: all but the reason and the names of statements. */
function effects(set: PolicySet, asked: readonly Request[]): string[] {
  return asked.map((request) => {
    const { effect, approvals, notify } = interpret(set, request);
    const asks = approvals
      .map(({ channels, timeout_seconds: seconds, approvers, needed }) =>
        JSON.stringify([channels, seconds, approvers, needed]),
      )
      .sort();
    return JSON.stringify([effect, asks, notify]);
  });
}

function setOf(text: string): PolicySet | null {
  return compile({ files: [{ path, text }], config: null }).set;
}

test("there are rules with safe fixes to try", () => {
  expect(rules.filter(({ fix, check }) => fix === "safe" && check !== null).length).toBeGreaterThan(0);
});

test("--fix changes no decision, approval or notification, and fixing again changes nothing", async () => {
  let fixed = 0;
  await fc.assert(
    fc.asyncProperty(setText, async (text) => {
      const before = setOf(text);
      if (before === null) return;
      const folder = folderWith({ [path]: text });
      const { stderr } = await folder.run(["lint", "--fix"]);
      const after = setOf(folder.read(path));
      if (after === null) throw new Error(`the fixed text does not compile:\n${folder.read(path)}`);
      const asked = requests(before);
      expect(effects(after, asked)).toEqual(effects(before, asked));
      if (stderr.startsWith("applied 0")) return;
      fixed++;
      const once = folder.read(path);
      expect((await folder.run(["lint", "--fix"])).stderr).toBe("applied 0 fixes in 0 files\n");
      expect(folder.read(path)).toBe(once);
    }),
    { numRuns: runs(30) },
  );
  // The law would be empty were there little to fix.
  expect(fixed).toBeGreaterThan(runs(30) / 4);
});
