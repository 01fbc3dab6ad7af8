/** The pages of the gateways: what they quote is what the examples hold, what they install is what the tests install. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { blocksOf, pageText, type Block } from "../support/markdown-blocks.ts";
import { consoleKind, pageOf } from "./check-page.ts";
import { allCases } from "./bench.ts";
import { gateways, gatewayTable, runGateways } from "./index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

const quotes = gateways.flatMap((gateway) =>
  blocksOf(pageOf(gateway)).filter((block) => block.kind.endsWith(" quoted")),
);

function quotedFile(block: Block): string {
  return block.options.get("file") ?? "";
}

test.each(quotes)("$page:$line quotes the file of the example", (block) => {
  expect(block.text).toBe(readFileSync(join(root, quotedFile(block)), "utf8"));
});

test.each(gateways)(
  "the page of $name quotes the configuration, runs commands and says how to install it",
  (gateway) => {
    const blocks = blocksOf(pageOf(gateway));
    expect(blocks.filter((b) => quotedFile(b).startsWith(`examples/gateways/${gateway.name}/`))).not.toEqual(
      [],
    );
    expect(blocks.filter((b) => b.kind === consoleKind)).not.toEqual([]);
    const installs = blocks.filter((b) => b.kind === "sh install").map((b) => b.text);
    expect(installs).toEqual(gateway.instead === undefined ? [`${gateway.setup.line}\n`] : []);
  },
);

test("every gateway has an example and a page, and is in the table of all", () => {
  const names = gateways.map((gateway) => gateway.name).sort();
  const pages = readdirSync(join(root, "docs/gateways")).map((file) => file.replace(/\.md$/, ""));
  const index = pageText("docs/gateways/README.md");
  const listed = [...index.matchAll(/^\| \[[^\]]+\]\(([a-z-]+)\.md\)/gm)].map((match) => match[1] ?? "");
  expect(pages.filter((page) => page !== "README" && page !== "claude-code").sort()).toEqual(names);
  expect(listed.filter((name) => name !== "claude-code").sort()).toEqual(names);
  expect(names.filter((name) => !existsSync(join(root, "examples/gateways", name)))).toEqual([]);
});

test("no two cases have one name on one listener", () => {
  const names = allCases.map((one) => `${one.listener}: ${one.name}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("a run in which no gateway was checked fails", async () => {
  const run = await runGateways({ cache: "/nonexistent", only: [], available: true });
  expect(run).toEqual({ rows: [], passed: false });
});

test("the table tells each failure below it", () => {
  const row = { gateway: "g", version: "1", checks: 2, failures: ["it opened"], installed: true };
  const absent = { gateway: "h", version: "-", checks: 0, failures: ["no apt"], installed: false };
  expect(gatewayTable([row, absent])).toBe(
    [
      "gateway  version  checks  failures",
      "g        1        2       1",
      "h        -        0       not installed",
      "",
      "g: it opened",
      "h: no apt",
      "",
    ].join("\n"),
  );
});
