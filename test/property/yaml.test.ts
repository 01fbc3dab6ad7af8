/** Laws of reading YAML: valid text is read as the parser reads it; no text does harm. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, stringify, visit, type Document } from "yaml";
import { spanWithin } from "../../src/syntax/scalar-text.ts";
import { runs } from "../support/runs.ts";
import { read, scalarsOf } from "../support/yaml.ts";

/** Pieces that YAML and the language give meaning to. */
const fragments = [
  "- ",
  "  ",
  "    ",
  "\n",
  "\n",
  "\r\n",
  ": ",
  ":",
  " #",
  "#",
  "# note",
  "'",
  '"',
  "{",
  "}",
  "[",
  "]",
  ", ",
  ",",
  "*",
  "&a ",
  "*a",
  "!",
  "!!str ",
  "? ",
  "|",
  ">",
  ">-",
  "|2",
  "---\n",
  "...\n",
  "%YAML 1.2\n",
  "\t",
  "\\",
  "\\n",
  "\\u00e9",
  "<<",
  "policies:\n",
  "tests:\n",
  "statement: ",
  "when: ",
  "requires_approval: true",
  "approval_channel: ",
  "requires_approval:true",
  "git:push on repos/*",
  "deny a:b on c/{x,y}",
  " on ",
  " except ",
  " when ",
  "context.x == ",
  "ci can x",
  "a",
  "b",
  "é",
  "𝄞",
  "- a:b on c\n  id: x\n",
  "~",
  "1",
  "0x1F",
  "true",
  "null",
] as const;

const soup = fc
  .array(
    fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...fragments) },
      fc.string({ maxLength: 4, unit: "grapheme" }),
    ),
    {
      maxLength: 24,
    },
  )
  .map((parts) => parts.join(""));

/** Lines with indentation: more often valid than soup. */
const lines = fc
  .array(
    fc.tuple(
      fc.nat(3),
      fc.array(fc.constantFrom(...fragments.filter((part) => !part.includes("\n"))), { maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((rows) => rows.map(([indent, parts]) => "  ".repeat(indent) + parts.join("")).join("\n"));

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ maxLength: 12, unit: "grapheme" }),
  fc.constantFrom(
    "git:push on repos/*",
    "a # b",
    "k: v",
    "'",
    '"',
    "- x",
    "a\nb",
    "a\n\n  b\n",
    " x ",
    "\\d",
    "𝄞",
  ),
);

const structures = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie("node"), { maxLength: 3 }),
    fc.dictionary(text, tie("node"), { maxKeys: 3 }),
  ),
})).node;

const styles = fc.record({
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 20, 80),
  singleQuote: fc.constantFrom(null, true, false),
  defaultStringType: fc.constantFrom(
    "PLAIN",
    "QUOTE_DOUBLE",
    "QUOTE_SINGLE",
    "BLOCK_FOLDED",
    "BLOCK_LITERAL",
  ),
  collectionStyle: fc.constantFrom("any", "block", "flow"),
} as const);

const written = fc.tuple(structures, styles, fc.boolean()).map(([value, style, crlf]) => {
  const yaml = stringify(value, style);
  return crlf ? yaml.replaceAll("\n", "\r\n") : yaml;
});

const anyYaml = fc.oneof(written, soup, lines);

/** What the parser makes of a text that it accepts without a word; `null` when it does not. */
function accepted(yaml: string): Document.Parsed[] | null {
  const documents = parseAllDocuments(yaml, { logLevel: "silent", prettyErrors: false, schema: "core" });
  if (!Array.isArray(documents)) return [];
  return documents.every(({ errors, warnings }) => errors.length + warnings.length === 0) ? documents : null;
}

function plainOf(node: unknown): unknown {
  if (isMap(node)) return node.items.map(({ key, value }) => [plainOf(key), plainOf(value)]);
  if (isSeq(node)) return node.items.map(plainOf);
  return isScalar(node) ? node.value : null;
}

test("no repair changes what the YAML parser accepts", () => {
  let valid = 0;
  fc.assert(
    fc.property(anyYaml, (yaml) => {
      if (accepted(yaml) === null) return;
      valid++;
      expect(read(yaml).repairs).toEqual([]);
    }),
    { numRuns: runs(1500) },
  );
  expect(valid).toBeGreaterThan(100);
});

test("a text without an error is read as the YAML parser reads it", () => {
  let compared = 0;
  fc.assert(
    fc.property(anyYaml, (yaml) => {
      const reading = read(yaml);
      if (!reading.complete || reading.repairs.length > 0) return;
      const documents = accepted(yaml);
      expect(documents).not.toBeNull();
      const expected = (documents ?? []).map(({ contents }) => plainOf(contents));
      expect(reading.data).toEqual(expected.length === 0 ? [null] : expected);
      compared++;
    }),
    { numRuns: runs(1500) },
  );
  expect(compared).toBeGreaterThan(100);
});

test("tags, anchors and aliases are always errors", () => {
  fc.assert(
    fc.property(anyYaml, (yaml) => {
      let found = false;
      for (const document of accepted(yaml) ?? []) {
        visit(document, (_, node) => {
          if (isAlias(node) || (isScalar(node) && (node.tag !== undefined || node.anchor !== undefined)))
            found = true;
        });
      }
      if (found) expect(read(yaml).complete).toBe(false);
    }),
    { numRuns: runs(1000) },
  );
});

test("reading never throws, says why it is incomplete, and points into the text", () => {
  fc.assert(
    fc.property(fc.oneof(soup, lines, fc.string({ unit: "binary", maxLength: 40 })), (yaml) => {
      const { complete, diagnostics } = read(yaml);
      expect(complete).toBe(diagnostics.length === 0);
      for (const { span, fixes } of diagnostics) {
        for (const place of [span, ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span))]) {
          expect(place?.start).toBeGreaterThanOrEqual(0);
          expect(place?.end).toBeLessThanOrEqual(yaml.length);
          expect(place?.start ?? 0).toBeLessThanOrEqual(place?.end ?? 0);
        }
      }
    }),
    { numRuns: runs(3000) },
  );
});

/** Characters that stand for themselves wherever they stand in a scalar's source. */
/** Whether a document of this text holds more than comments and marks of its beginning and end. */
function holdsText(yaml: string): boolean {
  return yaml
    .split(/\r?\n/)
    .some((line) => /[!-~]/.test(line) && !/^\s*#/.test(line) && !/^(?:---|\.\.\.)\s*(?:#.*)?$/.test(line));
}

test("a document that holds text has a root, or an error is reported", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(soup, lines), { minLength: 1, maxLength: 3 }), (parts) => {
      const { documents, diagnostics } = read(parts.join("\n---\n"));
      if (diagnostics.length > 0) return;
      const roots = documents.filter(({ root }) => root !== null);
      expect(roots.length).toBeGreaterThanOrEqual(parts.filter(holdsText).length);
    }),
    { numRuns: runs(3000) },
  );
});

test("each ordinary character of a value stands in the file where its place says", () => {
  let checked = 0;
  fc.assert(
    fc.property(anyYaml, (yaml) => {
      for (const { text: located, style } of scalarsOf(read(yaml))) {
        for (let i = 0; i < located.value.length; i++) {
          const { start, end } = spanWithin(located, i, i + 1);
          const unit = located.value.charAt(i);
          expect(start).toBeGreaterThanOrEqual(located.span.start);
          expect(end).toBeLessThanOrEqual(
            located.span.end + (style === "literal" || style === "folded" ? yaml.length : 0),
          );
          const source = yaml.charAt(start);
          if (source === "\\" && style === "double") continue;
          if (/\s/.test(unit)) continue;
          expect(source).toBe(unit);
          checked++;
        }
      }
    }),
    { numRuns: runs(1500) },
  );
  expect(checked).toBeGreaterThan(1000);
});
