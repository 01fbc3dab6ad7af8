import { expect, test } from "vitest";
import { BoxFilter } from "../../../../src/lint/box-filter.ts";
import { defaultRegions } from "../../../../src/lint/sensitive/default-regions.ts";
import { RegionReader } from "../../../../src/lint/sensitive/region-scope.ts";
import { sensitiveRegions } from "../../../../src/lint/sensitive-regions.ts";
import { sensitiveRuleIds } from "../../../../src/syntax/sensitive-rule-ids.ts";
import { contextOf } from "../../../support/lint-context.ts";

const regions = Object.entries(defaultRegions).flatMap(([rule, list]) =>
  list.map((region, i) => ({ name: `${rule} ${String(i)}`, region })),
);

test("every rule but escalation, which has paths, has regions", () => {
  const without = sensitiveRuleIds.filter((rule) => defaultRegions[rule].length === 0);
  expect(without).toEqual(["privilege-escalation"]);
});

test.each(regions)(
  "$name is pattern text of the language, and its excepts carve something out of it",
  ({ region }) => {
    expect(region.does).toMatch(/^[a-z]/);
    const { context } = contextOf("agent: a\npolicies:\n  - x:y on z/1\n");
    const filter = new BoxFilter(context);
    const { actions, exceptActions, resources, exceptResources } = context.analysis.region(
      new RegionReader().scope(region),
    );
    expect(actions.length).toBeGreaterThan(0);
    if (exceptActions.length > 0) expect(filter.mayOverlap(exceptActions, actions)).toBe(true);
    if (exceptResources.length > 0) expect(filter.mayOverlap(exceptResources, resources)).toBe(true);
  },
);

test("an entry that names actions alone takes the rule's resources, and the other way round", () => {
  const { context } = contextOf(
    "agent: a\npolicies:\n  - x:y on z/1\n",
    `sensitive:
  ungated-production-deploy:
    add: [{actions: ["ship:it"]}, {resources: ["hub/*"]}]
    narrow: [{resources: ["hub/x"], reason: r}]
`,
  );
  const area = sensitiveRegions(context).get("ungated-production-deploy");
  const [byAction, byResource] = area?.regions.filter(({ added }) => added !== null) ?? [];
  expect(byAction?.box.region.actions.map(({ glob }) => glob.key)).toEqual(["action:ship:it"]);
  expect(byAction?.box.region.resources.length).toBeGreaterThan(100);
  expect(byResource?.box.region.resources.map(({ glob }) => glob.key)).toEqual(["resource:hub/**"]);
  expect(byResource?.box.region.actions.length).toBeGreaterThan(100);
  const [narrowing] = area?.narrowings ?? [];
  expect(narrowing?.region.actions[0]?.isEverything).toBe(true);
});
