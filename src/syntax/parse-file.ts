/**
 * Files as syntax trees: policy files, test files and `sentrely.yaml`.
 *
 * INVARIANT: never throws for any text. A tree is `complete` only when nothing in its file was an error.
 */
import type { Diagnostic, Report } from "../base/diagnostic.ts";
import type { SourceFile, Span } from "../base/source.ts";
import { validateStatements } from "../generated/validators.mjs";
import type { ConfigNode, DocumentNode, FileNode } from "./ast.ts";
import { readConfig } from "./config-node.ts";
import { documentKind } from "./document-kind.ts";
import { documentMessages } from "./document-messages.ts";
import { emptyDocument, readDocument } from "./document-node.ts";
import { checkName } from "./name-rules.ts";
import type { Reading } from "./node-reader.ts";
import { checkStructure } from "./schema-check.ts";
import { describe } from "./schema-wording.ts";
import { readStatements } from "./statement-node.ts";
import type { YamlDocument, YamlNode, YamlSeq } from "./yaml-node.ts";
import { readYaml } from "./yaml-source.ts";

const { build } = documentMessages;

/** Stems of files that hold something else than the agent of that name, and what that is begun by. */
const reservedStems: ReadonlyMap<string, string> = new Map([
  ["guardrails", "write `guardrails:` instead of `policies:`"],
  ["roles", "write `role: NAME`"],
  ["limits", "write limits such as `budget:` without `policies:`"],
  ["tests", "write `tests:` instead of `policies:`"],
]);

/** What is not there may be what the YAML error took away, so it is not reported as missing. */
const consequences: ReadonlySet<string> = new Set([
  "missing-key",
  "missing-value",
  "empty-list",
  "empty-mapping",
  "empty-document",
  "unnamed-agent",
]);

/** Reads a policy file or, by its name `*.test.yaml`, a test file. */
export function parsePolicyFile(source: SourceFile, report: Report): FileNode {
  const watched = watch(report);
  const { documents, isWhole } = readDocuments(source, watched);
  const isTestFile = /\.test\.ya?ml$/.test(source.path);
  const nodes = documents.flatMap(({ root, span }) => {
    const found = isWhole ? watched.report : withoutConsequences(watched);
    const file: FileOfDocument = { source, isTestFile, documents: documents.length, report: found };
    const node = readPolicyDocument(root, span, file);
    return node === null ? [] : [node];
  });
  return { file: source.path, documents: nodes, complete: !watched.failed() };
}

/** Reads `sentrely.yaml`; `null` when anything in it is an error. */
export function parseConfigFile(source: SourceFile, report: Report): ConfigNode | null {
  const watched = watch(report);
  const { documents, isWhole } = readDocuments(source, watched, false);
  const found = isWhole ? watched.report : withoutConsequences(watched);
  const [first, second] = documents;
  if (second !== undefined) {
    found(
      build["wrong-type"](
        { ...second.span, end: second.span.start + 1 },
        { what: "the config", accepted: "one document", found: "several" },
        { help: "remove the `---`" },
      ),
    );
  }
  const span = { file: source.path, start: 0, end: 0 };
  const root: YamlNode = first?.root ?? { kind: "map", flow: false, entries: [], span };
  if (root.kind !== "map") {
    reportNoDocument(root, "the config", "a mapping", found);
    return null;
  }
  const config = readConfig(root, source.path, found);
  return watched.failed() ? null : config;
}

interface Watched {
  readonly report: Report;
  readonly failed: () => boolean;
  /** Whether an error begins at an offset. */
  readonly failedAt: (offset: number) => boolean;
}

/** Remembers whether an error was reported. */
function watch(report: Report): Watched {
  const starts = new Set<number>();
  let failed = false;
  return {
    report: (diagnostic: Diagnostic) => {
      if (diagnostic.severity === "error") {
        failed = true;
        if (diagnostic.span !== null) starts.add(diagnostic.span.start);
      }
      report(diagnostic);
    },
    failed: () => failed,
    failedAt: (offset) => starts.has(offset),
  };
}

/** A document that holds something. */
type WrittenDocument = YamlDocument & { readonly root: YamlNode };

/** The documents that hold something. `isWhole` is false when an error took away parts of the file. */
function readDocuments(
  source: SourceFile,
  { report }: Watched,
  hasStatements = true,
): { readonly documents: readonly WrittenDocument[]; readonly isWhole: boolean } {
  const { documents, complete } = readYaml(source, report, hasStatements);
  const written = documents.flatMap(({ root, span }) => (root === null ? [] : [{ root, span }]));
  return { documents: written, isWhole: complete };
}

/** What text that lacks its quotation marks is, for the same reason, besides. */
const echoes: ReadonlySet<string> = new Set(["wrong-type", "unexpected-token", "bad-name", "missing-comma"]);

function withoutConsequences({ report, failedAt }: Watched): Report {
  return (diagnostic) => {
    const { code, span } = diagnostic;
    const isEcho = echoes.has(code) && span !== null && failedAt(span.start);
    if (!isEcho && !consequences.has(code)) report(diagnostic);
  };
}

interface FileOfDocument {
  readonly source: SourceFile;
  readonly isTestFile: boolean;
  /** How many documents of the file hold something. */
  readonly documents: number;
  readonly report: Report;
}

function readPolicyDocument(root: YamlNode, span: Span, file: FileOfDocument): DocumentNode | null {
  switch (root.kind) {
    case "scalar":
      reportNoDocument(root, "a policy document", "a mapping or a list of statements", file.report);
      return null;
    case "seq":
      return file.isTestFile ? refuseListOfTests(root, file) : readBareList(root, span, file);
    case "map": {
      const kind = documentKind(root, file.isTestFile, file.report);
      if (kind === null) return null;
      const node = readDocument(root, kind, span, file.report);
      return node.namedByStem && !isNamedByFile(root, file) ? null : node;
    }
  }
}

/** A bare list is the policies of the agent that the file is named after. */
function readBareList(root: YamlSeq, span: Span, file: FileOfDocument): DocumentNode | null {
  const { report } = file;
  const reading: Reading = { report, checked: checkStructure(root, validateStatements, report) };
  const statements = readStatements(reading, root, "policies");
  if (!isNamedByFile(root, file)) return null;
  return { ...emptyDocument("agent", span), namedByStem: true, statements };
}

function refuseListOfTests(root: YamlSeq, { source, report }: FileOfDocument): null {
  const { start } = root.span;
  const atMargin = start === 0 || source.text.charAt(start - 1) === "\n";
  report(
    build["bare-list-of-tests"](
      { ...root.span, end: root.items[0]?.span.end ?? root.span.end },
      {},
      {
        help: "write `tests:` above the list",
        fixes:
          atMargin && !root.flow
            ? [
                {
                  title: "write `tests:` above the list",
                  kind: "review",
                  edits: [{ span: { ...root.span, end: start }, text: "tests:\n" }],
                },
              ]
            : [],
      },
    ),
  );
  return null;
}

/** Whether the file's stem can name the agent: the stem names one only for the sole document of its file. */
function isNamedByFile(root: YamlNode, { source, documents, report }: FileOfDocument): boolean {
  const place = root.kind === "map" ? (root.entries[0]?.key.span ?? root.span) : headOfList(root);
  const help = "add `agent: NAME` to the document";
  if (documents > 1) {
    report(build["unnamed-agent"](place, { documents }, { help }));
    return false;
  }
  const stem = source.path.slice(source.path.lastIndexOf("/") + 1).replace(/\.ya?ml$/, "");
  const meant = reservedStems.get(stem.toLowerCase());
  if (meant !== undefined) {
    report(build["reserved-stem"](place, { stem }, { help: `add \`agent: NAME\`, or ${meant}` }));
    return false;
  }
  return checkName({ value: stem, span: place }, "agent's name", report, { origin: "the file's name", help });
}

function headOfList(root: YamlNode): Span {
  const first = root.kind === "seq" ? root.items[0] : undefined;
  return first === undefined ? root.span : { ...root.span, end: Math.max(root.span.start, first.span.end) };
}

function reportNoDocument(root: YamlNode, what: string, accepted: string, report: Report): void {
  const help =
    what === "the config"
      ? "write keys such as `policies: [policies]`"
      : "write `agent: NAME`, and below `policies:` a list of statements such as `- git:read on repos/*`";
  report(build["wrong-type"](root.span, { what, accepted, found: describe(root) }, { help }));
}
