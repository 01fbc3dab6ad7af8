/**
 * Composes the phases: source texts → syntax trees → typed IR. The only caller of all of them.
 *
 * INVARIANT: pure. The same texts give the same compilation, whatever their order and the machine.
 */
import { hasErrors, sortDiagnostics, type Diagnostic, type Report } from "./base/diagnostic.ts";
import { compareCodePoints } from "./base/order.ts";
import type { SourceFile } from "./base/source.ts";
import { readCatalogueSettings } from "./catalogue/read-settings.ts";
import type { CatalogueSettings } from "./catalogue/settings.ts";
import type { PolicySet, PolicyTest, Query, Sentence } from "./ir/ir.ts";
import type { RevisionReading } from "./ir/lower-revision.ts";
import type { SensitiveChange } from "./ir/lower-sensitive.ts";
import { lowerPolicySet } from "./ir/lower.ts";
import { setCodes } from "./messages.ts";
import type { ConfigNode, FileNode } from "./syntax/ast.ts";
import { parseConfigFile, parsePolicyFile } from "./syntax/parse-file.ts";
import { plainText } from "./syntax/scalar-text.ts";
import { parseQuery } from "./syntax/query-parser.ts";
import { parseSentence } from "./syntax/sentence-parser.ts";

export interface CompileInput {
  /** Policy and test files, in any order; each path once. */
  readonly files: readonly SourceFile[];
  /** `sentrely.yaml`, when there is one. */
  readonly config: SourceFile | null;
  /** The tool lists that `catalog.mcp` names, each by the path that it has there. */
  readonly toolLists?: readonly SourceFile[];
  /** Files of the set that are no text, as `decodeSource` found; each makes the compilation fail. */
  readonly undecoded?: readonly UndecodedFile[];
  /** Whether a set without statements is no error: one side of a comparison may hold no policies yet. */
  readonly mayBeEmpty?: boolean;
}

/** A file that is not compiled: why, and what can be shown of it. */
export interface UndecodedFile {
  readonly source: SourceFile;
  readonly problem: Diagnostic;
}

export interface Compilation {
  /** What the policies mean; `null` when any error stands. */
  readonly set: PolicySet | null;
  /** The tests whose names resolved; not to be trusted as complete when an error stands. */
  readonly tests: readonly PolicyTest[];
  /** All errors and warnings of the set, sorted, nothing twice. */
  readonly diagnostics: readonly Diagnostic[];
  readonly config: ConfigNode | null;
  /** What the config and its tool lists say of services: `createCatalogue` makes a catalogue of it. */
  readonly catalogue: CatalogueSettings;
  /** What the config changes about the regions of sensitive operations; lints alone depend on it. */
  readonly sensitive: readonly SensitiveChange[];
  /** The syntax trees of the policy and test files, sorted by path. */
  readonly trees: readonly FileNode[];
  /** Every source by path, for printing places. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  /** Reads a further sentence with the set's names and vocabulary; `null` when it holds an error. */
  readonly readSentence: (text: string) => ReadSentence;
  /** Reads a question such as `who can push main`; `null` when it holds an error. */
  readonly readQuery: (text: string) => ReadQuery;
  /**
   * Reads the tests and sensitive regions of another revision of the set against this one: with the other's
   * vocabulary and labels, whose entries name this set's agents. What a file with errors does not show of
   * itself is not read.
   */
  readonly readRevision: (other: Pick<Compilation, "trees" | "config">) => RevisionReading;
}

export interface ReadSentence {
  readonly sentence: Sentence | null;
  /** What is wrong with it; spans count from the start of the text, in the file `<sentence>`. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadQuery {
  readonly query: Query | null;
  /** What is wrong with it; spans count from the start of the text, in the file `<question>`. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a policy set. Never throws for any text; finds all errors of all files in one run. */
export function compile(input: CompileInput): Compilation {
  const found: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => {
    found.push(diagnostic);
  };
  const sources = new Map<string, SourceFile>();
  if (input.config !== null) sources.set(input.config.path, input.config);
  for (const file of input.files) sources.set(file.path, file);
  const toolLists = input.toolLists ?? [];
  for (const file of toolLists) sources.set(file.path, file);
  const undecoded = input.undecoded ?? [];
  for (const { source, problem } of undecoded) {
    sources.set(source.path, source);
    report(problem);
  }

  const config = input.config === null ? null : parseConfigFile(input.config, report);
  const files: FileNode[] = [...input.files]
    .sort((a, b) => compareCodePoints(a.path, b.path))
    .map((file) => parsePolicyFile(file, report));
  const unreadable = new Set(undecoded.map(({ source }) => source.path));
  const catalogue = readCatalogueSettings(config, { given: toolLists, unreadable }, report);

  const lowered = lowerPolicySet({ files, config, sources }, report);
  const nothing =
    input.mayBeEmpty !== true &&
    !hasErrors(found) &&
    files.every((f) => f.documents.every((d) => d.statements.length === 0));
  if (nothing) report(setCodes.build["empty-set"](null, { files: files.length }));

  const diagnostics = sortDiagnostics(found);
  return {
    set: hasErrors(diagnostics) ? null : lowered.set,
    tests: lowered.tests,
    diagnostics,
    config,
    catalogue,
    sensitive: lowered.sensitive,
    trees: files,
    sources,
    readSentence: (text) => {
      const wrong: Diagnostic[] = [];
      const reportWrong: Report = (d) => wrong.push(d);
      const expression = parseSentence(plainText(text, "<sentence>"), reportWrong);
      const sentence = expression === null ? null : lowered.lowerSentence(expression, reportWrong);
      return { sentence, diagnostics: sortDiagnostics(wrong) };
    },
    readQuery: (text) => {
      const wrong: Diagnostic[] = [];
      const reportWrong: Report = (d) => wrong.push(d);
      const expression = parseQuery(plainText(text, "<question>"), reportWrong);
      const query = expression === null ? null : lowered.lowerQuery(expression, reportWrong);
      return { query, diagnostics: sortDiagnostics(wrong) };
    },
    readRevision: (other) => lowered.readRevision(other),
  };
}
