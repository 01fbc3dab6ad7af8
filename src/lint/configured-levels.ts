/** The levels that `sentrely.yaml` sets: what is wrong with them. */
import type { Diagnostic } from "../base/diagnostic.ts";
import { suggest } from "../base/suggest.ts";
import { irMessages } from "../ir/messages.ts";
import { renaming } from "../ir/names.ts";
import type { ConfigNode } from "../syntax/ast.ts";
import { lintMessages } from "./messages.ts";

/** What may have a level: its id, and whether every finding of it is an error. */
export interface Levelled {
  readonly id: string;
  readonly isAlwaysError: boolean;
}

/** Ids that do not exist, and levels that would lower an error. */
export function checkLevels(config: ConfigNode, known: readonly Levelled[]): readonly Diagnostic[] {
  const byId = new Map(known.map((entry) => [entry.id, entry]));
  return config.lint.rules.flatMap(({ id, level }): Diagnostic[] => {
    const entry = byId.get(id.value);
    if (entry === undefined) {
      const near = suggest(id.value, byId.keys());
      const help = near === null ? "`sentrely-policy rules` lists them" : `did you mean \`${near}\`?`;
      const fixes = near === null ? [] : renaming(id, near);
      return [
        irMessages.build["undefined-reference"](id.span, { what: "rule", name: id.value }, { help, fixes }),
      ];
    }
    if (!entry.isAlwaysError || level === "error") return [];
    const help = "settle what it says; errors are neither lowered nor suppressed";
    return [lintMessages.build["lowered-error"](id.span, { rule: id.value, level }, { help })];
  });
}
