/**
 * What the YAML parser reports, in the words of this program.
 *
 * The traps have named the causes that are known; of what is left one is said a document, since what
 * follows the first such error is mostly its echo.
 */
import type { Document, YAMLError } from "yaml";
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import { lineStart, type Scan } from "./yaml-scan.ts";
import { tabProblem } from "./yaml-layout-traps.ts";
import { yamlMessages } from "./yaml-messages.ts";
import { problemWording } from "./yaml-problem-wording.ts";

/** Raised only by tags, anchors, aliases and directives, which are reported where they stand. */
const reportedElsewhere: ReadonlySet<string> = new Set([
  "TAG_RESOLVE_FAILED",
  "BAD_COLLECTION_TYPE",
  "BAD_ALIAS",
  "BAD_DIRECTIVE",
]);

export interface ProblemInput {
  readonly scan: Scan;
  readonly report: Report;
  /** Starts of lines (in the author's text) on which an error has been reported. */
  readonly covered: ReadonlySet<number>;
  /** The author's ends of statements that got a colon. */
  readonly repaired: ReadonlySet<number>;
}

/** Whether a document was composed as it stands; reports why not. */
export function isSound(document: Document.Parsed, input: ProblemInput): boolean {
  const { scan, report, covered } = input;
  const { toAuthor, author } = scan.edited;
  const problems = [...document.errors, ...document.warnings]
    .filter((problem) => !reportedElsewhere.has(problem.code) && !isRepairedKey(problem, input))
    .sort((a, b) => a.pos[0] - b.pos[0]);
  const isBroken = scan.broken.has(document.range[0]);
  const [first] = problems;
  if (first === undefined) return !isBroken;
  if (isBroken || covered.has(lineStart(author, toAuthor(first.pos[0])))) return false;
  report(tabProblem(scan, first.pos[0]) ?? problemOf(first, scan));
  return false;
}

/** A repaired statement may be longer than a key of valid YAML. */
function isRepairedKey({ code, pos }: YAMLError, { scan, repaired }: ProblemInput): boolean {
  return code === "KEY_OVER_1024_CHARS" && repaired.has(scan.edited.toAuthor(pos[1]));
}

function problemOf(error: YAMLError, scan: Scan): Diagnostic {
  const { pos } = error;
  const { author, toAuthor } = scan.edited;
  const start = Math.min(toAuthor(pos[0]), author.length);
  const feed = author.indexOf("\n", start);
  const lineEnd = feed === -1 ? author.length : feed;
  const end = Math.max(start, Math.min(toAuthor(Math.max(pos[1], pos[0] + 1)), lineEnd));
  const { problem, help } = problemWording(error, author.slice(start, lineEnd));
  return yamlMessages.build["yaml-syntax"]({ file: scan.file, start, end }, { problem }, { help });
}
