import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import { formatCompact } from "../../../src/report/compact.ts";
import { formatGithub } from "../../../src/report/github.ts";
import { formatJson } from "../../../src/report/json.ts";
import { formatJunit } from "../../../src/report/junit.ts";
import type { LintFormatter, LintReport } from "../../../src/report/lint-report.ts";
import { formatPretty } from "../../../src/report/pretty.ts";
import { formatSarif } from "../../../src/report/sarif.ts";
import { diagnosticAt, lintReport } from "../../support/lint-report.ts";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/schemas/${name}`, import.meta.url), "utf8");

const source = { path: "policies/a b.yaml", text: "one: 1\n\ntwo: 2, 100%\n" };
const witness = {
  request: { agent: "a", action: "git:push", resource: "repos/x" },
  decision: {
    effect: "allow",
    reason: "granted",
    statements: [],
    approvals: [],
    notify: [],
    revision: "sha256:0",
  },
} as const;

function rich(): Diagnostic[] {
  const span = diagnosticAt(source, "one").span;
  if (span === null) throw new Error("no span");
  return [
    diagnosticAt(source, "one", { span: null, code: "whole-set", severity: "info" }),
    diagnosticAt(source, "one", { code: "first-code", severity: "warning" }),
    diagnosticAt(source, "two: 2, 100%", {
      message: "100% of `a`, b: c",
      help: "do this\nand that",
      related: [{ message: "see here", span }],
      witness,
      fixes: [{ title: "drop it", kind: "safe", edits: [{ span, text: "uno" }] }],
    }),
  ];
}

const report = (diagnostics: readonly Diagnostic[] = rich()): LintReport =>
  lintReport({ [source.path]: source.text }, diagnostics);

const sarifSchema = JSON.parse(fixture("sarif-2.1.0-rtm.5.json")) as { $schema?: string; id?: string };
delete sarifSchema.$schema;
delete sarifSchema.id;
// The schema is of draft 4, of which it uses nothing that later drafts read differently.
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(sarifSchema);

async function junitErrors(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: "report.xml", contents: xml },
    schema: { fileName: "junit-10.xsd", contents: fixture("junit-10.xsd") },
  });
  return errors.map(({ message }) => message);
}

test("JSON has the fields that INTERFACES.md names, with lines and columns from 1", () => {
  const { diagnostics, summary } = JSON.parse(formatJson(report())) as {
    diagnostics: readonly unknown[];
    summary: unknown;
  };
  expect(summary).toEqual({ errors: 1, warnings: 1, infos: 1 });
  expect(diagnostics[0]).toEqual({
    code: "whole-set",
    severity: "info",
    message: "the fact",
    related: [],
    fixes: [],
  });
  expect(diagnostics[2]).toEqual({
    code: "some-code",
    severity: "error",
    message: "100% of `a`, b: c",
    help: "do this\nand that",
    file: source.path,
    range: { start: { line: 3, column: 1 }, end: { line: 3, column: 13 } },
    related: [
      {
        message: "see here",
        file: source.path,
        range: { start: { line: 1, column: 1 }, end: { line: 1, column: 4 } },
      },
    ],
    witness,
    fixes: [
      {
        title: "drop it",
        kind: "safe",
        edits: [
          {
            file: source.path,
            range: { start: { line: 1, column: 1 }, end: { line: 1, column: 4 } },
            text: "uno",
          },
        ],
      },
    ],
  });
});

test("compact is one line each, with file, line and column", () => {
  expect(formatCompact(report())).toBe(
    `info[whole-set] the fact
policies/a b.yaml:1:1: warning[first-code] the fact
policies/a b.yaml:3:1: error[some-code] 100% of \`a\`, b: c
`,
  );
});

test("github annotates the place, escaping as its toolkit does", () => {
  expect(formatGithub(report())).toBe(
    `::notice title=whole-set::the fact
::warning file=policies/a b.yaml,line=1,endLine=1,col=1,endColumn=4,title=first-code::the fact
::error file=policies/a b.yaml,line=3,endLine=3,col=1,endColumn=13,title=some-code::100%25 of \`a\`, b: c%0Ado this%0Aand that%0Awitness: a git:push repos/x%0Adecision: allow (granted)%0Asee here: policies/a b.yaml:1:1
`,
  );
});

test("SARIF says what a rule means: summary, page, level, category", () => {
  const described = {
    ...report(),
    describe: (code: string) => ({
      summary: `About ${code}.`,
      level: "warning" as const,
      category: "anomalies",
      page: `# ${code}\n\nThe page.\n`,
    }),
  };
  const log = JSON.parse(formatSarif(described)) as {
    runs: { tool: { driver: { rules: readonly unknown[] } } }[];
  };
  expect(isSarif(log)).toBe(true);
  expect(log.runs[0]?.tool.driver.rules[0]).toEqual({
    id: "first-code",
    name: "first-code",
    shortDescription: { text: "About first-code." },
    fullDescription: { text: "About first-code." },
    help: {
      text: "# first-code\n\nThe page.\n",
      markdown: "# first-code\n\nThe page.\n",
    },
    defaultConfiguration: { level: "warning" },
    properties: { tags: ["anomalies"] },
  });
});

test("SARIF is valid by its schema, empty and full", () => {
  for (const diagnostics of [[], rich()]) {
    const valid = isSarif(JSON.parse(formatSarif(report(diagnostics))));
    expect(isSarif.errors ?? []).toEqual([]);
    expect(valid).toBe(true);
  }
});

test("the SARIF schema at hand refuses what is no SARIF", () => {
  expect(isSarif({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
});

interface SarifRun {
  readonly results: readonly {
    readonly ruleId: string;
    readonly level: string;
    readonly locations: readonly {
      readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
    }[];
    readonly partialFingerprints: { readonly [name: string]: string };
  }[];
}

function sarifRun(given: LintReport): SarifRun {
  const [run] = (JSON.parse(formatSarif(given)) as { runs: readonly SarifRun[] }).runs;
  if (run === undefined) throw new Error("no run");
  return run;
}

test("SARIF results carry rule, level and an encoded place", () => {
  const [whole, , last] = sarifRun(report()).results;
  expect([last?.ruleId, last?.level, whole?.level]).toEqual(["some-code", "error", "note"]);
  expect(last?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("policies/a%20b.yaml");
});

test("SARIF fingerprints survive lines moving, and tell equal lines apart", () => {
  const prints = (text: string): string[] => {
    const file = { path: "a.yaml", text };
    const at = (from: number): Diagnostic => {
      const start = text.indexOf("bad", from);
      return diagnosticAt(file, "bad", { span: { file: file.path, start, end: start + 3 } });
    };
    const first = at(0);
    const found = [first, at((first.span?.end ?? 0) + 1)];
    return sarifRun(lintReport({ [file.path]: text }, found)).results.map(
      (r) => r.partialFingerprints["sentrelyPolicy/v1"] ?? "",
    );
  };
  const before = prints("  - bad\n  - bad\n");
  expect(new Set(before).size).toBe(2);
  expect(prints("# moved\n\n    - bad\nx\n  - bad\n")).toEqual(before);
});

test("JUnit is valid by its schema, empty and full", async () => {
  expect(await junitErrors(formatJunit(report([])))).toEqual([]);
  expect(await junitErrors(formatJunit(report()))).toEqual([]);
});

test("the JUnit schema at hand refuses what is no report", async () => {
  expect(await junitErrors("<testsuites><test/></testsuites>")).not.toEqual([]);
});

const hostileText =
  "x\u001b[2J\u202e\u0000\n::error::owned\r\n##[add-mask]y ##vso[task.x] <b>&\"' %0A::stop-commands::z";
const formats: readonly (readonly [string, LintFormatter])[] = [
  ["pretty", formatPretty],
  ["compact", formatCompact],
  ["json", formatJson],
  ["github", formatGithub],
  ["sarif", formatSarif],
  ["junit", formatJunit],
];

test.each(formats)(
  "hostile text in every field passes %s without an escape or a command",
  async (name, format) => {
    const file = { path: `::error::${hostileText}.yaml`, text: `::group::\n${hostileText}\nplace` };
    const span = diagnosticAt(file, "place").span;
    if (span === null) throw new Error("no span");
    const output = format(
      lintReport({ [file.path]: file.text }, [
        diagnosticAt(file, hostileText, {
          message: hostileText,
          help: hostileText,
          related: [{ message: hostileText, span }],
          witness: {
            request: {
              agent: hostileText,
              action: hostileText,
              resource: hostileText,
              context: { [hostileText]: 1 },
            },
            decision: {
              ...witness.decision,
              statements: [{ id: hostileText, agent: hostileText, file: file.path, line: 1 }],
            },
          },
          fixes: [{ title: hostileText, kind: "safe", edits: [{ span, text: hostileText }] }],
        }),
      ]),
    );
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    const lines = output.split("\n");
    const commands = lines.filter((line) => /^\s*::/.test(line) || /##(vso|teamcity)?\[/.test(line));
    // The one command is our own, and what it carries cannot end it or begin another.
    expect(commands).toHaveLength(name === "github" ? 1 : 0);
    if (name === "github") expect(output.trimEnd().split("::")[1]).toMatch(/^error file=[^:]*,line=2/);
    if (name === "json" || name === "sarif") JSON.parse(output);
    if (name === "sarif") expect(isSarif(JSON.parse(output))).toBe(true);
    if (name === "junit") expect(await junitErrors(output)).toEqual([]);
  },
);
