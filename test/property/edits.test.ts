/** Edits of statements keep the text readable, and leave the other statements as they are. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Edit } from "../../src/base/diagnostic.ts";
import { editSources } from "../../src/cli/apply-fixes.ts";
import { addOption, removeStatement } from "../../src/lint/edits.ts";
import { compile } from "../../src/pipeline.ts";
import { policyFile } from "../support/arbitrary-file.ts";
import { contextOf } from "../support/lint-context.ts";
import { runs } from "../support/runs.ts";

const path = "policies/a.yaml";

/** Each statement of the text without its places, in order; `null` when the text does not compile. */
function statementsOf(text: string): string[] | null {
  const { set, trees } = compile({ files: [{ path, text }], config: null });
  if (set === null) return null;
  return trees
    .flatMap(({ documents }) => documents.flatMap(({ statements }) => statements))
    .map((node) => JSON.stringify(node, (key, value: unknown) => (key === "span" ? undefined : value)));
}

const exactPart = /"exact":(?:null|\{[^}]*\})/;

function afterEdits(text: string, edits: readonly Edit[]): string {
  return editSources([{ path, text }], edits)[0]?.text ?? "";
}

test("taking out one statement leaves the others, and adding an option changes no other", () => {
  let edited = 0;
  fc.assert(
    fc.property(policyFile, fc.nat(3), (text, pick) => {
      const before = statementsOf(text);
      if (before === null) return;
      const index = pick % before.length;
      const { context } = contextOf(text);
      const nodes = context.trees.flatMap(({ documents }) => documents.flatMap((d) => d.statements));
      const statement = context.set.statements.find(
        ({ place }) => place.span.start === nodes[index]?.span.start,
      );
      if (statement === undefined) throw new Error("no statement at the node's place");

      const removal = removeStatement(context, statement);
      expect(removal === null).toBe(before.length === 1);
      if (removal !== null) {
        const others = before.filter((_, i) => i !== index);
        expect(statementsOf(afterEdits(text, removal))).toEqual(others);
      }

      const addition = addOption(context, statement, "exact", "true");
      const expected = before.map((node, i) => (i === index ? node.replace(exactPart, "") : node));
      const after = statementsOf(afterEdits(text, addition ?? []));
      expect(after?.[index]).toContain('"exact":{"value":true}');
      expect(after?.map((node, i) => (i === index ? node.replace(exactPart, "") : node))).toEqual(expected);
      edited++;
    }),
    { numRuns: runs(300) },
  );
  // The law would be empty were most of the generated files in error.
  expect(edited).toBeGreaterThan(runs(300) / 5);
});
