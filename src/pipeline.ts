/**
 * Composes the phases: source texts → syntax trees → typed IR. The only caller of all of them.
 *
 * INVARIANT: pure. The same texts give the same compilation, whatever their order and the machine.
 */
import { hasErrors, sortDiagnostics, type Diagnostic } from "./base/diagnostic.ts";
import { compareCodePoints } from "./base/order.ts";
import type { SourceFile } from "./base/source.ts";
import type { PolicySet, PolicyTest } from "./ir/ir.ts";
import { lowerPolicySet } from "./ir/lower.ts";
import { setCodes } from "./messages.ts";
import type { ConfigNode, FileNode } from "./syntax/ast.ts";
import { parseConfigFile, parsePolicyFile } from "./syntax/parse-file.ts";

export interface CompileInput {
  /** Policy and test files, in any order; each path once. */
  readonly files: readonly SourceFile[];
  /** `sentrely.yaml`, when there is one. */
  readonly config: SourceFile | null;
  /** Diagnostics found while the files were read; they count as the compilation's own. */
  readonly reading?: readonly Diagnostic[];
}

export interface Compilation {
  /** What the policies mean; `null` when any error stands. */
  readonly set: PolicySet | null;
  /** The tests whose names resolved; not to be trusted as complete when an error stands. */
  readonly tests: readonly PolicyTest[];
  /** All errors and warnings of the set, sorted, nothing twice. */
  readonly diagnostics: readonly Diagnostic[];
  readonly config: ConfigNode | null;
  /** Every source by path, for printing places. */
  readonly sources: ReadonlyMap<string, SourceFile>;
}

/** Compiles a policy set. Never throws for any text; finds all errors of all files in one run. */
export function compile(input: CompileInput): Compilation {
  const found: Diagnostic[] = [...(input.reading ?? [])];
  const report = (diagnostic: Diagnostic): void => {
    found.push(diagnostic);
  };
  const sources = new Map<string, SourceFile>();
  if (input.config !== null) sources.set(input.config.path, input.config);
  for (const file of input.files) sources.set(file.path, file);

  const config = input.config === null ? null : parseConfigFile(input.config, report);
  const files: FileNode[] = [...input.files]
    .sort((a, b) => compareCodePoints(a.path, b.path))
    .map((file) => parsePolicyFile(file, report));

  const lowered = lowerPolicySet({ files, config, sources }, report);
  const nothing =
    !hasErrors(found) && files.every((f) => f.documents.every((d) => d.statements.length === 0));
  if (nothing) report(setCodes.build["empty-set"](null, { files: files.length }));

  const diagnostics = sortDiagnostics(found);
  return {
    set: hasErrors(diagnostics) ? null : lowered.set,
    tests: lowered.tests,
    diagnostics,
    config,
    sources,
  };
}
