import { expect, test } from "vitest";
import { AllowedSteps, openPaths } from "../../../../src/lint/allowed-steps.ts";
import { escalationPaths } from "../../../../src/lint/escalation/paths.ts";
import type { EscalationStep } from "../../../../src/lint/escalation/path.ts";
import { privilegeEscalation } from "../../../../src/lint/rules/privilege-escalation.ts";
import { contextOf } from "../../../support/lint-context.ts";
import { findingsOf } from "../../../support/lint-text.ts";

function statementOf({ actions, resources }: EscalationStep): string {
  return `${actions.join(", ")} on ${(resources ?? ["**"]).join(", ")}`;
}

type Step = { readonly text: string; readonly isGated: boolean };

function policyOf(steps: readonly Step[]): string {
  const items = [...steps, { text: "x:y on z/1", isGated: false }].map(
    ({ text, isGated }) =>
      `  - statement: ${JSON.stringify(text)}\n    requires_approval: ${String(isGated)}\n`,
  );
  return `agent: a\npolicies:\n${items.join("")}`;
}

/** Whether the path is open to the agent; whatever is open is told. */
function isOpen(title: string, steps: readonly Step[]): boolean {
  const { context } = contextOf(policyOf(steps));
  const [agent] = context.set.agents;
  if (agent === undefined) throw new Error("no agent");
  const paths = openPaths(context, new AllowedSteps(context), agent);
  const told = findingsOf([privilegeEscalation], policyOf(steps));
  expect(told).toHaveLength(paths.length > 0 ? 1 : 0);
  return paths.some(({ path }) => path.title === title);
}

test("there are at least 40 paths, each with an id, a title and a source of its own kind", () => {
  expect(escalationPaths.length).toBeGreaterThanOrEqual(40);
  expect(new Set(escalationPaths.map(({ id }) => id)).size).toBe(escalationPaths.length);
  expect(new Set(escalationPaths.map(({ title }) => title)).size).toBe(escalationPaths.length);
  for (const { id, source, steps } of escalationPaths) {
    expect(id).toMatch(/^[a-z0-9-]+$/);
    expect(source).toMatch(/^https:\/\//);
    expect(steps.length).toBeGreaterThan(0);
  }
});

test("no path has all the steps of another", () => {
  const texts = escalationPaths.map(({ id, steps }) => ({ id, steps: new Set(steps.map(statementOf)) }));
  const within = texts.flatMap((inner) =>
    texts
      .filter((outer) => outer !== inner && [...inner.steps].every((step) => outer.steps.has(step)))
      .map((outer) => `${outer.id} has ${inner.id}`),
  );
  expect(within).toEqual([]);
});

test.each(escalationPaths)(
  "$id is told when all its steps are allowed, and not when one is missing or gated",
  ({ title, steps }) => {
    const open = steps.map((step) => ({ text: statementOf(step), isGated: false }));
    expect(isOpen(title, open)).toBe(true);
    for (const [i, step] of open.entries()) {
      expect(
        isOpen(
          title,
          open.filter((_, at) => at !== i),
        ),
      ).toBe(false);
      expect(isOpen(title, open.with(i, { ...step, isGated: true }))).toBe(false);
    }
  },
);
