/**
 * The compiler as a library: texts in, meaning, verdicts and bundles out. Nothing here reads a file,
 * a clock or the environment, and no text makes it throw.
 */
export { answer, type Answered, type AnswerSettings } from "./answer.ts";
export { build, type BuildSettings, type Built } from "./build.ts";
export {
  compile,
  type Compilation,
  type CompileInput,
  type ReadQuery,
  type ReadSentence,
  type UndecodedFile,
} from "./pipeline.ts";
export {
  lint,
  lintFindings,
  type Level,
  type Levels,
  type LintFindings,
  type LintSettings,
  type SuppressedFinding,
} from "./lint-set.ts";
export type { SensitiveChange } from "./ir/lower-sensitive.ts";
export type { OtherRevision, RevisionReading, UnreadablePart } from "./ir/lower-revision.ts";
export type { Rule } from "./lint/define-rule.ts";
export { comparePolicies } from "./diff/compare.ts";
export { defaultGates, gateWords } from "./diff/gate-words.ts";
export type {
  Change,
  ChangedStatement,
  ChangeKind,
  ChangeRegion,
  Difference,
  Reach,
  Undecided,
} from "./diff/change.ts";
export type { CompareOptions, Side } from "./diff/side.ts";
export { reviewChange, type ReviewInput } from "./review/review-change.ts";
export { judge, type JudgeOptions } from "./review/judge.ts";
export type { JudgingFile } from "./review/judging-changes.ts";
export type {
  BaseState,
  Finding as ReviewFinding,
  NewAction,
  Reason as ReviewReason,
  Review,
  Revision,
  Verdict as ReviewVerdict,
} from "./review/review.ts";
export { admittedActions } from "./review/admitted-actions.ts";
export type { ActionSettings } from "./review/admitted-actions.ts";
export { knownActionsOf } from "./known-actions.ts";
export { prove, type Proof } from "./prove.ts";
export { mentionsAws } from "./catalogue/aws-names.ts";
export { createCatalogue, type CatalogueSources } from "./catalogue/create-catalogue.ts";
export type {
  AccessLevel,
  Catalogue,
  CatalogueAction,
  CatalogueService,
  ResourceTemplate,
} from "./catalogue/catalogue.ts";
export type {
  CatalogueSettings,
  ConfiguredAction,
  ConfiguredService,
  ImportedServer,
  ImportedTool,
} from "./catalogue/settings.ts";
export { createProver, type Prover, type ProverOptions, type Verdict } from "./analysis/prover.ts";
export { AnalysisContext } from "./analysis/analysis-context.ts";
export type { BundleFile, BundleTarget, BuiltBundle } from "./bundle/build-bundle.ts";
export { printPolicySet } from "./ir/print-ir.ts";
export {
  consider,
  type Considered,
  type Consideration,
  type NearestGrant,
  type PatternStop,
  type StatementPart,
  type Stop,
} from "./reference/consider.ts";
export {
  interpret as decide,
  interpretAll as decideAll,
  type CombinedDecision,
} from "./reference/interpret.ts";
export type { AnswerRegion, IdleGrant, QueryAnswer, QueryAnswers, UndecidedPart } from "./query/answer.ts";
export type { QueryResult, QuerySettings } from "./query/answer-query.ts";
export { smallestEdit } from "./query/smallest-edit.ts";
export type { KnownActions } from "./query/unknown-actions.ts";
export { runTests, type RunOptions } from "./testing/run-tests.ts";
export type { TestResult } from "./testing/test-result.ts";
export { decodeSource, type DecodedSource } from "./syntax/decode-source.ts";
export { formatFile as format, type FormatKind } from "./syntax/format.ts";
export { version } from "./base/version.ts";
export type { Diagnostic, Edit, Fix, RelatedPlace, Report, Severity, Witness } from "./base/diagnostic.ts";
export type {
  ApprovalEntry,
  ContextValue,
  Decision,
  Effect,
  Reason,
  Request,
  StatementRef,
} from "./base/request.ts";
export { positionAt, type Position, type SourceFile, type Span } from "./base/source.ts";
export type * from "./ir/ir.ts";
