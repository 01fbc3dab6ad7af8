/** The parts of SARIF 2.1.0 logs, as code scanning reads them. */
import type { Log, Location, Region, ReportingDescriptor, Result, Run } from "sarif";
import type { Diagnostic, Fix, Severity } from "../base/diagnostic.ts";
import type { Span } from "../base/source.ts";
import { type CodeDescription, type LintReport, rangeOf } from "./lint-report.ts";
import { safeJson } from "./sanitize.ts";

export type SarifPlaces = Pick<LintReport, "sources" | "pathOf">;

/** A result before its rule has a place in the log's table. */
export type LooseResult = Result & { readonly ruleId: string };

export const sarifLevels: { readonly [S in Severity]: "error" | "warning" | "note" } = {
  error: "error",
  warning: "warning",
  info: "note",
};

// Code scanning refuses results without a place; what is about the whole set points at its config.
const wholeSet: Span = { file: "sentrely.yaml", start: 0, end: 0 };

// Code scanning reads this many; the first are the nearest.
const mostRelated = 100;

/** Viewers make links of `[text](target)` in messages; a policy's text gets none. */
export function plainText(text: string): string {
  return text.replaceAll("](", "] (");
}

/** A path of the repository as a relative URI. */
export function uriOf(path: string): string {
  return path.toWellFormed().split("/").map(encodeURIComponent).join("/");
}

function regionOf(span: Span, places: SarifPlaces): Region {
  const { start, end } = rangeOf(span, places.sources);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function locationOf(span: Span, places: SarifPlaces): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(places.pathOf(span.file)) },
      region: regionOf(span, places),
    },
  };
}

function fixJson(fix: Fix, places: SarifPlaces): NonNullable<Result["fixes"]>[number] {
  const files = [...new Set(fix.edits.map((e) => e.span.file))];
  return {
    description: { text: plainText(fix.title) },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: uriOf(places.pathOf(file)) },
      replacements: fix.edits
        .filter((e) => e.span.file === file)
        .map((e) => ({
          deletedRegion: regionOf(e.span, places),
          insertedContent: { text: e.text },
        })),
    })),
  };
}

export function diagnosticResult(d: Diagnostic, fingerprint: string, places: SarifPlaces): LooseResult {
  const text = d.help === null ? d.message : `${d.message}\n\n${d.help}`;
  return {
    ruleId: d.code,
    level: sarifLevels[d.severity],
    message: { text: plainText(text) },
    locations: [locationOf(d.span ?? wholeSet, places)],
    partialFingerprints: partialFingerprints(fingerprint),
    ...(d.related.length === 0
      ? {}
      : {
          relatedLocations: d.related.slice(0, mostRelated).map((r, id) => ({
            id,
            message: { text: plainText(r.message) },
            ...locationOf(r.span, places),
          })),
        }),
    ...(d.fixes.length === 0 ? {} : { fixes: d.fixes.map((fix) => fixJson(fix, places)) }),
    ...(d.witness === null ? {} : { properties: { witness: d.witness } }),
  };
}

export function partialFingerprints(fingerprint: string): NonNullable<Result["partialFingerprints"]> {
  return { "sentrelyPolicy/v1": fingerprint };
}

/** A rule of the log's table; `found`: the gravest severity of its results, for codes without a level. */
export function codeRule(code: string, about: CodeDescription, found: Severity): ReportingDescriptor {
  const help = about.page ?? `${about.summary}\n\nRun: sentrely-policy rules ${code}`;
  return {
    id: code,
    name: code,
    shortDescription: { text: about.summary },
    fullDescription: { text: about.summary },
    help: about.page === null ? { text: help } : { text: help, markdown: help },
    defaultConfiguration: { level: sarifLevels[about.level ?? found] },
    ...(about.category === null ? {} : { properties: { tags: [about.category] } }),
  };
}

export interface SarifContents {
  readonly toolVersion: string;
  /** Each rule that a result names. */
  readonly rules: readonly ReportingDescriptor[];
  readonly results: readonly LooseResult[];
  readonly run?: Pick<Run, "automationDetails" | "properties">;
}

/** A whole log, of one run. */
export function sarifLog({ toolVersion, rules, results, run }: SarifContents): string {
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "sentrely-policy", version: toolVersion, rules: [...rules] } },
        ...(run?.automationDetails === undefined ? {} : { automationDetails: run.automationDetails }),
        columnKind: "utf16CodeUnits",
        results: results.map(({ ruleId, ...rest }) => ({
          ruleId,
          ruleIndex: indices.get(ruleId) ?? -1,
          ...rest,
        })),
        ...(run?.properties === undefined ? {} : { properties: run.properties }),
      },
    ],
  };
  return `${safeJson(log, 2)}\n`;
}
