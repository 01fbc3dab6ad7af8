/** A revision that reads itself finds the very same tests and sensitive regions, whatever they say. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../src/pipeline.ts";
import { compileExample, examples } from "../support/load-set.ts";
import { runs } from "../support/runs.ts";

const config = `version: 1
channels: ["slack:#ops"]
labels: {trusted: ["ci-*", bot], few: [bot]}
vocabulary:
  actions: {read: [git:read, git:list]}
  resources: {main: "repos/*/branches/main", all: ["repos/**", "docs/**"]}
  conditions: {prod: context.env == "prod", big: context.size > 5}
sensitive:
  ungated-financial: {add: [{actions: [read], resources: [main], when: big}]}
  credential-read: {narrow: [{resources: [all], reason: r}]}
`;

const policies = `agents: [ci-1, ci-2, bot]
policies:
  - statement: git:push on repos/*
    id: push
    when: context.size > 1
`;

const subject = fc.constantFrom(
  "ci-1",
  "ci-*",
  "bot",
  "label:trusted",
  "label:few",
  "every agent",
  "no-one-*",
);
const verb = fc.constantFrom("can", "cannot", "needs approval to");
const action = fc.constantFrom("read", "git:push", "git:*", "git:{a,b}:c", "read except git:list");
const resource = fc.constantFrom("main", "all", "repos/*", "repos/{a,b}/**", "all except main");
const given = fc.constantFrom("", " given prod", " given big && !prod", " given has(context.other)");

const sentence = fc
  .oneof(fc.tuple(subject, verb), fc.constant(["no agent", "can"] as const))
  .chain(([who, does]) =>
    fc
      .tuple(action, resource, given)
      .map(([actions, resources, when]) => `${who} ${does} ${actions} on ${resources}${when}`),
  )
  .map((text) => JSON.stringify(text));

const matrix = fc
  .record(
    {
      name: fc.constantFrom("one", "two"),
      agents: fc.constantFrom("[ci-1]", "[bot]", "[ci-2, ci-1]"),
      actions: fc.constantFrom("[git:push]", "[git:push, git:read]"),
      resources: fc.constantFrom("[repos/a]", "[repos/a, docs/b]"),
      expect: fc.constantFrom("allow", "deny", "require_approval"),
      because: fc.constant("[push]"),
      contexts: fc.constantFrom("[{size: 3}]", "[{size: 1}, {env: prod}]"),
      approval_channel: fc.constant('["slack:#ops"]'),
    },
    { requiredKeys: ["agents", "actions", "resources", "expect"] },
  )
  .map(
    (fields) =>
      `{${Object.entries(fields)
        .map(([key, value]) => `${key}: ${value}`)
        .join(", ")}}`,
  );

test("a revision that reads itself finds the same tests and regions", () => {
  let tried = 0;
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.oneof(sentence, matrix), { minLength: 1, maxLength: 5 }), {
        minLength: 1,
        maxLength: 3,
      }),
      (files) => {
        const compilation = compile({
          files: [
            { path: "policies/a.yaml", text: policies },
            ...files.map((entries, i) => ({
              path: `tests/${String(i)}.test.yaml`,
              text: `tests:\n${entries.map((entry) => `  - ${entry}\n`).join("")}`,
            })),
          ],
          config: { path: "sentrely.yaml", text: config },
        });
        expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        const reading = compilation.readRevision(compilation);
        // What is said of no agent is an error by itself; of it nothing can be read again.
        const empty = compilation.tests.filter((t) => t.kind === "sentence" && t.agents.length === 0);
        expect(reading.tests).toEqual(compilation.tests.filter((t) => !empty.includes(t)));
        const broken = empty.filter((t) => t.kind === "sentence" && t.verb !== "cannot");
        expect(reading.unreadable.map(({ place }) => place)).toEqual(broken.map(({ place }) => place));
        expect(reading.sensitive).toEqual(compilation.sensitive);
        expect(compilation.sensitive).toHaveLength(2);
        tried += reading.tests.length;
      },
    ),
    { numRuns: runs(150) },
  );
  expect(tried).toBeGreaterThan(0);
});

test.each(examples)("the example %s reads itself", (name) => {
  const compilation = compileExample(name);
  expect(compilation.tests.length).toBeGreaterThan(0);
  expect(compilation.readRevision(compilation)).toEqual({
    tests: compilation.tests,
    sensitive: compilation.sensitive,
    unreadable: [],
  });
});
