/**
 * An action outside the catalogue, a glob that matches none of it, or a service spelt otherwise than the
 * catalogue does.
 *
 * Looks every action pattern up, excepted ones too, of grants, gates and denies. Silent for services that
 * the catalogue does not have, unless the name is another spelling of one that has the action; for
 * services of which it lists no actions (MCP servers without a tool list); and for wildcards that span
 * services. Linear in patterns; each glob is looked up once.
 */
import type { Fix } from "../../base/diagnostic.ts";
import type { Glob, Pattern } from "../../ir/ir.ts";
import { actionAtoms } from "../action-atoms.ts";
import { defineRule, type Finding, type Rule } from "../define-rule.ts";
import { replaceText } from "../edits.ts";
import { judgeAction, type UnknownAction } from "../judge-action.ts";
import type { LintContext } from "../lint-context.ts";
import { globAsWritten } from "../statement-places.ts";

export const unknownAction: Rule = defineRule({
  id: "unknown-action",
  category: "structure",
  level: "error",
  otherLevels: ["warning"],
  fix: "review",
  isExact: false,
  summary: "An action that the catalogue does not know, or knows under another name.",
  check: (context, report) => {
    const judged = new Map<Glob, UnknownAction | null>();
    const told = new Set<string>();
    for (const { owner, instances } of context.statements) {
      if (owner.kind === "border") continue;
      for (const { statement } of instances) {
        const { actions, exceptActions } = statement.scope;
        for (const pattern of [...actions, ...exceptActions]) {
          for (const glob of pattern.globs) {
            let unknown = judged.get(glob);
            if (unknown === undefined) {
              unknown = judgeAction(context.catalogue, actionAtoms(context), glob);
              judged.set(glob, unknown);
            }
            if (unknown === null) continue;
            const { file, start } = pattern.place;
            const key = `${file}\u0000${String(start)}\u0000${glob.key}`;
            if (told.has(key)) continue;
            told.add(key);
            report(findingOf(context, pattern, glob, unknown));
          }
        }
      }
    }
  },
});

function findingOf(context: LintContext, pattern: Pattern, glob: Glob, unknown: UnknownAction): Finding {
  const written = writtenName(context, pattern, glob);
  const meant = inAuthorsLetters(unknown.meant, written);
  return {
    span: pattern.place,
    severity: unknown.isError ? "error" : "warning",
    message: messageOf(written, { ...unknown, meant }),
    help:
      meant === null
        ? "if it exists, add it under `catalog.services` in `sentrely.yaml`"
        : unknown.kind === "spelling"
          ? `write \`${meant}\`: a pattern matches what it says, whatever else the service is called`
          : `did you mean \`${meant}\`?`,
    fixes: meant === null ? [] : fixesOf(context, pattern, written, meant),
  };
}

/** What was meant, with the name as it is written where only the service differs and the name is a glob. */
function inAuthorsLetters(meant: string | null, written: string): string | null {
  const name = written.slice(written.lastIndexOf(":") + 1);
  if (meant === null || !name.includes("*")) return meant;
  const at = meant.lastIndexOf(":") + 1;
  return meant.slice(at).toLowerCase() === name.toLowerCase() ? meant.slice(0, at) + name : meant;
}

function messageOf(written: string, { kind, service, meant }: UnknownAction): string {
  switch (kind) {
    case "action":
      return written.includes("*")
        ? `\`${written}\` matches no action of \`${service}\``
        : `\`${written}\` is no action of \`${service}\``;
    case "spelling":
      return `\`${written}\` is spelt \`${meant ?? ""}\``;
    case "service":
      return `\`${service}\` is no service that the catalogue knows`;
  }
}

/** The glob in its author's letters, also where it is one alternative of braces that differ at the end. */
function writtenName(context: LintContext, pattern: Pattern, glob: Glob): string {
  const text = globAsWritten(context, pattern, glob);
  const slice = sliceOf(context, pattern);
  const at = text.lastIndexOf(":") + 1;
  const name = /[*{}]/.test(text.slice(at)) ? null : text.slice(at);
  const found = name === null ? -1 : slice.toLowerCase().indexOf(name.toLowerCase());
  return name === null || found === -1 ? text : text.slice(0, at) + slice.slice(found, found + name.length);
}

/** Replaces the one place where the pattern's text differs from what was meant. */
function fixesOf(context: LintContext, pattern: Pattern, written: string, meant: string): readonly Fix[] {
  const slice = sliceOf(context, pattern);
  const [from, to] = difference(written, meant);
  const at = slice.indexOf(from);
  if (from === "" || at === -1 || slice.includes(from, at + 1)) return [];
  const start = pattern.place.start + at;
  const span = { file: pattern.place.file, start, end: start + from.length };
  return [{ title: `write \`${meant}\``, kind: "review", edits: replaceText(span, to) }];
}

/** What to replace by what: the name after the last `:` where only it differs, else all. */
function difference(written: string, meant: string): readonly [string, string] {
  const [w, m] = [written.lastIndexOf(":") + 1, meant.lastIndexOf(":") + 1];
  const isSameService = written.slice(0, w).toLowerCase() === meant.slice(0, m).toLowerCase();
  if (isSameService) return [written.slice(w), meant.slice(m)];
  const isSameName = written.slice(w).toLowerCase() === meant.slice(m).toLowerCase();
  return isSameName ? [written.slice(0, w), meant.slice(0, m)] : [written, meant];
}

function sliceOf({ sources }: LintContext, { place }: Pattern): string {
  return sources.get(place.file)?.text.slice(place.start, place.end) ?? "";
}
