import { expect, test } from "vitest";
import type { BindingService } from "../../../src/ir/ir.ts";
import { isWellShaped } from "../../../src/reference/well-shaped.ts";
import { shape } from "../../support/build-set.ts";

const services: readonly BindingService[] = [
  {
    name: "git",
    shapes: [shape("repos/{repo}"), shape("repos/{repo}/branches/{branch...}")],
    actions: [{ action: "git:tag", shapes: [shape("tags/{tag}")] }],
  },
  { name: "git:lfs", shapes: [], actions: [] },
];

test.each([
  ["git:push", "repos/app", true],
  ["GIT:Push", "repos/app", true],
  ["git:push", "repos/acme/app", false],
  ["git:push", "repos/app/branches/feature/x", true],
  ["git:push", "repos/app/branches", false],
  ["git:push", "repos/app/branches/a::b", false],
  ["git:push", "git", true],
  ["git", "repos/app", true],
  ["git:tag", "tags/v1", true],
  ["git:tag", "repos/app", false],
  ["git:lfs:pull", "anything/at/all", true],
  ["github:push", "repos/acme/app", true],
])("%s on %s is well shaped: %s", (action, resource, fits) => {
  expect(isWellShaped(services, action, resource)).toBe(fits);
});
