import { expect, test } from "vitest";
import { createCatalogue } from "../../../../src/catalogue/create-catalogue.ts";
import { shippedServices } from "../../../../src/catalogue/services/all-services.ts";
import { shippedShapeNames, shippedShapes } from "../../../../src/catalogue/shipped-shapes.ts";
import { parseShape } from "../../../../src/syntax/shape-parser.ts";
import { plainText } from "../../../../src/syntax/scalar-text.ts";
import { pageText } from "../../../support/markdown-blocks.ts";

const catalogue = createCatalogue({ services: [], servers: [], aws: null });

test("services are sorted by name, and no name or alias is taken twice", () => {
  const names = shippedServices.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
  const all = shippedServices.flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((name) => !/^[a-z][a-z0-9]*$/.test(name))).toEqual([]);
});

test.each(shippedServices.map(({ name }) => name))("%s names each action once, in lower case", (name) => {
  const names = catalogue.service(name)?.actions.map((action) => action.name) ?? [];
  expect(names).toEqual([...new Set(names)].sort());
  expect(names.filter((action) => !new RegExp(`^${name}:[a-z][a-z0-9_]*$`).test(action))).toEqual([]);
});

test.each(shippedServices.map(({ name }) => name))(
  "the actions of %s are on kinds that its layouts have",
  (name) => {
    const service = shippedServices.find((s) => s.name === name);
    const kinds = Object.values(service?.layouts ?? {}).map((layout) => Object.keys(layout).sort());
    // Two ways of naming name the same things.
    expect(new Set(kinds.map((list) => list.join(" "))).size).toBe(1);
    const used = service?.actions.flatMap(({ on }) => on ?? []) ?? [];
    expect(used.filter((kind) => !kinds[0]?.includes(kind))).toEqual([]);
  },
);

test.each(shippedShapeNames())("the shapes %s are such that sentrely.yaml could write them", (name) => {
  const found: unknown[] = [];
  const texts = shippedShapes(name)?.shapes.map(({ text }) => text) ?? [];
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) {
    const shape = parseShape(plainText(text, "shape"), (d) => found.push(d));
    expect(shape?.parts).toEqual(shippedShapes(name)?.shapes.find((s) => s.text === text)?.parts);
  }
  expect(found).toEqual([]);
});

// An adopted set decides which requests are valid: another text here is another name there.
test("shipped shapes are these, for good", async () => {
  const lines = shippedShapeNames().flatMap((name) => [
    `${name}: ${shippedShapes(name)?.service ?? ""}`,
    ...(shippedShapes(name)?.shapes.map(({ text }) => `  ${text}`) ?? []),
  ]);
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../../../golden/catalogue/shapes.txt");
});

test("no set of shapes has the name of another", () => {
  const names = shippedShapeNames();
  expect(new Set(names).size).toBe(names.length);
  expect(shippedShapes("nosuch")).toBeNull();
  expect(shippedShapes("toString")).toBeNull();
});

test.each([
  ["git", "read clone fetch push force_push tag merge comment admin delete_branch"],
  ["files", "read write delete rename"],
  [
    "sql",
    "select insert update delete merge create alter drop truncate swap describe count kill_session cancel_query",
  ],
  ["bash", "run"],
  ["k8s", "get list create apply delete exec bind"],
  ["https", "get post delete"],
])("%s knows %s", (service, names) => {
  expect(names.split(" ").filter((name) => catalogue.action(`${service}:${name}`) === null)).toEqual([]);
});

test.each([
  ["git:read", "read", false],
  ["git:force_push", "write", true],
  ["git:admin", "permissions", false],
  ["sql:drop", "write", true],
  ["sql:grant", "permissions", false],
  ["mail:send", "write", true],
  ["stripe:create_refund", "write", true],
  ["secrets:read", "read", false],
  ["bash:run", "write", true],
])("%s is %s, destructive: %s", (name, access, isDestructive) => {
  expect(catalogue.action(name)).toMatchObject({ access, isDestructive });
});

test("the page about the catalogue names every service, its other names and its shapes", () => {
  const cellsOf = (line: string): readonly (readonly string[])[] =>
    line
      .split("|")
      .slice(1)
      .map((cell) => [...cell.matchAll(/`([^`]*)`/g)].map(([, text = ""]) => text));
  const rows = pageText("docs/catalogue.md")
    .split("\n")
    .filter((line) => line.startsWith("| `") && !line.startsWith("| `aws:"))
    .map(cellsOf);
  expect(rows.map(([name, aliases, , shapes]) => [name, aliases, shapes])).toEqual(
    shippedServices.map(({ name, aliases, layouts }) => [[name], aliases, Object.keys(layouts)]),
  );
});
