/** What may change without changing a meaning: file names, file order, document order, key order. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseDocument, isMap, visit } from "yaml";
import type { SourceFile } from "../src/base/source.ts";
import { build } from "../src/build.ts";
import { artefactNames } from "../src/bundle/build-bundle.ts";
import { compile } from "../src/pipeline.ts";
import { printPolicySet } from "../src/ir/print-ir.ts";
import { allTargets } from "./support/bundle-of.ts";
import { folderWith, type Folder } from "./support/cli.ts";
import { exampleFolder, examples, readSet } from "./support/load-set.ts";

/** Reverses the keys of every map whose order carries no meaning in spelling 4. */
function reverseKeys(text: string): string {
  return text
    .split(/^---$/m)
    .map((document) => {
      const parsed = parseDocument(document);
      if (parsed.errors.length > 0) return document;
      visit(parsed, {
        Map(_, node) {
          if (isMap(node)) node.items.reverse();
        },
      });
      return parsed.toString({ lineWidth: 0 });
    })
    .join("---\n");
}

/** The file's sole document is a policy without an agent of its own, so the name of the file is its name. */
function namedByStem(text: string): boolean {
  return /^(policies:|- )/m.test(text) && !/^(agents?|role):/m.test(text);
}

function reverseDocuments(text: string): string {
  return text.split(/^---$/m).reverse().join("\n---\n");
}

function shape(
  files: readonly SourceFile[],
  config: SourceFile | null,
): { revision: string; ids: string[]; text: string } {
  const { set, diagnostics } = compile({ files, config });
  if (set === null) throw new Error(diagnostics.map((d) => `${d.span?.file}: ${d.message}`).join("\n"));
  return { revision: set.revision, ids: set.statements.map((s) => s.id), text: printPolicySet(set) };
}

test.each(examples)(
  "examples/%s keeps revision, ids and meaning when its files are renamed and reordered",
  (name) => {
    const { files, config } = readSet(exampleFolder(name));
    const renamed = files.map((f, i) => ({
      path: namedByStem(f.text) ? f.path : f.path.replace(/[^/]+$/, `renamed-${files.length - i}.yaml`),
      text: f.text,
    }));
    renamed.reverse();
    expect(shape(renamed, config)).toEqual(shape(files, config));
  },
);

test.each(examples)(
  "examples/%s keeps revision, ids and meaning when documents and keys are reordered",
  (name) => {
    const { files, config } = readSet(exampleFolder(name));
    const before = shape(files, config);
    expect(
      shape(
        files.map((f) => ({ path: f.path, text: reverseDocuments(f.text) })),
        config,
      ),
    ).toEqual(before);
    expect(
      shape(
        files.map((f) => ({ path: f.path, text: reverseKeys(f.text) })),
        config,
      ),
    ).toEqual(before);
  },
);

test("a changed statement changes the revision", () => {
  const set = (resource: string): string =>
    shape([{ path: "policies/a.yaml", text: `agent: a\npolicies:\n  - git:read on ${resource}\n` }], null)
      .revision;
  expect(set("repos/*")).not.toBe(set("repos/x"));
  expect(set("repos/*")).toBe(set("repos/*"));
});

/** Every artefact of the set, as bytes. */
function artefacts(
  files: readonly SourceFile[],
  config: SourceFile | null,
): readonly (readonly [string, Buffer])[] {
  const { set } = compile({ files, config });
  if (set === null) throw new Error("the set does not compile");
  const built = build(set, { targets: allTargets });
  if (built.kind === "refused") throw new Error("the set does not build");
  return built.artefacts.map(({ name, content }) => [name, Buffer.from(content)]);
}

test.each(examples)(
  "examples/%s gives the same bytes for every target in whatever order its files come",
  (name) => {
    const { files, config } = readSet(exampleFolder(name));
    const before = artefacts(files, config);
    expect(before).toHaveLength(6);
    expect(artefacts([...files].reverse(), config)).toEqual(before);
    const sorted = [...files].sort((a, b) => (a.text < b.text ? -1 : 1));
    expect(artefacts(sorted, config)).toEqual(before);
  },
);

test.each(examples)("examples/%s gives the same bytes for every target in two folders", async (name) => {
  const { files, config } = readSet(exampleFolder(name));
  const sources = [...files, ...(config === null ? [] : [config])];
  const flags = ["build", "--no-lint", "--target", allTargets.join(",")];
  const read = (folder: Folder): readonly (readonly [string, Buffer])[] =>
    [...allTargets.map((target) => artefactNames[target]), "manifest.json"].map((file) => [
      file,
      readFileSync(join(folder.path, "out", file)),
    ]);
  // Made in another order, and one of them deeper.
  const one = folderWith(Object.fromEntries(sources.map(({ path, text }) => [path, text])));
  const deep = folderWith(
    Object.fromEntries([...sources].reverse().map(({ path, text }) => [`some/where/else/${path}`, text])),
  );
  expect((await one.run([...flags, "--out", "out"])).code).toBe(0);
  expect((await deep.run([...flags, "--out", "../../../out"], { cwd: "some/where/else" })).code).toBe(0);
  expect(read(deep)).toEqual(read(one));
});
