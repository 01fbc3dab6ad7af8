/**
 * Expressions in which bash and zsh evaluate the *values* of variables again: `$((x))`, `[[ x -eq 1 ]]`, `${x:y}` run what
 * `a[$(command)]` in a value says. Numbers are harmless; names are not followed.
 */
import type { SyntaxNode, Word } from "unbash";

/** What expressions are checked for. */
interface Report {
  unparsed(note: string): void;
}

const number = /^\s*-?\d+\s*$/;
/** Digits, operators and parentheses, and the shell's own counters. */
const arithmetic = /^(\$[?#!$]|[\d\s+\-*/%()<>=!&|^~?:,])*$/;
const numericOperators = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);

export function checkExpression(line: Report, node: SyntaxNode): void {
  switch (node.type) {
    case "ArithmeticExpansion":
      check(line, node.text.replace(/^\$\(\(|\)\)$|^\$\[|\]$/g, ""));
      break;
    case "ArithmeticCommand":
      check(line, node.body);
      break;
    case "TestBinary":
      if (numericOperators.has(node.operator) && !(isNumber(node.left) && isNumber(node.right))) {
        line.unparsed("a numeric test evaluates what a variable holds");
      }
      break;
    case "TestUnary":
      if (node.operator === "-v" || node.operator === "-R") line.unparsed("`-v` evaluates a subscript");
      break;
    case "ParameterExpansion":
      if (node.prefix === "!") line.unparsed(`\`${node.text}\` is looked up twice`);
      if (node.index !== undefined && !/^(\d+|@|\*)$/.test(node.index.text)) line.unparsed("an index is an expression");
      break;
    case "Default":
      if (node.operator.includes("=")) line.unparsed("an expansion sets a variable");
      break;
    case "Slice":
      if (!number.test(node.offset.text) || !(node.length === undefined || number.test(node.length.text))) {
        line.unparsed("a slice is an expression");
      }
      break;
    case "Transform":
    case "Unknown":
      line.unparsed("an expansion transforms its value");
      break;
    case "ExtendedGlob":
      // In zsh, parentheses after a pattern may hold code.
      line.unparsed("a pattern with parentheses is not followed");
      break;
    default:
  }
}

function check(line: Report, text: string): void {
  if (!arithmetic.test(text)) line.unparsed("arithmetic evaluates what a variable holds");
}

function isNumber(word: Word): boolean {
  return number.test(word.value) || /^"?\$[?#!$]"?$/.test(word.text);
}
