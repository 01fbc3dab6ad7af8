import { expect, test } from "vitest";
import { createCatalogue } from "../../src/catalogue/create-catalogue.ts";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { knownActionsOf } from "../../src/known-actions.ts";

const shipped = (): Catalogue => createCatalogue({ services: [], servers: [], aws: null });

test("actions are those of the service, or of all services that begin so", () => {
  const known = knownActionsOf(shipped);
  expect([...known.startingWith("git:pu")]).toContain("git:push");
  expect([...known.startingWith("git:pu")]).not.toContain("sql:select");
  expect([...known.startingWith("")]).toEqual(expect.arrayContaining(["git:push", "sql:select"]));
});

test("an action that a closed service does not have is none", () => {
  const known = knownActionsOf(shipped);
  expect(known.isNone("git:push")).toBe(false);
  expect(known.isNone("nobody:knows")).toBe(false);
  const git = shipped().service("git");
  expect(known.isNone("git:psuh")).toBe(git?.isClosed === true);
});

test("near are the actions of the service, also under its other names", () => {
  const known = knownActionsOf(shipped);
  expect([...known.near("git:psuh")]).toContain("git:push");
});

test("the catalogue is loaded once, when it is asked", () => {
  let loads = 0;
  const known = knownActionsOf(() => {
    loads++;
    return shipped();
  });
  expect(loads).toBe(0);
  known.isNone("git:push");
  known.isNone("git:pull");
  expect(loads).toBe(1);
});
