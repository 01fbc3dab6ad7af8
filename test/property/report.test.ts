/** Whatever stands in a source, at whatever place: every format prints it, safely. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCompact } from "../../src/report/compact.ts";
import { formatGithub } from "../../src/report/github.ts";
import { formatJson } from "../../src/report/json.ts";
import { formatJunit } from "../../src/report/junit.ts";
import { formatPretty } from "../../src/report/pretty.ts";
import { formatSarif } from "../../src/report/sarif.ts";
import { diagnosticAt, lintReport } from "../support/lint-report.ts";
import { runs } from "../support/runs.ts";

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      "\n",
      "\r\n",
      "\t",
      "\u001b[2J",
      "::error::",
      "##[x]",
      "日",
      "👍",
      "e\u0301",
      "\ud800",
      " ",
    ),
    fc.string({ unit: "binary", maxLength: 1 }),
  ),
  maxLength: 60,
});

const formats = { formatCompact, formatGithub, formatJson, formatJunit, formatPretty, formatSarif };

test("no source, place or message makes a format fail or print something a terminal obeys", () => {
  fc.assert(
    fc.property(text, text, fc.nat(70), fc.nat(70), fc.nat(70), (source, message, a, b, c) => {
      const file = { path: "a.yaml", text: source };
      const span = { file: file.path, start: Math.min(a, b), end: Math.max(a, b) };
      const related = [{ message, span: { file: file.path, start: c, end: c + 3 } }];
      const d = diagnosticAt(file, "", { message, span, related, help: message });
      const report = lintReport({ [file.path]: source }, [d]);
      for (const format of Object.values(formats)) {
        const output = format(report);
        expect(output).not.toMatch(
          /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Cs}/u,
        );
        if (format !== formatGithub) expect(output).not.toMatch(/^\s*::|##(vso|teamcity)?\[/m);
      }
      JSON.parse(formatJson(report));
      JSON.parse(formatSarif(report));
    }),
    { numRuns: runs(300) },
  );
});

test("underlines stand under the characters they speak of", () => {
  const plain = fc.string({ unit: fc.constantFrom("a", "b", " ", "x"), minLength: 1, maxLength: 150 });
  fc.assert(
    fc.property(plain, fc.nat(), fc.integer({ min: 1, max: 10 }), (line, at, length) => {
      const start = at % line.length;
      const end = Math.min(line.length, start + length);
      const file = { path: "a.yaml", text: line };
      const d = diagnosticAt(file, "", { span: { file: file.path, start, end } });
      const [, , , source = "", marks = ""] = formatPretty(lintReport({ [file.path]: line }, [d])).split(
        "\n",
      );
      const from = marks.indexOf("^");
      expect(
        source
          .slice(from)
          .padEnd(end - start, " ")
          .slice(0, end - start),
      ).toBe(line.slice(start, end));
      expect(marks.slice(from)).toBe("^".repeat(end - start));
    }),
    { numRuns: runs(300) },
  );
});
