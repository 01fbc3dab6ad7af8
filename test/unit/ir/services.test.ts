import fc from "fast-check";
import { expect, test } from "vitest";
import { ShapeFit } from "../../../src/ir/shape-fit.ts";
import { matchesAny } from "../../../src/reference/matches.ts";
import { isWellShaped } from "../../../src/reference/well-shaped.ts";
import { errorsOf, setOf } from "../../support/compile-text.ts";
import { runs } from "../../support/runs.ts";

const config = `catalog:
  services:
    Git:
      shapes: ["repos/{repo}", "repos/{repo}/branches/{branch...}"]
      actions:
        comment: {shapes: ["repos/{repo}/pull-requests/{number}"]}
        git:Merge: {shapes: ["repos/{repo}/branches/{branch...}"]}
    sql: ["sql/{db}/{table}"]
`;
const policy = (statement: string): string => `agent: a\npolicies:\n  - ${JSON.stringify(statement)}\n`;

test("services and actions are lower-cased, actions in full, shapes sorted and without names", () => {
  const set = setOf(policy("git:push on repos/*"), config);
  const texts = (shapes: readonly { readonly text: string }[]): string[] => shapes.map(({ text }) => text);
  expect(
    set.services.map(({ name, shapes, actions }) => [
      name,
      texts(shapes),
      actions.map((a) => [a.action, texts(a.shapes)]),
    ]),
  ).toEqual([
    [
      "git",
      ["repos/{}", "repos/{}/branches/{...}"],
      [
        ["git:comment", ["repos/{}/pull-requests/{}"]],
        ["git:merge", ["repos/{}/branches/{...}"]],
      ],
    ],
    ["sql", ["sql/{}/{}"], []],
  ]);
});

test.each([
  "git:push on repos/*/branches/main",
  "git:push on repos/*",
  "git:push on **/main",
  "git:* on repos/a/pull-requests/7",
  "git:push, other:act on files/x",
  "** on files/x",
  "g* on files/x",
  'git:push on "git"',
  "GIT:Comment on repos/*/pull-requests/*",
  "sql:select on sql/{a,b/c}",
  "sql:select on sql/${agent}/t",
])("%s fits a shape", (statement) => {
  expect(errorsOf(policy(statement), config)).toEqual([]);
});

test.each([
  ["git:push on branches/main", "branches/main"],
  ["git:push on repos/a/pull-requests/7", "repos/a/pull-requests/7"],
  ["git:comment on repos/*/branches/main", "repos/*/branches/main"],
  ["git:merge on repos/a", "repos/a"],
  ["deny git:push on repos/* except repos/*/tags/*", "repos/*/tags/*"],
  ["sql:select on sql/a, sql/a/b", "sql/a"],
  ["sql:select on sql/${agent}", "sql/${agent}"],
  ["git:* on sql/a/b", "sql/a/b"],
])("%s is refused at the pattern that fits no shape", (statement, pattern) => {
  const errors = errorsOf(policy(statement), config);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatch(/^action-resource-mismatch /);
  expect(errors[0]?.endsWith(`@ ${pattern}`)).toBe(true);
});

test("shipped shapes bind where they are adopted, all actions of the service alike", () => {
  const adopting = "catalog:\n  shapes: [bash]\n  services:\n    bash: {closed: true}\n";
  const set = setOf(policy("bash:run on cmd/npm"), adopting);
  expect(set.services.map(({ name, shapes, actions }) => [name, shapes.map((s) => s.text), actions])).toEqual(
    [["bash", ["cmd/{}", "cmd/{}/{}"], []]],
  );
  expect(errorsOf(policy("bash:run on commands/npm"), adopting)).toEqual([
    "action-resource-mismatch `commands/npm` fits no shape of the statement's actions @ commands/npm",
  ]);
});

test("a service without a shape binds nothing, and neither does an action without one", () => {
  const quiet = "catalog:\n  services:\n    git: {closed: true, actions: {squash: {access: write}}}\n";
  expect(setOf(policy("git:push on x/y"), quiet).services).toEqual([]);
  const mixed = "catalog:\n  services:\n    git: {shapes: ['r/{x}'], actions: {squash: {access: write}}}\n";
  expect(setOf(policy("git:push on r/*"), mixed).services.map(({ actions }) => actions)).toEqual([[]]);
});

test("unknown names of shipped shapes are errors with the nearest one", () => {
  expect(errorsOf(policy("x:y on z/*"), "catalog:\n  shapes:\n    - gti\n")).toEqual([
    "undefined-reference no such set of shipped shapes: `gti` @ gti",
  ]);
});

test.each([
  ["written and adopted", "  shapes: [git]\n  services:\n    Git: ['repos/{repo}']\n", "git < Git"],
  ["adopted in two ways", "  shapes: [git, git-owner]\n", "git-owner < git"],
])("shapes of one service that are %s are an error at both places", (_, catalog, places) => {
  expect(errorsOf(policy("git:push on repos/*"), `catalog:\n${catalog}`)).toEqual([
    `shape-conflict the shapes of \`git\` are stated twice @ ${places}`,
  ]);
});

test("a service has one spelling", () => {
  expect(
    errorsOf(policy("x:y on z/*"), "catalog:\n  services:\n    git: ['a/{x}']\n    Git: ['b/{x}']\n"),
  ).toEqual(["duplicate-service `Git` stands in the catalogue already, in other letters @ Git < git"]);
});

/** All words up to this length over a small alphabet. */
function* words(length: number): Generator<string> {
  yield "";
  if (length === 0) return;
  for (const shorter of words(length - 1)) for (const c of "ab/:") yield shorter + c;
}

test("a pattern of which a short name is well shaped is never refused", () => {
  const part = fc.constantFrom("a", "b", "/", ":", "{x}", "{x...}");
  const shape = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const patternText = fc
    .array(fc.constantFrom("a", "b", "/", ":", "*", "**", "**/"), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join(""))
    .filter((text) => !text.includes("***"));
  const all = [...new Set(words(5))];
  fc.assert(
    fc.property(shape, patternText, (shapeText, pattern) => {
      const shaped = `catalog:\n  services:\n    svc: [${JSON.stringify(shapeText)}]\n`;
      const text = policy(`svc:act on "${pattern}"`);
      const errors = errorsOf(text, shaped);
      fc.pre(errors.every((error) => error.startsWith("action-resource-mismatch")));
      const services = setOf(policy("x:y on z/*"), shaped).services;
      const [statement] = setOf(text).statements;
      const fits = all.some(
        (name) =>
          name !== "" &&
          isWellShaped(services, "svc:act", name) &&
          matchesAny(statement?.scope.resources ?? [], name),
      );
      if (fits) expect(errors).toEqual([]);
    }),
    { numRuns: runs(60) },
  );
});

test("a set without services asks nothing of its patterns", () => {
  const none = { actions: [], exceptActions: [], resources: [], exceptResources: [] };
  expect(new ShapeFit([]).misfits(none)).toEqual([]);
});
