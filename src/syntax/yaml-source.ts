/**
 * Reads YAML safely: text → located trees.
 *
 * Every error and every warning of the YAML parser is an error here, since a recovered parse drops
 * what it did not understand: approvals, conditions, exceptions.
 * INVARIANT: never throws, prints nothing, and takes time linear in the text. Text that the parser
 * accepts is read as the parser reads it.
 */
import { Composer, Schema, type Document } from "yaml";
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/source.ts";
import { unedited } from "./edited-text.ts";
import { depthLimit, guardText, parseSyntax } from "./yaml-guard.ts";
import { yamlMessages } from "./yaml-messages.ts";
import type { YamlDocument } from "./yaml-node.ts";
import { locateDocument } from "./yaml-tree.ts";

/** Characters that the reading put in before the author's offset `at`. */
export interface Repair {
  readonly at: number;
  readonly text: string;
}

export interface YamlReading {
  readonly documents: readonly YamlDocument[];
  /** False when anything was an error; then documents and list entries may be missing. */
  readonly complete: boolean;
  /** The colons that hanging options lack, for tools that rewrite the file. */
  readonly repairs: readonly Repair[];
}

/** Reads a file. */
export function readYaml(source: SourceFile, report: Report): YamlReading {
  const { path: file, text } = source;
  let complete = true;
  const fail = (diagnostic: Diagnostic): void => {
    complete = false;
    report(diagnostic);
  };
  if (!guardText(source, fail)) return { documents: [], complete, repairs: [] };
  const edited = unedited(text);
  const { tokens, deep } = parseSyntax(edited.text);
  if (deep !== null) {
    const at = edited.toAuthor(deep);
    fail(yamlMessages.build["yaml-depth"]({ file, start: at, end: at + 1 }, { limit: depthLimit }));
    return { documents: [], complete, repairs: [] };
  }
  const documents: YamlDocument[] = [];
  // One schema for all documents: building it costs more than a small document does.
  const composer = new Composer({
    schema: new Schema({ schema: "core" }),
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: "silent",
  });
  for (const document of composer.compose(tokens, true, edited.text.length)) {
    const located = check(document, file, fail) ? locateDocument(document, file, edited, fail) : null;
    if (located !== null) documents.push(located);
  }
  return { documents, complete, repairs: [] };
}

function check(document: Document.Parsed, file: string, report: Report): boolean {
  const problems = [...document.errors, ...document.warnings];
  for (const { pos, message } of problems) {
    const [start, end] = pos;
    report(
      yamlMessages.build["yaml-syntax"]({ file, start, end: Math.max(end, start + 1) }, { problem: message }),
    );
  }
  return problems.length === 0;
}
