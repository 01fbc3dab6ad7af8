import { expect, test } from "vitest";
import { admittedActions, type ActionSettings, newActionsOf } from "../../../src/review/admitted-actions.ts";
import type { Compilation } from "../../../src/pipeline.ts";
import { catalogueOf } from "../../support/catalogue.ts";
import { reviewOf, reviewedAt, revisionOf, type Texts } from "../../support/review.ts";

/** A service whose actions nobody ships, so that no release changes this test. */
const config = (...actions: readonly string[]): string =>
  `version: 1\ncatalog:\n  services:\n    shop:\n      actions: {${actions.map((a) => `${a}: {access: write}`).join(", ")}}\n`;

const known = ["buy", "sell", "return"];

function revisionWith(actions: readonly string[], policies: Texts): Compilation {
  return revisionOf({ "sentrely.yaml": config(...actions), ...policies }).compilation;
}

function settingsOf(compilation: Compilation, maxStates = 100_000): ActionSettings {
  return { catalogue: catalogueOf(compilation), now: reviewedAt, maxStates };
}

const agent = (name: string, ...statements: readonly string[]): Texts => ({
  [`policies/${name}.yaml`]: `agent: ${name}\npolicies:\n${statements.map((s) => `  - ${s}\n`).join("")}`,
});

function admitted(...statements: readonly string[]): readonly string[] {
  const compilation = revisionWith(known, agent("ci", ...statements));
  return admittedActions(compilation, settingsOf(compilation));
}

/** `action: agents` of what is new besides `record`. */
function fresh(record: readonly string[], policies: Texts, maxStates?: number): string[] {
  const compilation = revisionWith([...known, "refund"], policies);
  return newActionsOf(compilation, new Set(record), settingsOf(compilation, maxStates)).map(
    ({ action, agents }) => `${action}: ${agents.join(" ")}`,
  );
}

test("wildcards admit what the catalogue knows; an action by its own name is no news", () => {
  expect(admitted("shop:* on orders/*")).toEqual(["shop:buy", "shop:return", "shop:sell"]);
  expect(admitted("shop:buy, shop:sell on orders/*")).toEqual([]);
  expect(admitted("shop:* except shop:sell on orders/*", "shop:buy on orders/*")).toEqual(["shop:return"]);
});

test("what denies and gates leave is not asked for a record, so that lifting one is news of the diff alone", () => {
  expect(admitted("shop:* on orders/*", "deny shop:sell")).toContain("shop:sell");
});

test("an action that the catalogue has learnt is told with the agents that are allowed it", () => {
  const record = known.map((name) => `shop:${name}`);
  const both = { ...agent("ci", "shop:* on orders/*"), ...agent("cd", "shop:re* on orders/*") };
  expect(fresh(record, both)).toEqual(["shop:refund: cd ci"]);
  expect(fresh([...record, "shop:refund"], both)).toEqual([]);
  expect(fresh(record, agent("ci", "shop:buy on orders/*"))).toEqual([]);
});

test("one that is denied or gated is no news, and one that is in part is", () => {
  const record = known.map((name) => `shop:${name}`);
  const gate =
    "{statement: shop:refund, requires_approval: true, approval_channel: dashboard, approval_timeout: 5m}";
  expect(fresh(record, agent("ci", "shop:* on orders/*", "deny shop:refund"))).toEqual([]);
  expect(fresh(record, agent("ci", "shop:* on orders/*", gate))).toEqual([]);
  expect(fresh(record, agent("ci", "shop:* on orders/*", "deny shop:refund on orders/vip"))).toEqual([
    "shop:refund: ci",
  ]);
});

test("a question that was not decided counts as allowed", () => {
  const policies = agent("ci", "shop:* on orders/*", "deny shop:refund");
  expect(fresh(["shop:buy", "shop:sell", "shop:return"], policies, 0)).toEqual(["shop:refund: ci"]);
});

test("a review tells of new actions only where there is a record", () => {
  const texts = { "sentrely.yaml": config(...known), ...agent("ci", "shop:* on orders/*") };
  expect(reviewOf(null, texts).newActions).toBeNull();
  expect(reviewOf(null, texts, { knownActions: new Set(["shop:buy", "shop:sell"]) }).newActions).toEqual([
    { action: "shop:return", agents: ["ci"] },
  ]);
  const broken = { ...texts, "policies/ci.yaml": "- a:b onn c\n" };
  expect(reviewOf(null, broken, { knownActions: new Set() }).newActions).toEqual([]);
});
