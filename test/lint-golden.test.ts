/**
 * What linting says of whole policy sets, kept in `test/golden/lint`: one folder a set, with the findings that
 * were judged by hand in `expected.txt`. Sets named `silent-…` are in order, and get no warning and no error.
 * `npx vitest run test/lint-golden.test.ts -u` rewrites the expectations; judge the diff.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Diagnostic } from "../src/base/diagnostic.ts";
import { positionAt, type SourceFile } from "../src/base/source.ts";
import { lint } from "../src/lint-set.ts";
import { compile } from "../src/pipeline.ts";
import { catalogueOf } from "./support/catalogue.ts";
import { readSet } from "./support/load-set.ts";

const folder = fileURLToPath(new URL("golden/lint", import.meta.url));
const sets = readdirSync(folder).sort();
const now = Date.parse("2026-11-21T00:00:00Z");

function placeOf({ span }: Diagnostic, sources: ReadonlyMap<string, SourceFile>): string {
  const source = span === null ? undefined : sources.get(span.file);
  if (span === null || source === undefined) return "";
  const { line, column } = positionAt(source, span.start);
  const [text = ""] = source.text.slice(span.start, span.end).split("\n");
  return `${span.file}:${String(line)}:${String(column)} \`${text}\``;
}

/** Each finding as its level, id and place, and below that what is said, asked and decided. */
function findingsOf(name: string): readonly { readonly severity: string; readonly text: string }[] {
  const compilation = compile(readSet(join(folder, name)));
  expect(compilation.set, "the set compiles").not.toBeNull();
  return lint(compilation, { now, catalogue: catalogueOf(compilation) }).map((finding) => {
    const { severity, code, message, witness, related } = finding;
    const lines = [`${severity} ${code} ${placeOf(finding, compilation.sources)}`, message];
    if (witness !== null) {
      const { action, resource, agent } = witness.request;
      lines.push(`${agent}: ${action} on ${resource} -> ${witness.decision.reason}`);
    }
    for (const { message: said } of related) lines.push(`< ${said}`);
    return { severity, text: lines.join("\n    ") };
  });
}

test.each(sets.filter((name) => name.startsWith("silent-")))("%s gets no warning and no error", (name) => {
  const loud = findingsOf(name).filter(({ severity }) => severity !== "info");
  expect(loud.map(({ text }) => text)).toEqual([]);
});

test.each(sets.filter((name) => !name.startsWith("silent-")))(
  "%s is told what was judged right",
  async (name) => {
    const text = findingsOf(name).map((finding) => `${finding.text}\n`);
    await expect(text.join("\n")).toMatchFileSnapshot(join(folder, name, "expected.txt"));
  },
);
