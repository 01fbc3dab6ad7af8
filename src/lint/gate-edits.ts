/**
 * Edits that settle a plain grant beside a gate: the gate's resources carved out of the grant, or the
 * grant made a gate with the same options.
 */
import type { Edit, Fix } from "../base/diagnostic.ts";
import type { Gate, Grant } from "../ir/ir.ts";
import { printPatternList } from "../syntax/print.ts";
import { addOption } from "./edits.ts";
import type { LintContext } from "./lint-context.ts";
import { statementNode, writtenStatement } from "./written-statements.ts";

/**
 * Carves the gate's resources out of the grant. `null` where the grant has an `except:` already, or
 * where the gate's resources are written by means of variables, which the grant's author may not have.
 */
export function carveFix(context: LintContext, grant: Grant, gate: Gate): Fix | null {
  const written = writtenStatement(context, grant.place);
  const node = statementNode(context, gate.place);
  const resources = node?.expression.resources ?? null;
  if (written === null || written.node.except.length > 0 || resources === null || node === null) return null;
  if (node.except.length > 0 || node.expression.exceptResources.length > 0) return null;
  const text = printPatternList(resources);
  if (text.includes("${")) return null;
  const edits = addOption(context, grant, "except", yamlText(text));
  return edits === null
    ? null
    : { title: "except the gate's resources from the grant", kind: "review", edits };
}

/** Gives the grant the gate's approval. `null` where the edit would have to guess. */
export function gateFix(context: LintContext, grant: Grant, { approval }: Gate): Fix | null {
  const edits = addOption(context, grant, "requires_approval", "true");
  if (edits === null) return null;
  const options = [
    ...(approval.channels.length === 0 ? [] : [`approval_channel: ${yamlList(approval.channels)}`]),
    `approval_timeout: ${durationText(approval.timeoutSeconds)}`,
    ...(approval.approvers.length === 0 ? [] : [`approvers: ${yamlList(approval.approvers)}`]),
    ...(approval.needed === 1 ? [] : [`approvals: ${String(approval.needed)}`]),
  ];
  return {
    title: "ask for what the grant allows as the gate does",
    kind: "review",
    edits: edits.map((edit) => withMore(edit, options)),
  };
}

/** Adds options after the one that an edit adds, each as that one is added. */
function withMore(edit: Edit, options: readonly string[]): Edit {
  const text = edit.text.replace(
    /(\r?\n *|, )requires_approval: true/,
    (added, before: string) => added + options.map((option) => before + option).join(""),
  );
  return { ...edit, text };
}

function yamlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function yamlList(texts: readonly string[]): string {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return yamlText(only);
  return `[${texts.map(yamlText).join(", ")}]`;
}

const units = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
] as const;

/** Such as `1h30m`. */
function durationText(seconds: number): string {
  let left = seconds;
  let text = "";
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    if (count > 0) text += `${String(count)}${unit}`;
    left -= count * size;
  }
  return text === "" ? "0s" : text;
}
