/**
 * Reads YAML safely: text → located trees.
 *
 * Every error and every warning of the YAML parser is an error here, since a recovered parse drops
 * what it did not understand: approvals, conditions, exceptions.
 * INVARIANT: never throws, prints nothing, and takes time linear in the text. Text that the parser
 * accepts is read as the parser reads it.
 */
import { Composer, Schema, type CST, type Document } from "yaml";
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import { editText, type EditedText, type Insertion } from "./edited-text.ts";
import { depthLimit, guardText, parseSyntax } from "./yaml-guard.ts";
import { yamlMessages } from "./yaml-messages.ts";
import type { YamlDocument } from "./yaml-node.ts";
import { isSound } from "./yaml-problems.ts";
import { lineStart, type Scan } from "./yaml-scan.ts";
import { scanSyntax } from "./yaml-traps.ts";
import { locateDocument } from "./yaml-tree.ts";

/** How often a text is parsed at most: what one parse puts in may uncover what the next must. */
const parseLimit = 6;

export interface YamlReading {
  readonly documents: readonly YamlDocument[];
  /** False when anything was an error; then documents and list entries may be missing. */
  readonly complete: boolean;
  /** The colons that hanging options lack, at the author's offsets; for tools that rewrite the file. */
  readonly repairs: readonly Insertion[];
}

/** Errors of one file that are reported at most; a file with more is not read on. */
const errorLimit = 1000;

const depthHelp =
  "no document needs more than a few levels: look for brackets that are not closed, or quote the text";

/**
 * Reads a file. Reports only errors. `hasStatements` is false for the config, whose `policies:` and
 * `tests:` are paths.
 */
export function readYaml(source: SourceFile, report: Report, hasStatements = true): YamlReading {
  const reported = new Set<string>();
  const covered = new Set<number>();
  const reportOnce = (diagnostic: Diagnostic): void => {
    const { code, span } = diagnostic;
    const id = `${code} ${String(span?.start)}`;
    if (reported.has(id)) return;
    if (reported.size >= errorLimit) return;
    reported.add(id);
    if (span !== null) covered.add(lineStart(source.text, span.start));
    report(diagnostic);
  };
  const refused: YamlReading = { documents: [], complete: false, repairs: [] };
  if (!guardText(source, reportOnce)) return refused;
  const isFull = (): boolean => reported.size >= errorLimit;
  const syntax = parseRepaired(source, hasStatements, reportOnce, isFull);
  if (syntax === null || isFull()) return refused;

  const { scan, tokens, repairs } = syntax;
  const { edited } = scan;
  const documents: YamlDocument[] = [];
  let sound = true;
  const repaired = new Set(repairs.map(({ at }) => at));
  // One schema for all documents: building it costs more than a small document does.
  const composer = new Composer({
    schema: new Schema({ schema: "core" }),
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: "silent",
  });
  for (const document of composer.compose(tokens, true, edited.text.length)) {
    const isDocumentSound = isSound(document, { scan, report: reportOnce, covered, repaired });
    sound &&= isDocumentSound;
    const located = !isDocumentSound ? null : locateDocument(document, scan, reportOnce);
    if (located !== null) documents.push(located);
    if ((located?.root ?? null) !== null) continue;
    // What was read must not vanish, whatever the rules above have missed.
    const lost = unread(document, scan, covered);
    if (lost !== null) reportOnce(lost);
    sound &&= lost === null;
  }
  return { documents, complete: sound && reported.size === 0, repairs };
}

/** The diagnostic for a document that holds text, has no root and no error in its range; `null` otherwise. */
function unread(
  { range: [from, , to] }: Document.Parsed,
  { file, edited }: Scan,
  covered: ReadonlySet<number>,
): Diagnostic | null {
  const start = edited.toAuthor(from);
  const text = edited.author.slice(start, edited.toAuthor(to));
  const at = text.search(/^(?!(?:---|\.\.\.)?[ \t]*(?:#|\r?$)|%).*\S/m);
  const first = lineStart(edited.author, start);
  if (at === -1 || [...covered].some((line) => line >= first && line < start + text.length)) return null;
  const [line = ""] = /^.*/.exec(text.slice(at)) ?? [];
  const span = { file, start: start + at, end: start + at + line.trimEnd().length };
  return yamlMessages.build["yaml-syntax"](
    span,
    { problem: "this document cannot be read" },
    { help: "write it as a mapping with keys such as `agent:` and `policies:`" },
  );
}

interface Syntax {
  readonly tokens: readonly CST.Token[];
  readonly scan: Scan;
  readonly repairs: readonly Insertion[];
}

/** Parses, puts in what the traps ask for, and parses again; `null` when the text nests too deep. */
function parseRepaired(
  { path: file, text }: SourceFile,
  hasStatements: boolean,
  report: Report,
  isFull: () => boolean,
): Syntax | null {
  const quotedRanges: [number, number][] = [];
  const anchors = new Set(Array.from(text.matchAll(/&([^\s,[\]{}]+)/g), ([, name]) => name ?? ""));
  const colons = new Set<number>();
  const insertions: Insertion[] = [];
  const joins: number[] = [];
  for (let round = 1; ; round++) {
    const edited: EditedText = editText(text, insertions, joins);
    const { tokens, deep } = parseSyntax(edited.text);
    if (deep !== null) {
      const at = edited.toAuthor(deep);
      const span = { file, start: at, end: at + 1 };
      report(yamlMessages.build["yaml-depth"](span, { limit: depthLimit }, { help: depthHelp }));
      return null;
    }
    const scan: Scan = {
      file,
      edited,
      report,
      hasStatements,
      isFull,
      anchors,
      quotedRanges,
      insertions: [],
      joins: [],
      pending: [],
      broken: new Set(),
    };
    scanSyntax(scan, tokens);
    const fresh = scan.insertions.filter(({ at, text: put }) => put !== ":" || !colons.has(at));
    if (fresh.length === 0 || round === parseLimit || isFull()) {
      for (const diagnostic of scan.pending) report(diagnostic);
      return { tokens, scan, repairs: insertions.filter((insertion) => insertion.text === ":") };
    }
    for (const insertion of fresh) {
      insertions.push(insertion);
      if (insertion.text === ":") colons.add(insertion.at);
    }
    for (const join of scan.joins) joins.push(join);
  }
}
