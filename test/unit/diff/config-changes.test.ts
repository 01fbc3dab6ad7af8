import { expect, test } from "vitest";
import { agent, difference, sideOf, toldByConfig } from "../../support/difference.ts";

const ci = agent("git:push on repos/*");
const config = (rest: string): string => `version: 1\n${rest}\n`;

test("a key that says what its default says is no change", () => {
  expect(
    toldByConfig(ci, config(""), config("timezone: UTC\nlint: {fail_level: warning}\nlabels: {}")),
  ).toEqual([]);
  expect(difference(sideOf(ci), sideOf(ci, config("policies: [policies]"))).changes).toEqual([]);
});

test("order and spelling of a config carry no meaning", () => {
  expect(
    toldByConfig(
      ci,
      config('labels: {x: [ci], y: ["c*"]}\ncompliance: [soc2, hipaa]\nchannels: ["slack:#a", "slack:#b"]'),
      config(
        'channels: ["slack:#b", "slack:#a"]\nlabels:\n  y: ["c*"]\n  x: [ci]\ncompliance: [hipaa, soc2]',
      ),
    ),
  ).toEqual([]);
});

test("each key that changed is a change of its own, with old and new", () => {
  const changes = difference(
    sideOf(ci, config("labels: {trusted: [ci]}\nlint: {rules: {overlap: off}}\ncompliance: [soc2]")),
    sideOf(
      ci,
      config(
        'labels: {trusted: ["c*"]}\nlint: {rules: {overlap: error}}\nprices: {usd_per_million_tokens: 3}',
      ),
    ),
  ).changes;
  expect(changes.map(({ tags, message }) => [tags[1], message])).toEqual([
    ["config-compliance", "`compliance` was removed; it was `soc2`"],
    ["config-labels", "`labels.trusted` went from `ci` to `c*`"],
    ["config-lint", "`lint.rules.overlap` went from `off` to `error`"],
    ["config-prices", "`prices.usd_per_million_tokens` was added: `3`"],
  ]);
});

test("a word of the vocabulary is a change when it means something else, not when it comes or goes", () => {
  const words = (main: string): string => config(`vocabulary: {resources: {main: ${main}}}`);
  expect(toldByConfig(agent("git:push on main"), words("repos/*/branches/main"), words("repos/a"))).toEqual(
    [
      "narrowed: `ci` may no longer do `git:push on repos/*/branches/main`",
      "config: `vocabulary.resources.main` went from `repos/*/branches/main` to `repos/a`",
      "widened: `ci` may now do `git:push on repos/a`",
    ].sort((a, b) => Number(b.startsWith("w")) - Number(a.startsWith("w"))),
  );
  expect(
    difference(
      sideOf(agent("git:push on repos/*/branches/main"), config("")),
      sideOf(agent("git:push on main"), words("repos/*/branches/main")),
    ).changes,
  ).toEqual([]);
});

test("declaring a type that was inferred is no change", () => {
  const amount = agent("pay:refund on ** when context.amount < 5");
  expect(toldByConfig(amount, config(""), config("context: {amount: {type: number}}"))).toEqual([]);
});

test("agents that may be split over files are told", () => {
  expect(toldByConfig(ci, config(""), config("split_agents: [ci]"))).toEqual([
    "config: `split_agents` was added: `ci`",
  ]);
});

test("what a service is said to be is a change", () => {
  const service = (rest: string): string => config(`catalog: {services: {ship: {${rest}}}}`);
  expect(
    toldByConfig(
      ci,
      service("closed: true, actions: {sail: {access: read}}"),
      service("closed: false, fold_case: true, actions: {sail: {access: write}}"),
    ),
  ).toEqual([
    "config: `catalog.services.ship.actions.sail.access` went from `read` to `write`",
    "config: `catalog.services.ship.closed` went from `true` to `false`",
    "config: `catalog.services.ship.fold_case` was added: `true`",
  ]);
});

test("what a tool list says otherwise is told of its server, and where it lies is not", () => {
  const side = (path: string, tools: readonly object[]): ReturnType<typeof sideOf> =>
    sideOf(
      agent("mcp:github:* on mcp/github/*"),
      config(`catalog: {mcp: [{server: github, file: ${path}}]}`),
      [{ path, text: JSON.stringify({ tools }) }],
    );
  const reads = { annotations: { readOnlyHint: true } };
  const base = side("mcp/a.json", [{ name: "get", ...reads }, { name: "put", ...reads }, { name: "old" }]);
  const head = side("mcp/b.json", [{ name: "new" }, { name: "put" }, { name: "get", ...reads }]);
  expect(difference(base, head).changes.map(({ kind, tags, message }) => [kind, tags, message])).toEqual([
    [
      "config",
      ["config", "config-catalog"],
      "the MCP server `github` has gained `new`; has lost `old`; `put` is said to write and perhaps destroy, not to read",
    ],
  ]);
  const renamed = side("mcp/b.json", [{ name: "old" }, { name: "put", ...reads }, { name: "get", ...reads }]);
  expect(difference(base, renamed).changes).toEqual([]);
  const none = sideOf(agent("mcp:github:* on mcp/github/*"), config(""));
  expect(difference(none, base).changes.map(({ message }) => message)).toEqual([
    "the MCP server `github` was imported, with 3 tools",
  ]);
  expect(difference(base, none).changes.map(({ message }) => message)).toEqual([
    "the MCP server `github` is no longer imported; it had 3 tools",
  ]);
});
