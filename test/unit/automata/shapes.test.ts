import { expect, test } from "vitest";
import { codePoints } from "../../../src/automata/alphabet.ts";
import { ShapeAutomaton } from "../../../src/automata/shapes.ts";
import type { BindingService } from "../../../src/ir/ir.ts";
import { shape } from "../../support/build-set.ts";

const services: readonly BindingService[] = [
  {
    name: "git",
    shapes: [shape("repos/{repo}"), shape("repos/{repo}/branches/{branch...}")],
    actions: [{ action: "git:admin:keys", shapes: [shape("keys/{key}")] }],
  },
  { name: "aws:s3", shapes: [shape("arn:aws:s3:::{bucket}/{key...}")], actions: [] },
  { name: "aws", shapes: [], actions: [] },
];

function isWellShaped(action: string, resource: string): boolean {
  const shapes = new ShapeAutomaton(services);
  let state = shapes.start;
  for (const c of codePoints(action)) state = shapes.stepAction(state, c);
  let states = [...shapes.enterResource(state)];
  for (const c of codePoints(resource)) states = states.flatMap((s) => [...shapes.stepResource(s, c)]);
  return states.some((s) => shapes.accepts(s));
}

test("a resource has one of its service's shapes", () => {
  expect(isWellShaped("git:push", "repos/app")).toBe(true);
  expect(isWellShaped("git:push", "repos/app/branches/feature/x")).toBe(true);
  expect(isWellShaped("git:push", "repos/acme/app")).toBe(false);
  expect(isWellShaped("git:push", "repos/app/branches/a::b")).toBe(false);
});

test("the service's own name is well shaped", () => {
  expect(isWellShaped("git:push", "git")).toBe(true);
  expect(isWellShaped("git:push", "aws")).toBe(false);
});

test("an action with shapes of its own has only these", () => {
  expect(isWellShaped("git:admin:keys", "keys/a")).toBe(true);
  expect(isWellShaped("git:admin:keys", "repos/app")).toBe(false);
  expect(isWellShaped("git:admin:keysx", "repos/app")).toBe(true);
});

test("the longest key that is a segment prefix in either case binds", () => {
  expect(isWellShaped("AWS:S3:GetObject", "arn:aws:s3:::b/k")).toBe(true);
  expect(isWellShaped("aws:s3:GetObject", "anything")).toBe(false);
  expect(isWellShaped("aws:s3x:GetObject", "anything")).toBe(true);
  expect(isWellShaped("gitx:push", "anything")).toBe(true);
  expect(isWellShaped("GIT", "anything")).toBe(false);
});

test("a service without shapes binds nothing", () => {
  expect(isWellShaped("aws:ec2:Run", "anything/at/all")).toBe(true);
});
