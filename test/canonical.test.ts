/** What may change without changing a meaning: file names, file order, document order, key order. */
import { expect, test } from "vitest";
import { parseDocument, isMap, visit } from "yaml";
import type { SourceFile } from "../src/base/source.ts";
import { compile } from "../src/pipeline.ts";
import { printPolicySet } from "../src/ir/print-ir.ts";
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
