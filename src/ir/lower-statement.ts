/**
 * Statements → templates: everything about a statement that does not depend on who holds it.
 *
 * INVARIANT: each statement of the text is lowered, checked and reported on once, however many
 * agents hold it.
 */
import { hash } from "node:crypto";
import type { Report } from "../base/diagnostic.ts";
import { sortedUnique } from "../base/order.ts";
import { positionAt, type SourceFile, type Span } from "../base/source.ts";
import type { ExpiryNode, Located, StatementNode } from "../syntax/ast.ts";
import { dateToMilliseconds, firstInstant } from "./calendar.ts";
import type { Channels } from "./channels.ts";
import { conditionText } from "./condition-text.ts";
import type { GlobStore } from "./glob.ts";
import type { Approval, Condition, Scope, StatementPlace, TimeZone } from "./ir.ts";
import type { ConditionLowering } from "./lower-condition.ts";
import { templatePlace, templateTexts, type VariableUse } from "./lower-pattern.ts";
import { bindScope, lowerScope, scopeTexts, scopeVariables, type ScopeTemplate } from "./lower-scope.ts";
import { irMessages } from "./messages.ts";
import type { References } from "./names.ts";
import type { ShapeFit } from "./shape-fit.ts";
import type { Vocabulary } from "./vocabulary.ts";

const { build } = irMessages;

const defaultTimeoutSeconds = 3600;

/** What lowering needs to know of the set; one per compilation. */
export interface Lowering {
  readonly globs: GlobStore;
  readonly vocabulary: Vocabulary;
  readonly conditions: ConditionLowering;
  readonly references: References;
  readonly channels: Channels;
  readonly zone: TimeZone;
  readonly shapes: ShapeFit;
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly report: Report;
}

/** A statement before it has an id, an owner and values for its variables. */
export interface StatementTemplate {
  readonly kind: "grant" | "deny" | "gate";
  /** The explicit id. */
  readonly id: Located<string> | null;
  /** Canonical text before variables are put in; and the first 8 hexadecimal digits of its SHA-256. */
  readonly form: string;
  readonly digest: string;
  /** When no variable is used, the scope that all holders share. */
  readonly scope:
    | { readonly kind: "fixed"; readonly scope: Scope }
    | {
        readonly kind: "open";
        readonly template: ScopeTemplate;
        readonly uses: readonly VariableUse[];
        /** Sorted, without repetitions. */
        readonly variables: readonly string[];
      };
  readonly condition: Condition | null;
  readonly exact: boolean;
  /** Of a gate. */
  readonly approval: Approval | null;
  readonly notify: readonly string[];
  readonly expires: number | null;
  readonly place: StatementPlace;
}

/** Lowers a statement of `policies:` or `guardrails:`; `null` when an error in it was reported. */
export function lowerStatement(
  node: StatementNode,
  section: "policies" | "guardrails",
  lowering: Lowering,
): StatementTemplate | null {
  const kind = kindOf(node);
  const template = lowerScope(
    { ...node.expression, exceptResources: [...node.expression.exceptResources, ...node.except] },
    lowering.vocabulary,
    lowering.globs,
  );
  const condition = lowerWhen(node, lowering);
  const expires = node.expires === null ? null : lowerExpiry(node.expires.value, lowering.zone);
  const notify = lowering.channels.check(node.notify);
  const approval = kind === "gate" ? lowerApproval(node, lowering) : null;
  warn(node, kind, lowering.report);
  if (template !== null) checkShapes(template, lowering);
  if (!isConsistent(node, kind, section) || template === null || condition === undefined) return null;

  const exact = node.exact?.value ?? false;
  const form = JSON.stringify([
    kind,
    ...scopeTexts(template),
    condition === null ? null : conditionText(condition),
    exact,
    approval === null
      ? null
      : [approval.channels, approval.timeoutSeconds, approval.approvers, approval.needed],
    notify,
    expires,
  ]);
  const uses = scopeVariables(template);
  return {
    kind,
    id: node.id,
    form,
    digest: hash("sha256", form, "hex").slice(0, 8),
    scope:
      uses.length === 0
        ? { kind: "fixed", scope: bindScope(template, new Map<string, string>(), lowering.globs) }
        : { kind: "open", template, uses, variables: sortedUnique(uses.map(({ name }) => name)) },
    condition,
    exact,
    approval,
    notify,
    expires,
    place: placeOf(node, lowering.sources),
  };
}

/** Where shapes bind, a pattern that fits none of them matches nothing. */
function checkShapes(template: ScopeTemplate, { shapes: fit, report }: Lowering): void {
  for (const { pattern, shapes } of fit.misfits(template)) {
    const texts = sortedUnique(shapes.map((shape) => shape.text));
    const shown = texts.slice(0, 5).map((shape) => `\`${shape}\``);
    const help = `the shapes are ${shown.join(", ")}${texts.length > shown.length ? " and more" : ""}`;
    const text = templateTexts(pattern)[0] ?? "";
    report(build["action-resource-mismatch"](templatePlace(pattern), { pattern: text }, { help }));
  }
}

function kindOf(node: StatementNode): StatementTemplate["kind"] {
  if (node.expression.effect?.value === "deny") return "deny";
  return node.requiresApproval?.value === true ? "gate" : "grant";
}

/**
 * Whether its options can stand together: syntax has reported those that cannot, and a gate forgotten
 * must never read as a grant.
 */
function isConsistent(
  node: StatementNode,
  kind: StatementTemplate["kind"],
  section: "policies" | "guardrails",
): boolean {
  if (kind === "gate") return section === "policies" || node.expires === null;
  const asksForApproval =
    node.approvalChannel.length > 0 ||
    node.approvalTimeout !== null ||
    node.approvers.length > 0 ||
    node.approvals !== null;
  if (asksForApproval) return false;
  return kind === "grant"
    ? section === "policies"
    : node.requiresApproval === null && node.notify.length === 0 && node.expires === null;
}

/** Inline clause and option together; `undefined` when an error was reported. */
function lowerWhen(node: StatementNode, { conditions, vocabulary }: Lowering): Condition | null | undefined {
  const nodes = [node.expression.when, node.when].filter((when) => when !== null);
  const lowered = nodes
    .map((when) => conditions.lower(when, (name, span) => vocabulary.condition(name, span)))
    .filter((when) => when !== null);
  if (lowered.length < nodes.length) return undefined;
  return lowered.length === 0 ? null : conditions.join("and", lowered);
}

/** Milliseconds since the epoch from which nothing is granted. */
export function lowerExpiry(expiry: ExpiryNode, zone: TimeZone): number {
  return expiry.kind === "instant"
    ? expiry.milliseconds
    : firstInstant(zone, dateToMilliseconds(expiry.date) ?? 0);
}

function lowerApproval(node: StatementNode, { channels }: Lowering): Approval {
  return {
    channels: channels.check(node.approvalChannel),
    timeoutSeconds: node.approvalTimeout?.value ?? defaultTimeoutSeconds,
    approvers: sortedUnique(node.approvers.map(({ value }) => value)),
    needed: node.approvals?.value ?? 1,
  };
}

function warn(node: StatementNode, kind: StatementTemplate["kind"], report: Report): void {
  if (kind !== "gate") return;
  const { span } = node.requiresApproval ?? node;
  if (node.approvalChannel.length === 0) {
    const help = "add `approval_channel: slack:#name`, `telegram:@name` or `dashboard`";
    report(build["approval-without-channel"](span, {}, { help }));
  }
  if (node.approvalTimeout === null) {
    report(build["approval-without-timeout"](span, {}, { help: "add `approval_timeout: 60m`" }));
  }
}

function placeOf(node: StatementNode, sources: ReadonlyMap<string, SourceFile>): StatementPlace {
  return {
    span: node.span,
    line: lineOf(node.span, sources),
    hasResources: node.expression.resources !== null,
  };
}

/** The 1-based line on which the span begins. */
export function lineOf(span: Span, sources: ReadonlyMap<string, SourceFile>): number {
  const source = sources.get(span.file);
  return source === undefined ? 1 : positionAt(source, span.start).line;
}
