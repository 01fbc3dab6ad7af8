/** Patterns and statements as people write them: a last star that means everything below is one star. */
import { sortedUnique } from "../base/order.ts";
import { printGlob, printScope, printStatement } from "../ir/print-ir.ts";
import type { Glob, Pattern, Scope, Statement } from "../ir/ir.ts";

/** `branches/f*`; `**` alone stays as it is. */
export function globWords(glob: Glob): string {
  return printGlob(glob).replace(/([^*\\])\*\*("?)$/, "$1*$2");
}

/** `git:push on repos/* except repos/docs` */
export function scopeWords({ actions, exceptActions, resources, exceptResources }: Scope): string {
  return `${listWords(actions)}${exceptWords(exceptActions)} on ${listWords(resources)}${exceptWords(exceptResources)}`;
}

/** The statement's meaning on one line, names resolved: `allow git:push on repos/* [notify slack:#a]`. */
export function statementWords(statement: Statement): string {
  const printed = printStatement(statement);
  const meaning = printed.slice(printed.indexOf("): ") + 3);
  const scope = printScope(statement.scope);
  const at = meaning.indexOf(scope);
  return meaning.slice(0, at) + scopeWords(statement.scope) + meaning.slice(at + scope.length);
}

function exceptWords(patterns: readonly Pattern[]): string {
  return patterns.length === 0 ? "" : ` except ${listWords(patterns)}`;
}

function listWords(patterns: readonly Pattern[]): string {
  return sortedUnique(patterns.flatMap(({ globs }) => globs.map(globWords))).join(", ");
}
